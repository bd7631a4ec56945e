"""The cells of a CSV file, with the lines they stand in."""

from __future__ import annotations

import codecs
import csv
import itertools
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from optsim.faults import Fault
from optsim.scenario.data.faults import DataError
from optsim.scenario.data.values import is_missing, is_number

#: looked for in this order; words for them
SEPARATORS = {
    ",": Fault("comma"),
    ";": Fault("semicolon"),
    "\t": Fault("tab"),
    "|": Fault("bar"),
    " ": Fault("blank"),
}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
#: lines that are looked at to find the separator
_SAMPLE = 200
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Cells(NamedTuple):
    """Columns of equally many stripped cells, the physical line at which each row begins, and what separates the cells."""

    columns: list[list[str]]
    lines: Sequence[int]
    separator: str


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file and its encoding: UTF-8, or UTF-16 where its first bytes say so. Raises DataError."""
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    try:
        return data.decode(encoding), encoding.upper().removesuffix("-SIG")
    except UnicodeDecodeError as error:
        line = 1 + len(re.findall(rb"\r\n|\r|\n", data[: error.start]))
        message = "byte 0x{byte:02X} is not {encoding}; save the file as UTF-8"
        name = encoding.upper().removesuffix("-SIG")
        raise DataError(message, line=line, byte=data[error.start], encoding=name) from error


def cells_of(text: str, separator: str | None = None) -> Cells:
    """The cells of a text; without a separator the one is taken that fits best. Raises DataError."""
    if "\0" in text:
        line = 1 + len(re.findall(r"\r\n|\r|\n", text[: text.index("\0")]))
        raise DataError("has a NUL character, so this is no text in UTF-8; save the file as CSV in UTF-8", line=line)
    separator = separator or _separator_of(text)
    columns: list[list[str]] = []
    lines, stripped = array("q"), _Stripped()
    for line, row in _records(text, separator):
        columns = columns or [[] for _ in row]
        if len(row) != len(columns):
            raise _ragged((line, len(row)), (lines[0], len(columns)), separator)
        for column, cell in zip(columns, row, strict=True):
            column.append(stripped[cell])
        lines.append(line)
    if not columns:
        raise DataError("is empty: a line of names and a line for each example are needed")
    return Cells(columns, lines, separator)


class _Stripped(dict[str, str]):
    """Cells without the blanks around them; equal ones are one object, as a file has far fewer texts than cells."""

    def __missing__(self, cell: str) -> str:
        return self.setdefault(cell, cell.strip())


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the physical line at which it begins; blank lines are none. Raises DataError."""
    reader = csv.reader(
        (match[0] for match in _LINE.finditer(text)), delimiter=separator, skipinitialspace=True, strict=True
    )
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(error, line) from error
        if separator == " " and len(row) > 1 and not row[-1]:
            row.pop()
        if len(row) > 1 or (row and row[0].strip()):
            yield line, row


def _broken(error: csv.Error, line: int) -> DataError:
    """Say what `csv` cannot read."""
    match str(error):
        case "unexpected end of data":
            return DataError(
                'a quote " that opens in this line is never closed; close it, or double it in a text', line=line
            )
        case message if message.startswith("field larger"):
            what = 'has a cell of more than {most} characters; is a quote " opened and not closed?'
            return DataError(what, line=line, most=csv.field_size_limit())
    return DataError('has more after a closing quote "; a quote within a quoted text is written twice', line=line)


def _ragged(here: tuple[int, int], first: tuple[int, int], separator: str) -> DataError:
    """Rows of different lengths, each as its line and how many cells it has."""
    return DataError(
        "has {cells}, line {first_line} has {first_count} (separated by a {separator}); give every line as many, "
        "an empty one for a missing value",
        line=here[0],
        cells=Fault("{count} cell" if here[1] == 1 else "{count} cells", count=here[1]),
        first_line=first[0],
        first_count=first[1],
        separator=SEPARATORS.get(separator, separator),
    )


def _separator_of(text: str) -> str:
    """The separator that makes the rows equally long, of these the one that leaves most numbers, else the first of the list."""
    best = max(SEPARATORS, key=lambda each: _fit(text, each))
    return best if _fit(text, best) > (0.0, 0.0) else next(iter(SEPARATORS))


def _fit(text: str, separator: str) -> tuple[float, float]:
    """The share of rows of the commonest length, and the share of numbers below the first one; 0 where nothing is separated."""
    try:
        records = itertools.islice(_records(text, separator), _SAMPLE)
        rows = [[cell.strip() for cell in row] for _, row in records]
    except DataError:
        return 0.0, 0.0
    length, alike = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    if length < 2:
        return 0.0, 0.0
    cells = Counter(
        is_number(cell) or is_number(cell, ",") for row in (rows[1:] or rows) for cell in row if not is_missing(cell)
    )
    return alike / len(rows), cells[True] / max(cells.total(), 1)
