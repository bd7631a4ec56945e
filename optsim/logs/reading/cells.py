"""Cells of rows as numbers: what is a number, what is missing, what is text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.logs.reading.axes import names_runs
from optsim.logs.reading.problems import LogError
from optsim.logs.reading.readings import Floats, Steps
from optsim.system.limits import LARGEST_WHOLE

#: columns of a log that are read
MOST_COLUMNS = 10_000
#: texts that stand for a number that is not there
_MISSING = frozenset(("", "none", "null", "n/a", "na", "-", "–"))
#: how deep objects in objects are looked into
_DEEPEST = 4


class Cells(NamedTuple):
    """Cells of a column: the rows that have a number, the numbers, and what else there is, by row."""

    rows: Steps
    values: Floats
    texts: Mapping[int, str]


def cells_of(column: str, texts: Sequence[str], *, comma: bool = False) -> Cells:
    """Return the texts of a column as numbers; `comma` where a decimal comma is written."""
    if comma:
        texts = [text.replace(",", ".") for text in texts]
    if names_runs(column):
        return _names(list(enumerate(texts)))
    if "_" not in "".join(texts):
        try:
            return Cells(np.arange(len(texts)), np.array([*map(float, texts)], np.float64), {})
        except ValueError:
            pass
    return _mixed(list(enumerate(texts)))


def _mixed(given: Iterable[tuple[int, object]]) -> Cells:
    rows, values, texts = [], [], {}
    for row, each in given:
        number = number_of(each)
        if number is not None:
            rows.append(row)
            values.append(number)
        elif not is_missing(each):
            texts[row] = str(each)
    return Cells(np.array(rows, np.int64), np.array(values, np.float64), texts)


def _names(given: Sequence[tuple[int, object]]) -> Cells:
    """Return what tells runs apart: a whole number of more digits than a float has stays a text."""
    large = {row: str(each).strip() for row, each in given if _has_many_digits(each)}
    cells = _mixed((row, each) for row, each in given if row not in large)
    return cells._replace(texts={**cells.texts, **large})


def _has_many_digits(value: object) -> bool:
    try:
        return isinstance(value, int | str) and abs(int(value)) > LARGEST_WHOLE
    except ValueError:
        return False


def number_of(value: object) -> float | None:
    """Return a value as a number; None where it is none."""
    if isinstance(value, bool | int | float):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    # an underscore between digits is Python's, and nobody's number
    if isinstance(value, str) and "_" not in value:
        try:
            return float(value)
        except ValueError:
            return None
    return None


def is_missing(value: object) -> bool:
    """Tell if a value stands for one that is not there."""
    return value is None or (isinstance(value, str) and value.strip().lower() in _MISSING)


def seconds_of(text: str) -> float | None:
    """Return a time as seconds: a date with its time; None where it is none."""
    try:
        return datetime.fromisoformat(text.strip()).timestamp()
    except (ValueError, OverflowError):
        return None


def columns_of(rows: Sequence[Mapping[str, object]], known: set[str]) -> tuple[dict[str, Cells], int]:
    """Return rows as columns, objects in objects by names with / between, and how many of the rows these are.

    Args:
        rows: Names with values; names of objects in them are not known before.
        known: The names of the log's columns, which become more. The first row that makes them too many is left out, and all after it.
    """
    if (alike := _alike(rows)) is not None and len(known | alike.keys()) <= MOST_COLUMNS:
        known.update(alike)
        return alike, len(rows)
    given: dict[str, list[tuple[int, object]]] = {}
    for number, row in enumerate(rows):
        flat = [*_flat(row, "", 0)]
        if len({name for name, _ in flat}) < len(flat):
            flat = [*zip(names_apart([name for name, _ in flat]), (value for _, value in flat), strict=True)]
        if len(new := {name for name, _ in flat if name not in known}) + len(known) > MOST_COLUMNS:
            return {name: _cells(name, each) for name, each in given.items()}, number
        known |= new
        for name, value in flat:
            given.setdefault(name, []).append((number, value))
    return {name: _cells(name, each) for name, each in given.items()}, len(rows)


def _alike(rows: Sequence[Mapping[str, object]]) -> dict[str, Cells] | None:
    """Return rows as columns where all have the same names and numbers alone, which is much faster; else None."""
    names = rows[0].keys() if rows else {}.keys()
    if not names or any(row.keys() != names for row in rows):
        return None
    columns: dict[str, Cells] = {}
    for name in names:
        values = [row[name] for row in rows]
        if names_runs(name) and {*map(type, values)} <= {int, float, str}:
            columns[name] = _names([*enumerate(values)])
            continue
        if not {*map(type, values)} <= {int, float}:
            return None
        try:
            columns[name] = Cells(np.arange(len(rows)), np.array(values, np.float64), {})
        except OverflowError:
            return None
    return columns


def names_apart(names: Sequence[str]) -> list[str]:
    """Return names, those that are there twice with a number."""
    counts: dict[str, int] = {}
    apart: list[str] = []
    for name in names:
        own = name
        while own in counts:
            counts[name] += 1
            own = f"{name} ({counts[name]})"
        counts[own] = 1
        apart.append(own)
    return apart


def columns_fault() -> LogError:
    """Return the error of a log that has too many columns."""
    return LogError("has more than {most:,} columns; a log has a column a quantity, not one a step", most=MOST_COLUMNS)


def _cells(column: str, given: list[tuple[int, object]]) -> Cells:
    if names_runs(column):
        return _names(given)
    if all(type(value) is float or type(value) is int for _, value in given):
        try:
            rows, values = zip(*given, strict=True)
            return Cells(np.array(rows, np.int64), np.array(values, np.float64), {})
        except (OverflowError, TypeError):
            pass
    return _mixed(given)


def _flat(row: Mapping[str, object], before: str, depth: int) -> Iterable[tuple[str, object]]:
    for name, value in row.items():
        if isinstance(value, dict):
            if depth < _DEEPEST:
                yield from _flat(value, f"{before}{name}/", depth + 1)
        elif not isinstance(value, list):
            yield f"{before}{name}" or "column", value


def filled_forward(cells: Cells, rows: Steps, before: float) -> Floats:
    """Return a number for each of some rows: where one has none, that of the last of them before it."""
    if len(cells.rows) == len(rows) and np.array_equal(cells.rows, rows):
        return cells.values
    _, at, chosen = np.intersect1d(rows, cells.rows, assume_unique=True, return_indices=True)
    last = np.searchsorted(at, np.arange(len(rows)), side="right")
    numbers: npt.NDArray[np.float64] = np.concatenate(([before], cells.values[chosen]))[last]
    return numbers
