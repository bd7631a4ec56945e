"""Rows of a log as readings: each number gets its step, its epoch and its time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from optsim.logs.reading.axes import Axes
from optsim.logs.reading.cells import Cells, columns_fault, columns_of, filled_forward, seconds_of
from optsim.logs.reading.problems import ReadAgain
from optsim.logs.reading.readings import Floats, Readings, Steps
from optsim.system.limits import LARGEST_WHOLE


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

    def stretches(self, steps: Floats) -> Iterator[tuple[int, int]]:
        """Yield the next rows, by their steps, from one start of the run to the next."""
        if self.first is None:
            self.first = float(steps[0])
        before = np.concatenate(([self.last], steps[:-1]))
        self.last = float(steps[-1])
        starts = {*np.flatnonzero((steps <= self.first) & (before > self.first)).tolist()}
        for start, end in pairwise(sorted({0, *starts, len(steps)})):
            self.starts += start in starts
            yield start, end


@dataclass
class RowTable:
    """Rows with numbers by column, in the order of the file.

    Rows are counted by the column of steps, else by that of epochs where there is a row an epoch, else by themselves. A step that
    goes back to the first one begins another run.
    """

    axes: Axes
    texts: set[str] = field(default_factory=set)
    #: values whose step is no whole number from 0 on
    unplaced: int = 0
    _runs: dict[str, _Run] = field(default_factory=dict)
    _any: bool = False
    #: names that columns have had, and those that were looked at for axes
    _names: set[str] = field(default_factory=set)
    _looked_at: set[str] = field(default_factory=set)

    @property
    def names(self) -> frozenset[str]:
        """The names that columns have had."""
        return frozenset(self._names | self._looked_at)

    def name_columns(self, names: Sequence[str]) -> None:
        """Take in the names of columns that are known before the first row."""
        self._looked_at.update(names)
        self.axes = self.axes.of(names)

    def take_rows(self, rows: Sequence[Mapping[str, object]]) -> Iterator[Readings]:
        """Return what the next rows say. Raises ReadAgain as `take` does, and LogError after the last row that has not too many columns."""
        columns, count = columns_of(rows, self._names)
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
        self._any = True
        own = [name for name in columns if name not in self.axes.columns]
        self.texts |= {name for name in own if columns[name].texts}
        parts = [each for run, there in self._by_run(rows, columns) for each in self._take(run, there, columns, own)]
        yield from (readings for _, readings in sorted(parts, key=lambda each: each[0]))

    def _find_axes(self, columns: Mapping[str, Cells]) -> None:
        """Look for columns that count among those that are new, in the order of the rows in which they begin. Raises ReadAgain."""
        begins: dict[int, list[str]] = {}
        for name, cells in columns.items():
            if name not in self._looked_at and (len(cells.rows) or cells.texts):
                begins.setdefault(min([*cells.rows[:1].tolist(), *cells.texts]), []).append(name)
        before = self.axes
        for _, names in sorted(begins.items()):
            self._looked_at.update(names)
            self.axes = self.axes.of(names)
        axes = self.axes
        if self._any and before.step is None and axes.step is not None:
            raise ReadAgain(axes.step, by_row=False)
        if self._any and before.epoch is None and axes.epoch is not None and axes.step is None and not axes.by_row:
            # the rows before it have none
            raise ReadAgain(None, by_row=True)

    def _by_run(self, rows: int, columns: Mapping[str, Cells]) -> Iterator[tuple[str, Steps]]:
        """Yield the names of runs and which rows are theirs."""
        name = self.axes.run
        if name is None or name not in columns:
            yield "", np.arange(rows)
            return
        names = np.full(rows, "", object)
        cells = columns[name]
        names[cells.rows] = [f"{name} {int(value) if value.is_integer() else value}" for value in cells.values.tolist()]
        for row, text in cells.texts.items():
            names[row] = f"{name} {text}" if text.removeprefix("-").isdecimal() else text
        for each in dict.fromkeys(names.tolist()):
            yield each, np.flatnonzero(names == each)

    def _take(
        self, name: str, there: Steps, columns: Mapping[str, Cells], own: list[str]
    ) -> Iterator[tuple[int, Readings]]:
        """Yield what some rows say, those of one run, each with the row that it begins at."""
        run = self._runs.setdefault(name, _Run())
        epochs, times = self._axis("epoch", run, there, columns), self._axis("time", run, there, columns)
        steps = self._steps(run, there, columns, epochs)
        run.rows += len(there)
        for start, end in run.stretches(steps):
            label = name if run.starts == 1 else f"{name} ({run.starts})".strip()
            rows = there[start:end]
            for column in own:
                cells = columns[column]
                at, chosen = _places(cells, rows)
                placed = _is_step(steps[start:end][at])
                self.unplaced += int((~placed).sum())
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

    def _axis(self, kind: str, run: _Run, there: Steps, columns: Mapping[str, Cells]) -> Floats | None:
        """Return epoch or time of each row of a run; None where there is no such column."""
        name = getattr(self.axes, kind)
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
        axes = self.axes
        if axes.step is not None and not axes.by_row:
            known = axes.step in columns
            steps = filled_forward(columns[axes.step], there, run.step) if known else np.full(len(there), run.step)
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


def _is_step(steps: Floats) -> npt.NDArray[np.bool_]:
    placed: npt.NDArray[np.bool_] = (steps >= 0) & (steps <= LARGEST_WHOLE) & (steps == np.floor(steps))
    return placed


def _at(numbers: Floats | None, rows: Steps) -> Floats | None:
    return None if numbers is None else numbers[rows]


def _with_dates(cells: Cells) -> Cells:
    """Return cells with their dates as seconds."""
    given = {row: seconds_of(text) for row, text in cells.texts.items()}
    known = {row: value for row, value in given.items() if value is not None}
    rows = np.concatenate((cells.rows, np.array([*known], np.int64)))
    values = np.concatenate((cells.values, np.array([*known.values()], np.float64)))
    order = np.argsort(rows, kind="stable")
    return Cells(rows[order], values[order], {})
