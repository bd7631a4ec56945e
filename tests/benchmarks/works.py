"""The works that are measured in two trees, by what a person feels of them, and the process that does one of them.

The tree whose `optsim` is measured comes first in PYTHONPATH; this file is the same for both.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import NamedTuple

#: takes some units of a work, and returns the processor time of one in seconds
Run = Callable[[int], float]
SEEDS = 20


class Work(NamedTuple):
    """A work: what a person feels of it, its name, the units of a turn, and what makes it ready."""

    group: str
    name: str
    units: int
    ready: Callable[[], Run]


def timed(advance: Callable[[int], object]) -> Run:
    """Time something that takes so many steps at once."""

    def run(units: int) -> float:
        began = time.process_time()
        advance(units)
        return (time.process_time() - began) / units

    return run


def race(size: int, *, network: bool = False) -> Run:
    """Steps of seven lanes that record all that is recorded always, as in a race that is played."""
    from optsim import Race  # noqa: PLC0415 it is another tree's in some processes
    from optsim.engine.objectives.quadratic import Quadratic  # noqa: PLC0415
    from tests.benchmarks.race import NETWORK, ON_NETWORK, QUADRATIC  # noqa: PLC0415
    from tests.engine.support import seven  # noqa: PLC0415

    if network:
        objective = type(NETWORK)(hidden=(size, size), batch_size=10, data=NETWORK.data)
        lanes = seven(**{name: rate / 10 for name, rate in ON_NETWORK.items()})
    else:
        noisy = {"noise": "curvature", "batch_size": 16}
        objective = QUADRATIC if size == 2 else Quadratic(spectrum="inverse", dim=size, **noisy)
        lanes = seven()
    return timed(Race(objective, lanes, steps=10**7, seed=1, keep_rows=4096).advance)


def scenario(numerics: str) -> Run:
    """Steps of the network that overfits."""
    from dataclasses import replace  # noqa: PLC0415

    from optsim import load  # noqa: PLC0415

    chosen = load("regression")
    return timed(replace(chosen, numerics=numerics, steps=10**6, epochs=None).race().advance)


def band(name: str, numerics: str = "fast") -> Run:
    """Steps of the lanes of a scenario with many seeds."""
    from optsim import load  # noqa: PLC0415
    from optsim.engine.numerics.numerics import NUMERICS  # noqa: PLC0415
    from optsim.engine.stepping.ensemble import Ensemble  # noqa: PLC0415

    chosen = load(name)
    ensemble = Ensemble(chosen.objective, chosen.race().lanes, range(9, 9 + SEEDS), NUMERICS[numerics])

    def advance(steps: int) -> None:
        for _ in range(steps):
            ensemble.step()

    return timed(advance)


def paint(name: str) -> Run:
    """Paints of the race screen while it plays."""
    from optsim.scenario import load  # noqa: PLC0415
    from tests.tui.support import in_loop, opened, press  # noqa: PLC0415

    def run(units: int) -> float:
        seconds = 0.0

        async def play() -> None:
            nonlocal seconds
            async with opened(load(name), (160, 45)) as pilot:
                await press(pilot, "3", "space")
                for _ in range(units):
                    began = time.process_time()
                    pilot.app.screen.tick()
                    await pilot.pause(0)
                    seconds += time.process_time() - began

        in_loop(play)()
        return seconds / units

    return run


def command(*arguments: str) -> Run:
    """Whole processes of the command line."""

    def once() -> float:
        argv = [sys.executable, "-m", "optsim", *arguments]
        with tempfile.TemporaryFile() as nowhere:
            redirect = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)]
            pid = os.posix_spawn(sys.executable, argv, os.environ, file_actions=redirect)
            _, status, usage = os.wait4(pid, 0)
        assert status == 0, arguments
        return usage.ru_utime + usage.ru_stime

    return lambda units: sum(once() for _ in range(units)) / units


def first_paint(text: str) -> Run:
    """Starts of the app up to a text on the screen."""
    from tests.benchmarks.live_app import Terminal  # noqa: PLC0415
    from tests.benchmarks.start import processor_seconds  # noqa: PLC0415

    def once() -> float:
        terminal = Terminal(sys.executable, "-m", "optsim", "saddle")
        terminal.read(30, until=text.encode())
        seconds = processor_seconds(terminal.pid)
        terminal.close()
        return seconds

    return lambda units: sum(once() for _ in range(units)) / units


WORKS = (
    Work("Until something is on the screen", "lane names", 1, lambda: first_paint("adagrad")),
    Work("Until something is on the screen", "chart", 1, lambda: first_paint("└")),
    Work("A command to its end", "list", 1, lambda: command("list")),
    Work("A command to its end", "check saddle", 1, lambda: command("check", "saddle")),
    Work(
        "A command to its end",
        "replay saddle, 10 steps to CSV",
        1,
        lambda: command("replay", "saddle", "--steps", "10", "--format", "csv"),
    ),
    Work(
        "A command to its end",
        "replay noisy-quadratic, 5,000 steps to JSONL",
        1,
        lambda: command("replay", "noisy-quadratic", "--steps", "5000", "--format", "jsonl"),
    ),
    Work("A paint while it plays", "noisy-quadratic", 40, lambda: paint("noisy-quadratic")),
    Work("A step of seven lanes", "dim 2", 400, lambda: race(2)),
    Work("A step of seven lanes", "dim 100", 400, lambda: race(100)),
    Work("A step of seven lanes", "dim 10,000", 40, lambda: race(10_000)),
    Work("A step of seven lanes", "network 32", 60, lambda: race(32, network=True)),
    Work("A step of seven lanes", "network 256", 4, lambda: race(256, network=True)),
    Work("A step of seven lanes", "strict network", 40, lambda: scenario("strict")),
    Work(f"A step of the band, {SEEDS} seeds", "saddle", 300, lambda: band("saddle")),
    Work(f"A step of the band, {SEEDS} seeds", "noisy-quadratic", 300, lambda: band("noisy-quadratic")),
    Work(f"A step of the band, {SEEDS} seeds", "strict network", 4, lambda: band("regression", "strict")),
)


def serve(number: int) -> None:
    """Do a work as often as each line asks for, and answer with the seconds of one unit.

    With the allocator as the command line has it, where the tree sets it, and without the compiled kernel.
    """
    os.environ["OPTSIM_KERNEL"] = "numpy"
    with suppress(ImportError):
        import_module("optsim.system.allocator").keep_pages()
    run = WORKS[number].ready()
    for line in sys.stdin:
        sys.stdout.write(f"{run(int(line))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
