"""Formulas and words in rows: nothing of them is cut, a formula is broken before its operators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from optsim.plot.width import cell_width, clusters, wrap

#: rows after the first are set in, where there is room for it
INDENT, _ROOM = 2, 10
#: cells of formulas to choose from, and the fewest of formulas and of words that stand beside each other
_WIDTHS, _LEAST = (13, 16, 20, 24), 12
_SIGNS = ("+", "−", "=", "←", ">")


@lru_cache(maxsize=1024)
def formula_rows(formula: str, cells: int) -> tuple[str, ...]:
    """Return a formula in rows of so many cells at most, broken before its operators: sums first, then factors, then in brackets."""
    indent = " " * (INDENT if cells >= _ROOM else 0)
    rows = [""]
    _fill(rows, formula, cells, indent, 0)
    return tuple(rows)


def _fill(rows: list[str], part: str, cells: int, indent: str, level: int) -> None:
    """Put a part at the end of the last row or on one of its own; what has room on neither, piece by piece."""
    alone = (indent if rows[-1] else "") + part.strip()
    if cell_width(rows[-1] + part) <= cells:
        rows[-1] += part
    elif cell_width(alone) <= cells:
        rows.append(alone)
    elif level < len(_LEVELS):
        for piece in _pieces(part, _LEVELS[level]):
            _fill(rows, piece, cells, indent, level + 1)
    else:
        broken = wrap(part, cells)
        rows[:] = [*rows, *broken] if rows[-1] else broken


def _pieces(part: str, begins: Callable[[str, int], bool]) -> Iterator[str]:
    """Yield the pieces of a part; one begins where that is said of the text from there on and the depth of brackets there."""
    start = depth = at = 0
    for char, _ in clusters(part):
        if at > start and begins(part[at:], depth):
            yield part[start:at]
            start = at
        depth += (char in "([") - (char in ")]")
        at += len(char)
    yield part[start:]


def _begins_term(rest: str, depth: int) -> bool:
    return depth == 0 and rest[0] == " " and rest[1:2] in _SIGNS and rest[2:3] == " "


def _begins_factor(rest: str, depth: int) -> bool:
    return depth == 0 and rest[0] in "·/"


def _begins_inside(rest: str, _depth: int) -> bool:
    return rest[0] in "·/" or (rest[0] == " " and rest[1:2] in _SIGNS)


_LEVELS: tuple[Callable[[str, int], bool], ...] = (_begins_term, _begins_factor, _begins_inside)


@lru_cache(maxsize=1024)
def word_rows(words: str, cells: int) -> tuple[str, ...]:
    """Return words in rows of so many cells at most."""
    return tuple(wrap(words, cells))


class Split(NamedTuple):
    """Rows of all lines, and the cells of a formula and of words beside it; 0 where they stand under it."""

    rows: int
    formula: int
    words: int


@lru_cache(maxsize=64)
def split_room(formulas: tuple[str, ...], words: tuple[str, ...], cells: int) -> Split:
    """Divide room between formulas and words beside them, or under them, whichever takes the fewest rows.

    Args:
        formulas: of all lines.
        words: of all lines.
        cells: for a formula and its words, with a blank between and one after.
    """
    widest, longest = max(map(cell_width, formulas)), max(map(cell_width, words))
    if widest + longest + 2 <= cells:
        return Split(len(formulas), widest, longest)
    choices = [(max(1, min(widest, cells - 1)), 0)]
    choices += [(width, cells - 2 - width) for width in {widest, *_WIDTHS} if _LEAST <= width <= cells - 2 - _LEAST]
    return min(Split(_height(formulas, words, *choice), *choice) for choice in choices)


def _height(formulas: Sequence[str], words: Sequence[str], formula: int, word: int) -> int:
    """Return the rows of all lines; words under a formula have a row of their own."""
    rows = [len(formula_rows(each, formula)) for each in formulas]
    if not word:
        return sum(rows) + len(rows)
    return sum(max(row, len(word_rows(each, word))) for row, each in zip(rows, words, strict=True))
