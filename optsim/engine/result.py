"""What one lane has measured, as arrays to work with."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from optsim.engine.capabilities.states import Resumable, Run
from optsim.engine.history.growing_table import Steps
from optsim.engine.settings import Array
from optsim.engine.status import Status
from optsim.facts import Fact
from optsim.languages import english


@dataclass(frozen=True, eq=False)
class RunResult:
    """What one lane measured, an array a column; row t is the point before update t, NaN where nothing was measured.

    Arrays are float64 of shape (steps + 1,), `params` (steps + 1, dim) or None where it was not asked for. `final_params` is
    where the lane ended (the best ones where early stopping restores them), shape (dim,). A race that was told to keep fewer
    rows has NaN in those that it does not keep. `cause` is why it ended, None while it runs: a kind of fact with its numbers, of which
    `reason` is the sentence.
    """

    name: str
    loss: Array = field(repr=False)
    batch_loss: Array = field(repr=False)
    validation_loss: Array = field(repr=False)
    grad_norm: Array = field(repr=False)
    update_norm: Array = field(repr=False)
    learning_rate: Array = field(repr=False)
    params: Array | None = field(repr=False)
    final_params: Array = field(repr=False)
    status: Status
    cause: Fact | None
    best_step: int
    best_loss: float
    stop_step: int | None
    end_step: int

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
    length, place, history = race.budget + 1, run.place, race.history
    validation = np.full(length, np.nan)
    if len(history.validation_loss):
        epochs = run.epoch_of(race.head) + 1
        validation[: race.head + 1 : run.steps_per_epoch] = history.validation_loss[:epochs, place]
    rows = np.arange(race.head + 1) if history.rows is None else history.rows
    return RunResult(
        name=run.name,
        loss=_spread(history.loss[:, place], rows, length),
        batch_loss=_spread(history.batch_loss[:, place], rows, length),
        validation_loss=validation,
        grad_norm=_spread(history.grad_norm[:, place], rows, length),
        update_norm=_spread(history.update_norm[:, place], rows, length),
        learning_rate=_spread(history.learning_rate[:, place], rows, length),
        params=_trajectory(race, run, rows, length) if history.keeps_params else None,
        final_params=run.params.copy(),
        status=run.status,
        cause=run.cause,
        best_step=run.best_step,
        best_loss=run.best_loss,
        stop_step=run.stop_step,
        end_step=run.last_step,
    )


def _trajectory(race: Resumable, run: Run, rows: Steps, length: int) -> Array:
    rows = rows[rows <= run.last_step]
    return _spread(race.history.params[: len(rows), run.place], rows, length)


def _spread(column: Array, rows: Steps, length: int) -> Array:
    """The values of some rows as a column of so many, with NaN elsewhere."""
    full = np.full((length, *column.shape[1:]), np.nan)
    full[rows] = column
    return full
