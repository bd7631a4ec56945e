"""Texts that are no formulas: what is wrong with them, and where."""

from __future__ import annotations

from typing import Any

from optsim.faults import FaultError

#: characters of an excerpt on each side of a fault
_AROUND = 30


class FormulaError(FaultError):
    """A text that is no formula: what is wrong, and at which character, counted from 0."""

    def __init__(self, message: str, place: int, /, **values: Any) -> None:
        super().__init__(message, **values)
        self.place = place

    def excerpt(self, text: str) -> tuple[str, str]:
        """Return the text around the place, and a caret under it."""
        place = min(self.place, len(text))
        begin = max(0, place - _AROUND)
        return f"    {text[begin : place + _AROUND]}", " " * (4 + place - begin) + "^"
