"""What a race costs: a step against torch.optim, and moving through 100,000 steps.

Run it from the repository's root with `python -m tests.benchmarks.race`; it takes about two minutes. The comparison with torch
needs torch and is passed over without it. Compare ratios of one run, not microseconds of two: both sides are measured in
turns with one thread each, and the best of several rounds counts.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

# so small matrices are faster without threads, here and there; NumPy looks at it when it is loaded
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from optsim import Objective, Race
from optsim.engine.data.examples import Data
from optsim.engine.lane import Lane
from optsim.engine.objectives.mlp import MLP
from optsim.engine.objectives.quadratic import Quadratic
from tests.engine.support import SEVEN, seven

ROUNDS = 9
LONG = 100_000
MEBIBYTE = 2**20

QUADRATIC = Quadratic(eigenvalues=(1.0, 0.25), noise=0.1, start=(2.0, -2.0))
NETWORK = MLP(hidden=(32, 32), batch_size=10, data=Data(kind="ridge", examples=240, validation=200 / 240))
ON_NETWORK = {
    "gd": 0.005,
    "sgd": 0.005,
    "momentum": 0.0005,
    "nag": 0.0005,
    "adagrad": 0.005,
    "rmsprop": 0.0002,
    "adam": 0.0003,
}
#: a step is measured over so many at once
SPANS = {"dim 2": 2000, "network": 200}
PROBLEMS: dict[str, tuple[Objective, dict[str, float]]] = {"dim 2": (QUADRATIC, {}), "network": (NETWORK, ON_NETWORK)}


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def verdict(value: float, limit: float) -> str:
    return "ok" if value <= limit else "TOO MUCH"


def each_step(run: Callable[[int], object], steps: int) -> float:
    """Microseconds a step."""
    begin = time.perf_counter()
    run(steps)
    return (time.perf_counter() - begin) / steps * 1e6


def a_race(problem: str, steps: int) -> Race:
    objective, rates = PROBLEMS[problem]
    return Race(objective, [Lane(name, optimizer) for name, optimizer in seven(**rates).items()], steps=steps, seed=1)


def compare_with_torch() -> bool:
    """A race step of seven lanes with all its recording, against a step of seven torch optimizers."""
    say("One step of seven lanes, in microseconds, best of rounds; the race also measures and records the exact loss,")
    say(
        "both norms and the validation loss. 'bare': torch records nothing. 'measured': torch measures both losses, too."
    )
    if importlib.util.find_spec("torch") is None:
        for problem, span in SPANS.items():
            race = a_race(problem, 10**7)
            say(
                f"  {problem:8} {min(each_step(race.advance, span) for _ in range(ROUNDS)):8.0f}   (torch is not installed)"
            )
        return True
    say(f"  {'':8} {'race':>8} {'torch, bare':>14} {'ratio':>7} {'torch, measured':>18} {'ratio':>7}")
    good = True
    for problem, span in SPANS.items():
        race, bare, measured = a_race(problem, 10**7), Torch(problem), Torch(problem, measures=True)
        runs = {"race": race.advance, "bare": bare.advance, "measured": measured.advance}
        for run in runs.values():
            run(span // 10)
        times: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(ROUNDS):
            for name, run in runs.items():
                times[name].append(each_step(run, span if name == "race" else span // 10))
        best = {name: min(found) for name, found in times.items()}
        ratios = best["race"] / best["bare"], best["race"] / best["measured"]
        good &= ratios[0] < 1 / 3
        say(
            f"  {problem:8} {best['race']:8.0f} {best['bare']:14.0f} {ratios[0]:7.3f} {best['measured']:18.0f}"
            f" {ratios[1]:7.3f}   below 1/3: {verdict(ratios[0], 1 / 3)}"
        )
    return good


class Torch:
    """Seven torch.optim optimizers with autograd on the same problem, start, noise and mini-batches, as a user writes them."""

    def __init__(self, problem: str, *, measures: bool = False) -> None:
        import torch  # noqa: PLC0415

        torch.set_num_threads(1)
        self.torch, self.measures, self.step = torch, measures, 0
        race = a_race(problem, 1)
        self.objective, self.noise = race.objective, race.setup.noise
        self.models = [self._model(race.params_at(0)[0]) for _ in SEVEN]
        self.optimizers = [
            self._optimizer(lane, parameters) for lane, (parameters, _) in zip(race.lanes, self.models, strict=True)
        ]

    def _optimizer(self, lane: Lane, parameters: list):
        optim, rate = self.torch.optim, lane.optimizer.learning_rate
        return {
            "gd": lambda: optim.SGD(parameters, rate),
            "sgd": lambda: optim.SGD(parameters, rate),
            "momentum": lambda: optim.SGD(parameters, rate, momentum=0.9),
            "nag": lambda: optim.SGD(parameters, rate, momentum=0.9, nesterov=True),
            "adagrad": lambda: optim.Adagrad(parameters, rate),
            "rmsprop": lambda: optim.RMSprop(parameters, rate, alpha=0.9),
            "adam": lambda: optim.Adam(parameters, rate),
        }[lane.name]()

    def _model(self, start: np.ndarray):
        """Parameters, and the loss of a sample (None: the exact one)."""
        return self._network(start) if isinstance(self.objective, MLP) else self._quadratic(start)

    def _quadratic(self, start: np.ndarray):
        params = self.torch.tensor(start, requires_grad=True)
        curvatures = self.torch.tensor(self.objective.curvatures)

        def loss(sample):
            value = 0.5 * (curvatures * params * params).sum()
            return value if sample is None else value + self.torch.as_tensor(np.array(sample)) @ params

        return [params], loss

    def _network(self, start: np.ndarray):
        nn, split = self.torch.nn, self.objective.split
        inputs, targets = self.torch.tensor(split.inputs), self.torch.tensor(split.targets)
        held_out = self.torch.tensor(split.validation_inputs), self.torch.tensor(split.validation_targets)
        sizes = (inputs.shape[1], *self.objective.hidden)
        hidden = [part for pair in pairwise(sizes) for part in (nn.Linear(*pair), nn.Tanh())]
        network = nn.Sequential(*hidden, nn.Linear(sizes[-1], 1)).double()
        with self.torch.no_grad():
            for layer, linear in zip(self.objective.layers, network[::2], strict=True):
                shape = (layer.inputs, layer.outputs)
                linear.weight.copy_(self.torch.tensor(start[layer.weights].reshape(shape).T))
                linear.bias.copy_(self.torch.tensor(start[layer.bias]))
        error = nn.MSELoss()

        def loss(sample, *, validation=False):
            if validation:
                return error(network(held_out[0]), held_out[1])
            if sample is None:
                return error(network(inputs), targets)
            rows = self.torch.as_tensor(np.array(sample))
            return error(network(inputs[rows]), targets[rows])

        return list(network.parameters()), loss

    def advance(self, steps: int) -> None:
        for _ in range(steps):
            sample = self.objective.sample(self.noise, self.step)
            for number, (optimizer, (_, loss)) in enumerate(zip(self.optimizers, self.models, strict=True)):
                if self.measures:
                    self._measure(loss)
                optimizer.zero_grad()
                loss(None if number == 0 else sample).backward()
                optimizer.step()
            self.step += 1

    def _measure(self, loss) -> None:
        with self.torch.no_grad():
            loss(None).item()
            if self.objective.has_validation and self.step % self.objective.steps_per_epoch == 0:
                loss(None, validation=True).item()


def slowest(moves: Iterator[Callable[[], object]]) -> tuple[float, float]:
    """The worst and the median move, in milliseconds."""
    times = []
    for move in moves:
        begin = time.perf_counter()
        move()
        times.append((time.perf_counter() - begin) * 1e3)
    return max(times), float(np.median(times))


def steps_back(race: Race, count: int) -> Iterator[Callable[[], object]]:
    """Steps back as the app takes them: the race moves and every lane's parameters and best point are read."""

    def move() -> None:
        race.back()
        race.state_at(race.step)
        for run in race.runs.values():
            _ = run.params, run.loss, run.best_step, run.status

    for _ in range(count):
        yield move


