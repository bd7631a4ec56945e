"""Columns of one lane of a log as they grow: values by step, later ones in place of earlier ones of the same or a later step."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from optsim.engine.history.growing_table import Column, Steps
from optsim.engine.settings import Array
from optsim.logs import Readings
from optsim.playback.logs.columns.block_means import BlockMeans
from optsim.playback.logs.columns.rows import Rows


class Series:
    """Values of a column by rising steps, with epochs and times where the log has them (NaN where it does not say).

    Columns that have the same rows share them. Of a log that is too long, older rows are left out: see `thinning`.
    """

    def __init__(self) -> None:
        self.rows = Rows()
        self._values = Column((1,))
        #: values that later ones of the same or an earlier step have taken the place of, and such that are left out
        self.replaced = self.left_out = 0
        #: means of all values, also of those that are left out; None where none is
        self.means: BlockMeans | None = None
        #: they alone say what was there
        self.by_means = False

    def __len__(self) -> int:
        return self._values.length

    @property
    def steps(self) -> Steps:
        """The steps, (values,)."""
        return self.rows.steps.view()[: len(self)]

    @property
    def values(self) -> Array:
        """The values, (values, 1)."""
        return self._values.view()

    @property
    def epochs(self) -> Array | None:
        """The epochs, (values,); None where there is none."""
        return None if self.rows.epochs is None else self.rows.epochs.view()[: len(self)]

    @property
    def times(self) -> Array | None:
        """The times in seconds, (values,); None where there is none."""
        return None if self.rows.times is None else self.rows.times.view()[: len(self)]

    def add(self, new: Readings, others: Iterable[Rows] = ()) -> bool:
        """Take readings in; returns whether they all come after those that were there.

        Args:
            new: The readings.
            others: Rows of other columns, which are shared where they are the same.
        """
        keep = rising(new.steps)
        self.replaced += int((~keep).sum())
        if not keep.all():
            epochs, times = (None if each is None else each[keep] for each in (new.epochs, new.times))
            new = Readings(new.column, new.steps[keep], new.values[keep], epochs, times, new.run)
        stands = int(np.searchsorted(self.steps, new.steps[0]))
        follows = stands == len(self)
        if not follows:
            self.replaced += len(self) - stands
            self.rows, self.means = self.rows.copy(stands), None
            self._values.replace(self._values.view()[:stands].copy())
        self._share(new.steps, new.epochs, new.times, others)
        self._values.extend(new.values[:, None])
        if self.means is not None:
            self.means.add(new.steps, new.values)
        return follows

    def _share(self, steps: Steps, epochs: Array | None, times: Array | None, others: Iterable[Rows]) -> None:
        """Have rows that go on with these: those that it has, those of another column, or some of its own."""
        first = len(self)
        if self.rows.length == first and first:
            self.rows.extend(steps, epochs, times)
        elif not self.rows.go_on(first, steps, epochs, times):
            there = (each for each in others if each.go_on(first, steps, epochs, times))
            alike = next((each for each in there if each.begins_as(self.rows, first)), None)
            self.rows = alike or self.rows.copy(first)
            if alike is None:
                self.rows.extend(steps, epochs, times)

    @property
    def total(self) -> int:
        """How many values there are, with those that are left out."""
        return len(self) - self.rows.thin + self.rows.passed

    def revealed_means(self, whole: BlockMeans, step: int) -> None:
        """Have the means of a whole column up to a step, of which only what is left of it is here."""
        self.means, self.by_means = whole.upto(step), True

    def leave_out(self, first: int, keep: npt.NDArray[np.bool_]) -> None:
        """Leave out rows from one on where `keep` is not set, (rows,); its `rows` are another matter."""
        values = self._values.view()[first:].copy()
        self._values.cut(first)
        self._values.extend(np.concatenate((values[: len(keep)][keep], values[len(keep) :])))
        self.left_out += int((~keep).sum())

    def cut(self, last: int) -> None:
        """Forget the values after a step, of which none were left out; its `rows` are another matter."""
        self._values.cut(self.before(last))

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
