"""What stands out on a chart of a race: best points, early stops, targets, divergences."""

from __future__ import annotations

from typing import NamedTuple

from optsim.analysis.events import Kind, ends
from optsim.engine.capabilities.curves import Curves

BEST = "★"


class Mark(NamedTuple):
    """A sign at a step of a lane; `watched` where it belongs on the curve that is watched, if that is another."""

    sign: str
    step: int
    place: int
    watched: bool


def marks(race: Curves) -> list[Mark]:
    """★ where each lane was best, once that lies behind and where somebody watches it; then everything that happened."""
    found = []
    if race.rules or race.has_validation:
        best = ((run.place, run.best_step, run.last_step) for run in race.runs.values() if run.has_best)
        found = [Mark(BEST, step, place, watched=True) for place, step, last in best if step < last]
    for each in ends(race):
        # ■ is a lane's own mark, too, and where a curve ends is seen
        if each.lane and each.kind is not Kind.OVER:
            found.append(Mark(each.sign, each.step, race.runs[each.lane].place, watched=each.kind is Kind.STOPPED))
    return found
