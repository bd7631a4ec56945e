"""Marks on a chart of a race: best points, early stops, targets, divergences."""

from __future__ import annotations

from collections.abc import Iterator
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

    @property
    def of_rule(self) -> bool:
        """True of an early stop, which a rule has made."""
        return self.watched and self.sign != BEST


def marks(race: Curves) -> list[Mark]:
    """Return ★ where each lane was best, once that is past and where somebody watches it, then all ends and early stops."""
    # where a curve ends is seen
    happened = (each for each in ends(race) if each.lane and each.kind is not Kind.OVER)
    return [
        *(_best(race) if race.rules or race.has_validation else ()),
        *(Mark(each.sign, each.step, race.runs[each.lane].place, each.kind is Kind.STOPPED) for each in happened),
    ]


def _best(race: Curves) -> Iterator[Mark]:
    """Yield the mark of each lane's best step."""
    for run in race.runs.values():
        if run.has_best and run.best_step < run.last_step:
            yield Mark(BEST, run.best_step, run.place, watched=True)
