"""Minima of a formula of few parameters: Newton's method from many points at once, as far as it converges.

Where the curvature is negative its size is taken, so that steps go down (Nocedal and Wright, "Numerical optimization", 3.4).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from optsim.engine.settings import Array, Mask

#: the square in which starts are tried, and how many along each side
_REACH, _STARTS = 5.0, 7
_STEPS, _HALVINGS, _LONGEST = 100, 12, 2.0
#: slope of a minimum, and how near to each other two points, and two values, are the same
_FLAT, _SAME, _AS_LOW, _STILL = 1e-7, 1e-4, 1e-9, 1e-12
#: how far from a minimum the loss has to be higher, and by how much
_BESIDE, _RISES = (0.03, 0.1), 1e-12
#: more minima of one value are a line of them, of which none is known
_MOST = 16
_DIGITS = 9


def lowest_minima(
    function: Callable[[Array], tuple[Array, Array]],
    second: Callable[[Array], Array],
    dim: int,
    start: Sequence[float] = (),
) -> tuple[tuple[float, ...], ...]:
    """Return the lowest minima of a search, in order; none where one of its points is no minimum that stands alone.

    Args:
        function: gives losses (n,) and gradients (n, dim) at points (n, dim).
        second: gives second derivatives (n, dim, dim).
        dim: the number of parameters.
        start: a point from which it is tried, besides a grid around the origin.
    """
    side = np.linspace(-_REACH, _REACH, _STARTS)
    points = np.stack([each.ravel() for each in np.meshgrid(*[side] * dim)], axis=-1)
    if len(start) == dim:
        points = np.concatenate((points, np.array([start], dtype=np.float64)))
    with np.errstate(all="ignore"):
        lowest = np.nanmin(function(points)[0], initial=np.inf)
        for _ in range(_STEPS):
            before, points = points, _lower(function, second, points)
            # minima that are flat are neared by a third at each step
            if not (np.abs(points - before) > _STILL).any():
                break
        losses, slopes = function(points)
        lowest = np.nanmin(losses, initial=lowest)
        curvatures, last_move = second(points), np.abs(points - before).max(axis=1)
    good: Mask = np.isfinite(losses) & np.isfinite(curvatures).all(axis=(1, 2)) & (last_move < _SAME)
    good &= np.abs(slopes).max(axis=1) < _FLAT
    if not good.any():
        return ()
    good &= losses <= losses[good].min() + _AS_LOW * (1 + abs(losses[good].min()))
    points, losses, curvatures = points[good], losses[good], curvatures[good]
    with np.errstate(all="ignore"):
        # a line of minima, or a slope that falls below rounding
        alone = all(_is_alone(function, *each) for each in zip(points, losses, curvatures, strict=True))
        # where any point is lower, as at a kink or far away, the lowest is not among them
        lowest = np.nanmin(function(_far(points[0], dim))[0], initial=lowest)
    is_lowest = lowest >= losses.min() - _AS_LOW * (1 + abs(losses.min()))
    return _distinct(points) if alone and is_lowest else ()


def _is_alone(function: Callable[[Array], tuple[Array, Array]], point: Array, loss: float, curvature: Array) -> bool:
    """Tell if the loss rises from a point in the main directions of its curvature, on both sides, a little and further away."""
    _, vectors = np.linalg.eigh(curvature)
    steps = np.concatenate([sign * length * vectors.T for sign in (1, -1) for length in _BESIDE])
    return bool((function(point + steps)[0] > loss + _RISES * (1 + abs(loss))).all())


def _far(point: Array, dim: int) -> Array:
    """Return points on all sides at distances up to a million."""
    sides = np.stack([each.ravel() for each in np.meshgrid(*[[-1.0, 0.0, 1.0]] * dim)], axis=-1)
    return np.asarray((point + np.logspace(-2, 6, 161)[:, None, None] * sides).reshape(-1, dim))


def _lower(function: Callable[[Array], tuple[Array, Array]], second: Callable[[Array], Array], points: Array) -> Array:
    """Return points a step of Newton's method on, each shortened until it goes down; where none does a point stays."""
    losses, slopes = function(points)
    curvatures = second(points)
    known = np.asarray(np.isfinite(curvatures).all(axis=(1, 2)) & np.isfinite(slopes).all(axis=1))
    values, vectors = np.linalg.eigh(np.where(known[:, None, None], curvatures, np.eye(points.shape[1])))
    sizes = np.maximum(np.abs(values), 1e-10 * np.abs(values).max(axis=1, keepdims=True) + 1e-300)
    along = np.einsum("nij,ni->nj", vectors, np.where(known[:, None], slopes, 0.0)) / sizes
    steps = -np.einsum("nij,nj->ni", vectors, along)
    steps *= np.minimum(1.0, _LONGEST / np.maximum(np.abs(steps).max(axis=1, keepdims=True), 1e-300))
    best, lowest = points.copy(), losses.copy()
    for halved in range(_HALVINGS):
        tried = points + steps * 0.5**halved
        there = function(tried)[0]
        # the longest step that goes down
        down = (there < losses) & (lowest == losses)
        best[down], lowest[down] = tried[down], there[down]
        if (lowest < losses).all():
            break
    return best


def _distinct(points: Array) -> tuple[tuple[float, ...], ...]:
    distinct: list[Array] = []
    for point in points:
        if all(np.abs(point - other).max() > _SAME for other in distinct):
            distinct.append(point)
    if len(distinct) > _MOST:
        return ()
    # adding 0 takes the sign off a zero
    return tuple(sorted(tuple((np.round(point, _DIGITS) + 0.0).tolist()) for point in distinct))
