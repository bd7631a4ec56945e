"""Means of equally many values each, of all that a column has ever had; early-stopping rules judge them."""

from __future__ import annotations

import numpy as np

from optsim.engine.history.growing_table import Steps
from optsim.engine.settings import Array

#: blocks that there may be; of more, two become one
MOST_BLOCKS = 4096


class BlockMeans:
    """Sums of blocks of `rows` values, and the last step of each; values that fill no block yet wait."""

    def __init__(self, steps: Steps, values: Array) -> None:
        """Take in all values so far, (values,)."""
        self.rows = 1
        self.steps, self._sums = np.empty(0, np.int64), np.empty(0)
        self._waiting, self._sum = 0, 0.0
        self.add(steps, values)

    @property
    def means(self) -> Array:
        """The mean of each block, (blocks,)."""
        return self._sums / self.rows

    def upto(self, step: int) -> BlockMeans:
        """Return the blocks that end at a step or before it."""
        own, count = (
            BlockMeans(np.empty(0, np.int64), np.empty(0)),
            int(np.searchsorted(self.steps, step, side="right")),
        )
        own.rows, own.steps, own._sums = self.rows, self.steps[:count], self._sums[:count]
        return own

    def add(self, steps: Steps, values: Array) -> None:
        """Take in the values that follow."""
        while len(self.steps) + (self._waiting + len(steps)) // self.rows > MOST_BLOCKS:
            self._double()
        first = self.rows - self._waiting
        with np.errstate(all="ignore"):
            if len(values) < first:
                self._waiting, self._sum = self._waiting + len(values), self._sum + float(values.sum())
                return
            last = first + (len(values) - first) // self.rows * self.rows
            sums = values[first:last].reshape(-1, self.rows).sum(axis=1)
            self._sums = np.concatenate((self._sums, [self._sum + values[:first].sum()], sums))
            self.steps = np.concatenate((self.steps, steps[first - 1 : last : self.rows]))
            self._waiting, self._sum = len(values) - last, float(values[last:].sum())

    def _double(self) -> None:
        """Make two neighbours one; the last one waits if it has none."""
        if len(self.steps) % 2:
            self._waiting, self._sum = self._waiting + self.rows, self._sum + float(self._sums[-1])
        self.steps = self.steps[1::2]
        with np.errstate(all="ignore"):
            self._sums = self._sums[: 2 * len(self.steps)].reshape(-1, 2).sum(axis=1)
        self.rows *= 2
