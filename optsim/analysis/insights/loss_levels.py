"""Levels of a noisy loss: medians of blocks of rows, where it began, where it was lowest, and how much it scatters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from optsim.engine.history.growing_table import Steps
from optsim.engine.settings import Array

#: blocks of the whole loss; rows by which its beginning is known; a median's deviation against a mean's
_BLOCKS, _FIRST_ROWS, _MEDIAN = 50, 5, 1.25
#: from the median of absolute deviations to the standard deviation of a normal scatter
SIGMA = 1.4826


@dataclass(frozen=True, eq=False)
class LossLevels:
    """Finite values of a loss and their steps, (rows,)."""

    steps: Steps
    values: Array

    @property
    def rows(self) -> int:
        """The number of values."""
        return len(self.values)

    @cached_property
    def block(self) -> int:
        """The rows of a block."""
        return max(1, self.rows // _BLOCKS)

    @cached_property
    def levels(self) -> Array:
        """The medians of whole blocks, the last ones first counted: rows that are left over lie at the beginning."""
        left_over = self.rows % self.block
        medians: Array = np.median(self.values[left_over:].reshape(-1, self.block), axis=1)
        return medians

    def step_of(self, level: int) -> int:
        """Return the last step of a block."""
        return int(self.steps[self.rows % self.block + (level + 1) * self.block - 1])

    @cached_property
    def scatter(self) -> float:
        """The standard deviation of values around their level, from what neighbours differ."""
        if self.rows < 3:
            return 0.0
        bends = self.values[2:] - 2 * self.values[1:-1] + self.values[:-2]
        # a median of few is often too small
        few = 1 + 1.5 / np.sqrt(len(bends))
        return float(few * SIGMA * np.median(np.abs(bends)) / np.sqrt(6))

    @cached_property
    def first(self) -> float:
        """The level at which it began."""
        rows = _FIRST_ROWS if self.rows >= 10 * _FIRST_ROWS else 1
        return float(np.median(self.values[:rows]))

    @property
    def lowest(self) -> float:
        """The lowest level."""
        return float(min(self.levels.min(), self.first))

    @property
    def lowest_at(self) -> int:
        """The step of the lowest level."""
        return self.step_of(int(self.levels.argmin()))

    @property
    def last(self) -> float:
        """The newest level."""
        return float(self.levels[-1])

    @property
    def gain(self) -> float:
        """The loss that went, at most."""
        return self.first - self.lowest

    @property
    def first_error(self) -> float:
        """The deviation of the difference between where it began and a level."""
        rows = _FIRST_ROWS if self.rows >= 10 * _FIRST_ROWS else 1
        return float(np.hypot(self.error(rows), self.error(self.block)))

    def error(self, rows: int) -> float:
        """Return the deviation of a median of so many rows."""
        return float(_MEDIAN * self.scatter / np.sqrt(max(rows, 1)))
