"""A watched log: how long a million values take to open, and what a look at a growing one costs: at one of many rows,
at two side by side, and over ten simulated hours.

Run it from the repository's root with `python -m tests.benchmarks.watching [HOURS [ROWS_A_SECOND]]`; ten hours take some minutes, and
of 1,000 rows a second room for 1 GB. Linux only: it reads /proc. Times are of the processor.
"""

from __future__ import annotations

import asyncio
import json
import math
import sys
import tempfile
import time
from pathlib import Path

from optsim.logs.tensorboard.records import record
from optsim.logs.tensorboard.wire import scalar_event, version_event
from optsim.playback.logs.open_logs import open_logs
from optsim.system.preferences import Preferences
from optsim.tui.app import OptsimApp
from tests.tui.support import Hand, Loop, settle

_VALUES, _SECONDS_A_LOOK, _PARTS = 1_000_000, 10, 8


def _loss(step):
    return 2 * math.exp(-step / 5000) + 0.3 + 0.01 * math.sin(step * 7)


def _written(folder):
    """A million values, in three formats: training and validation loss by step."""
    steps = range(_VALUES // 2)
    events = (record(scalar_event(tag, step, _loss(step))) for step in steps for tag in ("loss", "val_loss"))
    (folder / "a.tfevents").write_bytes(b"".join((record(version_event()), *events)))
    (folder / "a.csv").write_text("step,loss,val_loss\n" + "".join(f"{s},{_loss(s)!r},{_loss(s)!r}\n" for s in steps))
    rows = (json.dumps({"step": step, "loss": _loss(step), "val_loss": _loss(step)}) for step in steps)
    (folder / "a.jsonl").write_text("".join(f"{row}\n" for row in rows))
    return [folder / f"a.{ending}" for ending in ("tfevents", "csv", "jsonl")]


def _megabytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1024


async def _watch(file, looks, rate):
    """The app on a log that gets rows, looked at in place of its clock."""
    app = OptsimApp(open_logs([str(file)], live=True), pace=Hand(), preferences=Preferences(None, "braille"))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        step, taken = 10, 0.0
        for look in range(1, looks + 1):
            rows = rate * _SECONDS_A_LOOK
            with file.open("a") as stream:
                stream.writelines(f"{at},{_loss(at)}\n" for at in range(step, step + rows))
            step += rows
            began = time.process_time()
            app.screen.look_for_more()
            await settle(pilot)
            taken += time.process_time() - began
            if look % (looks // _PARTS) == 0:
                mean = 1000 * taken / (looks // _PARTS)
                print(f"after {look * _SECONDS_A_LOOK / 3600:.1f} h: {mean:.1f} ms a look, {_megabytes()} MB")
                taken = 0.0


async def _beside(folder, rows, looks):
    """The app on one log, then on two side by side, the first of which gets a thousand rows a second."""
    files = [folder / f"long{number}.csv" for number in range(2)]
    for file in files:
        file.write_text("step,loss\n" + "".join(f"{step},{_loss(step):.6f}\n" for step in range(rows)))
    step = rows
    for watched in (files[:1], files):
        app = OptsimApp(
            open_logs([*map(str, watched)], live=True), pace=Hand(), preferences=Preferences(None, "braille")
        )
        async with app.run_test(size=(120, 36)) as pilot:
            await settle(pilot)
            read = painted = 0.0
            for _ in range(looks):
                with files[0].open("a") as stream:
                    stream.writelines(f"{at},{_loss(at):.6f}\n" for at in range(step, step + 1000))
                step += 1000
                began = time.process_time()
                app.screen.player.look_for_more()
                between = time.process_time()
                app.screen.show()
                await settle(pilot)
                read, painted = read + between - began, painted + time.process_time() - between
        mean = [1000 * each / looks for each in (read, painted)]
        print(
            f"{len(watched)} of {rows:,} rows, 1,000 more a look: {mean[0]:.1f} ms to read them, {mean[1]:.1f} ms to paint"
        )


def main(hours=10.0, rate=1.0):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for file in _written(folder):
            began = time.process_time()
            open_logs([str(file)], live=True)
            print(f"{_VALUES:,} values of {file.suffix}: {time.process_time() - began:.2f} s")
            file.unlink()
        growing = folder / "growing.csv"
        growing.write_text("step,loss\n" + "".join(f"{step},{_loss(step)}\n" for step in range(10)))
        with asyncio.Runner(loop_factory=Loop) as runner:
            runner.run(_beside(folder, 500_000, 16))
            runner.run(_watch(growing, round(hours * 3600 / _SECONDS_A_LOOK), round(rate)))


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))
