"""Saddles: how long a lane needs to leave one, from where it starts and with what noise."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.settings import Array
from optsim.engine.updates.linear_map import LinearMap, Modes
from optsim.theory.quadratics import beginning, onward, rates, transfer

#: a race has no more steps than this
_FOR_EVER = 1 << 40
#: how far from a saddle that goes down for ever a lane has left it
_LEFT = 1.0
#: runs that are drawn, and jumps of each up to the mean; steps are taken together where that is more
_RUNS, _JUMPS = 2000, 500
_QUARTERS = (0.25, 0.75)


def growth(linear: LinearMap) -> float:
    """Return the factor per step on the distance along the direction that goes down fastest.

    1 + αλ₋ for gradient descent; ½(1+β+αλ₋ + √((1+β+αλ₋)²−4β)) for momentum. O'Neill and Wright (2019), "Behavior of
    accelerated gradient methods near critical points of nonconvex functions".
    """
    return float(rates(linear).max())


def escape_radius(modes: Modes) -> float:
    """Return how far from its saddle a lane has left it, along the directions that go down."""
    return modes.radius if math.isfinite(modes.radius) else _LEFT


def escape_steps(linear: LinearMap, variance: Array, distance: Array, radius: float) -> float:
    """Return the first step with E‖x‖² ≥ radius² over the directions that go down; ∞ if it never comes.

    Without noise from a distance of 0 it is never: the gradient is zero there. For SGD from 0 it is Ey² = α²σ²(qᵗ−1)/(q−1)
    with q = (1+αλ₋)²: ten times less noise costs ln10/ln(1+αλ₋) steps more.

    Args:
        linear: The map along the directions that go down.
        variance: That of the gradient noise in these directions, shape (modes,).
        distance: The start in these directions, shape (modes,).
        radius: The distance at which a lane has left.
    """
    if float((distance * distance).sum()) >= radius * radius:
        return 0
    if not (distance.any() or variance.any()) or growth(linear) <= 1:
        return math.inf
    away = _reach(linear, variance, distance) if variance.any() else _reach_without_noise(linear, distance)
    late = 1
    while away(late) < radius * radius:
        late *= 2
        if late > _FOR_EVER:
            return math.inf
    return _crossing(away, late // 2, late, radius * radius)


def _crossing(away: Callable[[int], float], early: int, late: int, square: float) -> int:
    """Return the step after `early` and up to `late` at which a squared distance comes to a square.

    The distance may swing a little where momentum pulls back at first, but it grows for good: halving finds the last crossing.
    """
    while late - early > 1:
        middle = (early + late) // 2
        early, late = (early, middle) if away(middle) >= square else (middle, late)
    return late


def _reach(linear: LinearMap, variance: Array, distance: Array) -> Callable[[int], float]:
    """Return E‖x‖² as a function of the number of steps."""
    step, start = transfer(linear, variance), beginning(distance)

    def away(steps: int) -> float:
        with np.errstate(all="ignore"):
            later = onward(start, step, steps)
            reach = float((later[..., 0] ** 2 + later[..., 2]).sum())
        return math.inf if math.isnan(reach) else reach

    return away


def _reach_without_noise(linear: LinearMap, distance: Array) -> Callable[[int], float]:
    """Return ‖x‖² as a function of the number of steps, by the map alone.

    From a tiny start its moments are beyond all bounds before it has left.
    """
    start = np.stack([distance, np.zeros_like(distance)], axis=-1)

    def away(steps: int) -> float:
        with np.errstate(all="ignore"):
            later = onward(start, linear.matrix, steps)
            reach = float((later[..., 0] ** 2).sum())
        return math.inf if math.isnan(reach) else reach

    return away


def escape_quartiles(
    linear: LinearMap, variance: Array, distance: Array, radius: float, mean: float
) -> tuple[int, int] | None:
    """Return the steps by which a quarter and three quarters of all runs have left, drawn from many runs of the map.

    Args:
        linear: The map along the directions that go down.
        variance: That of the gradient noise in these directions, shape (modes,).
        distance: The start in these directions, shape (modes,).
        radius: The distance at which a lane has left.
        mean: The step that `leaving_steps` gives.

    Returns:
        The two steps; None where it is never, or where three quarters have not left in three times as long.
    """
    if not 0 < mean < _FOR_EVER:
        return None
    together = max(1, int(mean) // _JUMPS)
    jump = np.linalg.matrix_power(transfer(linear, variance), together)
    leaving_steps: list[int] = []
    leaving = _leaving(jump, distance, radius, 3 * (int(mean) // together + 1))
    for number, runs in enumerate(leaving, start=1):
        leaving_steps += [number * together] * runs
        if len(leaving_steps) > _QUARTERS[1] * _RUNS:
            early, late = (leaving_steps[int(share * _RUNS)] for share in _QUARTERS)
            return early, late
    return None


def _leaving(jump: Array, distance: Array, radius: float, jumps: int) -> Iterator[int]:
    """Draw many runs and yield how many of them leave in each of some jumps; `jump` is the transfer matrix of one."""
    matrix, root = jump[..., :2, :2], _root(jump[..., 2, 5], jump[..., 3, 5], jump[..., 4, 5])
    draws = Noise(0).generator(Stream.GRADIENT)
    state = np.zeros((_RUNS, len(distance), 2))
    state[..., 0] = distance
    inside = np.ones(_RUNS, np.bool_)
    for _ in range(jumps):
        fresh = draws.standard_normal(state.shape)
        state = (matrix @ state[..., None] + root @ fresh[..., None])[..., 0]
        leaving = inside & ((state[..., 0] ** 2).sum(axis=-1) >= radius * radius)
        inside &= ~leaving
        yield int(leaving.sum())


def _root(xx: Array, xv: Array, vv: Array) -> Array:
    """Return the lower root of covariances [[xx, xv], [xv, vv]], which may be singular, shape (modes, 2, 2)."""
    first = np.sqrt(xx)
    below = np.divide(xv, first, out=np.zeros_like(xv), where=first > 0)
    root = np.zeros((*xx.shape, 2, 2))
    root[..., 0, 0], root[..., 1, 0], root[..., 1, 1] = first, below, np.sqrt(np.maximum(vv - below * below, 0.0))
    return root
