"""Normal numbers that have the same bits on every machine."""

from __future__ import annotations

from typing import Any

import numpy as np

from optsim.engine.settings import Array

#: where the ziggurat of NumPy ends (Marsaglia and Tsang 2000, with 256 layers)
_TAIL, _TAIL_GRID = 3.654152885361009, 2.0**36


def steady(samples: Array) -> Array:
    """Normal numbers, those in the tail rounded."""
    rounded: Array = np.where(np.abs(samples) > _TAIL, np.rint(samples * _TAIL_GRID) / _TAIL_GRID, samples)[()]
    return rounded


class Draws(np.random.Generator):
    """NumPy's generator, whose normal numbers have the same bits with every C library.

    Of 4,000 normal numbers one lies in the tail that NumPy makes with the library's log1p, which may differ in its last bit:
    those are rounded to 36 bits after the point, the others are products of a table and an integer.
    """

    def standard_normal(self, size: Any = None, dtype: Any = np.float64, out: Any = None) -> Array:  # type: ignore[override]
        """Numbers from N(0, 1), as NumPy's method; single precision and `out` are left as they are."""
        samples: Array = super().standard_normal(size, dtype, out)
        return samples if out is not None or dtype is not np.float64 else steady(samples)
