"""Columns of a CSV file: their names, and what kind of values they hold."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

import numpy as np

from optsim.engine.settings import Array, Mask
from optsim.faults import Fault
from optsim.scenario.data.cells import Cells
from optsim.scenario.data.faults import DataError, shown
from optsim.scenario.data.values import (
    TRUTH,
    is_missing,
    is_number,
    is_quoted_number,
    looks_like_number,
    number,
    underflows,
)
from optsim.system.printable import printable_line

#: decimal marks of a column that are looked at
_MARKS = 5000
#: a number with one comma as thousands are written
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


class Kind(Enum):
    """Kind of the values in a column."""

    NUMBERS = "numbers"
    TRUTH = "true or false"
    TEXT = "text"
    EMPTY = "no values"


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its number from 1, its name (empty where it has none), its cells below the line of names."""

    number: int
    name: str
    cells: Sequence[str]
    kind: Kind
    decimal: str
    #: the number of each cell that is one
    numbers: Mapping[str, float]
    #: of a column of numbers the cells that are neither numbers nor missing
    strangers: frozenset[str]

    def __str__(self) -> str:
        """The name, else the number, as messages and notes have it."""
        return printable_line(self.name) if self.name else f"column {self.number}"

    def texts(self, rows: Mask | None = None) -> tuple[str, ...]:
        """The different texts in order, of all rows or of those that a mask picks."""
        cells = self.cells if rows is None else itertools.compress(self.cells, rows)
        return tuple(sorted(cell for cell in set(cells) if not is_missing(cell)))

    def holes(self) -> Mask:
        """The rows (rows,) that have no value."""
        missing = {cell for cell in set(self.cells) if is_missing(cell)}
        return np.fromiter((cell in missing for cell in self.cells), np.bool_, len(self.cells))

    def values(self) -> Array:
        """The numbers of all rows, NaN where one is missing; true is 1, false 0."""
        number_of, nothing = self.numbers.get, np.nan
        return np.fromiter((number_of(cell, nothing) for cell in self.cells), np.float64, len(self.cells))

    def counts_rows(self) -> bool:
        """Tell if it is a column of row numbers, as pandas writes one: 0, 1, 2 … or 1, 2, 3 …."""
        first = self.cells[0] if self.cells else ""
        return first in ("0", "1") and all(
            cell == str(place) for place, cell in enumerate(self.cells, start=int(first))
        )


class Sheet(NamedTuple):
    """All columns of a file, the physical line of each row, and the line of the names (0: there is none)."""

    columns: list[Column]
    lines: Sequence[int]
    names_line: int
    decimal: str


def sheet_of(cells: Cells, decimal: str | None, *, header: bool | None) -> Sheet:
    """The columns of the cells; decimal mark and line of names are found where they are not given. Raises DataError."""
    if decimal is None:
        decimal = _decimal_of(cells.columns)
        _check_decimal(cells, decimal)
    first = [column[0] for column in cells.columns]
    below = [_column(place, column[1:], decimal) for place, column in enumerate(cells.columns, start=1)]
    if header is None:
        header = _is_header(first, below)
    if not header:
        whole = [_column(place, column, decimal) for place, column in enumerate(cells.columns, start=1)]
        return Sheet(whole, cells.lines, 0, decimal)
    if len(cells.lines) == 1:
        raise DataError("has a line of names and no examples below it", line=cells.lines[0])
    named = [replace(column, name=name) for name, column in zip(first, below, strict=True)]
    return Sheet(named, cells.lines[1:], cells.lines[0], decimal)


def _column(place: int, cells: Sequence[str], decimal: str) -> Column:
    counted = Counter(cells)
    known = [cell for cell in counted if not is_missing(cell)]
    numbers = {cell: value for cell in known if (value := number(cell, decimal)) is not None}
    strangers = [cell for cell in known if cell not in numbers]
    others = sum(counted[cell] for cell in strangers if not (is_number(cell, decimal) or looks_like_number(cell)))
    alike = len(cells) - sum(counted[cell] for cell in counted if is_missing(cell)) - others
    if not known:
        kind = Kind.EMPTY
    elif alike and alike >= others:
        # most are numbers, so what is none is a slip and no text
        kind = Kind.NUMBERS
    elif all(cell.lower() in TRUTH for cell in known):
        kind, numbers = Kind.TRUTH, {cell: TRUTH[cell.lower()] for cell in known}
    else:
        kind = Kind.TEXT
    return Column(place, "", cells, kind, decimal, numbers, frozenset(strangers if kind is Kind.NUMBERS else ()))


