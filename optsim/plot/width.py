"""How many cells a text takes in a terminal, and texts cut and padded to a number of cells."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ELLIPSIS = "…"
_JOINER = "\u200d"
_SPACES = re.compile(r"[ \t\r\n]+")
_NO_CELL = ("Mn", "Me", "Cf", "Cc")


@lru_cache(maxsize=4096)
def cell_width(text: str) -> int:
    """The cells that a text takes: 2 for a full-width character, 0 for a combining one."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(_cells, text))


@lru_cache(maxsize=4096)
def every_cell_one(text: str) -> bool:
    """Whether each character of a text takes one cell."""
    return text.isprintable() if text.isascii() else all(_cells(char) == 1 for char in text)


def fit(text: str, cells: int) -> str:
    """The text in exactly so many cells: cut with … where it is too long, padded with spaces where too short."""
    return _padded(shorten(text, cells), cells)


def fit_right(text: str, cells: int) -> str:
    """As `fit`, but with the spaces in front: for numbers."""
    short = shorten(text, cells)
    return " " * (cells - cell_width(short)) + short


def shorten(text: str, cells: int) -> str:
    """The text in at most so many cells, cut with … where it is too long."""
    if cell_width(text) <= cells:
        return text
    if cells <= 0:
        return ""
    kept, taken = [], 0
    for char in text:
        taken += _cells(char)
        if taken > cells - 1:
            break
        kept.append(char)
    return "".join(kept) + _ELLIPSIS


def wrap(text: str, cells: int) -> list[str]:
    """A paragraph as lines of at most so many cells, broken at spaces (not at no-break ones), and within long words."""
    lines = [""]
    for word in _SPACES.split(text.strip()):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_width(joined) <= cells:
            lines[-1] = joined
            continue
        pieces = _pieces(word, cells)
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return lines


def _pieces(word: str, cells: int) -> list[str]:
    """A word cut into pieces that fit."""
    pieces = [""]
    for char in word:
        if pieces[-1] and cell_width(pieces[-1] + char) > cells:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - cell_width(text))


def _cells(char: str) -> int:
    if char == _JOINER or unicodedata.category(char) in _NO_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
