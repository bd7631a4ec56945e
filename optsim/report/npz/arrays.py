"""A race as arrays, and arrays as the bytes of an .npz file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import numpy.typing as npt

from optsim.engine.capabilities.curves import CurveRun, Curves
from optsim.engine.capabilities.points import Points
from optsim.engine.history.growing_table import Steps
from optsim.engine.settings import Array
from optsim.recording.row_values import apart, column, csv_columns, last_row, params, recorded_rows
from optsim.report import LogSubject, Subject
from optsim.system.byte_pieces import BytePieces

Named = tuple[str, npt.NDArray[Any]]

#: arrays of logs that are no quantities
_OF_LOGS = ("title", "step", "lane", "status", "last_step", "epoch")


def arrays_of(subject: Subject) -> Iterator[Named]:
    """Return what a race has measured, name by name.

    Returns:
        `step` (rows,); `lane`, `optimizer`, `status` and `last_step` (lanes,); `epoch` and each quantity (rows, lanes), NaN
        where nothing was measured; `params` (rows, lanes, dim) where they are asked for; `title` and `seed`. Text is of
        fixed width, so that no file needs pickle.
    """
    race = subject.race
    runs, rows = list(race.runs.values()), recorded_rows(race)
    yield "title", np.array(subject.scenario.title)
    yield "seed", np.array(race.seed)
    yield "step", rows
    yield "lane", np.array([run.name for run in runs])
    yield "optimizer", np.array([run.lane.method for run in runs])
    yield "status", np.array([run.status.value for run in runs])
    yield "last_step", np.array([last_row(race, run) for run in runs])
    yield "epoch", _epochs(race, runs, rows)
    for name in (*csv_columns(), *subject.columns):
        yield name, np.stack([np.where(*_masked(race, run, name, rows)) for run in runs], axis=1)
    if subject.with_params and isinstance(race, Points):
        yield "params", np.stack([_points(race, run, rows) for run in runs], axis=1)


def log_arrays(subject: LogSubject) -> Iterator[Named]:
    """Return what logs say, name by name.

    Returns:
        `title`; `step` (rows,), all steps at which any lane has any value; `lane`, `status` and `last_step` (lanes,); `epoch`,
        where the logs tell it, and each quantity (rows, lanes), NaN where nothing was logged. A quantity that a log calls like
        one of these, or `column.…`, is `column.NAME`.
    """
    curves = subject.curves
    runs, rows = list(curves.runs.values()), recorded_rows(curves)
    yield "title", np.array(curves.title)
    yield "step", rows
    yield "lane", np.array([run.name for run in runs])
    yield "status", np.array([run.status.value for run in runs])
    yield "last_step", np.array([last_row(curves, run) for run in runs])
    clocks = [curves.along("epoch", run.place) for run in runs]
    if any(clock is not None for clock in clocks):
        nothing = np.full(len(rows), np.nan)
        epochs = [nothing if clock is None else np.interp(rows, *clock, left=np.nan, right=np.nan) for clock in clocks]
        yield "epoch", np.stack(epochs, axis=1)
    for own, name in zip(apart(subject.columns, _OF_LOGS), subject.columns, strict=True):
        yield own, np.stack([np.where(*_masked(curves, run, name, rows)) for run in runs], axis=1)


def _masked(race: Curves, run: CurveRun, name: str, rows: Steps) -> tuple[Any, Array, float]:
    values, measured = column(race, run, name, rows)
    return measured, values, np.nan


def _epochs(race: Curves, runs: Iterable[CurveRun], rows: Steps) -> npt.NDArray[Any]:
    """Return the epoch of each lane at each row; that of its last step from there on."""
    return np.array([[run.epoch_of(min(step, last_row(race, run))) for run in runs] for step in rows.tolist()])


def _points(race: Points, run: CurveRun, rows: Steps) -> Array:
    nowhere = [np.nan] * race.objective.dim
    return np.array([nowhere if point is None else point for point in params(race, run, rows)], dtype=float)


def archive(arrays: Iterable[Named]) -> Iterator[bytes]:
    """Return the bytes of an .npz file, array by array: the same for the same arrays, whenever it is written."""
    sink = BytePieces()
    with ZipFile(sink, "w", ZIP_DEFLATED) as file:
        for name, array in arrays:
            # a date of its own would make each file another one
            entry = ZipInfo(f"{name}.npy")
            entry.compress_type = ZIP_DEFLATED
            with file.open(entry, "w", force_zip64=True) as member:
                np.lib.format.write_array(member, array, allow_pickle=False)
            yield sink.pop()
    yield sink.pop()
