"""Starts of the app and of commands as whole processes, alone or in turns with those of another environment.

`python -m tests.benchmarks.start [--turns N] [OTHER]`, OTHER being the `optsim` of another environment, for instance of
a work tree with the version before; Linux only. Wall time is that of a shared machine: trust the processor time, and ratios of one run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.live_app import Terminal

#: what of the app is on the screen -> texts that say so
STAGES = {
    "lane names": (b"adagrad",),
    "values of the lanes": (b"2.32",),
    "chart and description": ("└".encode(), b"Plain descent"),
}
COMMANDS = (
    ("list",),
    ("--help",),
    ("replay", "--help"),
    ("check", "saddle"),
    ("replay", "saddle", "--steps", "10", "--format", "csv"),
)


class Cost(NamedTuple):
    """Milliseconds by the clock, and of the processor."""

    wall: float
    cpu: float


def app_costs(optsim: str) -> dict[str, Cost]:
    """Return what passes until each stage of `optsim saddle` is on the screen."""
    began = time.monotonic()
    terminal = Terminal(optsim, "saddle")
    costs = {}
    for stage, texts in STAGES.items():
        for text in texts:
            if text not in terminal.output:
                terminal.read(20, until=text)
        assert all(text in terminal.output for text in texts), stage
        costs[stage] = Cost(1000 * (time.monotonic() - began), 1000 * processor_seconds(terminal.pid))
    terminal.close()
    return costs


def processor_seconds(pid: int) -> float:
    """Return the time that all threads of a process have run, to the nanosecond."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9


def command_cost(optsim: str, arguments: tuple[str, ...]) -> Cost:
    """Return what a command takes from its start to its end."""
    began = time.monotonic()
    with subprocess.Popen([optsim, *arguments], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        took = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return Cost(1000 * took, 1000 * (usage.ru_utime + usage.ru_stime))


def costs_of(optsim: str) -> dict[str, Cost]:
    """Return the cost of everything once."""
    return app_costs(optsim) | {" ".join(each): command_cost(optsim, each) for each in COMMANDS}


def shown(name: str, own: list[Cost], other: list[Cost]) -> str:
    """Return a line of medians, with ratios pair by pair where there is another environment."""
    parts = []
    for number, kind in enumerate(Cost._fields):
        here, there = [each[number] for each in own], [each[number] for each in other]
        parts.append(f"{kind} {statistics.median(here):.0f} ms")
        if there:
            ratio = statistics.median(a / b for a, b in zip(here, there, strict=True))
            parts[-1] += f" / {statistics.median(there):.0f} ms, × {ratio:.2f}"
    return f"{name:<40}{'; '.join(parts)}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=15)
    parser.add_argument("other", nargs="?", help="the optsim of another environment")
    arguments = parser.parse_args()
    programs = [str(Path(sys.executable).with_name("optsim")), *filter(None, [arguments.other])]
    costs_of_all: list[list[dict[str, Cost]]] = [[] for _ in programs]
    for turn in range(arguments.turns + 1):
        for optsim, costs in [*zip(programs, costs_of_all, strict=True)][:: 1 if turn % 2 else -1]:
            once = costs_of(optsim)
            # the first turn fills caches
            if turn:
                costs.append(once)
    for name in costs_of_all[0][0]:
        columns = [[once[name] for once in costs] for costs in costs_of_all]
        sys.stdout.write(shown(name, columns[0], columns[1] if len(columns) > 1 else []) + "\n")


if __name__ == "__main__":
    main()
