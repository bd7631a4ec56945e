"""The columns of a log as those of a race: each lane has rows of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optsim.engine.history.growing_table import Column, Steps
from optsim.engine.history.measuring import Measuring
from optsim.engine.settings import Array
from optsim.playback.logs.columns.rows import Rows
from optsim.playback.logs.columns.series import Series
from optsim.playback.logs.lane_log import LaneLog


class LogColumns:
    """Columns of lanes, (rows, lanes): row n of a lane is its n-th value of that quantity, NaN after its last one.

    `rows` are the steps at which any lane has any value. Which step a row of a lane is of `own_steps` says.
    """

    def __init__(self, lanes: Sequence[LaneLog]) -> None:
        self._lanes = lanes
        self.measuring = Measuring()
        self._steps = Column((), np.int64)
        self._tables: dict[str, _Table] = {}
        self._in_use: set[str] = set()
        self._alike: Series | None = None
        self._count = 0
        #: rows of lanes, by where they are, and how many of them are among the steps
        self._merged: dict[int, tuple[Rows, int]] = {}
        self.grow()

    @property
    def there(self) -> frozenset[str]:
        """Return the quantities that any lane has."""
        return frozenset(role for lane in self._lanes for role in lane.roles)

    def grow(self) -> None:
        """Take in the rows that have come at the ends of lanes."""
        there = [series for lane in self._lanes for role in lane.roles if (series := lane.series(role)) is not None]
        self._tables, self._in_use = {name: self._tables[name] for name in self._in_use}, set()
        if there and all(each.rows is there[0].rows and len(each) == len(there[0]) for each in there):
            # most columns of a log have the same steps, which need not be there twice
            self._alike, self._count = there[0], len(there[0])
            return
        self._alike = None
        lengths: dict[int, tuple[Rows, int]] = {}
        for each in there:
            lengths[id(each.rows)] = each.rows, max(len(each), lengths.get(id(each.rows), (each.rows, 0))[1])
        for key, (rows, length) in lengths.items():
            self._merge(rows.steps.view()[self._merged.get(key, (rows, 0))[1] : length])
        self._merged = lengths

    def _merge(self, steps: Steps) -> None:
        """Take steps that rise in among those that are there."""
        if not len(steps):
            return
        first = int(np.searchsorted(self._steps.view(), steps[0]))
        after = self._steps.view()[first:]
        if not len(after):
            self._steps.extend(steps)
            return
        places = np.searchsorted(after, steps)
        new = after[np.minimum(places, len(after) - 1)] != steps
        if new.any():
            merged = np.insert(after, places[new], steps[new])
            self._steps.cut(first)
            self._steps.extend(merged)

    @property
    def rows(self) -> Steps:
        """The steps at which any lane was measured."""
        return self._steps.view() if self._alike is None else self._alike.steps[: self._count]

    @property
    def steps(self) -> Steps:
        """The same: where a lane has no value of its own the last one before it holds."""
        return self.rows

    @property
    def gaps(self) -> bool:
        """False: the columns have no rows without values but at their ends."""
        return False

    @property
    def stretches(self) -> None:
        """None: all that was measured is there."""

    def places(self, steps: Steps) -> Steps:
        """The rows of some steps among all."""
        return np.searchsorted(self.rows, steps)

    def measures(self, name: str) -> bool:
        """Tell if any lane has a column of it."""
        return name in self.there

    @property
    def keeps_params(self) -> bool:
        """No parameters are known."""
        return False

    @property
    def params(self) -> Array:
        """No rows."""
        return np.empty((0, len(self._lanes), 0))

    @property
    def loss(self) -> Array:
        """Training loss, (rows, lanes)."""
        return self["loss"]

    @property
    def validation_loss(self) -> Array:
        """Validation loss, (rows, lanes); no rows where there is none."""
        return self["validation_loss"] if "validation_loss" in self.there else np.empty((0, len(self._lanes)))

    def __getitem__(self, name: str) -> Array:
        """A column. Raises KeyError for one that no lane has."""
        if name not in self.there:
            raise KeyError(name)
        if len(self._lanes) == 1:
            only = self._lanes[0].series(name)
            return np.empty((0, 1)) if only is None else only.values
        self._in_use.add(name)
        table = self._tables.setdefault(name, _Table(len(self._lanes)))
        return table.upto([lane.series(name) for lane in self._lanes])

    def best_step(self, step: int, place: int) -> None:
        """None: the curves say so."""


class _Table:
    """Values of a quantity of several lanes, (rows, lanes), of which only what is new is written."""

    def __init__(self, lanes: int) -> None:
        self._rows = Column((lanes,))
        self._lengths = [0] * lanes

    def upto(self, columns: Sequence[Series | None]) -> Array:
        """Return all rows of columns, one of each lane."""
        for place, each in enumerate(columns):
            known = self._lengths[place]
            if each is not None and len(each) > known:
                self._rows.put(known, slice(place, place + 1), each.values[known:])
                self._lengths[place] = len(each)
        return self._rows.view()
