"""Memory of long races: a replay to a file, a race that is played, and how long a jump takes in one that keeps fewer rows.

Run it from the repository's root with `python -m tests.benchmarks.memory`; it takes about eight minutes. Linux only: it reads
/proc.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from optsim import load
from optsim.playback.player import Player
from tests.benchmarks.race import verdict

_SHORT, _LONG = 200_000, 2_000_000
_EARLY, _LATE = 100_000, 1_000_000
_JUMPS = 200


def say(text: str) -> None:
    print(text, flush=True)


def resident() -> float:
    """Megabytes of this process."""
    line = next(s for s in Path("/proc/self/status").read_text().splitlines() if s.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def replays() -> bool:
    """The most that a replay to a file takes, short and long."""
    with tempfile.TemporaryDirectory() as folder:
        sizes = [_replay(steps, Path(folder, f"{steps}.jsonl")) for steps in (_SHORT, _LONG)]
    say(
        f"replay saddle --every 1000 --out: {sizes[0]:.1f} MB of {_SHORT:,} steps, {sizes[1]:.1f} MB of {_LONG:,}; "
        f"within 10: {verdict(abs(sizes[1] - sizes[0]), 10)}"
    )
    return abs(sizes[1] - sizes[0]) <= 10


def _replay(steps: int, out: Path) -> float:
    """Megabytes that it has had at most."""
    argv = [sys.executable, "-m", "optsim", "replay", "saddle", "--steps", str(steps), "--every", "1000"]
    process = subprocess.Popen([*argv, "--out", str(out)], stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_maxrss / 1024


def played() -> bool:
    """A race that is played, as the app does it: memory early and late, then jumps and steps back."""
    player = Player(replace(load("saddle"), steps=_LATE))
    player.motion.speed = None
    player.toggle()
    sizes = []
    for goal in (_EARLY, _LATE):
        while player.race.head < goal:
            left = iter(range(min(2000, goal - player.race.head) - 1))
            player.tick(1 / 16, lambda left=left: next(left, None) is not None)
            player.overlays.events.happenings()
        sizes.append(resident())
    say(
        f"saddle, played: {sizes[0]:.1f} MB at step {_EARLY:,}, {sizes[1]:.1f} MB at {_LATE:,}; "
        f"within 100: {verdict(sizes[1] - sizes[0], 100)}"
    )
    history = player.race.resumed().history
    say(f"  rows that are kept: {len(history.loss):,}, {history.nbytes / 2**20:.1f} MiB")
    jumps(player)
    return sizes[1] - sizes[0] <= 100


def jumps(player: Player) -> None:
    """How long it takes until all numbers of a step are there."""
    draw = random.Random(1)
    race = player.race.resumed()
    for label, steps in (
        ("a jump anywhere", [draw.randrange(race.head) for _ in range(_JUMPS)]),
        ("a step back, in the oldest part", list(range(70_000, 70_000 - _JUMPS, -1))),
    ):
        times = []
        for step in steps:
            begin = time.perf_counter()
            player.go_to(step)
            for run in race.runs.values():
                _ = run.loss, run.grad_norm, run.update_norm, run.best_loss
                race.explain(run.name)
            times.append((time.perf_counter() - begin) * 1000)
        times.sort()
        say(f"  {label}: median {times[len(times) // 2]:.1f} ms, slowest {times[-1]:.1f} ms")


PARTS = {"replays": replays, "played": played}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.memory")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of: {', '.join(PARTS)} (all)")
    chosen = parser.parse_args().parts or list(PARTS)
    if not set(chosen) <= set(PARTS):
        parser.error(f"there are: {', '.join(PARTS)}")
    done = [PARTS[part]() for part in chosen]
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
