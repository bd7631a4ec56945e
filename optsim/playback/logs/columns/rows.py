"""Rows of a log: steps, and where they lie as epochs and times; one for all columns that have the same rows."""

from __future__ import annotations

import numpy as np

from optsim.engine.history.growing_table import Column, Steps
from optsim.engine.settings import Array


class Rows:
    """Steps that rise, with epochs and times where the log tells any; a column may have the first of them alone.

    The first `thin` rows are what is left of `passed` rows: every `stride`-th, and extremes.
    """

    def __init__(self) -> None:
        self.steps = Column((), np.int64)
        self.epochs: Column | None = None
        self.times: Column | None = None
        self.stride, self.thin, self.passed = 1, 0, 0

    @property
    def length(self) -> int:
        """The number of rows."""
        return self.steps.length

    def extend(self, steps: Steps, epochs: Array | None, times: Array | None) -> None:
        """Write rows after all others."""
        for kind, given in (("epochs", epochs), ("times", times)):
            column: Column | None = getattr(self, kind)
            if column is None and given is not None:
                column = Column(())
                column.extend(np.full(self.length, np.nan))
                setattr(self, kind, column)
            if column is not None:
                column.extend(np.full(len(steps), np.nan) if given is None else given)
        self.steps.extend(steps)

    def cut(self, count: int) -> None:
        """Keep the first rows."""
        for column in (self.steps, self.epochs, self.times):
            if column is not None:
                column.cut(count)

    def go_on(self, first: int, steps: Steps, epochs: Array | None, times: Array | None) -> bool:
        """Tell if from a row on there are these."""
        last = first + len(steps)
        return (
            self.length >= last
            and np.array_equal(self.steps.view()[first:last], steps)
            and _same(self.epochs, first, last, epochs)
            and _same(self.times, first, last, times)
        )

    def begins_as(self, other: Rows, count: int) -> bool:
        """Tell if the first rows are the same as those of others, left out in the same way."""
        if (self.stride, self.thin) != (other.stride, other.thin) or not count:
            return not count and self.stride == 1
        parts = (None if column is None else column.view()[:count] for column in (other.epochs, other.times))
        return self.go_on(0, other.steps.view()[:count], *parts)

    def copy(self, count: int) -> Rows:
        """Return the first rows in a room of their own."""
        own = Rows()
        parts = (None if column is None else column.view()[:count] for column in (self.epochs, self.times))
        own.extend(self.steps.view()[:count], *parts)
        own.stride, own.thin = self.stride, min(self.thin, count)
        # of rows that were left out nobody knows how many were before a row among the others
        own.passed = self.passed if own.thin == self.thin else own.thin
        return own

    def place(self, number: int) -> int | None:
        """Return where the row of a number is, of all that were ever there; None where it is left out, or may be."""
        if self.thin == self.passed:
            return number
        return None if number < self.passed else number - self.passed + self.thin

    def number(self, place: int) -> int:
        """Return which of all that were ever there the row at a place is; 0 where nobody knows any more."""
        if self.thin == self.passed:
            return place
        return place - self.thin + self.passed if place >= self.thin else 0

    def leave_out(self, first: int, keep: np.ndarray) -> None:
        """Leave out rows from one on where `keep` is not set."""
        for column in (self.steps, self.epochs, self.times):
            if column is not None:
                rows = column.view()[first:].copy()
                column.cut(first)
                column.extend(np.concatenate((rows[: len(keep)][keep], rows[len(keep) :])))


def _same(column: Column | None, first: int, last: int, given: Array | None) -> bool:
    if column is None or given is None:
        return column is None and given is None
    return np.array_equal(column.view()[first:last], given, equal_nan=True)
