"""What a race has measured, lane by lane, with None where nothing was: what the data formats write."""

from __future__ import annotations

from typing import Any

import numpy as np

from optsim.engine.fields import Array, Mask
from optsim.engine.run import Run
from optsim.engine.source import Source

#: the columns of a lane in the order of the formats
NAMES = ("loss", "validation_loss", "grad_norm", "update_norm", "learning_rate")


def last_row(race: Source, run: Run) -> int:
    """The last row in which a lane was measured."""
    return min(race.ends[run.place].step, race.head) if run.place in race.ends else race.head


def status_at(race: Source, run: Run, row: int) -> str:
    """The word for what the lane was doing at a row."""
    end = race.ends.get(run.place)
    return "running" if end is None or row < end.step else end.status.value


def cells(race: Source, run: Run, name: str, start: int, stop: int) -> list[Any]:
    """Rows start to stop of one column as plain floats, None where nothing was measured."""
    values, measured = _column(race, run, name, np.arange(start, stop))
    boxed = values.astype(object)
    boxed[~measured] = None
    plain: list[Any] = boxed.tolist()
    return plain


def _column(race: Source, run: Run, name: str, rows: np.ndarray[Any, np.dtype[np.int64]]) -> tuple[Array, Mask]:
    """Values of some rows, and which of them were measured."""
    last = last_row(race, run)
    measured: Mask = rows <= last
    if name == "update_norm":
        # a lane that has ended takes no step from its last point
        measured = measured & ((rows < last) | (run.place not in race.ends))
    if name != "validation_loss":
        column: Array = getattr(race.history, name)[:, run.place]
        return column[rows], measured
    by_epoch = race.history.validation_loss
    if not len(by_epoch):
        return np.full(len(rows), np.nan), np.zeros(len(rows), np.bool_)
    return by_epoch[rows // race.steps_per_epoch, run.place], measured & (rows % race.steps_per_epoch == 0)


def params(race: Source, run: Run, start: int, stop: int) -> list[list[Any]]:
    """The parameters of rows start to stop, a list a row; empty behind the lane's end."""
    stop = min(stop, last_row(race, run) + 1)
    if race.history.keeps_params:
        rows: list[list[Any]] = race.history.params[start:stop, run.place].tolist()
        return rows
    return [race.params_at(row)[run.place].tolist() for row in range(start, stop)]
