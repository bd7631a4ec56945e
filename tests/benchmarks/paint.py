"""A paint while it plays: seven noisy lanes, chart and map, 160×45 cells; processor time, without a terminal.

`python -m tests.benchmarks.paint [SCENARIO]`; to compare two versions run it in the work tree of each, in turns.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time

from optsim.scenario import load
from tests.tui.support import in_loop, opened, press

_WARM_UP, _PAINTS = 40, 260


@in_loop
async def measure(name: str) -> None:
    """Play with the map open, and print the median of the paints."""
    async with opened(load(name), (160, 45)) as pilot:
        await press(pilot, "3", "space")
        gc.freeze()
        seconds = []
        for _ in range(_WARM_UP + _PAINTS):
            began = time.process_time()
            pilot.app.screen.tick()
            await pilot.pause(0)
            seconds.append(time.process_time() - began)
        sys.stdout.write(f"{name}: {1000 * statistics.median(seconds[_WARM_UP:]):.2f} ms a paint\n")


if __name__ == "__main__":
    measure(sys.argv[1] if len(sys.argv) > 1 else "noisy-quadratic")