def jumps(race: Race, count: int) -> Iterator[Callable[[], object]]:
    """Jumps to anywhere, the worst places (the last step of a segment) among them."""
    spacing, generator = race._checkpoints.spacing, np.random.default_rng(0)
    places = generator.integers(0, race.head, count)
    places[::2] = places[::2] // spacing * spacing + spacing - 1

    def move(step: int) -> None:
        race.seek(step)
        race.state_at(race.step)
        for run in race.runs.values():
            _ = run.params, run.loss, run.best_step, run.status

    for step in places:
        yield lambda step=int(step): move(step)


def time_travel() -> bool:
    """Moving through 100,000 steps of seven lanes."""
    say()
    say(f"Moving through {LONG:,} steps of seven lanes at dim 2: milliseconds, the worst and the median.")
    race = a_race("dim 2", LONG)
    begin = time.perf_counter()
    race.advance(LONG)
    say(f"  {'computing them':34} {time.perf_counter() - begin:8.1f} s")
    good = True
    for label, moves, limit in (
        ("a step back, of 2,000", steps_back(race, 2000), 25.0),
        ("a jump, of 1,000", jumps(race, 1000), 50.0),
    ):
        worst, median = slowest(moves)
        good &= worst < limit
        say(f"  {label:34} {worst:8.2f} {median:8.3f}   below {limit:g}: {verdict(worst, limit)}")
    network = a_race("network", 3000)
    network.advance(3000)
    for label, moves in (("a step back, network, of 200", steps_back(network, 200)), ("a jump", jumps(network, 50))):
        worst, median = slowest(moves)
        say(f"  {label:34} {worst:8.2f} {median:8.3f}")
    return good


def memory() -> bool:
    """What the engine holds for 100,000 steps of seven lanes, and the whole process."""
    say()
    say(f"Memory of {LONG:,} steps of seven lanes at dim 2, in MiB.")
    tracemalloc.start()
    race = a_race("dim 2", LONG)
    race.advance(LONG)
    race.seek(LONG // 2)
    race.state_at(race.step)
    _ = race.history.best_step
    held, most = (number / MEBIBYTE for number in tracemalloc.get_traced_memory())
    tracemalloc.stop()
    whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"  {'held by the race':34} {held:8.1f}")
    say(f"  {'most while it ran':34} {most:8.1f}   below 200: {verdict(most, 200)}")
    say(f"  {'whole process, at most so far':34} {whole:8.1f}   (with all that was measured before)")
    return most < 200


PARTS = {"torch": compare_with_torch, "travel": time_travel, "memory": memory}


def main() -> int:
    parser = argparse.ArgumentParser(prog=f"python -m tests.benchmarks.{Path(__file__).stem}")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of: {', '.join(PARTS)} (all)")
    chosen = parser.parse_args().parts or list(PARTS)
    if not set(chosen) <= set(PARTS):
        parser.error(f"there are: {', '.join(PARTS)}")
    # memory first: what was measured before would count
    order = [part for part in ("memory", "torch", "travel") if part in chosen]
    results = [PARTS[part]() for part in order]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
