"""Reads examples from a CSV file, and says what was read."""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from optsim.engine.data.examples import Data
from optsim.engine.settings import declared
from optsim.scenario.data.cells import Cells, cells_of, decoded
from optsim.scenario.data.column_choice import Choice, DataKeys, choice_of
from optsim.scenario.data.columns import Column, Kind, Sheet, sheet_of
from optsim.scenario.data.faults import DataError
from optsim.scenario.data.reading import DataReading
from optsim.scenario.data.table import Table, table_of
from optsim.scenario.tables import Faults
from optsim.system.limits import LARGEST_DATA
from optsim.system.printable import printable_line
from optsim.system.regular_file import read_regular

#: where data files are looked for: a folder, or their texts by name; None is the current folder
Files = Path | Mapping[str, str] | None
_AT = "objective.data"
_LONGEST = 200
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")


class DataFile(NamedTuple):
    """The data of a file, and what was read."""

    data: Data
    reading: DataReading


def read_data_file(kind: type[Data], section: Mapping[str, Any], faults: Faults, files: Files) -> DataFile | None:
    """The data of a kind that `[objective.data]` with a `path` asks for; None where a problem was noted."""
    faults.unknown_keys(section, ("path", *declared(DataKeys), *kind.beside_path), _AT)
    keys = faults.build(DataKeys, {key: section[key] for key in declared(DataKeys) if key in section}, _AT)
    path = section["path"]
    if not isinstance(path, str):
        faults.add(f"{_AT}.path", "must be the path of a CSV file")
        return None
    contents = _read(path, keys, faults, files, classes="labels" in kind.beside_path) if keys is not None else None
    if contents is None:
        return None
    table, reading = contents
    ready = {"kind": "table", "table": table.numbers, "names": table.names, "missing": reading.missing}
    if table.labels:
        if "labels" in section:
            faults.add(f"{_AT}.labels", "are for a target of numbers; this one has texts, which are its names")
            return None
        ready["labels"] = table.labels
    stated = {key: section[key] for key in kind.beside_path if key in section}
    data = faults.build(kind, stated, _AT, ready)
    return None if data is None else DataFile(data, reading)


def _read(
    path: str, keys: DataKeys, faults: Faults, files: Files, *, classes: bool
) -> tuple[Table, DataReading] | None:
    """The table of a file; None where a problem was noted."""
    place = _place(path, files)
    try:
        text, encoding = _text(path, files)
        cells = cells_of(text, keys.separator)
        sheet = sheet_of(cells, keys.decimal, header=keys.header)
        choice = choice_of(sheet, keys, classes=classes)
        table = table_of(choice, keys.missing)
    except DataError as fault:
        message = "{place}, line {line}: {fault}" if fault.line else "{place}: {fault}"
        faults.add(f"{_AT}.{fault.key}", message, place=place, line=fault.line, fault=fault.fault)
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        why = getattr(error, "strerror", None) or error
        faults.add(f"{_AT}.path", _unreadable(path), place=place, why=why)
    except MemoryError:
        faults.add(f"{_AT}.path", "{place}: there is not enough memory for it", place=place)
    else:
        facts = {"path": path, "encoding": encoding, "outside": _outside(path, files), "missing": keys.missing}
        return table, _reading(cells, sheet, choice, table, facts)
    return None


def _reading(cells: Cells, sheet: Sheet, choice: Choice, table: Table, facts: dict[str, str]) -> DataReading:
    counter = next((each for each in choice.inputs if each.counts_rows()), None)
    return DataReading(
        **facts,
        rows=len(sheet.lines),
        columns=len(sheet.columns),
        names_line=sheet.names_line,
        separator=cells.separator,
        decimal=sheet.decimal,
        target=str(choice.target),
        inputs=tuple(map(str, choice.inputs)),
        one_hot=tuple((str(column), tuple(map(printable_line, texts))) for column, texts in table.one_hot.items()),
        truth=tuple(str(each) for each in (*choice.inputs, choice.target) if each.kind is Kind.TRUTH),
        left_out=tuple((str(column), why) for column, why in choice.left_out),
        row_numbers=str(counter) if _is_index(counter) else "",
        dropped=table.dropped,
        holes=tuple((str(column), count) for column, count in table.holes),
    )


def _is_index(column: Column | None) -> bool:
    """Tell if a column that counts the rows has no name, or one that says so."""
    return column is not None and column.name.lower() in ("", "index", "id", "row", "rownames", "unnamed: 0")


def _text(path: str, files: Files) -> tuple[str, str]:
    """The text of a file and its encoding: where texts are given no path is opened. Raises OSError or DataError."""
    if not isinstance(files, Mapping):
        return decoded(read_regular((files or Path()) / path, LARGEST_DATA))
    if path not in files:
        raise FileNotFoundError(errno.ENOENT, "is not among the files that came along")
    return files[path].removeprefix("\ufeff"), "UTF-8"


def _place(path: str, files: Files) -> str:
    """The file as messages name it."""
    place = path if isinstance(files, Mapping) else str((files or Path()) / path)
    return printable_line(place if len(place) <= _LONGEST else f"{place[:_LONGEST]}…")


def _outside(path: str, files: Files) -> str:
    """Return where a path leads if that is outside the scenario's folder; empty if it is inside."""
    if isinstance(files, Mapping):
        return ""
    folder = (files or Path()).resolve()
    place = (folder / path).resolve()
    return "" if place.is_relative_to(folder) else printable_line(str(place))


def _unreadable(path: str) -> str:
    """Return the message about a file that cannot be read, with a way out where there is one."""
    if _ADDRESS.match(path):
        return "cannot be read: {place}: {why}; this is an address: download the file, and give its path"
    if path.startswith("~"):
        return "cannot be read: {place}: {why}; ~ stands for no folder here: write the whole path"
    return "cannot be read: {place}: {why}"
