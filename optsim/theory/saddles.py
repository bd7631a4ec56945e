"""Saddles: how long a lane needs to leave one, from where it starts and with what noise."""

from __future__ import annotations

import math

import numpy as np

from optsim.engine.fields import Array
from optsim.engine.linear import LinearMap
from optsim.theory.quadratics import beginning, onward, rates, transfer

#: a race has no more steps than this
_FOR_EVER = 1 << 40


def growth(linear: LinearMap) -> float:
    """The factor by which the distance grows a step along the direction that goes down fastest.

    1 + αλ₋ for gradient descent; ½(1+β+αλ₋ + √((1+β+αλ₋)²−4β)) for momentum. O'Neill and Wright (2019), "Behavior of
    accelerated gradient methods near critical points of nonconvex functions".
    """
    return float(rates(linear).max())


def escape_steps(linear: LinearMap, variance: Array, distance: Array, radius: float) -> float:
    """The first step with E‖x‖² ≥ radius² over the directions that go down; ∞ if it never comes.

    `linear` is the map, `variance` the gradient noise and `distance` the start in those directions, shape (modes,). Without
    noise from a distance of 0 it is never: the gradient is zero there. For SGD from 0 it is Ey² = α²σ²(qᵗ−1)/(q−1) with
    q = (1+αλ₋)²: ten times less noise costs ln10/ln(1+αλ₋) steps more.
    """
    step, start = transfer(linear, variance), beginning(distance)

    def away(steps: int) -> float:
        with np.errstate(all="ignore"):
            later = onward(start, step, steps)
            reach = float((later[..., 0] ** 2 + later[..., 2]).sum())
        return math.inf if math.isnan(reach) else reach

    if float((distance * distance).sum()) >= radius * radius:
        return 0
    if not (distance.any() or variance.any()) or growth(linear) <= 1:
        return math.inf
    late = 1
    while away(late) < radius * radius:
        late *= 2
        if late > _FOR_EVER:
            return math.inf
    early = late // 2
    # the distance may swing a little where momentum pulls back at first, but it grows for good: halving finds the last crossing
    while late - early > 1:
        middle = (early + late) // 2
        early, late = (early, middle) if away(middle) >= radius * radius else (middle, late)
    return late
