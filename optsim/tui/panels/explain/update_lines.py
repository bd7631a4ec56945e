"""Lines of an update as cells: a formula, and beside it numbers in columns."""

from __future__ import annotations

from typing import NamedTuple

from optsim.engine.trace.keys import BEFORE, EFFECTIVE_RATE, GRADIENT, STEP
from optsim.engine.trace.trace import Line
from optsim.languages import Language
from optsim.plot.grid import Attr, Grid
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, fit_right, wrap

#: cells of a number of four digits: the longest, −1.058e−10, with a blank before it; and of one of three
NUMBER, SHORT_NUMBER = 12, 10
_FEW = 3
_STRONG = (STEP, GRADIENT)


class Place(NamedTuple):
    """Layout of a line: its first cell, that of its numbers, how many columns of them there are and how wide each is."""

    x: int
    numbers: int
    columns: int
    cells: int = NUMBER

    @property
    def digits(self) -> int:
        """Return how many digits of a number there is room for."""
        return 4 if self.cells == NUMBER else 3


def column_heads(term: Line, language: Language) -> list[str]:
    """Return what the columns are: the parameters where they are few, else the norm and the first ones."""
    dim = len(term.value)
    return ["x", "y", "z"][:dim] if dim <= _FEW else [language.text("explain.norm"), "θ₁", "θ₂", "θ₃"]


def formula_of(term: Line, language: Language) -> str:
    """Return the formula of a line; of what was there before the step it is a symbol with a word."""
    symbol, _, _ = term.formula.partition(" ")
    return language.text("explain.before", symbol=symbol) if term.key.endswith(BEFORE) else term.formula


def columns_beside(formula: int, columns: int, room: int) -> int:
    """Return how many of the columns fit beside a formula of so many cells."""
    return max(0, min(columns, (room - formula) // NUMBER))


def put_numbers(grid: Grid, y: int, place: Place, texts: list[str], colour: int, attr: Attr = Attr.PLAIN) -> None:
    """Format as many numbers as there are columns, each at the right end of its own."""
    for number, text in enumerate(texts[: place.columns]):
        grid.put(y, place.numbers + number * place.cells, fit_right(text, place.cells), colour, attr)


def formula_rows(term: Line, language: Language, place: Place) -> list[str]:
    """Return the formula of a line in rows that fit before its numbers."""
    return wrap(formula_of(term, language), place.numbers - place.x)


def put_term(grid: Grid, y: int, term: Line, language: Language, place: Place, words: int, numbers: int) -> None:
    """Draw a line in its colours, the numbers in the last row of its formula; bold where it is what the others lead to."""
    attr = Attr.BOLD if term.key in _STRONG else Attr.PLAIN
    parts = formula_rows(term, language, place)
    for row, part in enumerate(parts):
        grid.put(y + row, place.x, part, words, attr)
    y += len(parts) - 1
    put_numbers(grid, y, place, _numbers(term, place.digits), numbers, attr)
    if len(term.value) > _FEW and term.key == EFFECTIVE_RATE:
        # a norm of rates means nothing: the least and the largest, right-aligned under the norms
        told = " … ".join(compact(rate) for rate in term.spread)
        grid.put(y, place.numbers + place.cells - cell_width(told), told, numbers, attr)


def _numbers(term: Line, digits: int) -> list[str]:
    """All entries where they are few, else the norm and the first entries; of rates no norm."""
    entries = [compact(float(entry), digits) for entry in term.value[:_FEW]]
    if len(term.value) <= _FEW:
        return entries
    return ["" if term.key == EFFECTIVE_RATE else compact(term.norm, digits), *entries]
