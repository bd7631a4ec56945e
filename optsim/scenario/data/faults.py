"""Faults that make a data file unusable."""

from __future__ import annotations

from optsim.system.printable import printable_line


class DataError(ValueError):
    """A fault that a person can put right: the key of `[objective.data]` it is at, the line from 1 (0: the whole file), a sentence."""

    def __init__(self, message: str, *, line: int = 0, key: str = "path") -> None:
        super().__init__(message)
        self.message, self.line, self.key = message, line, key


def shown(text: str, longest: int = 40) -> str:
    """A text from a file, quoted for a message: no character that a terminal would obey, and not too long."""
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return "'" + printable_line(short) + "'"


def listed(items: list[str], most: int = 8) -> str:
    """Some items, and how many more there are."""
    more = [f"and {len(items) - most} more"] if len(items) > most else []
    return ", ".join(items[:most] + more)
