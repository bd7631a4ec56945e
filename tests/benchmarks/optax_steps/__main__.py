"""What a step of seven lanes costs against seven jitted optax steps: `python -m tests.benchmarks.optax_steps [WORK …]`.

Needs optax, which no other part of the project does. Each optimizer is a jitted function that is called at every step, as a person
does who looks at every step; both sides work out the exact loss and that of the sample. All go in turns with one thread, time is
the processor's, and the median of the turns counts.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OPTSIM_KERNEL", "numpy")
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optsim import Race, load
from optsim.engine.objectives.mlp import MLP
from optsim.engine.objectives.quadratic import Quadratic
from optsim.system.allocator import keep_pages
from tests.benchmarks.race import NETWORK, ON_NETWORK, QUADRATIC, say, verdict
from tests.engine.support import seven

jax.config.update("jax_enable_x64", True)
TURNS, MOST = 15, 1.0
#: by work: the steps of a turn
WORKS = {"dim 2": 300, "dim 10,000": 30, "network 256": 4, "strict network": 60}
RULES: dict[str, Callable[[float], optax.GradientTransformation]] = {
    "gd": optax.sgd,
    "sgd": optax.sgd,
    "momentum": lambda rate: optax.sgd(rate, momentum=0.9),
    "nag": lambda rate: optax.sgd(rate, momentum=0.9, nesterov=True),
    "adagrad": optax.adagrad,
    "rmsprop": lambda rate: optax.rmsprop(rate, decay=0.9),
    "adam": optax.adam,
}


def race_of(work: str) -> Race:
    """The same race as in the other benchmarks."""
    if work == "strict network":
        chosen = replace(load("regression"), numerics="strict", steps=10**6, epochs=None)
        race = chosen.race()
        return Race(
            chosen.objective,
            {
                name: race.setup.lanes[0]._replace(name=name, optimizer=each)
                for name, each in seven(**ON_NETWORK).items()
            },
            steps=10**6,
            seed=1,
            numerics="strict",
            keep_rows=4096,
        )
    size = int(work.rsplit(maxsplit=1)[-1].replace(",", ""))
    lanes = seven()
    objective: Quadratic | MLP = QUADRATIC
    if work.startswith("network"):
        objective = MLP(hidden=(size, size), batch_size=10, data=NETWORK.data)
        lanes = seven(**{name: rate / 10 for name, rate in ON_NETWORK.items()})
    elif size > 2:
        objective = Quadratic(spectrum="inverse", dim=size, noise="curvature", batch_size=16)
    return Race(objective, lanes, steps=10**7, seed=1, keep_rows=4096)


def exact_and_sampled(objective: Quadratic | MLP) -> tuple[Callable, Callable]:
    """Exact loss, and loss on a sample, as jax has them."""
    if isinstance(objective, MLP):
        inputs, targets = (jnp.asarray(each) for each in (objective.split.inputs, objective.split.targets))

        def error(params, rows):
            signal = inputs if rows is None else inputs[rows]
            for layer in objective.layers:
                weights = params[layer.weights].reshape(layer.inputs, layer.outputs)
                signal = signal @ weights + params[layer.bias]
                signal = signal if layer is objective.layers[-1] else jnp.tanh(signal)
            return jnp.mean((signal - (targets if rows is None else targets[rows])) ** 2)

        return lambda params: error(params, None), error
    curvatures = jnp.asarray(objective.curvatures)

    def exact(params):
        return 0.5 * jnp.sum(curvatures * params * params)

    return exact, lambda params, sample: exact(params) + jnp.sum(sample * params)


class Optax:
    """Seven jitted steps on the same problem."""

    def __init__(self, race: Race) -> None:
        self.objective, self.noise, self.step = race.objective, race.setup.noise, 0
        exact, sampled = exact_and_sampled(self.objective)
        start = race.params_at(0)[0]
        self.lanes = []
        for lane in race.lanes:
            rule = RULES[lane.name](lane.optimizer.learning_rate)
            params = jnp.asarray(start)
            loss = (lambda params, _: exact(params)) if lane.name == "gd" else sampled
            self.lanes.append([self._jitted(rule, exact, loss), params, rule.init(params)])

    @staticmethod
    def _jitted(rule: optax.GradientTransformation, exact: Callable, loss: Callable) -> Callable:
        @jax.jit
        def step(params, state, sample):
            value, grad = jax.value_and_grad(loss)(params, sample)
            updates, state = rule.update(grad, state, params)
            return optax.apply_updates(params, updates), state, value, exact(params)

        return step

    def advance(self, steps: int) -> None:
        """Take steps, and look at the losses of each."""
        for _ in range(steps):
            sample = self.objective.sample(self.noise, self.step)
            for lane in self.lanes:
                step, params, state = lane
                lane[1], lane[2], value, loss = step(params, state, sample)
                float(value), float(loss)
            self.step += 1


def seconds(advance: Callable[[int], object], steps: int) -> float:
    """Processor time of a step."""
    began = time.process_time()
    advance(steps)
    return (time.process_time() - began) / steps


def main() -> int:
    """Measure and print."""
    keep_pages()
    good = True
    say("A step of seven lanes, all recorded, against seven jitted steps of optax")
    for work in sys.argv[1:] or WORKS:
        race, steps = race_of(work), WORKS[work]
        advances = race.advance, Optax(race).advance
        for each in advances:
            each(30)
        pairs = np.array([[seconds(each, steps) for each in advances] for _ in range(TURNS)])
        ratio = statistics.median(pairs[:, 0] / pairs[:, 1])
        own, other = 1000 * np.median(pairs, axis=0)
        good &= ratio <= MOST
        say(f"  {work:16} × {ratio:.2f}, at most {MOST:g}: {verdict(ratio, MOST):8} {own:9.3f} ms, optax {other:9.3f}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
