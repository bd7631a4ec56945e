"""The file of what a person has done in the course: a line for each thing that was done, added at its end and never changed.

So two programs can write at once, one that is killed loses nothing that was done before, and a line that cannot be read hides
no other one.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from optsim.facts import Fact
from optsim.lesson.progress_facts import ProgressLinesPassedOver, ProgressNotKept, ProgressUnreadable
from optsim.system.limits import LARGEST_PROGRESS
from optsim.system.regular_file import read_regular

NAME = "course.jsonl"
Act = Literal["at", "answered", "task", "skipped"]
_ACTS: tuple[str, ...] = get_args(Act)
_NEEDED = ("lesson", "act", "day")
_LONGEST_NAME, _MOST = 200, 2**53


class Record(NamedTuple):
    """Something that was done, on a day (ISO), in a lesson.

    `at`: a person is at a `stage` of a question, with an answer chosen (−1: none) and the race at a `step`. `answered`: a
    question was answered, by one of the answers, rightly or not; `again` is the number of the return that it was asked for, 0
    for the first time. An answer that is no option is `given` as a text: a step, a number, letters of lanes in their order. `task`: the task is done. `skipped`: it was left out.
    """

    lesson: str
    act: str
    day: str
    question: int = 0
    chosen: int = -1
    right: bool = False
    again: int = 0
    stage: str = ""
    step: int = 0
    given: str = ""


def progress_file() -> Path:
    """Return the file, in the folder that the system has for a person's data."""
    import platformdirs  # noqa: PLC0415 only where the course is opened

    return platformdirs.user_data_path("optsim", appauthor=False) / NAME


def read_progress(file: Path) -> tuple[list[Record], Fact | None]:
    """Return all that was done, in its order, and what is wrong with the file; nothing of it is changed."""
    try:
        data = read_regular(file, LARGEST_PROGRESS)
    except FileNotFoundError:
        return [], None
    except (OSError, ValueError) as error:
        return [], ProgressUnreadable(str(file), getattr(error, "strerror", None) or str(error))
    records = [(number, _record(line)) for number, line in enumerate(data.split(b"\n"), start=1) if line.strip()]
    wrong = [number for number, record in records if record is None]
    fact = ProgressLinesPassedOver(str(file), len(wrong), wrong[0]) if wrong else None
    return [record for _, record in records if record is not None], fact


def add_progress(file: Path, records: Iterable[Record]) -> Fact | None:
    """Write down what was done; returns why that cannot be, None where it could."""
    text = "".join(f"{json.dumps(_table(record), ensure_ascii=False)}\n" for record in records)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _append(file, text.encode())
    except (OSError, ValueError) as error:
        return ProgressNotKept(str(file), getattr(error, "strerror", None) or str(error))
    return None


def _append(file: Path, data: bytes) -> None:
    """Add lines in one write, after a line that a killed program has left unfinished. Raises OSError."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    number = os.open(file, flags, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, "is not a regular file")
        if os.lseek(number, 0, os.SEEK_END):
            os.lseek(number, -1, os.SEEK_END)
            data = data if os.read(number, 1) == b"\n" else b"\n" + data
        os.write(number, data)
        with suppress(OSError):  # not every place can be made sure of
            os.fsync(number)
    finally:
        os.close(number)


def _table(record: Record) -> dict[str, Any]:
    """Return what is no default of a record, for the file."""
    defaults = Record("", "", "")
    stated = record._asdict()
    return {key: value for key, value in stated.items() if key in _NEEDED or value != getattr(defaults, key)}


def _record(line: bytes) -> Record | None:
    """Return the record of a line; None where it is none that is known here."""
    try:
        table = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(table, Mapping) or not set(table) <= set(Record._fields):
        return None
    types = {name: type(value) for name, value in Record("", "", "")._asdict().items()}
    if not all(type(value) is types[key] for key, value in table.items()) or not set(_NEEDED) <= set(table):
        return None
    record = Record(**table)
    numbers = (record.question, record.chosen + 1, record.again, record.step)
    fits = (
        all(0 <= number <= _MOST for number in numbers) and max(len(record.lesson), len(record.given)) <= _LONGEST_NAME
    )
    return record if fits and record.act in _ACTS else None
