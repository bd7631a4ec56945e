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
#: more minima of one value are a line of them, of which none is known
_MOST = 16
_DIGITS = 9


def lowest_minima(
    function: Callable[[Array], tuple[Array, Array]],
    second: Callable[[Array], Array],
    dim: int,
    start: Sequence[float] = (),
) -> tuple[tuple[float, ...], ...]:
    """Return the lowest minima that are found, in order; none where no search converges, or where they are a line.

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
    points, losses, curvatures = points[good], losses[good], curvatures[good]
    bent = np.linalg.eigvalsh(curvatures) if len(points) else np.empty((0, dim))
    up = bent.min(axis=1, initial=np.inf) >= -_FLAT
    lowest_ones = _distinct(points[up], losses[up])
    # where a point is lower than all of them, as at a kink, the lowest is not among them
    return lowest_ones if lowest >= losses[up].min(initial=np.inf) - _AS_LOW else ()


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


def _distinct(points: Array, losses: Array) -> tuple[tuple[float, ...], ...]:
    if not len(points):
        return ()
    low = points[losses <= losses.min() + _AS_LOW * (1 + abs(losses.min()))]
    distinct: list[Array] = []
    for point in low:
        if all(np.abs(point - other).max() > _SAME for other in distinct):
            distinct.append(point)
    if len(distinct) > _MOST:
        return ()
    # adding 0 takes the sign off a zero
    return tuple(sorted(tuple((np.round(point, _DIGITS) + 0.0).tolist()) for point in distinct))
