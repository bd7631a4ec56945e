"""One lane of a log: its columns, what they were taken for, and its clocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from optsim.engine.history.growing_table import Steps
from optsim.engine.settings import Array
from optsim.logs import Readings
from optsim.logs.reading.axes import Axes, plain
from optsim.playback.logs.columns.block_means import BlockMeans
from optsim.playback.logs.columns.rows import Rows
from optsim.playback.logs.columns.series import Series
from optsim.playback.logs.columns.thinning import thin
from optsim.playback.logs.roles import roles_of

#: columns that count in event files, where they are scalars as all others
_COUNTED = {
    "epoch": ("epoch", "train_epoch", "trainer_epoch", "eval_epoch"),
    "step": ("global_step", "train_global_step", "trainer_global_step"),
}
#: how Keras ends the names of columns that count iterations
_BY_ITERATION = "vs_iterations"


#: the share of all time that a clock may go back
_SET_BACK = 0.01


class LaneLog:
    """Columns of one run, which grow.

    `generation` changes where more has changed than that rows were added at the end, `rewritten` where it was more than that older
    ones were left out.
    """

    def __init__(self, name: str, own: Mapping[str, str]) -> None:
        self.name, self.axes, self.method = name, Axes(), ""
        self.counts_rows = False
        self.generation = self.rewritten = 0
        self.columns: dict[str, Series] = {}
        self._rows: dict[int, Rows] = {}
        #: last steps of columns before what a line says that may go on
        self._ends: dict[str, int] = {}
        self._own = own
        self._roles: dict[str, str] | None = None

    def add(self, new: Readings) -> None:
        """Take readings in."""
        series = self.columns.get(new.column)
        if series is None:
            series = self.columns[new.column] = Series()
            self._roles = None
            self._change()
        if not series.add(new, self._rows.values()):
            self._change()
        self._rows[id(series.rows)] = series.rows
        if len(self._rows) > 2 * len(self.columns) + 8:
            self._rows = {id(each.rows): each.rows for each in self.columns.values()}

    def add_end(self, new: Readings) -> bool:
        """Take in what a line says that may go on; returns False where it is more than values at the end of a column that is there."""
        series = self.columns.get(new.column)
        if series is None or not len(series) or new.steps[0] <= series.steps[-1] or self.left_out:
            return False
        self._ends.setdefault(new.column, int(series.steps[-1]))
        series.add(new, self._rows.values())
        self._rows[id(series.rows)] = series.rows
        return True

    def drop_end(self) -> bool:
        """Forget what that line said: it has gone on. Returns whether it said anything."""
        if not self._ends:
            return False
        for name, last in self._ends.items():
            self.columns[name].cut(last)
        for rows in self._rows.values():
            rows.cut(max((len(each) for each in self.columns.values() if each.rows is rows), default=0))
        self._ends.clear()
        self._change()
        return True

    @property
    def has_loss(self) -> bool:
        """True if there is a value of a loss."""
        return "loss" in self.roles and len(self.columns[self.roles["loss"]]) > 0

    def _change(self) -> None:
        self.generation += 1
        self.rewritten += 1

    @property
    def values(self) -> int:
        """How many values there are."""
        return sum(map(len, self.columns.values()))

    @property
    def left_out(self) -> int:
        """How many values are left out, since there are too many."""
        return sum(series.left_out for series in self.columns.values())

    def thin(self, *, further: bool) -> bool:
        """Leave out older rows; returns whether there were any. Of the losses the means of all are known from then on."""
        if further:
            self.drop_end()
        known = self._roles
        roles = self.roles
        # which column is which is settled where all has been read
        self._roles = known
        ordered = [self.columns[name] for name in dict.fromkeys((*roles.values(), *self.columns))]
        for series in (self.columns[roles[role]] for role in ("loss", "validation_loss") if role in roles):
            if further and series.means is None:
                series.means = BlockMeans(series.steps, series.values[:, 0])
        thinned = thin(ordered, further=further)
        if thinned:
            self._rows = {id(each.rows): each.rows for each in self.columns.values()}
            self.generation += 1
        return thinned

    @property
    def roles(self) -> Mapping[str, str]:
        """What columns were taken for: quantity -> column."""
        if self._roles is None:
            counting = self._counting
            counts = {name: len(each) for name, each in self.columns.items() if name not in counting}
            self._roles = roles_of(counts, self._own)
        return self._roles

    @property
    def not_shown(self) -> tuple[str, ...]:
        """The columns above the most that are shown."""
        others = self._counting | {*self.roles.values()}
        return tuple(name for name in self.columns if name not in others)

    @property
    def other_steps(self) -> tuple[str, ...]:
        """The columns whose steps are iterations, where the losses are by epoch, as in event files of Keras."""
        in_epochs = any(plain(name).endswith("epoch_loss") for name in self.columns)
        return tuple(name for name in self.columns if in_epochs and plain(name).endswith(_BY_ITERATION))

    @property
    def _counting(self) -> frozenset[str]:
        """The columns that count steps, epochs or time."""
        counted = {*_COUNTED["epoch"], *_COUNTED["step"]}
        own = (name for name in self.columns if plain(name) in counted)
        return frozenset((*own, *self.axes.columns, *self.other_steps))

    def series(self, quantity: str) -> Series | None:
        """Return the values of a quantity; None where the lane has none."""
        column = self.roles.get(quantity)
        return None if column is None else self.columns[column]

    @property
    def watched(self) -> str:
        """The loss that is watched: the validation loss where there is one."""
        return "validation_loss" if "validation_loss" in self.roles else "loss"

    @property
    def to_judge(self) -> int:
        """How many values of it rules judge."""
        series = self.series(self.watched)
        return 0 if series is None else series.total

    @property
    def head(self) -> int:
        """The last step of what is shown; −1 where there is nothing."""
        last = (series.steps[-1] for role in self.roles if (series := self.series(role)) is not None and len(series))
        return int(max(last, default=-1))

    def clock(self, kind: str) -> tuple[Steps, Array] | None:
        """Return steps and their epochs, or seconds since the first one; None where the log does not tell them."""
        if kind == "epoch" and (own := self._counted("epoch")) is not None:
            return own.steps, own.values[:, 0]
        series = self.series("loss")
        if series is None or not len(series):
            return None
        numbers = series.epochs if kind == "epoch" else series.times
        there = None if numbers is None else np.isfinite(numbers)
        if numbers is None or there is None or not there.any() or (kind == "time" and self.no_time):
            return self._steps_are_epochs(kind, series)
        steps, known = series.steps[there], np.maximum.accumulate(numbers[there])
        return steps, known - known[0] if kind == "time" else known

    @property
    def no_time(self) -> Literal["falls", "texts"] | None:
        """Why the column of time tells none: it falls, as durations do, or has texts that are no dates; None where it tells it, or there is none."""
        series = self.series("loss")
        times = None if series is None else series.times
        if times is None or not len(times):
            return None
        known = times[np.isfinite(times)]
        if not len(known):
            return "texts"
        falls = -np.minimum(np.diff(known), 0).sum()
        # clocks that are set go back a little
        return "falls" if falls > _SET_BACK * (known.max() - known.min()) else None

    def _steps_are_epochs(self, kind: str, series: Series) -> tuple[Steps, Array] | None:
        if kind == "epoch" and self.axes.step is None and self.axes.epoch is not None and not self.axes.by_row:
            return series.steps, series.steps.astype(np.float64)
        return None

    def _counted(self, kind: str) -> Series | None:
        return next((self.columns[name] for name in self.columns if plain(name) in _COUNTED[kind]), None)

    @property
    def replaced(self) -> int:
        """The values that later ones have taken the place of."""
        return sum(self.columns[column].replaced for column in self.roles.values())
