"""Rows of a log as readings: each number gets its step, its epoch and its time."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from optsim.logs.reading.cells import Cells, columns_fault, columns_of, filled_forward, seconds_of
from optsim.logs.reading.notes import ReadingNotes
from optsim.logs.reading.problems import ReadAgain
from optsim.logs.reading.readings import Floats, Readings, Steps
from optsim.system.limits import LARGEST_WHOLE

#: numbers whose thousands are apart; one point alone may be that of decimals
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,3}(\.[0-9]{3}){2,}")
_NO_CELLS = Cells(np.empty(0, np.int64), np.empty(0), {})


#: so many rows of as many runs are none
_ROWS_APART = 64


@dataclass
class _Run:
    """Last step, epoch and time of one run of the file; its rows, how often it began anew, its first step and that of its last row."""

    step: float = 0.0
    epoch: float = math.nan
    time: float = math.nan
    rows: int = 0
    starts: int = 1
    first: float | None = None
    last: float = math.nan
    #: its last row has no step, or there was none yet
    bare: bool = True

    def stretches(self, steps: Floats) -> Iterator[tuple[int, int]]:
        """Yield the next rows, by their steps, from one start of the run to the next."""
        known = np.isfinite(steps)
        if self.first is None and known.any():
            self.first = float(steps[known][0])
        # those that cannot be read are passed over
        last_known = np.maximum.accumulate(np.where(known, np.arange(1, len(steps) + 1), 0))
        steps = np.concatenate(([self.last], steps))[last_known]
        before = np.concatenate(([self.last], steps[:-1]))
        self.last = float(steps[-1])
        first = -math.inf if self.first is None else self.first
        starts = {*np.flatnonzero((steps <= first) & (before > first)).tolist()}
        for start, end in pairwise(sorted({0, *starts, len(steps)})):
            self.starts += start in starts
            yield start, end


@dataclass
class RowTable:
    """Rows with numbers by column, in the order of the file.

    Rows are counted by the column of steps, else by that of epochs where there is a row an epoch, else by themselves. A step that
    goes back to the first one begins another run.
    """

    notes: ReadingNotes
    _runs: dict[str, _Run] = field(default_factory=dict)
    _any: bool = False
    #: runs of the first rows, as long as each has another one
    _first_runs: set[str] = field(default_factory=set)
    _all_apart: bool = True
    #: the row of these in which the first value without a step is; before all of them where one has been
    _unplaced_at: int | None = None
    #: places of columns in the order of the log, and names that were looked at for axes
    _order: dict[str, int] = field(default_factory=dict)
    _looked_at: set[str] = field(default_factory=set)

    def name_columns(self, names: Sequence[str]) -> None:
        """Take in the names of columns that are known before the first row."""
        self._looked_at.update(names)
        self.notes.names.update(names)
        self.notes.axes = self.notes.axes.of(names)

    def take_rows(self, rows: Sequence[Mapping[str, object]]) -> Iterator[Readings]:
        """Return what the next rows say. Raises ReadAgain as `take` does, and LogError after the last row that has not too many columns."""
        columns, count = columns_of(rows, self.notes.names)
        yield from self.take(count, columns)
        if count < len(rows):
            raise columns_fault()

    def take(self, rows: int, columns: Mapping[str, Cells]) -> Iterator[Readings]:
        """Return what the next rows say, column by column and run by run, those first that come first.

        The same rows say the same in whatever portions they come. Raises ReadAgain where they show that rows have to be counted
        otherwise than those before them.
        """
        if not rows:
            return
        self._find_axes(columns)
        self._any, self._unplaced_at = True, None if not self.notes.unplaced else -1
        own = [name for name in columns if name not in self.notes.axes.columns]
        self.notes.counts_rows = True
        for name in own:
            self.notes.add_texts(name, len(columns[name].texts))
        for name in columns:
            self._order.setdefault(name, len(self._order))
        parts = [each for run, there in self._by_run(rows, columns) for each in self._take(run, there, columns, own)]
        yield from (readings for _, readings in sorted(parts, key=lambda each: (each[0], self._order[each[1].column])))

    def _find_axes(self, columns: Mapping[str, Cells]) -> None:
        """Look for columns that count among those that are new, in the order of the rows in which they begin. Raises ReadAgain."""
        begins: dict[int, list[str]] = {}
        for name, cells in columns.items():
            if name not in self._looked_at and (len(cells.rows) or cells.texts):
                begins.setdefault(min([*cells.rows[:1].tolist(), *cells.texts]), []).append(name)
        before = self.notes.axes
        for _, names in sorted(begins.items()):
            self._looked_at.update(names)
            self.notes.axes = self.notes.axes.of(names)
        axes = self.notes.axes
        if self._any and before.step is None and axes.step is not None:
            raise ReadAgain(axes.step, by_row=False)
        if self._any and before.epoch is None and axes.epoch is not None and axes.step is None and not axes.by_row:
            # the rows before it have none
            raise ReadAgain(None, by_row=True)

    def _by_run(self, rows: int, columns: Mapping[str, Cells]) -> Iterator[tuple[str, Steps]]:
        """Yield the names of runs and which rows are theirs."""
        name = self.notes.axes.run
        if name is None or name not in columns:
            yield "", np.arange(rows)
            return
        names = np.full(rows, "", object)
        cells = columns[name]
        names[cells.rows] = [f"{name} {int(value) if value.is_integer() else value}" for value in cells.values.tolist()]
        for row, text in cells.texts.items():
            names[row] = f"{name} {text}" if text.removeprefix("-").isdecimal() else text
        self._check_runs(names.tolist())
        for each in dict.fromkeys(names.tolist()):
            yield each, np.flatnonzero(names == each)

    def _check_runs(self, names: Sequence[str]) -> None:
        """Raise ReadAgain where each of the first rows has a run of its own, as in a table of trials: these are no runs."""
        for name in names if self._all_apart else ():
            self._all_apart = name not in self._first_runs
            self._first_runs.add(name)
            if not self._all_apart:
                return
            if len(self._first_runs) == _ROWS_APART:
                raise ReadAgain(None, by_row=False, no_run=True)

    def _take(
        self, name: str, there: Steps, columns: Mapping[str, Cells], own: list[str]
    ) -> Iterator[tuple[int, Readings]]:
        """Yield what some rows say, those of one run, each with the row that it begins at."""
        run = self._runs.setdefault(name, _Run())
        epochs, times = self._axis("epoch", run, there, columns), self._axis("time", run, there, columns)
        steps = self._steps(run, there, columns, epochs)
        self._note_without_step(run, there, columns, own)
        run.rows += len(there)
        for start, end in run.stretches(steps):
            label = name if run.starts == 1 else f"{name} ({run.starts})".strip()
            rows = there[start:end]
            for column in own:
                cells = columns[column]
                at, chosen = _places(cells, rows)
                placed = _is_step(steps[start:end][at])
                self._note_unplaced(rows[at[~placed]], columns)
                at = at[placed]
                if len(at):
                    values, own_epochs, own_times = (
                        cells.values[chosen][placed],
                        _at(epochs, at + start),
                        _at(times, at + start),
                    )
                    yield (
                        int(rows[at[0]]),
                        Readings(column, steps[at + start].astype(np.int64), values, own_epochs, own_times, label),
                    )

    def _note_unplaced(self, rows: Steps, columns: Mapping[str, Cells]) -> None:
        """Take note of values without a step, and of the first such step as it is written."""
        self.notes.unplaced += len(rows)
        if len(rows) and (self._unplaced_at is None or rows[0] < self._unplaced_at):
            cells, row = columns.get(self.notes.axes.step or "", _NO_CELLS), int(rows[0])
            numbers = cells.values[cells.rows == row].tolist()
            self._unplaced_at = row
            self.notes.unplaced_as = cells.texts.get(row) or "".join(f"{number:.15g}" for number in numbers)

    def _note_without_step(self, run: _Run, there: Steps, columns: Mapping[str, Cells], own: Sequence[str]) -> None:
        """Take note of rows with values that have no step, and follow another such one, or stand before the first step."""
        axes = self.notes.axes
        if axes.step is None or axes.by_row:
            return
        cells = columns.get(axes.step, _NO_CELLS)
        if len(cells.rows) >= len(there) and np.isin(there, cells.rows).all():
            run.bare = False
            return
        has = np.isin(there, [*cells.rows.tolist(), *cells.texts])
        count = has | np.isin(there, np.concatenate([columns[name].rows for name in own] or [_NO_CELLS.rows]))
        bare = ~has[count]
        if len(bare):
            self.notes.without_step += int((bare & np.concatenate(([run.bare], bare[:-1]))).sum())
            run.bare = bool(bare[-1])

    def _axis(self, kind: str, run: _Run, there: Steps, columns: Mapping[str, Cells]) -> Floats | None:
        """Return epoch or time of each row of a run; None where there is no such column."""
        name = getattr(self.notes.axes, kind)
        if name is None:
            return None
        if name not in columns:
            return np.full(len(there), getattr(run, kind))
        cells = columns[name]
        if kind == "time" and cells.texts:
            cells = _with_dates(cells)
        numbers = filled_forward(cells, there, getattr(run, kind))
        setattr(run, kind, float(numbers[-1]))
        return numbers

    def _steps(self, run: _Run, there: Steps, columns: Mapping[str, Cells], epochs: Floats | None) -> Floats:
        """Return the step of each row of a run."""
        axes = self.notes.axes
        if axes.step is not None and not axes.by_row:
            cells = columns.get(axes.step, _NO_CELLS)
            steps = filled_forward(_as_steps(cells) if cells.texts else cells, there, run.step)
            run.step = float(steps[-1])
            return steps
        if epochs is not None and not axes.by_row:
            before = np.concatenate(([-math.inf if run.first is None else run.step], epochs[:-1]))
            if not ((epochs > before) & (epochs == np.floor(epochs)) & np.isfinite(epochs)).all():
                raise ReadAgain(None, by_row=True)
            run.step = float(epochs[-1])
            return epochs
        return np.arange(run.rows, run.rows + len(there), dtype=np.float64)


def _places(cells: Cells, rows: Steps) -> tuple[Steps, Steps | slice]:
    """Return which of some rows have a cell, and which of the cells these are."""
    if len(cells.rows) == len(rows) and np.array_equal(cells.rows, rows):
        return np.arange(len(rows)), slice(None)
    _, at, chosen = np.intersect1d(rows, cells.rows, assume_unique=True, return_indices=True)
    return at, chosen


def _as_steps(cells: Cells) -> Cells:
    """Return the cells of a column of steps with their texts: those that are numbers with commas, and NaN for all others."""
    given = {row: _grouped(text) for row, text in cells.texts.items()}
    return _with(cells, given)


def _grouped(text: str) -> float:
    """Return a number whose thousands are apart, as 1,000; NaN for any other text."""
    return float(re.sub("[,.]", "", text)) if _GROUPED.fullmatch(text.strip()) else math.nan


def _is_step(steps: Floats) -> npt.NDArray[np.bool_]:
    placed: npt.NDArray[np.bool_] = (steps >= 0) & (steps <= LARGEST_WHOLE) & (steps == np.floor(steps))
    return placed


def _at(numbers: Floats | None, rows: Steps) -> Floats | None:
    return None if numbers is None else numbers[rows]


def _with_dates(cells: Cells) -> Cells:
    """Return cells with their dates as seconds."""
    given = {row: seconds_of(text) for row, text in cells.texts.items()}
    known = {row: value for row, value in given.items() if value is not None}
    return _with(cells, known)


def _with(cells: Cells, others: Mapping[int, float]) -> Cells:
    """Return cells with the numbers of other rows in place of their texts."""
    rows = np.concatenate((cells.rows, np.array([*others], np.int64)))
    values = np.concatenate((cells.values, np.array([*others.values()], np.float64)))
    order = np.argsort(rows, kind="stable")
    return Cells(rows[order], values[order], {})
