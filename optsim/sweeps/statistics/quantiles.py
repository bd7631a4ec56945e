"""Quantiles of values of which some may be infinite."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optsim.engine.settings import Array

QUARTILES = (0.25, 0.5, 0.75)


def quantile(values: Array, share: float) -> float:
    """The quantile of finite values as NumPy has it, linear between neighbours; ∞ where a neighbour that counts is ∞.

    NaN, which is of runs that failed, is passed over; NaN where there is nothing else.
    """
    return float(quantiles(values[None, :], (share,))[0, 0])


def quantiles(table: Array, shares: Sequence[float]) -> Array:
    """The quantiles of each row, as `quantile` has them.

    Args:
        table: of shape (rows, values).
        shares: from 0 to 1.

    Returns:
        Of shape (shares, rows).
    """
    # NaN comes last
    ordered, counts = np.sort(table, axis=1), np.count_nonzero(~np.isnan(table), axis=1)
    if not table.shape[1]:
        return np.full((len(shares), len(table)), np.nan)
    last, rows = np.maximum(counts - 1, 0), np.arange(len(table))
    results = np.empty((len(shares), len(table)))
    for number, share in enumerate(shares):
        place = last * share
        below = place.astype(np.int64)
        part = place - below
        low, high = ordered[rows, below], ordered[rows, np.minimum(below + 1, last)]
        with np.errstate(invalid="ignore"):
            between = np.where(np.isfinite(high), low + part * (high - low), high)
        results[number] = np.where((part == 0) | (low == high), low, between)
    return results
