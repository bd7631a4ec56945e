"""Result of one lane, as arrays to work with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

import numpy as np

from optsim.engine.capabilities.states import Resumable, Run
from optsim.engine.history.growing_table import Steps
from optsim.engine.settings import Array
from optsim.engine.status import Status
from optsim.facts import Fact
from optsim.languages import english
from optsim.suggest import nearest


class _Measurements(Protocol):
    """Anything that has quantities by their names."""

    def __getitem__(self, quantity: str) -> Array: ...


class Measured:
    """A quantity of a result as an attribute of its name."""

    def __set_name__(self, owner: type[_Measurements], name: str) -> None:
        self._name = name

    def __get__(self, result: _Measurements, owner: type[_Measurements] | None = None) -> Array:
        return result[self._name]


@dataclass(frozen=True, eq=False)
class RunResult:
    """Measurements of one lane, one array for each quantity; row t is the point before update t, NaN where nothing was measured.

    The arrays in `columns`, by name, are float64 of shape (steps + 1,); those that every race measures are attributes, too, any
    other one is there as result["cosine"]. `params`, (steps + 1, dim), is None where it was not asked for. `final_params` is
    where the lane ended (the best ones where early stopping restores them), shape (dim,). A race that was told to keep fewer
    rows has NaN in those that it does not keep. `cause` is why it ended, None while it runs: a kind of fact with its numbers, of which
    `reason` is the sentence.

    >>> import optsim
    >>> adam = optsim.run("saddle", steps=200, params=True)["adam"]
    >>> adam.loss.shape, adam.params.shape
    ((201,), (201, 2))
    >>> adam.reason, adam.cause.code
    ('all 200 steps are done', 'out_of_steps')
    """

    name: str
    columns: Mapping[str, Array] = field(repr=False)
    params: Array | None = field(repr=False)
    final_params: Array = field(repr=False)
    status: Status
    cause: Fact | None
    best_step: int
    best_loss: float
    stop_step: int | None
    end_step: int

    loss = Measured()
    validation_loss = Measured()
    grad_norm = Measured()
    update_norm = Measured()
    learning_rate = Measured()
    batch_loss = Measured()

    def __getitem__(self, quantity: str) -> Array:
        """A quantity by its name. Raises KeyError for one that was not measured."""
        if quantity not in self.columns:
            raise KeyError(f"no quantity {quantity!r} was measured; {nearest(str(quantity), self.columns)}")
        return self.columns[quantity]

    @property
    def reason(self) -> str:
        """Why it ended, as a sentence, in English whatever language the screen has; empty while it runs."""
        return "" if self.cause is None else english().sentence(self.cause)

    @property
    def steps(self) -> int:
        """Steps of the race's budget."""
        return len(self.loss) - 1


def result_of(race: Resumable, run: Run) -> RunResult:
    """The result of a lane, for a race at its head."""
    length, history = race.budget + 1, race.history
    rows = np.arange(race.head + 1) if history.rows is None else history.rows
    columns = {
        each.name: _spread(history[each.name][:, run.place], rows, length)
        for each in history.measuring.quantities("step")
    }
    columns["validation_loss"] = np.full(length, np.nan)
    for each in history.measuring.quantities("epoch"):
        columns[each.name] = _by_epoch(race, run, each.name)
    return RunResult(
        name=run.name,
        columns=MappingProxyType(columns),
        params=_trajectory(race, run, rows, length) if history.keeps_params else None,
        final_params=run.params.copy(),
        status=run.status,
        cause=run.cause,
        best_step=run.best_step,
        best_loss=run.best_loss,
        stop_step=run.stop_step,
        end_step=run.last_step,
    )


def _by_epoch(race: Resumable, run: Run, name: str) -> Array:
    """A quantity that is measured where epochs begin, as a column of all steps."""
    column = np.full(race.budget + 1, np.nan)
    column[: race.head + 1 : run.steps_per_epoch] = race.history[name][: run.epoch_of(race.head) + 1, run.place]
    return column


def _trajectory(race: Resumable, run: Run, rows: Steps, length: int) -> Array:
    rows = rows[rows <= run.last_step]
    return _spread(race.history.params[: len(rows), run.place], rows, length)


def _spread(column: Array, rows: Steps, length: int) -> Array:
    """Return the values of some rows in a column of `length` rows, NaN in the others."""
    full = np.full((length, *column.shape[1:]), np.nan)
    full[rows] = column
    return full
