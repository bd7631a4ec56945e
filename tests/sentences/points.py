"""What must be so of what is said of where a lane stands: points without slope, noise, plateaus."""

from __future__ import annotations

import math

import numpy as np

from tests.sentences.numbers import says, value
from tests.sentences.referee import ERROR, N, kind, wrong

AWAY = f"(?:{N} away, )?‖∇L‖ = {N}"


@kind(f"(at|near) (the|a) minimum: {AWAY}")
def known_minimum(case, near, which, away, slope):
    distances = [float(np.linalg.norm(case.point - each)) for each in case.function.minima]
    if not distances or (which == "the") != (len(distances) == 1):
        return f"there are {len(distances)}"
    if not says(slope, case.slope(), 1e-5) and case.slope() > 1e-10 * case.size():
        return f"the slope is {case.slope()}"
    if near == "at":
        return wrong(min(distances) <= 1e-12 * max(1.0, np.linalg.norm(case.point)), f"it is {min(distances)} away")
    fits = says(away, min(distances), 1e-5) or abs(value(away) - min(distances)) < 1e-14 * max(
        1, np.linalg.norm(case.point)
    )
    return wrong(fits and min(distances) <= 2e-3 * case.size(), f"it is {min(distances)} away")


@kind(
    f"(at|near) a (minimum|maximum|local minimum): {AWAY}, (?:(?:lowest|highest) curvature {N}{ERROR}|loss {N} there, the lowest is {N})"
)
def found_extremum(case, near, which, away, slope, curvature, loss, lowest):
    stationary = case.nearest_stationary()
    if stationary is None:
        return "there is no point without slope near"
    point, distance = stationary
    bends = case.eigenvalues(point)
    sign = -1 if which == "maximum" else 1
    if not (sign * bends > 0).all():
        return f"the curvatures there are {bends}"
    if not (_at_distance(case, near, away, distance) and _is_slope(case, slope)):
        return f"it is {distance} away, the slope {case.slope()}"
    if curvature is not None:
        return wrong(says(curvature, bends[-1] if sign < 0 else bends[0], 1e-3), f"the curvatures there are {bends}")
    low = min(case.function.loss(np.asarray(each)) for each in case.function.minima)
    own = case.function.loss(point)
    return wrong(
        says(loss, own, 1e-5) and _equal(lowest, low) and own > low, f"the loss there is {own}, the lowest {low}"
    )


def _equal(text, exact):
    return says(text, exact, 1e-5) or abs(value(text) - exact) < 1e-9


def _at_distance(case, near, away, distance):
    digit = 1e-11 * max(float(np.linalg.norm(case.point)), 1e-290)
    if near in ("at", "on", "stands on"):
        return away is None and distance <= 2 * digit
    return says(away, distance, 2e-3) or abs(value(away) - distance) <= digit


@kind(f"(stands on|on|near|nears|leaves) the saddle(?:, ×{N} a step)?: {AWAY}, lowest curvature {N}{ERROR}")
def saddle(case, how, growth, away, slope, curvature):
    stationary = case.nearest_stationary()
    if stationary is None:
        return "there is no point without slope near"
    point, distance = stationary
    bends = case.eigenvalues(point)
    if not (bends[0] < 0 < bends[-1] and says(curvature, bends[0], 1e-3)):
        return f"the curvatures there are {bends}"
    there = _at_distance(case, how if away is None else "near", away, distance) and distance <= 0.031 * case.size()
    if not (there and _is_slope(case, slope)):
        return f"it is {distance} away, the slope {case.slope()}"
    if how == "stands on":
        return wrong(not case.update.step.any(), f"its step is {case.update.step}")
    return "" if growth is None else _grows(case, point, distance, growth, how)


def _grows(case, point, distance, growth, how):
    before = float(np.linalg.norm(case.lane.points[case.step - 5] - point))
    exact = (distance / before) ** 0.2
    return wrong(says(growth, exact, 2e-3) and (exact > 1) == (how == "leaves"), f"it grew by {exact}")


def _is_slope(case, slope):
    """Whether that is how steep it is; of what is nothing but rounding any small number."""
    return says(slope, case.slope(), 1e-4) or max(case.slope(), value(slope)) < 1e-9 * max(1.0, case.size())


@kind(rf"more noise than slope: ‖∇L‖ = {N}, noise in g {N} \(rms\)")
def noise(case, slope, size):
    exact = math.sqrt(float(np.sum(np.asarray(case.function.sigma) ** 2)))
    fits = says(slope, case.slope(), 1e-5) or case.slope() < 1e-10 * case.size()
    return wrong(
        case.lane.sampled and fits and says(size, exact) and exact > case.slope(),
        f"slope {case.slope()}, noise {exact}",
    )


PLATEAU_END = f"(?:lowest curvature (?:at most )?{N}{ERROR}, highest (?:at least )?{N}{ERROR})"


@kind(rf"on a plateau: the loss moved by at most {N} %( of what is left)? in (\d+) steps(?:, ‖∇L‖ = {N})?")
def plateau(case, percent, of, back, slope):
    window = case.losses[case.step - int(back) :]
    height = abs(window[-1])
    if of:
        height = window[-1] - min(case.function.loss(np.asarray(each)) for each in case.function.minima)
    variation = 100 * (window.max() - window.min()) / height
    if not variation <= value(percent) * 1.0001:
        return f"it moved by {variation} %"
    fits = slope is None or says(slope, case.slope(), 1e-4) or case.slope() < 1e-12
    return wrong(fits, f"the slope is {case.slope()}")


@kind(PLATEAU_END)
def plateau_bends(case, lowest, highest):
    bends = case.eigenvalues()
    size = float(np.abs(bends).max())
    fits = abs(value(lowest) - bends[0]) <= 6e-3 * abs(bends[0]) + 1e-5 * size
    fits &= abs(value(highest) - bends[-1]) <= 6e-3 * abs(bends[-1]) + 1e-5 * size
    return wrong(fits, f"the curvatures are {bends[0]} to {bends[-1]}")


@kind(f"lowest curvature at most {N}{ERROR}, highest at least {N}{ERROR}")
def plateau_bounds(case, lowest, highest):
    bends = case.eigenvalues()
    slack = 6e-3 * float(np.abs(bends).max())
    return wrong(
        bends[0] <= value(lowest) + slack and bends[-1] >= value(highest) - slack, f"they are {bends[[0, -1]]}"
    )
