"""Insights on quadratics: whether a lane is above its stability limit, and what a step does along the axes."""

from __future__ import annotations

import numpy as np

from optsim.analysis.insights.facts import AtStabilityLimit, Overshoots, SlowestContraction, Unstable, UnstableElsewhere
from optsim.analysis.insights.lane_at_cursor import LaneAtCursor
from optsim.engine.settings import Array
from optsim.facts import Fact
from optsim.theory.quadratics import rates

#: a product so near to the limit is the limit but for rounding
_AT_LIMIT = 1e-9


def unstable(here: LaneAtCursor) -> Fact | None:
    """Return that the rate is at or above the stability limit in a direction that the lane has a part of."""
    bound = here.stability
    if bound is None:
        return None
    product, limit = bound
    if abs(product - limit) <= _AT_LIMIT * limit:
        return AtStabilityLimit(product, limit, present=_has_steepest(here))
    if product < limit:
        return None
    growth = _growth(here)
    return None if growth is not None and growth <= 1 + _AT_LIMIT else Unstable(product, limit, growth)


def unstable_elsewhere(here: LaneAtCursor) -> Fact | None:
    """Return that the rate is above the limit, but not in a direction that the lane has a part of."""
    if here.stability is None:
        return None
    product, limit = here.stability
    return UnstableElsewhere(product, limit) if product > limit * (1 + _AT_LIMIT) else None


def contracts(here: LaneAtCursor) -> Fact | None:
    """Return what a step of plain descent does along the steepest and along the flattest direction."""
    curvature, modes = here.objective.largest_curvature, here.modes
    if here.carries or here.optimizer.stability_limit() != 2 or curvature is None or modes is None:
        return None
    if here.rate * curvature > 1 and here.present[int(np.argmax(modes.curvatures))]:
        return Overshoots(here.rate * curvature, 2.0)
    return _slowest(here, modes.curvatures)


def _slowest(here: LaneAtCursor, curvatures: Array) -> Fact | None:
    flattest = int(np.argmin(curvatures))
    share = here.rate * float(curvatures[flattest])
    return SlowestContraction(share, on_average=here.noisy) if here.present[flattest] and share <= 1 else None


def _has_steepest(here: LaneAtCursor) -> bool:
    if here.modes is None:
        return False
    return bool(here.present[here.modes.curvatures == here.objective.largest_curvature].any())


def _growth(here: LaneAtCursor) -> float | None:
    """Return the factor per step of the part that grows most in the long run, 1 for no part; None where it is not known."""
    if here.modes is None:
        return None
    linear = here.lane.effective(here.step).linear(here.modes.curvatures)
    if linear is None:
        return None
    factors = rates(linear)[here.present]
    return float(factors.max(initial=1.0)) if np.isfinite(factors).all() else None
