"""Points without slope: whether a lane is near a minimum, a saddle or a maximum, by where that point is found to be."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optsim.analysis.lane_facts import LaneFacts
from optsim.engine.curvature.hessian import Curvatures, curvatures_at, dense_work, hessian
from optsim.engine.objective import Objective
from optsim.engine.settings import Array
from optsim.engine.trace.keys import STEP
from optsim.number_format import short, within

#: so near, as a share of the landscape's size, a lane is said to be near a saddle, or near a minimum or maximum
_NEAR_SADDLE, _NEAR_MINIMUM = 0.03, 1e-3
_HARDLY = 1e-3
_GROWTH_STEPS = 5
_MOST_WORK = 50_000
_NEWTON_STEPS, _FOUND, _DIGIT = 20, 1e-5, 1e-12


class Stationary(NamedTuple):
    """A point without slope: how far away it is, and the curvatures there."""

    point: Array
    distance: float
    curvatures: Curvatures


def stationary(here: LaneFacts) -> str:
    """At a minimum, a saddle or a maximum, or near one; where none is known, one that Newton's method finds."""
    if here.objective.has_data:
        return ""
    return _known_minimum(here) or (_found(here) if _may_be_near(here) else "")


def _found(here: LaneFacts) -> str:
    """Near a point that Newton's method leads to."""
    found = nearest_stationary(here.objective, here.params)
    if found is None:
        return ""
    least, largest, error, _ = found.curvatures
    if least < -error and largest > error:
        return _saddle(here, found) if found.distance <= _NEAR_SADDLE * here.size else ""
    if found.distance > _NEAR_MINIMUM * here.size:
        return ""
    if largest < -error:
        told = f"highest curvature {within(largest, error)}"
        return f"{_near(found.distance)} a maximum: {_slope(here, found.distance)}, {told}"
    return _other_minimum(here, found) if least > error else ""


def nearest_stationary(objective: Objective, params: Array) -> Stationary | None:
    """The point without slope to which Newton's method leads from params (dim,); None where it finds none, or much work would.

    The distance is good to three digits, 0 where it is no more than rounding; no curvature at the point may be zero but for its
    error.
    """
    if dense_work(objective) > _MOST_WORK:
        return None
    point = params
    for _ in range(_NEWTON_STEPS):
        slope = objective.evaluate(point[None])[1][0]
        second = hessian(objective, point)
        if not (np.isfinite(slope).all() and np.isfinite(second).all()) or np.linalg.cond(second) > 1e9:
            return None
        step = np.linalg.solve(second, slope)
        point = point - step
        distance, digit = float(np.linalg.norm(point - params)), _DIGIT * float(np.linalg.norm(point))
        if float(np.linalg.norm(step)) <= max(_FOUND * distance, digit):
            break
    else:
        return None
    known = curvatures_at(objective, point)
    return None if known is None else Stationary(point, distance if distance > digit else 0.0, known)


def _may_be_near(here: LaneFacts) -> bool:
    """Whether a point without slope may be near: Newton's step would be short, were the function quadratic."""
    if here.slope == 0:
        return True
    known = here.curvatures
    if known is None:
        return False
    flattest = min(abs(known.least), abs(known.largest))
    return flattest > 0 and here.slope / flattest <= _NEAR_SADDLE * here.size


def _known_minimum(here: LaneFacts) -> str:
    """Near a minimum that the objective knows."""
    minima = np.array(here.objective.minima)
    if not minima.size:
        return ""
    distance = float(np.linalg.norm(minima - here.params, axis=1).min())
    if distance > _NEAR_MINIMUM * here.size:
        return ""
    which = "the" if len(minima) == 1 else "a"
    return f"{_near(distance)} {which} minimum: {_slope(here, distance)}"


def _other_minimum(here: LaneFacts, found: Stationary) -> str:
    """Near a minimum that was found; a local one where a lower one is known."""
    low, own = here.lowest, float(here.objective.loss(found.point))
    near, slope = _near(found.distance), _slope(here, found.distance)
    if low is not None and own - low > _HARDLY * abs(float(here.objective.loss(here.start)) - low):
        return f"{near} a local minimum: {slope}, loss {short(own)} there, the lowest is {short(low)}"
    lowest = within(found.curvatures.least, found.curvatures.error)
    return f"{near} a minimum: {slope}, lowest curvature {lowest}"


def _near(distance: float) -> str:
    return "near" if distance else "at"


def _slope(here: LaneFacts, distance: float) -> str:
    """How far it is away, and how steep it is where it stands."""
    slope = f"‖∇L‖ = {short(here.slope)}"
    return f"{short(distance)} away, {slope}" if distance else slope


def _saddle(here: LaneFacts, found: Stationary) -> str:
    """Whether it stands on the saddle, comes near it or leaves it, by how its distance grew."""
    lowest = f"lowest curvature {within(found.curvatures.least, found.curvatures.error)}"
    if found.distance == 0:
        stands = "on" if here.terms[STEP].any() else "stands on"
        return f"{stands} the saddle: ‖∇L‖ = {short(here.slope)}, {lowest}"
    near = f"{_slope(here, found.distance)}, {lowest}"
    growth = math.nan if here.noisy else _growth(here, found)
    if math.isnan(growth):
        return f"near the saddle: {near}"
    if growth > 1 + _HARDLY:
        return f"leaves the saddle, ×{growth:.4g} a step: {near}"
    return f"nears the saddle, ×{growth:.4g} a step: {near}" if growth < 1 else f"near the saddle: {near}"


def _growth(here: LaneFacts, found: Stationary) -> float:
    """By what factor a step its distance to the saddle grew of late; NaN where that is not known."""
    since = here.step - _GROWTH_STEPS
    if since < 0 or here.race.upto(since) != since:
        return math.nan
    before = float(np.linalg.norm(here.params_at(since) - found.point))
    return (found.distance / before) ** (1 / _GROWTH_STEPS) if before else math.nan