def _is_header(first: Sequence[str], below: Sequence[Column]) -> bool:
    """Tell if the first row names the columns: it has a text where the rows below it have none.

    A row that only has holes where they have numbers is an example. Where all columns are texts it is taken for names.
    """
    kinds = {column.kind for column in below}
    if not kinds & {Kind.NUMBERS, Kind.TRUTH}:
        return not any(map(_is_value, first))
    unlike = any(_is_unlike(cell, column) for cell, column in zip(first, below, strict=True))
    return unlike or _counts_columns(first, below)


def _is_unlike(cell: str, column: Column) -> bool:
    """Tell if a cell is a text above numbers, or above true and false."""
    if is_missing(cell) or column.kind not in (Kind.NUMBERS, Kind.TRUTH):
        return False
    return not _is_value(cell) or (column.kind is Kind.NUMBERS and cell.lower() in TRUTH)


def _is_value(cell: str) -> bool:
    return is_number(cell) or is_number(cell, ",") or cell.lower() in TRUTH


def _counts_columns(first: Sequence[str], below: Sequence[Column]) -> bool:
    """Tell if these are pandas' names of columns without names, nothing then 0, 1, 2 …, above its row numbers."""
    return (
        not first[0] and list(first[1:]) == [str(place) for place in range(len(first) - 1)] and below[0].counts_rows()
    )


def _decimal_of(columns: Sequence[Sequence[str]]) -> str:
    """The decimal mark that more cells have, of the first thousands that have one: a comma or a point."""
    marks = (
        mark
        for column in columns
        for mark in itertools.islice(
            (mark for cell in column for mark in ",." if mark in cell and is_number(cell, mark)), _MARKS
        )
    )
    counted = Counter(marks)
    return "," if counted[","] > counted["."] else "."


def _check_decimal(cells: Cells, decimal: str) -> None:
    """Raise DataError where a decimal comma that was found between commas may be one of thousands: "1,234"."""
    if decimal != "," or cells.separator != ",":
        return
    with_comma = {cell for column in cells.columns for cell in column if "," in cell and is_number(cell, ",")}
    if not all(map(_THOUSANDS.fullmatch, with_comma)):
        return
    line, cell = min(
        (cells.lines[place], cell)
        for column in cells.columns
        for place, cell in enumerate(column)
        if cell in with_comma
    )
    what = '{cell} may be {first} or {other}; write decimal = "," for the first, or take these commas out of the file for the other'
    first, other = cell.replace(",", "."), cell.replace(",", "")
    raise DataError(what, line=line, key="decimal", cell=shown(cell), first=first, other=other)


def check_numbers(column: Column, sheet: Sheet) -> None:
    """Raise DataError for the first cell of a column of numbers that is neither a number nor missing."""
    place = next((place for place, cell in enumerate(column.cells) if cell in column.strangers), None)
    if place is None:
        return
    cell, line = column.cells[place], sheet.lines[place]
    leading = _leading(sheet)
    if leading > 1:
        what = "lines {first} to {last} all look like names; keep one line of names and delete the others"
        raise DataError(what, line=sheet.names_line, first=sheet.names_line, last=sheet.lines[leading - 2])
    message = "column {number} ({name}): {cell} {why}" if column.name else "column {number}: {cell} {why}"
    name, why = shown(column.name), _why(cell, column.decimal)
    raise DataError(message, line=line, number=column.number, name=name, cell=shown(cell), why=why)


def _leading(sheet: Sheet) -> int:
    """Count the lines at the top, the first one among them, that are names and not examples: 1 is as it should be.

    Lines with a text where a number is due count as far as one of them that has texts alone.
    """
    if not sheet.names_line:
        return 0
    due = [column for column in sheet.columns if column.kind is Kind.NUMBERS]
    header_lines, odd = 0, 0
    while odd < len(sheet.lines) and any(column.cells[odd] in column.strangers for column in due):
        odd += 1
        if all(_is_word(column.cells[odd - 1]) for column in due):
            header_lines = odd
    return header_lines + 1


def _is_word(cell: str) -> bool:
    return is_missing(cell) or (cell[:1].isalpha() and not looks_like_number(cell))


def _why(cell: str, decimal: str) -> Fault:
    if is_number(cell, decimal):
        if underflows(cell):
            return Fault("is nearer to 0 than the smallest number, 4.9e-324; write 0, or in another unit")
        return Fault("is beyond the largest number, 1.8e308; write a smaller one, or in another unit")
    other = "," if decimal == "." else "."
    if is_number(cell, other):
        message = 'has not the decimal mark of the others, "{decimal}"; write all alike, or say decimal = "{other}"'
        return Fault(message, decimal=decimal, other=other)
    if is_quoted_number(cell):
        return Fault('has quote marks that are none in a CSV file; leave them out, or write "')
    if looks_like_number(cell):
        message = 'is no number here; write digits 0 to 9 and the mark "{decimal}", without any other sign'
        return Fault(message, decimal=decimal)
    return Fault("is not a number, as most of this column are; write one, or nothing for a missing value")
