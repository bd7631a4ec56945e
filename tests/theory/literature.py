"""Figures of the literature that a race is measured against: best settings on a quadratic, and AdaGrad's decay."""

from __future__ import annotations

import math
from typing import NamedTuple


class Tuning(NamedTuple):
    """Hyper-parameters, and the factor by which ‖x‖ shrinks a step with them."""

    learning_rate: float
    momentum: float
    rate: float


def best_descent(least: float, largest: float) -> Tuning:
    """Return gradient descent at its best: α = 2/(L+μ), rate (κ−1)/(κ+1). Polyak (1963).

    Args:
        least: μ, the least curvature.
        largest: L, the largest one.
    """
    condition = largest / least
    return Tuning(2 / (largest + least), 0.0, (condition - 1) / (condition + 1))


def best_heavy_ball(least: float, largest: float) -> Tuning:
    """Return momentum at its best: rate (√κ−1)/(√κ+1), a double root, approached like (1 + 1/t). Polyak (1964).

    Args:
        least: μ, the least curvature.
        largest: L, the largest one.
    """
    low, high = math.sqrt(least), math.sqrt(largest)
    rate = (high - low) / (high + low)
    return Tuning((2 / (high + low)) ** 2, rate**2, rate)


def standard_nag(least: float, largest: float) -> Tuning:
    """Return NAG with α = 1/L, β = (√κ−1)/(√κ+1): rate 1 − 1/√κ on a quadratic. Nesterov (2004), section 2.2.

    Args:
        least: μ, the least curvature.
        largest: L, the largest one.
    """
    root = math.sqrt(largest / least)
    return Tuning(1 / largest, (root - 1) / (root + 1), 1 - 1 / root)


def adagrad_step(learning_rate: float, step: int) -> float:
    """Return the size of an update of AdaGrad under a constant gradient: α/√t. Duchi, Hazan and Singer (2011).

    Args:
        learning_rate: α.
        step: t, counted from 1.
    """
    return learning_rate / math.sqrt(step)


def adagrad_distance(learning_rate: float, steps: int) -> float:
    """Return how far AdaGrad comes under a constant gradient: α Σ 1/√t, about 2α√T.

    Half as far again needs more than twice the steps.

    Args:
        learning_rate: α.
        steps: T.
    """
    return learning_rate * math.fsum(1 / math.sqrt(step) for step in range(1, steps + 1))
