"""Tables of comma-separated values: Keras' CSVLogger, Lightning's metrics.csv, exports of wandb and others."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import ClassVar

import numpy as np

from optsim.logs import LineFormat, LogError, Readings, TornEnd
from optsim.logs.reading.axes import Axes, names_runs
from optsim.logs.reading.cells import MOST_COLUMNS, Cells, cells_of, columns_fault, names_apart, number_of
from optsim.logs.reading.problems import row_fault
from optsim.system.limits import LARGEST_WHOLE

_SEPARATORS = (",", ";", "\t", "|")
#: quotation marks, and what would have to be looked at in each cell
_NO_NUMBERS = ('"', "_", "\r")
#: what wandb calls the columns of a chart of several runs
_OF_RUN = re.compile(r"(?P<run>.+?) - (?P<column>.+?)(?P<extreme>__MIN|__MAX)?")


class CSV(LineFormat):
    """A row a line under a line of names; the separator is found, cells may be empty."""

    name: ClassVar[str] = "csv"
    title: ClassVar[str] = "tables: Keras, Lightning, wandb"
    files: ClassVar[tuple[str, ...]] = ("*.csv", "*.tsv")

    def __init__(self, axes: Axes | None = None) -> None:
        super().__init__(axes)
        self._names: list[str] = []
        #: what a line of names can begin with, and where the cells of the columns are, if not in their order
        self._heads: frozenset[str] = frozenset()
        self._places: list[int] | None = None
        self._separator = ","
        self._runs: dict[str, tuple[str, str]] = {}
        #: lines of a row whose last cell goes on, and the number of the first one
        self._open: Sequence[str] = ()
        self._open_at = 0

    @classmethod
    def example(cls) -> bytes:
        """Return a table with an empty cell."""
        return b"step,loss,val_loss\n0,2.5,\n1,2.0,2.25\n2,1.5,\n"

    def rows(self, lines: Sequence[str], first: int) -> Iterator[Mapping[str, object]]:
        """Return nothing: columns are read as they are, which is faster."""
        yield from ()

    def settle(self) -> Iterator[Readings]:
        """Return what the last line says. Raises LogError where a quotation goes on to the end, TornEnd if it begins in that line."""
        goes_on = bool(self._open)
        yield from super().settle()
        if self._open:
            message = "line {number} has a quotation mark that nothing closes; close it, or take it out"
            raise (LogError if goes_on else TornEnd)(message, number=self._open_at)

    def _take(self, lines: Sequence[str], first: int) -> Iterator[Readings]:
        begins = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
        if not self._names and begins < len(lines):
            self._begin(lines[begins], first + begins)
            lines, first = lines[begins + 1 :], first + begins + 1
        if not self._names or not lines:
            return
        columns, count, fault = self._plain(lines), len(lines), None
        if columns is None:
            rows, fault = self._fitting(*self._rows([*self._open, *lines], first - len(self._open)))
            columns, count = self._columns(rows), len(rows)
        for column in self._table.take(count, columns):
            run, name = self._runs.get(column.column, (column.run, column.column))
            if name:
                yield column._replace(run=run, column=name)
        if fault is not None:
            raise fault

    def _plain(self, lines: Sequence[str]) -> Mapping[str, Cells] | None:
        """Return the columns of lines that have a number in every cell, and are read much faster; None of others."""
        wide, separator = len(self._names), self._separator
        if self._open or self._places is not None or {*map(str.count, lines, repeat(separator))} != {wide - 1}:
            return None
        text = separator.join(lines)
        if any(sign in text for sign in _NO_NUMBERS) or max(map(len, lines)) > csv.field_size_limit():
            return None
        if separator == ";":
            text = text.replace(",", ".")
        try:
            numbers = np.array([*map(float, text.split(separator))]).reshape(-1, wide).T
        except ValueError:
            return None
        named = dict(zip(self._names, numbers, strict=True))
        if any(names_runs(name) and (np.abs(column) > LARGEST_WHOLE).any() for name, column in named.items()):
            return None
        rows = np.arange(len(lines))
        return {name: Cells(rows, column.copy(), {}) for name, column in named.items()}

    def _begin(self, line: str, number: int) -> None:
        """Take the names of the columns. Raises LogError where there are none."""
        self._separator = max(_SEPARATORS, key=line.count)
        try:
            names = next(csv.reader([line], delimiter=self._separator), [])
        except csv.Error as error:
            raise LogError(
                "line {number} names no columns of a table: it {why}", number=number, why=row_fault(error)
            ) from error
        if len(names) > MOST_COLUMNS:
            raise columns_fault()
        if names and all(number_of(name) is not None for name in names):
            raise LogError(
                "line {number} has numbers alone; it must name the columns, for instance: step,loss,val_loss",
                number=number,
            )
        self._names = _column_names(names)
        self._heads = frozenset(name.strip() for name in names)
        self._table.name_columns(self._names)
        matches = {name: _OF_RUN.fullmatch(name) for name in self._names}
        if any(match and match["extreme"] for match in matches.values()):
            # extremes of what wandb has averaged are no column of their own
            self._runs = {
                name: (match["run"], "" if match["extreme"] else match["column"])
                for name, match in matches.items()
                if match
            }

    def _rows(self, lines: Sequence[str], first: int) -> tuple[list[list[str]], list[int], LogError | None]:
        """Return the rows of cells, the line of each, and why the one after them is none.

        A cell in quotation marks may go over several lines; one that has no end yet is kept.
        """
        # a line without anything is a row of its own, unless it is within a cell
        reader = csv.reader([*lines, ""], delimiter=self._separator)
        rows: list[list[str]] = []
        numbers, number = [], first
        self._open = ()
        try:
            for row in reader:
                rows.append(row)
                numbers.append(number)
                number = first + reader.line_num
        except csv.Error as error:
            message = "line {number} is no row of a table: it {why}"
            return rows, numbers, LogError(message, number=number, why=row_fault(error))
        rows.pop()
        if numbers[-1] != first + len(lines):
            self._open, self._open_at = lines[numbers[-1] - first :], numbers[-1]
        return rows, numbers, None

    def _fitting(
        self, rows: list[list[str]], numbers: Sequence[int], fault: LogError | None
    ) -> tuple[list[list[str]], LogError | None]:
        """Return rows that have a cell for each column, in the order of the columns, up to one that has more."""
        wide = len(self._names)
        own: list[list[str]] = []
        for row, number in zip(rows, numbers, strict=False):
            if not any(row):
                continue
            if len(row) > wide and any(row[wide:]):
                message = "line {number} has {cells} cells, and the first names {columns} columns; a log has the same columns in every line"
                return own, LogError(message, number=number, cells=len(row), columns=wide)
            # a run that begins anew writes the names again
            if row[0].strip() in self._heads and self._is_head(row):
                continue
            if len(row) < wide:
                self.notes.add_short_row(number)
            full = row if len(row) == wide else [*row, *[""] * wide][:wide]
            own.append(full if self._places is None else [full[place] for place in self._places])
        return own, fault

    def _is_head(self, row: Sequence[str]) -> bool:
        """Tell if a row has the names of the columns; those after it are in the order that it says."""
        names = _column_names(row)
        if sorted(names) != sorted(self._names):
            return False
        self._places = None if names == self._names else [names.index(name) for name in self._names]
        return True

    def _columns(self, rows: Sequence[list[str]]) -> Mapping[str, Cells]:
        comma = self._separator == ";"
        columns = zip(*rows, strict=True) if rows else [()] * len(self._names)
        return {name: cells_of(name, texts, comma=comma) for name, texts in zip(self._names, columns, strict=True)}


def _column_names(row: Sequence[str]) -> list[str]:
    """Return the names of columns that a line has, each another one."""
    return names_apart([name.strip() or f"column {number}" for number, name in enumerate(row, start=1)])
