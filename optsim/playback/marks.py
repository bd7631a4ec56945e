"""What stands out on a chart of a race: best points, early stops, targets, divergences."""

from __future__ import annotations

from typing import NamedTuple

from optsim.engine.race import Race
from optsim.engine.status import Status
from optsim.playback.standing import happenings

BEST, STOPPED, DIVERGED, TARGET, OVER = "★", "◆", "✗", "✓", "■"
#: the sign of each way a lane can end
SIGNS = {
    Status.STOPPED_EARLY: STOPPED,
    Status.DIVERGED: DIVERGED,
    Status.TARGET_REACHED: TARGET,
    Status.OUT_OF_STEPS: OVER,
}


class Mark(NamedTuple):
    """A sign at a step of a lane; `watched` where it belongs on the curve that is watched, if that is another."""

    sign: str
    step: int
    place: int
    watched: bool


def marks(race: Race) -> list[Mark]:
    """★ where each lane was best, once that lies behind and where somebody watches it; then everything that happened."""
    found = []
    if race.setup.rules or race.objective.has_validation:
        best = ((run.place, run.best_step, run.last_step) for run in race.runs.values())
        found = [Mark(BEST, step, place, watched=True) for place, step, last in best if step < last]
    for event in happenings(race):
        if event.lane:
            stopped = event.status is Status.STOPPED_EARLY
            found.append(Mark(SIGNS[event.status], event.step, race.runs[event.lane].place, watched=stopped))
    return found
