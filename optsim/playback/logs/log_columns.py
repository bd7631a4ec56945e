"""The columns of a log as those of a race: each lane has rows of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optsim.engine.history.growing_table import Column, Steps
from optsim.engine.history.measuring import Measuring
from optsim.engine.settings import Array
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
        self._tables: dict[str, Array] = {}
        self._alike: Series | None = None
        self._count = 0
        self.grow()

    @property
    def there(self) -> frozenset[str]:
        """Return the quantities that any lane has."""
        return frozenset(role for lane in self._lanes for role in lane.roles)

    def grow(self) -> None:
        """Take in the steps that have come at the end."""
        there = [series for lane in self._lanes for role in lane.roles if (series := lane.series(role)) is not None]
        self._tables.clear()
        if there and all(each.rows is there[0].rows and len(each) == len(there[0]) for each in there):
            # most columns of a log have the same steps, which need not be there twice
            self._alike, self._count = there[0], len(there[0])
            return
        self._alike = None
        parts = [series.steps for series in there]
        last = self._steps.view()[-1] if self._steps.length else -1
        new = [steps[np.searchsorted(steps, last, side="right") :] for steps in parts]
        others = [steps for steps in new[1:] if not np.array_equal(steps, new[0])]
        if new:
            self._steps.extend(np.unique(np.concatenate((new[0], *others))) if others else new[0])

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
        if name not in self._tables:
            columns = [lane.series(name) for lane in self._lanes]
            table = np.full((max(0 if each is None else len(each) for each in columns), len(columns)), np.nan)
            for place, each in enumerate(columns):
                if each is not None:
                    table[: len(each), place] = each.values[:, 0]
            self._tables[name] = table
        return self._tables[name]

    def best_step(self, step: int, place: int) -> None:
        """None: the curves say so."""
