"""Points without slope: the minimum, saddle or maximum near a lane, by where that point is found to be."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np

from optsim.analysis.insights.facts import (
    NearKnownMinimum,
    NearLocalMinimum,
    NearMaximum,
    NearMinimum,
    NearSaddle,
)
from optsim.analysis.insights.lane_at_cursor import LaneAtCursor
from optsim.engine.curvature.hessian import Curvatures, curvatures_at, dense_work, hessian
from optsim.engine.objective import Objective
from optsim.engine.settings import Array
from optsim.engine.trace.keys import STEP
from optsim.facts import Fact

#: so near, as a share of the landscape's size, a lane is said to be near a saddle, or near a minimum or maximum
_NEAR_SADDLE, _NEAR_MINIMUM = 0.03, 1e-3
_HARDLY = 1e-3
_GROWTH_STEPS = 5
_MOST_WORK = 50_000
_NEWTON_STEPS, _FOUND, _DIGIT = 20, 1e-5, 1e-12
_WORST_CONDITION = 1e9


class Stationary(NamedTuple):
    """A point without slope: how far away it is, and the curvatures there."""

    point: Array
    distance: float
    curvatures: Curvatures


def stationary(here: LaneAtCursor) -> Fact | None:
    """Return that a minimum, a saddle or a maximum is near; where none is known, one that Newton's method finds."""
    if here.objective.has_data:
        return None
    return _known_minimum(here) or (_nearest(here) if _may_be_near(here) else None)


def nearest_stationary(objective: Objective, params: Array) -> Stationary | None:
    """Return the point without slope to which Newton's method leads.

    Args:
        objective: The function.
        params: Where it starts, shape (dim,).

    Returns:
        The point, None where none is found or much work would be; no curvature there may be zero but for its error. The
        distance is good to three digits, 0 where it is no more than rounding.
    """
    if dense_work(objective) > _MOST_WORK:
        return None
    point = _newton(objective, params)
    known = None if point is None else curvatures_at(objective, point)
    if point is None or known is None:
        return None
    distance = float(np.linalg.norm(point - params))
    return Stationary(point, distance if distance > _digit(point) else 0.0, known)


def _newton(objective: Objective, params: Array) -> Array | None:
    """Return where Newton's method ends, shape (dim,); None where it does not."""
    point = params
    for _ in range(_NEWTON_STEPS):
        step = _newton_step(objective, point)
        if step is None:
            return None
        point = point - step
        distance = float(np.linalg.norm(point - params))
        if float(np.linalg.norm(step)) <= max(_FOUND * distance, _digit(point)):
            return point
    return None


def _newton_step(objective: Objective, point: Array) -> Array | None:
    slope, second = objective.evaluate(point[None])[1][0], hessian(objective, point)
    if not (np.isfinite(slope).all() and np.isfinite(second).all()) or np.linalg.cond(second) > _WORST_CONDITION:
        return None
    step: Array = np.linalg.solve(second, slope)
    return step


def _digit(point: Array) -> float:
    """Return the distance from a point (dim,) that is no more than rounding."""
    return _DIGIT * float(np.linalg.norm(point))


def _may_be_near(here: LaneAtCursor) -> bool:
    """Tell whether a point without slope may be near: Newton's step would be short, were the function quadratic."""
    if here.slope == 0:
        return True
    known = here.curvatures
    if known is None:
        return False
    flattest = min(abs(known.least), abs(known.largest))
    return flattest > 0 and here.slope / flattest <= _NEAR_SADDLE * here.size


def _known_minimum(here: LaneAtCursor) -> Fact | None:
    """Return that a minimum is near which the objective knows."""
    minima = np.array(here.objective.minima)
    if not minima.size:
        return None
    distance = float(np.linalg.norm(minima - here.params, axis=1).min())
    if distance > _NEAR_MINIMUM * here.size:
        return None
    return NearKnownMinimum(distance, here.slope, only=len(minima) == 1)


def _nearest(here: LaneAtCursor) -> Fact | None:
    """Return what is near of the points that Newton's method leads to."""
    nearest = nearest_stationary(here.objective, here.params)
    if nearest is None:
        return None
    least, largest, error, _ = nearest.curvatures
    if least < -error and largest > error:
        return _saddle(here, nearest) if nearest.distance <= _NEAR_SADDLE * here.size else None
    if nearest.distance > _NEAR_MINIMUM * here.size:
        return None
    if largest < -error:
        return NearMaximum(nearest.distance, here.slope, largest, error)
    return _minimum(here, nearest) if least > error else None


def _minimum(here: LaneAtCursor, nearest: Stationary) -> Fact:
    """Return that a minimum is near; a local one where a lower one is known."""
    low, own = here.lowest, float(here.objective.loss(nearest.point))
    if low is not None and own - low > _HARDLY * abs(float(here.objective.loss(here.start)) - low):
        return NearLocalMinimum(nearest.distance, here.slope, own, low)
    return NearMinimum(nearest.distance, here.slope, nearest.curvatures.least, nearest.curvatures.error)


def _saddle(here: LaneAtCursor, nearest: Stationary) -> Fact:
    """Return that a saddle is near, with how the distance grew."""
    growth = None if here.noisy or nearest.distance == 0 else _growth(here, nearest)
    motion = _motion(growth) if nearest.distance else _on_saddle(here)
    return NearSaddle(nearest.distance, here.slope, nearest.curvatures.least, nearest.curvatures.error, motion, growth)


def _on_saddle(here: LaneAtCursor) -> Literal["resting", "moving"]:
    return "moving" if here.terms[STEP].any() else "resting"


def _motion(growth: float | None) -> Literal["near", "approaching", "leaving"]:
    if growth is None or 1 <= growth <= 1 + _HARDLY:
        return "near"
    return "leaving" if growth > 1 else "approaching"


def _growth(here: LaneAtCursor, nearest: Stationary) -> float | None:
    """Return the factor per step by which the distance to the saddle grew of late; None where that is not known."""
    since = here.step - _GROWTH_STEPS
    if since < 0 or here.race.upto(since) != since:
        return None
    before = float(np.linalg.norm(here.params_at(since) - nearest.point))
    growth = (nearest.distance / before) ** (1 / _GROWTH_STEPS) if before else math.nan
    return None if math.isnan(growth) else growth
