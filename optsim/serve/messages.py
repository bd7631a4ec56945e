"""Messages of the page: JSON lists whose first item says what they are. What is none is refused, not guessed."""

from __future__ import annotations

import json
from typing import NamedTuple

#: cells of a window at most: a larger one would keep a processor for minutes
MOST_COLUMNS, MOST_ROWS = 500, 200
#: bytes of a message at most: a pasted text is the longest
LARGEST_MESSAGE = 64 * 1024


class BadMessageError(ValueError):
    """A message that no page of optsim sends."""


class Keys(NamedTuple):
    """Keys, and what the mouse does, as a terminal sends them."""

    text: str


class Size(NamedTuple):
    """The size of the window in cells."""

    columns: int
    rows: int


class Focus(NamedTuple):
    """The page has the keyboard, or has it no more."""

    has: bool


class Ping(NamedTuple):
    """A question that is answered with what it brings."""

    token: str


Message = Keys | Size | Focus | Ping


def read_message(text: str) -> Message:
    """Read a message. Raises BadMessageError."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise BadMessageError from None
    match message:
        case ["stdin", str(keys)]:
            return Keys(keys)
        case ["resize", {"width": width, "height": height}]:
            return size_of(width, height)
        case ["focus" | "blur" as kind]:
            return Focus(kind == "focus")
        case ["ping", token]:
            return Ping(json.dumps(token)[:100])
    raise BadMessageError


def size_of(columns: object, rows: object) -> Size:
    """Return a size that a window may have, the nearest one to what is asked for. Raises BadMessageError for what is no size."""
    if type(columns) is not int or type(rows) is not int:
        raise BadMessageError
    return Size(min(max(columns, 1), MOST_COLUMNS), min(max(rows, 1), MOST_ROWS))
