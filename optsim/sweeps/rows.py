"""Rows of a sweep: one a cell and lane, as columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.runs.outcomes import STATUSES
from optsim.engine.settings import Array
from optsim.engine.status import Status
from optsim.scenario.sweep.sweep import Goal

Ints = npt.NDArray[np.int64]
#: the status of a run that has failed: its class raised an error
FAILED = -1
_DIVERGED = STATUSES.index(Status.DIVERGED)
_KINDS = (np.int64, np.int64, np.int64, np.int8, np.float64, np.float64, np.int64, np.int64)


class Rows(NamedTuple):
    """Columns of as many rows: cell, lane by its place in the scenario, and how the run ended; −1 for steps that there are not.

    `final_loss` is NaN for what has diverged or failed, `best_loss` where there is none.
    """

    cell: Ints
    lane: Ints
    steps: Ints
    status: npt.NDArray[np.int8]
    final_loss: Array
    best_loss: Array
    best_step: Ints
    goal_step: Ints

    @classmethod
    def empty(cls, length: int) -> Rows:
        """Rows to be written to: all failed."""
        fills = (0, 0, -1, FAILED, np.nan, np.nan, -1, -1)
        columns: list[Any] = [np.full(length, fill, kind) for fill, kind in zip(fills, _KINDS, strict=True)]
        return cls(*columns)

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """The rows of several parts, in the order of cells and lanes."""
        columns: list[Any] = [np.concatenate(each) for each in zip(*(parts or [cls.empty(0)]), strict=True)]
        rows = cls(*columns)
        return rows.take(np.lexsort((rows.lane, rows.cell)))

    def take(self, places: Any) -> Rows:
        """Some of them."""
        columns: list[Any] = [column[places] for column in self]
        return Rows(*columns)

    def __len__(self) -> int:
        return len(self.cell)

    @property
    def diverged(self) -> npt.NDArray[np.bool_]:
        """Which have diverged."""
        return np.equal(self.status, _DIVERGED)

    @property
    def failed(self) -> npt.NDArray[np.bool_]:
        """Which have failed."""
        return np.equal(self.status, FAILED)

    def goal_values(self, goal: Goal) -> Array:
        """The quantity of a goal: less is better; ∞ where it was not reached or has diverged, NaN where the run failed."""
        match goal.kind:
            case "steps":
                values = np.where(self.goal_step >= 0, self.goal_step, np.inf).astype(np.float64)
            case "best":
                values = np.where(np.isnan(self.best_loss), np.inf, self.best_loss)
            case "final":
                values = np.where(self.diverged, np.inf, self.final_loss)
        values = np.where(np.isnan(values), np.inf, values)
        return np.where(self.failed, np.nan, values)


class FailedRun(NamedTuple):
    """One run that an error has ended: its cell, its lane, and what was raised."""

    cell: int
    lane: int
    cause: str


class BlockRows(NamedTuple):
    """Results of one block; `slow` has by optimizer why its updates were called as they are."""

    block: int
    rows: Rows
    failures: tuple[FailedRun, ...] = ()
    slow: tuple[tuple[str, str], ...] = ()
