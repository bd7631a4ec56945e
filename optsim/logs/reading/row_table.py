"""Rows of a log as readings: each number gets its step, its epoch and its time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from optsim.logs.reading.axes import Axes
from optsim.logs.reading.cells import Cells, filled_forward, seconds_of
from optsim.logs.reading.problems import ReadAgain
from optsim.logs.reading.readings import Floats, Readings, Steps
from optsim.system.limits import LARGEST_WHOLE


@dataclass
class _Run:
    """Last step, epoch and time of one run of the file; its rows, how often it began anew, and its first step."""

    step: float = 0.0
    epoch: float = math.nan
    time: float = math.nan
    rows: int = 0
    starts: int = 1
    first: float | None = None


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

    def take(self, rows: int, columns: Mapping[str, Cells]) -> Iterator[Readings]:
        """Return what the next rows say, column by column and run by run.

        Raises ReadAgain where they show that rows have to be counted otherwise than those before them.
        """
        if not rows:
            return
        before, self.axes = self.axes, self.axes.of(columns)
        if self._any and before.step is None and self.axes.step is not None and not self.axes.by_row:
            raise ReadAgain(self.axes.step, by_row=False)
        self._any = True
        own = [name for name in columns if name not in self.axes.columns]
        self.texts |= {name for name in own if columns[name].texts}
        for run, mask in self._by_run(rows, columns):
            yield from self._take(run, rows, mask, columns, own)

    def _by_run(self, rows: int, columns: Mapping[str, Cells]) -> Iterator[tuple[str, npt.NDArray[np.bool_]]]:
        """Yield the names of runs and which rows are theirs."""
        name = self.axes.run
        if name is None or name not in columns:
            yield "", np.ones(rows, np.bool_)
            return
        names = np.full(rows, "", object)
        cells = columns[name]
        names[cells.rows] = [f"{name} {value:g}" for value in cells.values.tolist()]
        for row, text in cells.texts.items():
            names[row] = text
        for each in dict.fromkeys(names.tolist()):
            yield each, names == each

    def _take(
        self, name: str, rows: int, mask: npt.NDArray[np.bool_], columns: Mapping[str, Cells], own: list[str]
    ) -> Iterator[Readings]:
        run = self._runs.setdefault(name, _Run())
        there = np.flatnonzero(mask)
        epochs, times = self._axis("epoch", run, rows, columns), self._axis("time", run, rows, columns)
        steps = self._steps(run, rows, there, columns, epochs)
        run.rows += len(there)
        for start, end in self._stretches(run, steps[there]):
            label = name if run.starts == 1 else f"{name} ({run.starts})".strip()
            part = np.zeros(rows, np.bool_)
            part[there[start:end]] = True
            for column in own:
                yield from self._readings(column, columns[column], part, steps, epochs, times, label)

    def _readings(
        self,
        column: str,
        cells: Cells,
        part: npt.NDArray[np.bool_],
        steps: Floats,
        epochs: Floats | None,
        times: Floats | None,
        run: str,
    ) -> Iterator[Readings]:
        chosen = part[cells.rows]
        at = cells.rows[chosen]
        placed = (steps[at] >= 0) & (steps[at] <= LARGEST_WHOLE) & (steps[at] == np.floor(steps[at]))
        self.unplaced += int((~placed).sum())
        at = at[placed]
        if len(at):
            values = cells.values[chosen][placed]
            yield Readings(column, steps[at].astype(np.int64), values, _at(epochs, at), _at(times, at), run)

    def _axis(self, kind: str, run: _Run, rows: int, columns: Mapping[str, Cells]) -> Floats | None:
        """Return epoch or time of each row; None where there is no such column."""
        name = getattr(self.axes, kind)
        if name is None:
            return None
        if name not in columns:
            return np.full(rows, getattr(run, kind))
        cells = columns[name]
        if kind == "time" and cells.texts:
            cells = _with_dates(cells)
        numbers = filled_forward(cells, rows, getattr(run, kind))
        setattr(run, kind, float(numbers[-1]))
        return numbers

    def _steps(self, run: _Run, rows: int, there: Steps, columns: Mapping[str, Cells], epochs: Floats | None) -> Floats:
        """Return the step of each row."""
        axes = self.axes
        if axes.step is not None and not axes.by_row:
            steps = (
                filled_forward(columns[axes.step], rows, run.step) if axes.step in columns else np.full(rows, run.step)
            )
            run.step = float(steps[there[-1]])
            return steps
        if epochs is not None and not axes.by_row:
            own = epochs[there]
            rises = (np.diff(own, prepend=own[0] - 1 if run.first is None else run.step) > 0).all()
            if not rises or (own != np.floor(own)).any():
                raise ReadAgain(None, by_row=True)
            run.step = float(own[-1])
            return epochs
        steps = np.zeros(rows)
        steps[there] = np.arange(run.rows, run.rows + len(there))
        return steps

    @staticmethod
    def _stretches(run: _Run, steps: Floats) -> Iterator[tuple[int, int]]:
        """Yield the rows from one start of a run to the next."""
        if run.first is None and len(steps):
            run.first = float(steps[0])
        first = run.first if run.first is not None else 0.0
        back = np.flatnonzero((steps[1:] <= first) & (steps[:-1] > first)) + 1
        ends = [*back.tolist(), len(steps)]
        begins_anew = run.rows > len(steps) and len(steps) > 0 and steps[0] <= first
        run.starts += int(begins_anew)
        for start, end in zip([0, *ends[:-1]], ends, strict=True):
            run.starts += int(start > 0)
            if end > start:
                yield start, end


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
