"""Faults that make a data file unusable."""

from __future__ import annotations

from typing import Any, ClassVar

from optsim.faults import FaultError, ToldFact
from optsim.languages import english
from optsim.scenario.data.facts import WhyLeftOut
from optsim.scenario.fault_facts import Listed
from optsim.system.printable import printable_line


class DataError(FaultError):
    """A fault that a person can put right: the key of `[objective.data]` it is at, the line from 1 (0: the whole file), a sentence."""

    def __init__(self, message: str, /, *, line: int = 0, key: str = "path", **values: Any) -> None:
        super().__init__(message, **values)
        self.line, self.key = line, key


class ColumnNotTaken(ToldFact):
    """A column that is not taken, as it is shown, and why."""

    code: ClassVar[str] = "fault.column_not_taken"
    column: str
    why: WhyLeftOut

    def english(self) -> str:
        """Return the column and the reason."""
        return f"{self.column} ({english().sentence(self.why)})"


class NotTaken(ToldFact):
    """Columns that are not taken."""

    code: ClassVar[str] = "fault.not_taken"
    columns: tuple[ColumnNotTaken, ...]

    def english(self) -> str:
        """Return them one after the other."""
        return "; ".join(map(str, self.columns))


def shown(text: str, longest: int = 40) -> str:
    """A text from a file, quoted for a message: no character that a terminal would obey, and not too long."""
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return "'" + printable_line(short) + "'"


def listed(items: list[str], most: int = 8) -> Listed:
    """Some items, and how many more there are."""
    return Listed(tuple(items[:most]), max(len(items) - most, 0))
