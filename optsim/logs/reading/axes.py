"""Columns that count the rows of a log: steps, epochs, time, and runs that share a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

#: names that columns have for it, those that say most first
_STEPS = (
    "step", "global_step", "trainer_global_step", "train_global_step", "iteration", "iter", "iterations", "steps",
    "num_steps", "update", "updates", "num_updates", "batches", "train_step", "training_step",
)  # fmt: skip
_EPOCHS = ("epoch", "epochs", "train_epoch", "trainer_epoch", "epoch_num", "num_epochs", "current_epoch")
_TIMES = (
    "timestamp", "wall_time", "walltime", "time", "runtime", "elapsed", "elapsed_time", "relative_time_process",
    "relative_time_wall", "relative_time", "time_elapsed", "datetime", "date", "ts",
)  # fmt: skip
_RUNS = ("run", "run_name", "run_id", "lane", "experiment", "trial", "seed")


class Axes(NamedTuple):
    """The columns that count rows, None where there is none or none was looked for; `by_row` where rows count themselves.

    `no_run` where the column that is named like one of runs is none.
    """

    step: str | None = None
    epoch: str | None = None
    time: str | None = None
    run: str | None = None
    by_row: bool = False
    no_run: bool = False

    def of(self, names: Iterable[str]) -> Axes:
        """Return the axes with what columns of these names count, where nothing is known of that yet."""
        known = {plain(name): name for name in reversed([*names])}

        def first(kinds: Iterable[str]) -> str | None:
            return next((known[each] for each in kinds if each in known), None)

        return self._replace(
            step=self.step or first(_STEPS),
            epoch=self.epoch or first(_EPOCHS),
            time=self.time or first(_TIMES),
            run=None if self.no_run else self.run or first(_RUNS),
        )

    @property
    def columns(self) -> frozenset[str]:
        """The names of these columns."""
        return frozenset(filter(None, (self.step, self.epoch, self.time, self.run)))


def names_runs(column: str) -> bool:
    """Tell if a column of such a name says which run a row is of."""
    return plain(column) in _RUNS


def plain(name: str) -> str:
    """Return a name in small letters, with one _ between its words: "train/Loss" is train_loss."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
