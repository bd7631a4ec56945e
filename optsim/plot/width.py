"""Widths of texts in a terminal's cells, and texts cut and padded to a number of cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_ELLIPSIS = "…"
_JOINER = "\u200d"
_SPACES = re.compile(r"[ \t\r\n]+")
_NO_CELL = ("Mn", "Me", "Cf", "Cc")
#: makes a sign a picture, in two cells
_PICTURE = "\ufe0f"
_SKIN = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
#: signs before which, and after which, no line is broken in Japanese
_NO_BEGINNING = frozenset(
    "、。，．・：；？！）」』】〕〉》］｝〜ー…‥々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ°%‰′″,.:;?!)]}»”’"
)
_NO_END = frozenset("（「『【〔〈《［｛([{«“‘")
#: first and last of each range: vowels and finals of Hangul, which stand in the cell of the letter before
_SECOND_LETTERS = "\u1160\u11ff\ud7b0\ud7ff"
#: trigrams and hexagrams, wide since Unicode 16
_WIDE_SINCE_16 = "\u2630\u2637\u268a\u268f\u4dc0\u4dff"
#: where what is to come is wide: ideographs and pictures
_WIDE_TO_COME = "\u3400\u4dbf\u4e00\u9fff\uf900\ufaff\U0001f300\U0001f64f\U0001f900\U0001faff\U00020000\U0003fffd"


@lru_cache(maxsize=4096)
def cell_width(text: str) -> int:
    """The cells that a text takes: 2 for a full-width character or a picture, 0 for a combining one."""
    return len(text) if every_cell_one(text) else sum(cells for _, cells in clusters(text))


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """The characters with their cells; one that is made a picture, or gets a colour of skin, together with what does so."""
    held, cells = "", 0
    for char in text:
        if held and (char == _PICTURE and cells == 1 and not held.isalpha()):
            held, cells = held + char, 2
        elif held and char in _SKIN and unicodedata.category(held[0]) == "So":
            held += char
        else:
            if held:
                yield held, cells
            held, cells = char, _cells(char)
    if held:
        yield held, cells


def widest(texts: Iterable[str]) -> int:
    """Return the cells of the widest of some texts."""
    return max(map(cell_width, texts), default=0)


def longest_word(text: str) -> int:
    """Return the cells of the longest word: in fewer a text is not wrapped without breaking one."""
    return widest(_SPACES.split(text.strip()))


@lru_cache(maxsize=4096)
def every_cell_one(text: str) -> bool:
    """Tell if each character of a text takes one cell."""
    return text.isprintable() if text.isascii() else set(map(_cells, text)) <= {1}


def fit(text: str, cells: int) -> str:
    """The text in exactly so many cells: cut with … where it is too long, padded with spaces where too short."""
    return _padded(shorten(text, cells), cells)


def fit_right(text: str, cells: int) -> str:
    """Fit a text with the spaces in front, for numbers."""
    short = shorten(text, cells)
    return " " * (cells - cell_width(short)) + short


def shorten(text: str, cells: int) -> str:
    """The text in at most so many cells, cut with … where it is too long."""
    if cell_width(text) <= cells:
        return text
    if cells <= 0:
        return ""
    kept, taken = [], 0
    for char, width in clusters(text):
        taken += width
        if taken > cells - 1:
            break
        kept.append(char)
    return "".join(kept) + _ELLIPSIS


def wrap(text: str, cells: int, *, first: int | None = None) -> list[str]:
    """A paragraph as lines of at most so many cells, broken at spaces (not at no-break ones), and within long words.

    It is broken beside full-width characters, too, but not before a closing sign or after an opening one. Of the first line
    there may be fewer cells; it is empty where nothing fits.
    """
    lines: list[list[str]] = [[]]
    taken = 0
    for word in _SPACES.split(text.strip()):
        blank = " " if lines[-1] else ""
        for unit in unbroken(word):
            room = cells if first is None or len(lines) > 1 else first
            width = cell_width(unit)
            if taken + len(blank) + width <= room:
                lines[-1].append(blank + unit)
                taken += len(blank) + width
            else:
                pieces = [[piece] for piece in _pieces(unit, cells)]
                lines[-1:] = [lines[-1], *pieces] if lines[-1] or room < cells else pieces
                taken = cell_width(lines[-1][0])
            blank = ""
    return ["".join(parts) for parts in lines]


def unbroken(word: str) -> Iterator[str]:
    """Yield the parts of a word that are not broken: full-width characters with the signs that stay beside them, and the rest."""
    if word.isascii():
        yield word
        return
    part: list[str] = []
    for char, width in clusters(word):
        beside = part and (width > 1 or _is_wide(part[-1]))
        if beside and char not in _NO_BEGINNING and part[-1] not in _NO_END:
            yield "".join(part)
            part = []
        part.append(char)
    yield "".join(part)


def _is_wide(cluster: str) -> bool:
    return cell_width(cluster) > 1


def _pieces(word: str, cells: int) -> list[str]:
    """A word cut into pieces that fit."""
    pieces: list[list[str]] = [[]]
    taken = 0
    for char, width in clusters(word):
        if pieces[-1] and taken + width > cells:
            pieces.append([])
            taken = 0
        pieces[-1].append(char)
        taken += width
    return ["".join(piece) for piece in pieces]


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - cell_width(text))


@lru_cache(maxsize=4096)
def _cells(char: str) -> int:
    kind = unicodedata.category(char)
    if char == _JOINER or kind in _NO_CELL or _within(char, _SECOND_LETTERS):
        return 0
    if kind == "Cn":
        # Python takes all that came into Unicode after it for wide
        return 2 if _within(char, _WIDE_TO_COME) else 1
    return 2 if unicodedata.east_asian_width(char) in "WF" or _within(char, _WIDE_SINCE_16) else 1


def _within(char: str, ranges: str) -> bool:
    return any(first <= char <= last for first, last in zip(ranges[::2], ranges[1::2], strict=True))
