"""What recording costs: beside the race that is recorded, on disk, and to read back.

Run it from the repository's root with `python -m tests.benchmarks.recording`; it takes about a minute. Compare ratios of one run: a
race with and one without a recorder go in turns, and the median of the rounds counts. Time is the processor's, not the clock's:
what others do on the machine matters less.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from optsim import Scenario
from optsim.engine.race import Race
from optsim.recording.reader import read
from optsim.recording.recorder import Recorder
from tests.benchmarks.race import LONG, PROBLEMS, a_race, say, verdict

ROUNDS = 25
SPANS = {"dim 2": 2000, "network": 200}
#: of a network the parameters are a thousand numbers a lane, and nothing else counts
CASES = [(problem, every, False) for problem in SPANS for every in (1, 10)] + [("dim 2", 1, True)]
MOST_SHARE, MOST_BYTES, MOST_SECONDS = 0.25, 40e6, 3.0


def a_scenario(problem: str, steps: int) -> Scenario:
    objective, _ = PROBLEMS[problem]
    lanes = {lane.name: lane for lane in a_race(problem, 1).lanes}
    return Scenario(objective=objective, lanes=lanes, steps=steps, seed=1)


def recorded(race: Race, recorder: Recorder) -> Callable[[int], None]:
    """Steps of a race that is recorded, as `optsim replay` takes them."""

    def run(steps: int) -> None:
        goal = race.head + steps
        while race.head < goal:
            race.compute(min(race.head + recorder.room, goal), recorder.watch)
            recorder.take(race)

    return run


def seconds(run: Callable[[int], object], steps: int) -> float:
    begin = time.process_time()
    run(steps)
    return time.process_time() - begin


def cost(folder: Path) -> bool:
    """The time of seven lanes with a recorder against the same race in one go without."""
    say("A step of seven lanes in microseconds, without and with a recording to a file, median of rounds.")
    good = True
    for problem, every, with_params in CASES:
        span, scenario = SPANS[problem], a_scenario(problem, 10**7)
        bare, race = scenario.race(), scenario.race()
        with (folder / "cost.jsonl").open("wb") as file:
            run = recorded(race, Recorder(scenario, race, file, every=every, with_params=with_params))
            bare.advance(span), run(span)
            pairs = np.array([(seconds(bare.advance, span), seconds(run, span)) for _ in range(ROUNDS)])
        without, with_it = np.median(pairs, axis=0) / span * 1e6
        share = float(np.median(pairs[:, 1] / pairs[:, 0])) - 1
        # parameters are an extra that one asks for: told, but not held to the limit
        good &= with_params or share < MOST_SHARE
        what = f"{problem:8} every {every:2}{' params' if with_params else '':8}"
        judged = "" if with_params else f", below {MOST_SHARE:.0%}: {verdict(share, MOST_SHARE)}"
        say(f"  {what} {without:8.1f} {with_it:8.1f}   {share:6.1%} more{judged}")
    return good


def size(folder: Path) -> bool:
    """A long race on disk, and back."""
    file = folder / "long.jsonl"
    scenario = a_scenario("dim 2", LONG)
    race = scenario.race()
    with file.open("wb") as stream:
        recorder = Recorder(scenario, race, stream, every=10)
        recorded(race, recorder)(LONG)
        recorder.finish(race)
    begin = time.perf_counter()
    recording = read(file)
    took, volume = time.perf_counter() - begin, file.stat().st_size
    rows = len(recording.steps)
    say(f"{LONG:,} steps of seven lanes, every 10th: {rows:,} rows, {volume / 1e6:.1f} MB, read in {took:.2f} s")
    say(
        f"  below {MOST_BYTES / 1e6:.0f} MB: {verdict(volume, MOST_BYTES)}, below {MOST_SECONDS:g} s: {verdict(took, MOST_SECONDS)}"
    )
    return volume < MOST_BYTES and took < MOST_SECONDS


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        results = [part(Path(folder)) for part in (cost, size)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
