"""The explain panel: the selected lane's update at the cursor, line by line with this step's numbers.

With another lane pinned, both updates stand side by side; on a network, the eight steps of training stand below.
"""

from __future__ import annotations

from itertools import accumulate

from textual import events

from optsim.engine.trace.keys import GRADIENT, STEP, TRAINING
from optsim.engine.trace.trace import Line
from optsim.plot.grid import Attr, Grid
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, fit_right, shorten, wrap
from optsim.tui.language import method_named
from optsim.tui.panels.explain.comparison import compare
from optsim.tui.panels.explain.update_lines import (
    NUMBER,
    Place,
    column_heads,
    columns_beside,
    formula_of,
    formula_rows,
    put_numbers,
    put_term,
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
        "The selected lane's update at this step, line by line with its numbers, computed by the very code "
        "that steps. k pins a lane, to be compared with another."
    )

    _first = 0
    _last = 0
    _page = 1

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The head, and as many of the lines as fit."""
        return told_again(view, width, height, self._lines)

    def _lines(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        heads = 2
        head, body = _head_and_body(view, width, heads)
        if heads + body.height > height:
            # the heads of the columns share the first row where that makes room for another line
            heads = 1
            head, body = _head_and_body(view, width, heads)
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
        return sum(part.height for part in _head_and_body(view, width, 2)) + len(doubts(view, width))

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


def _head_and_body(view: RaceSnapshot, width: int, heads: int) -> tuple[Grid, Grid]:
    return compare(view, width, heads) if view.pinned_terms else _update(view, width, heads)


def _update(view: RaceSnapshot, width: int, heads: int) -> tuple[Grid, Grid]:
    """One lane's update: its head, and its lines with those of the training below."""
    colours, terms = view.palette, view.terms
    names = column_heads(terms[0], view.language)
    widest = max(cell_width(formula_of(term, view.language)) for term in terms)
    # two columns at least: then a formula takes more rows, and no number is cut
    shown = max(min(2, len(names)), columns_beside(widest, len(names), width - 2))
    left = max(1, min(widest + 1, width - 1 - shown * NUMBER))
    if heads == 1:
        left = width - 1 - shown * NUMBER
    place = Place(1, left, shown)
    head = Grid(width, heads, fg=colours.text, bg=colours.ground)
    title = view.marked("explain", view.language.text("explain.title"))
    _put_head(head, view, title if heads > 1 else "", left if heads == 1 else width)
    put_numbers(head, heads - 1, place, names, colours.muted)
    rows = [len(formula_rows(term, view.language, place)) for term in terms]
    training = _training(view, width)
    below = training.height + 1 if training.height else 0
    body = Grid(width, sum(rows) + below, fg=colours.text, bg=colours.ground)
    for term, y in zip(terms, accumulate(rows, initial=0), strict=False):
        strong = term.key in (STEP, GRADIENT)
        put_term(body, y, term, view.language, place, colours.text if strong else colours.muted, colours.text)
    _lay(body, sum(rows) + 1, training, 0)
    return head, body


def _put_head(grid: Grid, view: RaceSnapshot, title: str, room: int) -> None:
    """Say whose update it is; that a lane at its end does not take it goes before all else."""
    colours, lane = view.palette, view.selected
    run, who = view.race.runs[lane.name], f"{view.sign(lane.place)} {lane.name}"
    text, method = view.language.text, method_named(view.language, view.race.lanes[lane.place])
    told = text("explain.update", optimizer=method, step=run.last_step)
    if run.end is not None:
        ended = text("explain.ended")
        choice = ((title, f"{told} · {ended}"), (title, ended), ("", ended))
        title, told = next((each for each in choice if cell_width("  ".join((*each, who))) < room - 1), choice[-1])
    elif view.look.pinned == lane.name:
        told = text("explain.alone")
    x = grid.put(0, 1, title, colours.text, Attr.BOLD)
    x = grid.put(0, x + 2 if title else x, shorten(who, room - x - 1), view.colour(lane.place), Attr.BOLD)
    grid.put(0, x + 2, shorten(told, room - x - 2), colours.muted)


def _training(view: RaceSnapshot, width: int) -> Grid:
    """Draw the eight steps of training: number and word, formula, shape, norm; without the words where there is no room."""
    colours, text = view.palette, view.language.text
    if not view.training:
        return Grid(width, 0)
    longest = max(cell_width(line_formula(view.language, line)) for line in view.training if line.value.ndim)
    named = _STAGE + longest + _SHAPE + _NORM + 4 <= width
    formulas = 3 + (_STAGE if named else 1)
    shapes = min(formulas + longest, width - 1 - _SHAPE - _NORM)
    # a single number has no shape: its formula may take that room
    parts = [
        wrap(line_formula(view.language, line), shapes - formulas + (0 if line.value.ndim else _SHAPE))
        for line in view.training
    ]
    grid = Grid(width, 1 + sum(map(len, parts)), fg=colours.text, bg=colours.ground)
    grid.put(0, 1, shorten(text("explain.training"), shapes - 1), colours.text, Attr.BOLD)
    heads = fit_right(text("explain.shape"), _SHAPE) + fit_right(text("explain.norm"), _NORM)
    grid.put(0, shapes, heads, colours.muted)
    before, y = None, 1
    for line, rows in zip(view.training, parts, strict=True):
        number = str(TRAINING.index(line.key) + 1) if line.key in TRAINING else ""
        if line.key != before:
            grid.put(y, 1, f"{number} {line_title(view.language, line)}" if named else number, colours.text)
        before = line.key
        for row, part in enumerate(rows):
            grid.put(y + row, formulas, part, colours.muted)
        y += len(rows)
        if line.value.ndim:
            grid.put(y - 1, shapes, fit_right(_shape(line), _SHAPE), colours.muted)
        grid.put(y - 1, shapes + _SHAPE, fit_right(compact(line.norm, 4), _NORM), colours.text)
    return grid


def _shape(line: Line) -> str:
    return "×".join(str(size) for size in line.value.shape)
