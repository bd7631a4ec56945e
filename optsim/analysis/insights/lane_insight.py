"""The most telling of what theory and a lane's numbers say at the cursor: why it is where it is.

All of it is measured at the cursor, or follows from what is: a figure that is not known exactly stands with its bound.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from optsim.analysis.insights.lane_at_cursor import LaneAtCursor
from optsim.analysis.insights.loss_curve import overfits, plateau, waits
from optsim.analysis.insights.quadratic import contracts, unstable, unstable_elsewhere
from optsim.analysis.insights.stationary import stationary
from optsim.analysis.insights.update import (
    effective_rates,
    gradient_zero,
    noise_above_slope,
    runs_on_velocity,
    squares_overflow,
    stands_still,
)
from optsim.engine.capabilities.states import States
from optsim.engine.status import Status
from optsim.engine.trace.trace import Line
from optsim.facts import Fact

Reason = Callable[[LaneAtCursor], Fact | None]

#: the most telling first
_REASONS: tuple[Reason, ...] = (
    unstable,
    stands_still,
    overfits,
    waits,
    stationary,
    gradient_zero,
    noise_above_slope,
    plateau,
    effective_rates,
    runs_on_velocity,
    unstable_elsewhere,
    contracts,
)
#: of a point whose gradient is no number only theory knows something
_WITHOUT_SLOPE: tuple[Reason, ...] = (unstable, stands_still)


def insight(race: States, place: int, terms: Sequence[Line] = ()) -> Fact | None:
    """Return the most telling fact about a lane at the cursor.

    Args:
        race: The race.
        place: The lane's place in it.
        terms: The lines of its update there, where they are known already.

    Returns:
        The fact; None where there is nothing to tell, where the lane's end tells it, or no state is known.
    """
    here = _lane(race, place, terms)
    if here is None:
        return None
    with np.errstate(all="ignore"):
        reasons = _REASONS if math.isfinite(here.slope) else _WITHOUT_SLOPE
        facts = (reason(here) for reason in reasons)
        return next((fact for fact in facts if fact is not None), None)


def overflow(race: States, place: int) -> Fact | None:
    """Return in which parameters a lane stands still at the cursor since squares overflow.

    Args:
        race: The race.
        place: The lane's place in it.

    Returns:
        The fact; None as for `insight`.
    """
    here = _lane(race, place)
    if here is None:
        return None
    with np.errstate(all="ignore"):
        return squares_overflow(here)


def _lane(race: States, place: int, terms: Sequence[Line] = ()) -> LaneAtCursor | None:
    """Return a lane at the cursor; None where its end tells all there is to tell, or no state is known."""
    run = race.runs[race.lanes[place].name]
    if run.status not in (Status.RUNNING, Status.OUT_OF_STEPS) or not math.isfinite(run.loss):
        return None
    return LaneAtCursor(race, place, terms) if run.last_step <= race.reach else None
