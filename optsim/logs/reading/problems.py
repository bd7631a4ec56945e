"""Problems of logs: what cannot be read, where it is, and a way out."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from json import JSONDecodeError
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from optsim.facts import Fact
from optsim.faults import Fault, FaultError
from optsim.system.printable import printable_line

if TYPE_CHECKING:
    from optsim.languages import Language
    from optsim.logs.reading.axes import Axes

_T = TypeVar("_T")


class LogError(FaultError):
    """A log that cannot be read: what is wrong, and where, in one sentence; whoever has the file puts its name before it.

    The message is English and has its values in {fields}: another language has its own by the English one.
    """

    def __init__(self, problem: str | Fact, /, **values: Any) -> None:
        fit = {name: _fit(value) for name, value in values.items()}
        super().__init__(problem if isinstance(problem, Fact) else Fault(printable_line(problem), **fit))

    def told_in(self, language: Language) -> str:
        """Return the sentence in a language."""
        return printable_line(language.sentence(self.fault))


def up_to_fault(given: Iterable[_T]) -> tuple[list[_T], LogError | None]:
    """Return what comes before a fault, and the fault; None where there is none."""
    before: list[_T] = []
    try:
        before.extend(given)
    except LogError as error:
        return before, error
    return before, None


class NothingYet(LogError):  # noqa: N818 it may be waited for
    """A log that is not there yet, or has no row yet: a training that has just begun may write it."""


class TornEnd(LogError):  # noqa: N818 somebody may still be writing
    """A record at the end of a log that cannot be read, and may have been written in part only."""


def _fit(value: Any) -> Any:
    """Return a value as it can be shown."""
    return printable_line(str(value)) if isinstance(value, str | Path | Exception) else value


def unreadable_fault(error: Exception) -> Fault:
    """Return the fault of a file that cannot be read."""
    return Fault("cannot be read: {why}", why=_fit(getattr(error, "strerror", None) or error))


def json_fault(error: Exception) -> Fault:
    """Return why a text is no JSON, by what its reader said."""
    if isinstance(error, RecursionError):
        return Fault("is nested too deep")
    if isinstance(error, JSONDecodeError):
        if error.lineno == 1:
            return Fault("is no JSON: {error}, at character {column}", error=error.msg, column=error.colno)
        message = "is no JSON: {error}, at line {line}, character {column}"
        return Fault(message, error=error.msg, line=error.lineno, column=error.colno)
    if isinstance(error, UnicodeDecodeError):
        return Fault("is not in UTF-8, from byte {at:,} on", at=error.start)
    return Fault("has a number of too many digits")


def row_fault(error: csv.Error) -> Fault:
    """Return why a line is no row of a table, by what its reader said."""
    if "limit" in str(error):
        return Fault("has a cell of more than {most:,} characters", most=csv.field_size_limit())
    return Fault("has the end of another line within it")


class ReadAgain(Exception):  # noqa: N818 it is no error: what was read says how to read it
    """A log is to be read again from its beginning, its rows counted in another way."""

    def __init__(self, step: str | None, *, by_row: bool, no_run: bool = False) -> None:
        """Count by a column that has come later, or by the rows themselves; or take no column for that of runs."""
        super().__init__(step, by_row, no_run)
        self.step, self.by_row, self.no_run = step, by_row, no_run

    def otherwise(self, axes: Axes) -> Axes:
        """Return by which columns its rows are to be counted, where it was by these."""
        no_run = self.no_run or axes.no_run
        return axes._replace(
            step=self.step or axes.step, by_row=self.by_row or (self.no_run and axes.by_row), no_run=no_run
        )
