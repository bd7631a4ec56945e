"""What is felt of this tree and of an earlier commit, in turns: `python -m tests.benchmarks [--against COMMIT] [WORK …]`.

Each tree has a process of its own; both do the same work in turns. A line has the work, the median ratio of their processor
times and the most that it may be. It takes some minutes; a work is chosen by a part of its name or of its group. Compare ratios of
one run, not milliseconds of two: the machine may have other things to do.

The other files of this folder measure one thing each against something else: torch, a bare app, fast numerics.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import works

#: a turn of both; above so many times the other tree, something has become slower
TURNS, MOST = 15, 1.1
ROOT = Path(__file__).parents[2]


class Tree:
    """A process that does one work with the `optsim` of a tree."""

    def __init__(self, tree: Path, work: int) -> None:
        environment = os.environ | {"PYTHONPATH": str(tree), "OPENBLAS_NUM_THREADS": "1"}
        script = "import runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
        self._process = subprocess.Popen(
            [sys.executable, "-c", script, works.__file__, str(work)],
            cwd=tree,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def seconds(self, units: int) -> float:
        """Processor time of one unit."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{units}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def compare(earlier: Path, number: int, turns: int) -> tuple[float, float, float]:
    """Return the ratio of the two trees, and the seconds of this one and of the other, medians."""
    units = works.WORKS[number].units
    trees = Tree(ROOT, number), Tree(earlier, number)
    for each in trees:
        each.seconds(units)
    pairs = []
    for turn in range(turns):
        pair = [each.seconds(units) for each in trees[:: -1 if turn % 2 else 1]]
        pairs.append(pair[:: -1 if turn % 2 else 1])
    for each in trees:
        each.close()
    here, there = zip(*pairs, strict=True)
    return statistics.median(a / b for a, b in pairs), statistics.median(here), statistics.median(there)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--against", metavar="COMMIT", default="HEAD~1", help="the commit before (HEAD~1)")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--most", type=float, default=MOST, help=f"times as long as before, at most ({MOST})")
    parser.add_argument("works", nargs="*", metavar="WORK", help="a part of a line's name or of its group")
    chosen = parser.parse_args()
    group, good = "", True
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "archive", chosen.against], cwd=ROOT, check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        for number, work in enumerate(works.WORKS):
            if chosen.works and not any(part in f"{work.group}: {work.name}" for part in chosen.works):
                continue
            if work.group != group:
                group = work.group
                sys.stdout.write(f"{group}\n")
            ratio, here, there = compare(Path(folder), number, chosen.turns)
            verdict = "ok" if ratio <= chosen.most else "TOO MUCH"
            times = f"{1000 * here:9.3f} ms, was {1000 * there:9.3f}"
            sys.stdout.write(f"  {work.name:46} × {ratio:.2f}, at most {chosen.most:g}: {verdict:8} {times}\n")
            sys.stdout.flush()
            good &= ratio <= chosen.most
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
