"""Reads examples from a CSV file."""

from __future__ import annotations

import csv
import errno
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

import numpy as np

from optsim.engine.fields import Array
from optsim.scenario.tables import Faults

#: where data files are looked for: a folder, or their texts by name; None is the current folder
Files = Path | Mapping[str, str] | None


def read_table(path: object, faults: Faults, files: Files) -> Array | None:
    """The numbers of a CSV file among `files`, with or without a line of names; None where a problem was noted."""
    key = "objective.data.path"
    if not isinstance(path, str):
        faults.add(key, "must be the path of a CSV file")
        return None
    file = path if isinstance(files, Mapping) else (files or Path()) / path
    try:
        with _opened(file, files) as lines:
            rows = [row for row in csv.reader(lines) if row]
    except (OSError, ValueError, csv.Error) as error:  # ValueError: not UTF-8, or a path with a null character
        faults.add(key, f"cannot be read: {file}: {getattr(error, 'strerror', None) or error}")
        return None
    named = bool(rows) and not all(map(_is_number, rows[0]))
    numbers = rows[1:] if named else rows
    for line, row in enumerate(numbers, start=2 if named else 1):
        if len(row) != len(rows[0]) or not all(map(_is_number, row)):
            faults.add(key, f"{file}, line {line}: must be {len(rows[0])} numbers, not {','.join(row)[:40]!r}")
            return None
    return np.array(numbers, dtype=np.float64).reshape(len(numbers), -1)


def _opened(file: str | Path, files: Files) -> TextIO:
    """The file, or its text: where texts are given no path is opened. Raises OSError where there is none."""
    if isinstance(file, Path):
        return file.open(newline="", encoding="utf-8-sig")
    if not isinstance(files, Mapping) or file not in files:
        raise FileNotFoundError(errno.ENOENT, "is not among the files that came along")
    return io.StringIO(files[file], newline="")


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False
