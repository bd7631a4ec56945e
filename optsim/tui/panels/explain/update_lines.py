"""Lines of an update as cells: a formula, what it is for, and numbers in columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from optsim.analysis.ranking import Rank
from optsim.engine.capabilities.states import States
from optsim.engine.trace.keys import BEFORE, EFFECTIVE_RATE, GRADIENT, STEP
from optsim.engine.trace.trace import Line
from optsim.languages import Language
from optsim.plot.grid import Attr, Grid
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, fit_right
from optsim.tui.panels.explain.formulas import INDENT, formula_rows, word_rows
from optsim.tui.snapshot import RaceSnapshot
from optsim.words.trace_titles import update_titles

#: cells of a number of four digits: the longest, −1.058e−10, with a blank before it; and of one of three
NUMBER, SHORT_NUMBER = 12, 10
_FEW = 3
_STRONG = (STEP, GRADIENT)


class Place(NamedTuple):
    """Layout of lines: the first cell, those of a formula, of words beside it, and of numbers in columns.

    Where `words` is 0 the words stand under the formula, as wide as all of it.
    """

    x: int
    formula: int
    words: int
    numbers: int
    columns: int
    cells: int = NUMBER

    @property
    def digits(self) -> int:
        """Return how many digits of a number there is room for."""
        return 4 if self.cells == NUMBER else 3

    @property
    def word(self) -> int:
        """Return the first cell of words."""
        return self.x + (self.formula + 1 if self.words else INDENT)

    @property
    def end(self) -> int:
        """Return the cell after the last column."""
        return self.numbers + self.columns * self.cells


class Rows(NamedTuple):
    """A line in rows: its formula, its words, the row in which these begin, and how many there are in all."""

    formula: Sequence[str]
    words: Sequence[str]
    below: int
    height: int


def column_heads(term: Line, language: Language) -> list[str]:
    """Return what the columns are: the parameters where they are few, else the norm and the first ones."""
    dim = len(term.value)
    return ["x", "y", "z"][:dim] if dim <= _FEW else [language.text("explain.norm"), "θ₁", "θ₂", "θ₃"]


def formula_of(term: Line, language: Language) -> str:
    """Return the formula of a line; of what was there before the step it is a symbol with a word."""
    return language.text("explain.before", symbol=symbol_of(term)) if term.key.endswith(BEFORE) else term.formula


def symbol_of(term: Line) -> str:
    """Return the formula of a line that has words beside it; of what was there before the step the symbol alone."""
    return term.formula.partition(" ")[0] if term.key.endswith(BEFORE) else term.formula


def in_notation(view: RaceSnapshot) -> RaceSnapshot:
    """Return a view whose formulas have the symbols that people are to see."""
    if view.language.symbols is None:
        return view
    return view._replace(
        terms=_with_symbols(view, view.selected, view.terms),
        pinned_terms=_with_symbols(view, view.pinned, view.pinned_terms),
    )


def _with_symbols(view: RaceSnapshot, lane: Rank | None, terms: tuple[Line, ...]) -> tuple[Line, ...]:
    own = None if lane is None or not isinstance(view.race, States) else view.race.lanes[lane.place].optimizer
    name = getattr(own, "name", "")
    return tuple(term._replace(formula=view.language.formula(term.formula, name)) for term in terms)


def words_of(view: RaceSnapshot, lane: Rank | None, terms: Sequence[Line]) -> list[str]:
    """Return what the lines of a lane's update are for."""
    own = None if lane is None or not isinstance(view.race, States) else view.race.lanes[lane.place].optimizer
    return update_titles(view.language, terms, getattr(own, "name", ""))


def columns_beside(formula: int, columns: int, room: int) -> int:
    """Return how many of the columns fit beside a formula of so many cells."""
    return max(0, min(columns, (room - formula) // NUMBER))


def put_numbers(grid: Grid, y: int, place: Place, texts: list[str], colour: int, attr: Attr = Attr.PLAIN) -> None:
    """Format as many numbers as there are columns, each at the right end of its own."""
    for number, text in enumerate(texts[: place.columns]):
        grid.put(y, place.numbers + number * place.cells, fit_right(text, place.cells), colour, attr)


def rows_of(term: Line, word: str, language: Language, place: Place) -> Rows:
    """Return a line in rows; nothing of it is cut. Without a word there are those of its formula."""
    if not word:
        alone = formula_rows(formula_of(term, language), place.formula)
        return Rows(alone, [], 0, len(alone))
    formula = formula_rows(symbol_of(term), place.formula)
    # the least and the largest rate take room left of the numbers
    if place.words and not _is_spread(term):
        words = word_rows(word, place.words)
        return Rows(formula, words, 0, max(len(formula), len(words)))
    if (
        not _is_spread(term)
        and len(formula) == 1
        and cell_width(formula[0]) + 1 + cell_width(word) < place.numbers - place.x
    ):
        return Rows((f"{formula[0]} {word}",), [], 0, 1)
    words = word_rows(word, place.end - place.word)
    return Rows(formula, words, len(formula), len(formula) + len(words))


def put_term(grid: Grid, y: int, term: Line, rows: Rows, place: Place, colours: tuple[int, int, int]) -> None:
    """Draw a line in the colours of formula, words and numbers; bold where it is what the others lead to.

    The numbers stand in the last row of the formula.
    """
    attr = Attr.BOLD if term.key in _STRONG else Attr.PLAIN
    of_formula, of_words, of_numbers = colours
    for row, part in enumerate(rows.formula):
        grid.put(y + row, place.x, part, of_formula, attr)
    for row, part in enumerate(rows.words, start=y + rows.below):
        grid.put(row, place.word, part, of_words)
    y += len(rows.formula) - 1
    put_numbers(grid, y, place, _numbers(term, place.digits), of_numbers, attr)
    if _is_spread(term):
        # right-aligned under the norms
        spread = " … ".join(compact(rate) for rate in term.spread)
        grid.put(y, place.numbers + place.cells - cell_width(spread), spread, of_numbers, attr)


def _is_spread(term: Line) -> bool:
    """Tell if the least and the largest number are shown: a norm of rates means nothing."""
    return len(term.value) > _FEW and term.key == EFFECTIVE_RATE


def _numbers(term: Line, digits: int) -> list[str]:
    """All entries where they are few, else the norm and the first entries; of rates no norm."""
    entries = [compact(float(entry), digits) for entry in term.value[:_FEW]]
    if len(term.value) <= _FEW:
        return entries
    return ["" if term.key == EFFECTIVE_RATE else compact(term.norm, digits), *entries]
