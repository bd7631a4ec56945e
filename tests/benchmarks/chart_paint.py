"""What a paint of the race screen costs here and in another tree, in turns: `python -m tests.benchmarks.chart_paint OTHER_TREE`.

Each turn is a process of its own in which the race screen is painted; the ratio of the two trees is printed. Compare ratios
of one run, not milliseconds of two.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

_TURNS, _PAINTS = 5, 40
_SCENARIOS = (("noisy-quadratic", 400), ("regression", 800), ("saddle", 400))


def _milliseconds(name: str, steps: int) -> float:
    """One paint of the screen, of the processor, so that others do not count; every paint differs from the one before."""
    from optsim.playback.player import Player  # noqa: PLC0415 it is another tree's in some processes
    from optsim.scenario import load  # noqa: PLC0415
    from tests.tui.support import in_loop, opened  # noqa: PLC0415

    found: list[float] = []

    async def paint() -> None:
        scenario = load(name)
        object.__setattr__(scenario, "steps", steps)
        async with opened(scenario, (160, 45)) as pilot:
            screen = pilot.app.screen
            player: Player = screen.player
            player.race.seek(steps - _PAINTS)
            screen.show()
            for _ in range(_PAINTS):
                player.step()
                began = time.process_time()
                screen.show()
                await pilot.pause(0)
                found.append(time.process_time() - began)

    in_loop(paint)()
    return 1000 * statistics.median(found)


def _in(tree: Path, name: str, steps: int) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.chart_paint", "--one", name, str(steps)]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    shown = subprocess.run(command, cwd=tree, env=environment, check=True, capture_output=True, text=True)
    return float(shown.stdout)


def main() -> None:
    """Measure in turns and print, or measure once for the process that asks."""
    if sys.argv[1] == "--one":
        sys.stdout.write(str(_milliseconds(sys.argv[2], int(sys.argv[3]))))
        return
    here, other = Path(__file__).parents[2], Path(sys.argv[1])
    for name, steps in _SCENARIOS:
        pairs = [(_in(here, name, steps), _in(other, name, steps)) for _ in range(_TURNS)]
        ratio = statistics.median(one / before for one, before in pairs)
        own = statistics.median(one for one, _ in pairs)
        sys.stdout.write(f"{name}, {steps} steps: {own:.2f} ms a paint, × {ratio:.2f} of the other tree\n")


if __name__ == "__main__":
    main()
