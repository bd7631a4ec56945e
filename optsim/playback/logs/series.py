"""Columns of one lane of a log as they grow: values by step, later ones in place of earlier ones of the same or a later step."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optsim.engine.history.growing_table import Column, Steps
from optsim.engine.settings import Array
from optsim.logs import Readings


class Series:
    """Values of a column by rising steps, with epochs and times where the log has them (NaN where it does not say)."""

    def __init__(self) -> None:
        self._steps, self._values = Column((), np.int64), Column((1,))
        self._epochs, self._times = Column(()), Column(())
        #: values that later ones of the same or an earlier step have taken the place of
        self.replaced = 0

    def __len__(self) -> int:
        return self._steps.length

    @property
    def steps(self) -> Steps:
        """The steps, (values,)."""
        return self._steps.view()

    @property
    def values(self) -> Array:
        """The values, (values, 1)."""
        return self._values.view()

    @property
    def epochs(self) -> Array:
        """The epochs, (values,)."""
        return self._epochs.view()

    @property
    def times(self) -> Array:
        """The times in seconds, (values,)."""
        return self._times.view()

    def add(self, new: Readings) -> bool:
        """Take readings in; returns whether they all come after those that were there."""
        keep = rising(new.steps)
        self.replaced += int((~keep).sum())
        steps, first = new.steps[keep], int(new.steps[keep][0])
        stands = int(np.searchsorted(self.steps, first))
        follows = stands == len(self)
        if not follows:
            self.replaced += len(self) - stands
            for column in (self._steps, self._values, self._epochs, self._times):
                column.replace(column.view()[:stands].copy())
        self._steps.extend(steps)
        self._values.extend(new.values[keep][:, None])
        for column, given in ((self._epochs, new.epochs), (self._times, new.times)):
            column.extend(np.full(len(steps), np.nan) if given is None else given[keep])
        return follows

    def before(self, step: int) -> int:
        """Return how many of the values are of a step or earlier."""
        return int(np.searchsorted(self.steps, step, side="right"))

    def at(self, steps: Steps) -> Array:
        """Return the last value up to each of some steps, (steps,); NaN before the first."""
        rows = np.searchsorted(self.steps, steps, side="right")
        if not len(self):
            return np.full(len(rows), np.nan)
        values: Array = np.where(rows > 0, self.values[np.maximum(rows - 1, 0), 0], np.nan)
        return values


def rising(steps: Steps) -> npt.NDArray[np.bool_]:
    """Tell which of some steps are below all that follow: of what was written twice, the later counts."""
    if (np.diff(steps) > 0).all():
        return np.ones(len(steps), np.bool_)
    lowest_after = np.minimum.accumulate(steps[::-1])[::-1]
    keep: npt.NDArray[np.bool_] = np.append(steps[:-1] < lowest_after[1:], True)
    return keep
