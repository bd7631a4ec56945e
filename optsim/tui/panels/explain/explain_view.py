"""The explain panel: the selected lane's update at the cursor, line by line with this step's numbers.

With another lane pinned, both updates stand side by side; on a network, the eight steps of training stand below.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from textual import events

from optsim.engine.trace.keys import BACK_PROPAGATION, GRADIENT, STEP, TRAINING, WEIGHT_UPDATE
from optsim.engine.trace.trace import Line
from optsim.plot.grid import Attr, Grid
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, fit_right, shorten, wrap
from optsim.tui.language import method_named
from optsim.tui.panels.explain.comparison import compare
from optsim.tui.panels.explain.formulas import formula_rows, split_room
from optsim.tui.panels.explain.update_lines import (
    NUMBER,
    SHORT_NUMBER,
    Place,
    column_heads,
    columns_beside,
    in_notation,
    put_numbers,
    put_term,
    rows_of,
    symbol_of,
    words_of,
)
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView
from optsim.tui.widgets.recomputed_note import doubts, told_again
from optsim.words.trace_titles import line_formula, line_title

_STAGE, _SHAPE, _NORM = 18, 7, 10
_BELOW, _ABOVE = "▾", "▴"
_WHEEL_ROWS = 3


class ExplainView(CellView):
    """One row a term, in the same order for every optimizer; a long vector by its norm and its first entries.

    What does not fit is scrolled to, under a head that stays.
    """

    NAME = "Explain"
    ABOUT = (
        "The selected lane's update at this step, line by line: a formula, what it is for, and its numbers, computed by "
        "the very code that steps. On a network 1 to 8 are the steps of training. k pins a lane, to be compared with another."
    )

    _first = 0
    _last = 0
    _page = 1
    #: what was made last, and of what: the screen asks for its rows before they are drawn
    _made: tuple[RaceSnapshot, tuple[int, int, bool], tuple[Grid, Grid]] | None = None

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The head, and as many of the lines as fit."""
        return told_again(in_notation(view), width, height, self._lines)

    def _lines(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        heads = 2
        head, body = self._head_and_body(view, width, heads)
        if heads + body.height > height:
            # the heads of the columns share the first row, unless it has to say more than whose update it is
            heads = 2 if _has_ended(view) else 1
            head, body = self._head_and_body(view, width, heads, with_words=not view.pinned_terms)
        self._page = max(1, height - heads)
        self._last = max(0, body.height - self._page)
        first = min(self._first, self._last)
        grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
        _lay(grid, 0, head, 0)
        _lay(grid, heads, body, first)
        if first:
            grid.put(heads, width - 1, _ABOVE, view.palette.accent, Attr.BOLD)
        if first < self._last:
            grid.put(height - 1, width - 1, _BELOW, view.palette.accent, Attr.BOLD)
        return grid

    def rows(self, view: RaceSnapshot, width: int) -> int:
        """Return how many rows there are to show, so many cells wide."""
        if view.waiting or not view.terms:
            return 1
        return sum(part.height for part in self._head_and_body(view, width, 2)) + len(doubts(view, width))

    def _head_and_body(
        self, view: RaceSnapshot, width: int, heads: int, *, with_words: bool = True
    ) -> tuple[Grid, Grid]:
        """Return the head and the lines below it; they are not to be drawn on."""
        how = width, heads, with_words
        if self._made is None or self._made[0] is not view or self._made[1] != how:
            grids = (
                compare(view, width, heads, with_words=with_words) if view.pinned_terms else _update(view, width, heads)
            )
            self._made = view, how, grids
        return self._made[2]

    def turn(self, pages: float) -> None:
        """Scroll so many pages down, or up."""
        self._scroll(round(pages * max(1, self._page - 1)))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self._scroll(_WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self._scroll(-_WHEEL_ROWS)

    def _scroll(self, rows: int) -> None:
        self._first = max(0, min(min(self._first, self._last) + rows, self._last))
        self.repaint()


def _lay(grid: Grid, y: int, other: Grid, first: int) -> None:
    """Copy the rows of another grid from `first` on, as many as there is room for."""
    rows = max(0, min(grid.height - y, other.height - first))
    for name in ("chars", "fg", "bg", "attrs"):
        getattr(grid, name)[y : y + rows] = getattr(other, name)[first : first + rows]


def _has_ended(view: RaceSnapshot) -> bool:
    lanes = (view.selected, view.pinned) if view.pinned_terms else (view.selected,)
    return any(lane is not None and view.race.runs[lane.name].end is not None for lane in lanes)


def _update(view: RaceSnapshot, width: int, heads: int) -> tuple[Grid, Grid]:
    """One lane's update: its head, and its lines, the sentence that says why, and the steps of training below."""
    colours, terms, language = view.palette, view.terms, view.language
    words = words_of(view, view.selected, terms)
    place = _place(view, words, width, heads)
    head = Grid(width, heads, fg=colours.text, bg=colours.ground)
    title = view.marked("explain", language.text("explain.title"))
    _put_head(head, view, title if heads > 1 else "", place.numbers if heads == 1 else width)
    put_numbers(head, heads - 1, place, column_heads(terms[0], language), colours.muted)
    rows = [rows_of(term, word, language, place) for term, word in zip(terms, words, strict=True)]
    lines = Grid(width, sum(each.height for each in rows), fg=colours.text, bg=colours.ground)
    y = 0
    for number, term, each in zip(_numbers_of_steps(view), terms, rows, strict=True):
        lines.put(y, 1, number, colours.text)
        formula = colours.text if term.key in (STEP, GRADIENT) else colours.muted
        put_term(lines, y, term, each, place, (formula, colours.muted, colours.text))
        y += each.height
    return head, _stacked([lines, _sentence(view, width), _training(view, width)], view, width)


def _place(view: RaceSnapshot, words: list[str], width: int, heads: int) -> Place:
    """Return where the lines stand: as many columns of numbers as fit beside whole formulas and words, but two at least.

    Numbers are shorter where that saves rows.
    """
    formulas = tuple(map(symbol_of, view.terms))
    x = 3 if view.training else 1
    most = len(column_heads(view.terms[0], view.language))
    whole = max(map(cell_width, formulas)) + max(map(cell_width, words)) + 2
    columns = max(min(2, most), columns_beside(whole, most, width - 1 - x))
    splits = {
        cells: split_room(formulas, tuple(words), max(2, width - 1 - x - columns * cells))
        for cells in (NUMBER, SHORT_NUMBER)
    }
    cells = min(splits, key=lambda cells: splits[cells].rows)
    _, formula, word = splits[cells]
    numbers = width - 1 - columns * cells if heads == 1 else x + formula + 1 + (word + 1 if word else 0)
    return Place(x, formula, word, numbers, columns, cells)


def _numbers_of_steps(view: RaceSnapshot) -> list[str]:
    """Return the number of the step of training that each line is of, where it is another one: the gradient's, then the update's."""
    if not view.training:
        return [""] * len(view.terms)
    keys = [term.key for term in view.terms]
    gradient = keys.index(GRADIENT)
    numbers = {gradient: BACK_PROPAGATION, gradient + 1: WEIGHT_UPDATE}
    return [str(TRAINING.index(numbers[place]) + 1) if place in numbers else "" for place in range(len(keys))]


def _sentence(view: RaceSnapshot, width: int) -> Grid:
    """Draw the sentence that says why the step is as it is, all of it, unless it stands under the table of lanes."""
    rows = wrap(view.sentence, max(width - 2, 10)) if view.sentence and view.look.alone else []
    grid = Grid(width, len(rows), fg=view.palette.text, bg=view.palette.ground)
    for y, row in enumerate(rows):
        grid.put(y, 1, row)
    return grid


def _stacked(grids: list[Grid], view: RaceSnapshot, width: int) -> Grid:
    """Lay grids below one another, with a blank row between; those without rows are left out."""
    shown = [grid for grid in grids if grid.height]
    starts = list(accumulate((grid.height + 1 for grid in shown), initial=0))
    whole = Grid(width, max(0, starts[-1] - 1), fg=view.palette.text, bg=view.palette.ground)
    for y, grid in zip(starts, shown, strict=False):
        _lay(whole, y, grid, 0)
    return whole


def _put_head(grid: Grid, view: RaceSnapshot, title: str, room: int) -> None:
    """Say whose update it is; that a lane at its end does not take it goes before all else."""
    colours, lane = view.palette, view.selected
    run, who = view.race.runs[lane.name], f"{view.sign(lane.place)} {lane.name}"
    text, method = view.language.text, method_named(view.language, view.race.lanes[lane.place])
    update = text("explain.update", optimizer=method, step=run.last_step)
    # the step stands in the status bar as well
    choice = [(title, update), ("", update), (title, method), ("", method), ("", "")]
    if run.end is not None:
        ended = text("explain.ended")
        choice = [(title, f"{update} · {ended}"), (title, ended), ("", ended)]
    elif view.look.pinned == lane.name:
        choice = [(title, text("explain.alone")), ("", text("explain.alone"))]
    title, note = next((each for each in choice if cell_width("  ".join((*each, who))) < room - 1), choice[-1])
    x = grid.put(0, 1, title, colours.text, Attr.BOLD)
    x = grid.put(0, x + 2 if title else x, shorten(who, room - x - 1), view.colour(lane.place), Attr.BOLD)
    grid.put(0, x + 2, shorten(note, room - x - 2), colours.muted)


class _TrainingRow(NamedTuple):
    """A row of the steps of training; the last one of a line has its shape and its norm."""

    heading: str = ""
    formula: str = ""
    shape: str = ""
    norm: str = ""


def _training(view: RaceSnapshot, width: int) -> Grid:
    """Draw the eight steps of training: number and word, formula, shape, norm; the words over the formulas where room is short."""
    colours, text = view.palette, view.language.text
    if not view.training:
        return Grid(width, 0)
    with_shape = [line for line in view.training if line.value.ndim]
    longest = max(cell_width(line_formula(view.language, line)) for line in with_shape)
    # the number, a blank, the word, a blank
    stage = max(_STAGE, *(cell_width(line_title(view.language, line)) + 3 for line in view.training))
    named = stage + longest + _SHAPE + _NORM + 4 <= width
    x = 3 + (stage if named else 0)
    shapes = min(x + longest + 1, width - 1 - _SHAPE - _NORM)
    rows = [row for each in _training_rows(view, shapes - x - 1, named=named) for row in each]
    grid = Grid(width, 1 + len(rows), fg=colours.text, bg=colours.ground)
    grid.put(0, 1, shorten(text("explain.training"), shapes - 1), colours.text, Attr.BOLD)
    heads = fit_right(text("explain.shape"), _SHAPE) + fit_right(text("explain.norm"), _NORM)
    grid.put(0, shapes, heads, colours.muted)
    for y, row in enumerate(rows, start=1):
        grid.put(y, 1, row.heading, colours.text)
        grid.put(y, x, row.formula, colours.muted)
        if row.shape:
            grid.put(y, shapes, fit_right(row.shape, _SHAPE), colours.muted)
        if row.norm:
            grid.put(y, shapes + _SHAPE, fit_right(row.norm, _NORM), colours.text)
    return grid


def _training_rows(view: RaceSnapshot, cells: int, *, named: bool) -> Iterator[list[_TrainingRow]]:
    """Yield the rows of each line, for so many cells of a formula; with the heading beside the first one or over it."""
    before = None
    for line in view.training:
        number = str(TRAINING.index(line.key) + 1) if line.key in TRAINING else ""
        heading = "" if line.key == before else f"{number} {line_title(view.language, line)}"
        before = line.key
        # a single number has no shape: its formula may take that room
        parts = formula_rows(line_formula(view.language, line), cells + (0 if line.value.ndim else _SHAPE))
        rows = [_TrainingRow(formula=part) for part in parts]
        rows[-1] = rows[-1]._replace(shape=_shape(line) if line.value.ndim else "", norm=compact(line.norm, 4))
        if heading and not named:
            rows.insert(0, _TrainingRow(heading))
        rows[0] = rows[0]._replace(heading=heading)
        yield rows


def _shape(line: Line) -> str:
    return "×".join(str(size) for size in line.value.shape)
