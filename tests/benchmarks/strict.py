"""What strict networks cost: a step and the band over 20 seeds, by NumPy and compiled, against the same in fast numerics.

Run it from the repository's root with `python -m tests.benchmarks.strict`; it takes about a minute. Compare ratios of one run: all
go in turns, time is the processor's, and the median of the rounds counts. Without numba the compiled kernel is passed over.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from optsim import load
from optsim.engine.numerics.numerics import KERNEL, NUMERICS
from optsim.engine.numerics.optional_kernel import installed
from optsim.engine.stepping.ensemble import Ensemble
from tests.benchmarks.race import say, verdict

ROUNDS, SEEDS = 15, 20
SPANS = {"step of seven lanes": 40, f"band, {SEEDS} seeds": 4}
#: times as long as fast numerics, at most
MOST = 3.0


def works(numerics: str) -> dict[str, Callable[[int], object]]:
    """Steps of the network that overfits, and of its band."""
    scenario = replace(load("regression"), numerics=numerics)
    race = scenario.race()
    band = Ensemble(scenario.objective, race.lanes, range(9, 9 + SEEDS), NUMERICS[numerics])

    def steps(count: int) -> None:
        for _ in range(count):
            band.step()

    return dict(zip(SPANS, (race.advance, steps), strict=True))


def microseconds(run: Callable[[int], object], steps: int, *, compiled: bool) -> float:
    """A step, in time of the processor."""
    _ = KERNEL.load() if compiled else KERNEL.leave()
    begin = time.process_time()
    run(steps)
    return (time.process_time() - begin) / steps * 1e6


def main() -> int:
    ways = {"fast": (works("fast"), False), "strict": (works("strict"), False)}
    if installed() and KERNEL.load():
        ways["compiled"] = (works("strict"), True)
    say("Microseconds of the network that overfits, and times as long as fast numerics; median of rounds.")
    good = True
    for work, span in SPANS.items():
        times: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(ROUNDS):
            for way, (runs, compiled) in ways.items():
                times[way].append(microseconds(runs[work], span, compiled=compiled))
        medians = {way: float(np.median(each)) for way, each in times.items()}
        ratios = {way: median / medians["fast"] for way, median in medians.items()}
        good &= ratios["strict"] <= MOST
        each = "   ".join(f"{way} {medians[way]:8.0f} {ratios[way]:5.2f}" for way in ways)
        say(f"  {work:20} {each}   strict below {MOST:g}: {verdict(ratios['strict'], MOST)}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
