"""What theory adds to a paint: the race screen painted with and without it, in turns.

`python -m tests.benchmarks.theory_paint`
"""

from __future__ import annotations

import statistics
import sys
import time

from optsim.scenario import load
from tests.tui.support import in_loop, opened, settle

_TURNS, _PAINTS = 12, 10


async def _seconds(pilot) -> float:
    """One paint: the view, all panels, and what Textual makes of them; of the processor, so that others do not count."""
    began = time.process_time()
    for _ in range(_PAINTS):
        pilot.app.screen.show()
        await pilot.pause(0)
    return (time.process_time() - began) / _PAINTS


async def measure(name: str, steps: int) -> None:
    scenario = load(name)
    object.__setattr__(scenario, "steps", steps)
    async with opened(scenario, (160, 45)) as pilot:
        player = pilot.app.screen.player
        player.race.seek(steps)
        ratios, bare = [], []
        for _ in range(_TURNS):
            without = await _seconds(pilot)
            player.toggle_theory()
            player.overlays.theory.forecast.advance(lambda: True)
            await settle(pilot)
            ratios.append(await _seconds(pilot) / without)
            bare.append(without)
            player.toggle_theory()
            await settle(pilot)
        sys.stdout.write(
            f"{name}, {steps} steps: {1000 * statistics.median(bare):.1f} ms a paint, with theory × {statistics.median(ratios):.2f}\n"
        )


def main() -> None:
    for name, steps in (("noisy-quadratic", 400), ("noisy-quadratic", 20_000), ("saddle", 400), ("saddle", 20_000)):
        in_loop(measure)(name, steps)


if __name__ == "__main__":
    main()
