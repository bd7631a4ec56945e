"""Kill sweeps at random moments, and see that --resume leaves the folder of a sweep that was not: python -m tests.kills.sweeps [TIMES].

Half of the kills hit the coordinator, half one of its processes (with joblib; else all hit the coordinator).
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

SCENARIO = """
[objective]
kind = "mlp"
hidden = [6]
batch_size = 5
data = { kind = "sine", examples = 30, validation = 0.2 }
[budget]
epochs = 20
[lanes.adam]
optimizer = "adam"
[lanes.momentum]
optimizer = "momentum"
[sweep]
learning_rate = { from = 1e-3, to = 1, points = 12 }
seeds = 80
"""


def folder_hash(folder: Path) -> str:
    """A hash of all files but the lock."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.name != "lock")
    return hashlib.sha256(
        b"".join(str(each.relative_to(folder)).encode() + each.read_bytes() for each in files)
    ).hexdigest()


def command(*arguments: object) -> list[str]:
    """A sweep of the command line, with two processes where it can."""
    return [sys.executable, "-m", "optsim", "sweep", *map(str, arguments), "--jobs", "2", "--format", "csv"]


def children(process: int) -> list[int]:
    """The processes that a process has begun."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8")
    except OSError:
        return []
    return [int(each) for each in text.split()]


def killed(file: Path, folder: Path, after: float, *, worker: bool) -> str:
    """Begin a sweep and kill it, or one of its processes, after some seconds; returns what was hit."""
    with subprocess.Popen(
        command(file, "--out", folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(after)
        known = children(process.pid) if worker else []
        victim = random.choice(known) if known else process.pid
        if process.poll() is None:
            os.kill(victim, signal.SIGKILL)
        if victim == process.pid:
            return "coordinator"
        process.wait()
        return "worker"


def main() -> None:
    """Kill and resume, and print what differs."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    hits = {"coordinator": 0, "worker": 0}
    wrong = 0
    with tempfile.TemporaryDirectory() as room:
        file, whole = Path(room) / "scenario.toml", Path(room) / "whole"
        file.write_text(SCENARIO, encoding="utf-8")
        began = time.monotonic()
        table = subprocess.run(command(file, "--out", whole), capture_output=True, check=True).stdout
        lasts = time.monotonic() - began
        for number in range(times):
            folder = Path(room) / str(number)
            hits[
                killed(
                    file,
                    folder,
                    random.uniform(0.2, lasts),
                    worker=bool(number % 2) and find_spec("joblib") is not None,
                )
            ] += 1
            again = ["--resume", folder] if (folder / "plan.json").exists() else [file, "--out", folder]
            done = subprocess.run(command(*again), capture_output=True, check=False)
            same = done.stdout == table and folder_hash(folder) == folder_hash(whole)
            wrong += not same
            if not same:
                print(f"{number}: not the same; {done.returncode} {done.stderr[-300:]!r}")
    print(
        f"{times} kills ({hits['coordinator']} of coordinators, {hits['worker']} of workers), {wrong} not the same; a whole run takes {lasts:.1f} s"
    )


if __name__ == "__main__":
    main()
