"""Rows of the lowest values so far of a column that grows."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from optsim.engine.settings import Array


class LowestRows:
    """The rows at which a value was lower than all before it. Few are, so that they need little room."""

    def __init__(self) -> None:
        self._rows: list[int] = [0]
        self._lowest, self._known = np.inf, 0

    def upto(self, values: Array) -> None:
        """Go on to the last of the values, (rows,); NaN is passed over."""
        new = values[self._known :]
        if not len(new):
            return
        before = np.fmin.accumulate(np.concatenate(([self._lowest], new)))
        self._rows += (np.flatnonzero(new < before[:-1]) + self._known).tolist()
        self._lowest, self._known = float(before[-1]), len(values)

    def row(self, count: int) -> int:
        """Return the row of the lowest of the first values; 0 where there is none."""
        return self._rows[max(bisect_right(self._rows, count - 1) - 1, 0)]
