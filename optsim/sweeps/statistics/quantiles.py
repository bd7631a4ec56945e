"""Quantiles of values of which some may be infinite."""

from __future__ import annotations

import math

import numpy as np

from optsim.engine.settings import Array


def quantile(values: Array, share: float) -> float:
    """The quantile of finite values as NumPy has it, linear between neighbours; ∞ where a neighbour that counts is ∞.

    NaN, which is of runs that failed, is passed over; NaN where there is nothing else.
    """
    known = np.sort(values[~np.isnan(values)])
    if not len(known):
        return math.nan
    place = (len(known) - 1) * share
    below = int(place)
    part = place - below
    low, high = float(known[below]), float(known[min(below + 1, len(known) - 1)])
    if part == 0 or low == high:
        return low
    return low + part * (high - low) if math.isfinite(high) else high
