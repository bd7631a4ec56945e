"""Quantities that are worked out of what is measured."""

from __future__ import annotations

import numpy as np

from optsim.engine.numerics.numerics import Numerics
from optsim.engine.settings import Array


@np.errstate(all="ignore")
def effective_rate(update_norm: Array, grad_norm: Array) -> Array:
    """‖Δθ‖/‖∇L‖, shape as given; NaN where that is no finite number."""
    rate = update_norm / grad_norm
    return np.where(np.isfinite(rate), rate, np.nan)


def distance(params: Array, loss: Array, minima: Array, numerics: Numerics) -> Array:
    """The Euclidean distance of params (..., dim) to the nearest of minima (points, dim), shape (...).

    NaN where `loss` is: a lane that has ended stands still, and is measured no more.
    """
    nearest: Array = numerics.row_norm(params[..., None, :] - minima).min(axis=-1)
    return np.where(np.isnan(loss), np.nan, nearest)
