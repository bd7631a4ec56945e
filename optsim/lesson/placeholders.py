"""Places in a text for values that are measured: {expression}, or {expression:digits}."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from optsim.lesson.measurements import Measurements, Result
from optsim.number_format import short
from optsim.scenario.expressions.nodes import Expression
from optsim.scenario.expressions.reader import read_expression

_PLACE = re.compile(r"\{([^{}]*?)(?::(\d))?\}")
_DIGITS = 3


class Place(NamedTuple):
    """A place: the whole of it as it stands in the text, its expression, and how many digits are shown."""

    whole: str
    expression: Expression
    digits: int


def places(text: str, lanes: Sequence[str]) -> Iterator[Place]:
    """Yield the places of a text. Raises BadConditionError for one that is no expression."""
    for match in _PLACE.finditer(text):
        yield Place(match[0], read_expression(match[1], lanes), int(match[2] or _DIGITS))


def place_texts(text: str) -> list[str]:
    """Return the places of a text as they are written, in alphabetical order."""
    return sorted(match[0] for match in _PLACE.finditer(text))


def without_places(text: str) -> str:
    """Return a text with … in its places, where nothing is measured yet."""
    return _PLACE.sub("…", text)


def filled(text: str, lanes: Sequence[str], measurements: Measurements) -> str:
    """Return a text with the values in their places."""
    for place in places(text, lanes):
        text = text.replace(place.whole, _shown(measurements.value(place.expression), place.digits))
    return text


def _shown(value: Result, digits: int) -> str:
    """Return a value as it is read: a whole number as it is, any other with some digits."""
    if isinstance(value, str | bool):
        return str(value)
    return f"{value:.0f}".replace("-", "−") if value == _rounded(value) and abs(value) < 1e5 else short(value, digits)


def _rounded(value: float) -> float:
    """Return the nearest whole number; of what is not finite, NaN."""
    return float(round(value)) if abs(value) < float("inf") else float("nan")
