"""Quantities that a race does not record, measured on request: along its states, from the first on, while there is time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from optsim.engine.history.growing_table import Column, Steps, Stretches, Table
from optsim.engine.history.lowest import ByEpoch
from optsim.engine.history.measuring import Row, figures
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.settings import Array

if TYPE_CHECKING:
    from optsim.engine.capabilities.states import Resumable

#: steps that are measured at once
_BLOCK = 64


class Requested:
    """A quantity at all steps of a race up to where it has come, or where epochs of its lanes begin."""

    def __init__(self, race: Resumable, name: str, keep_rows: int | None = None) -> None:
        """Begin at step 0; a step costs as much as it did in the race, and nothing before `advance`.

        Args:
            race: what it follows.
            name: the quantity.
            keep_rows: of more rows older ones are thinned, as in a race; where None, all stay.
        """
        self.race, self.name = race, name
        #: a row of the table is of so many steps
        self.every = QUANTITIES[name].every
        most = keep_rows if self.every == 1 else None
        self._table = Table({name: Column((len(race.lanes),))}, most, lambda block: block)
        by_epoch = QUANTITIES[name].per == "epoch"
        self._by_epoch = ByEpoch(len(race.lanes), race.counting.clocks) if by_epoch else None
        self._state = race.state_at(0)

    @property
    def behind(self) -> bool:
        """True if the race has computed more."""
        return self._state.step <= self.race.head

    def advance(self, may_go_on: Callable[[], bool]) -> None:
        """Follow the race as far as is allowed."""
        rows: list[Row] = []
        with np.errstate(all="ignore"):
            while self.behind:
                step = self._state.step
                row, self._state = self.race.measured_after(self._state)
                if self._by_epoch is not None:
                    if self._by_epoch.begins(step):
                        self._by_epoch.put(step, self._figures([row], step)[0])
                elif self.every == 1:
                    rows.append(row)
                elif step % self.every == 0:
                    self._table.extend({self.name: self._figures([row], step)})
                if len(rows) >= _BLOCK:
                    rows = self._write(rows)
                if not may_go_on():
                    break
            self._write(rows)

    def _write(self, rows: list[Row]) -> list[Row]:
        if rows:
            self._table.extend({self.name: self._figures(rows, self._state.step - len(rows))})
        return []

    def _figures(self, rows: list[Row], first: int) -> Array:
        return figures(rows, self.race.history.measuring, first, [self.name])[self.name]

    @property
    def values(self) -> Array:
        """The rows that are there, (rows, lanes), each of `every` steps; of a quantity by epoch (epochs, lanes)."""
        return self._table[self.name] if self._by_epoch is None else self._by_epoch.view()

    @property
    def length(self) -> int:
        """The number of steps that were looked at."""
        return self._state.step

    @property
    def rows(self) -> Steps | None:
        """The steps whose rows are there; None where these are all."""
        return self._table.rows

    @property
    def stretches(self) -> Stretches | None:
        """The extremes where rows are not there; None where all are."""
        return self._table.stretches if self._table.stretches.begin else None
