"""Pieces of updates that divide averages by 1 − βᵗ, and of those that have a number a run."""

from __future__ import annotations

import numpy as np

from optsim.engine.settings import Array


def of_runs(setting: float | Array) -> float | Array:
    """Return a setting as one number a run, shape (..., 1), where it was expanded to the shape of the parameters."""
    return setting[..., :1] if isinstance(setting, np.ndarray) else setting


def next_power(power: Array, beta: float | Array) -> Array:
    """Return βᵗ⁺¹ from βᵗ, shape (..., 1).

    A running product is exactly rounded, so the same everywhere, which a library's power is not.
    """
    product: Array = power * of_runs(beta)
    return product


def first_powers(params: Array) -> Array:
    """Return β⁰ = 1 for each run, shape (..., 1)."""
    return np.ones((*params.shape[:-1], 1))
