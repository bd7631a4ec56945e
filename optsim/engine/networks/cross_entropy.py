"""Cross-entropy of two or more classes: its value, its slope and how that bends, without cancellation or overflow."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from optsim.engine.numerics.numerics import Numerics
from optsim.engine.settings import Array


class Fit(NamedTuple):
    """Losses (..., examples) and their mean (...), its slope by the outputs (..., examples, units), and by how much that changes."""

    losses: Array
    loss: Array
    slope: Array
    bend: Callable[[Array], Array]


def of_classes(outputs: Array, targets: Array, numerics: Numerics) -> Fit:
    """The mean of log Σₖ exp zₖ − z_target over outputs z (..., examples, classes); targets (examples, 1) are their numbers."""
    number = targets.shape[-2]
    shifted = outputs - outputs.max(axis=-1, keepdims=True)
    power = numerics.exp(shifted)
    # one of them is e⁰ = 1: what the others add to it is kept to its last digit
    highest = np.arange(outputs.shape[-1]) == outputs.argmax(axis=-1)[..., None]
    others = numerics.row_sum(np.where(highest, 0.0, power))
    share = power / (1.0 + others)[..., None]
    right = np.broadcast_to(np.arange(outputs.shape[-1]) == targets, outputs.shape)
    of_target = numerics.row_sum(np.where(right, shifted, 0.0))
    losses = _log_1_plus(others, numerics) - of_target

    def bend(change: Array) -> Array:
        weighted = share * change
        bent: Array = (weighted - share * numerics.row_sum(weighted)[..., None]) / number
        return bent

    return Fit(losses, numerics.row_sum(losses) / number, (share - right) / number, bend)


def of_two(outputs: Array, targets: Array, numerics: Numerics) -> Fit:
    """The mean of log(1 + exp(−yz)) over outputs z (..., examples, 1), y = ±1 for targets (examples, 1) of 1 and 0."""
    number, sign = targets.shape[-2], 2.0 * targets - 1.0
    margin = sign * outputs
    power = numerics.exp(-np.abs(margin))
    losses = (_log_1_plus(power, numerics) + np.maximum(-margin, 0.0))[..., 0]
    wrong = np.where(margin >= 0, power, 1.0) / (1.0 + power)
    curvature = power / ((1.0 + power) * (1.0 + power)) / number
    return Fit(losses, numerics.row_sum(losses) / number, -sign * wrong / number, lambda change: curvature * change)


def _log_1_plus(values: Array, numerics: Numerics) -> Array:
    """log(1 + x) for x ≥ 0 to a few ulp, from log alone: what 1 + x loses of x is put back (Goldberg 1991, theorem 4)."""
    above = 1.0 + values
    rest = above - 1.0
    with np.errstate(all="ignore"):
        return np.where(rest == 0, values, numerics.log(above) * (values / np.where(rest == 0, 1.0, rest)))
