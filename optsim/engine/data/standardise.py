"""Columns scaled to mean 0 and deviation 1 of their training rows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optsim.engine.numerics.numerics import Numerics
from optsim.engine.settings import Array, Mask

_EPSILON = float(np.finfo(np.float64).eps)
#: squares of numbers between these neither overflow nor vanish
_SMALLEST, _LARGEST = 2.0**-500, 2.0**500


class Standardised(NamedTuple):
    """Rows (rows, columns), scaled; mean, deviation and whether it is constant of each column (columns,)."""

    rows: Array
    mean: Array
    deviation: Array
    constant: Mask


def standardise(rows: Array, train: int, numerics: Numerics) -> Standardised:
    """Scale rows (rows, columns) by the first `train` of them; a hole (NaN) becomes the mean, 0.

    A column is constant where its variance is not above the error bound of the two-pass algorithm, n·eps·variance +
    (n·mean·eps)² (Chan, Golub and LeVeque 1983, as scikit-learn's StandardScaler has it): what varies there is rounding. A
    constant input is 0 in every row, held out or not; a constant target, the last column, is not scaled.
    """
    with np.errstate(all="ignore"):
        unit = _unit(rows[:train])
        rows = rows / unit
        known = ~np.isnan(rows)
        count = np.maximum(known[:train].sum(axis=0), 1)
        mean = numerics.column_sum(np.where(known, rows, 0.0)[:train]) / count
        offset = np.where(known, rows - mean, 0.0)
        variance = numerics.column_sum(offset[:train] * offset[:train]) / count
        deviation = np.sqrt(variance)
        constant = variance <= count * _EPSILON * variance + (count * mean * _EPSILON) ** 2
        scaled = np.where(constant, 0.0, offset / np.where(constant, 1.0, deviation))
        if constant[-1]:
            scaled[train:, -1] = offset[train:, -1] * unit[-1]
        return Standardised(scaled, mean * unit, deviation * unit, constant)


def standardise_as_before(rows: Array, train: int, numerics: Numerics) -> Standardised:
    """Scale as the first recordings were made: only a deviation of exactly 0 counts as constant, and is taken for 1."""
    mean = numerics.column_sum(rows[:train]) / train
    offset = rows - mean
    deviation = np.sqrt(numerics.column_sum(offset[:train] * offset[:train]) / train)
    varies = deviation > 0
    return Standardised(offset / np.where(varies, deviation, 1.0), mean, deviation, ~varies)


def is_extreme(largest: Array) -> Mask:
    """Tell if the squares of numbers of this size overflow or vanish."""
    return (largest > _LARGEST) | ((largest > 0) & (largest < _SMALLEST))


def _unit(training: Array) -> Array:
    """A power of two for each column whose numbers are too large or too small to be squared, 1 for all others.

    A division by it is exact, so it changes no bit of a result that does not overflow.
    """
    largest = np.fmax.reduce(np.abs(training), axis=0)
    _, exponent = np.frexp(np.where(is_extreme(largest), largest, 1.0))
    unit: Array = np.ldexp(1.0, exponent - 1)
    return unit
