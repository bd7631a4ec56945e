"""The explain panel: the selected lane's update at the cursor, line by line with this step's numbers.

With another lane pinned, both updates stand side by side; on a network, the eight steps of training stand below.
"""

from __future__ import annotations

from textual import events

from optsim.engine.trace.keys import GRADIENT, STEP, TRAINING
from optsim.engine.trace.trace import Line
from optsim.plot.grid import Attr, Grid
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, fit_right, shorten
from optsim.tui.language import method_named
from optsim.tui.panels.explain.comparison import compare
from optsim.tui.panels.explain.update_lines import (
    NUMBER,
    Place,
    column_heads,
    columns_beside,
    formula_of,
    put_numbers,
    put_term,
)
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView
from optsim.tui.widgets.recomputed_note import told_again
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
        rows = len({term.key for term in (*view.terms, *view.pinned_terms)})
        # the heads of the columns share the first row where that makes room for another line
        heads = 1 if rows + _rows_below(view) + 2 > height else 2
        if view.pinned_terms:
            head, body = compare(view, width, heads)
        else:
            head, body = _update(view, width, heads)
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


def _update(view: RaceSnapshot, width: int, heads: int) -> tuple[Grid, Grid]:
    """One lane's update: its head, and its lines with those of the training below."""
    colours, terms = view.palette, view.terms
    names = column_heads(terms[0], view.language)
    widest = max(cell_width(formula_of(term, view.language)) for term in terms)
    # two columns at least: then a formula is cut, never a number
    shown = max(min(2, len(names)), columns_beside(widest, len(names), width - 2))
    left = max(1, min(widest + 1, width - 1 - shown * NUMBER))
    if heads == 1:
        left = width - 1 - shown * NUMBER
    place = Place(1, left, shown)
    head = Grid(width, heads, fg=colours.text, bg=colours.ground)
    _put_head(head, view, view.language.text("explain.title") if heads > 1 else "", left if heads == 1 else width)
    put_numbers(head, heads - 1, place, names, colours.muted)
    body = Grid(width, len(terms) + _rows_below(view), fg=colours.text, bg=colours.ground)
    for y, term in enumerate(terms):
        strong = term.key in (STEP, GRADIENT)
        put_term(body, y, term, view.language, place, colours.text if strong else colours.muted, colours.text)
    if view.training:
        _put_training(body, len(terms) + 1, view)
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


def _rows_below(view: RaceSnapshot) -> int:
    """The rows of the training, with a blank one and a title over them."""
    return len(view.training) + 2 if view.training else 0


def _put_training(grid: Grid, y: int, view: RaceSnapshot) -> None:
    """The eight steps of training: number and word, formula, shape, norm; without the words where there is no room."""
    colours, text = view.palette, view.language.text
    longest = max(cell_width(line_formula(view.language, line)) for line in view.training if line.value.ndim)
    named = _STAGE + longest + _SHAPE + _NORM + 4 <= grid.width
    formulas = 2 + (_STAGE if named else 1)
    shapes = min(formulas + longest + 1, grid.width - 1 - _SHAPE - _NORM)
    grid.put(y, 1, shorten(text("explain.training"), shapes - 1), colours.text, Attr.BOLD)
    grid.put(
        y, shapes, fit_right(text("explain.shape"), _SHAPE) + fit_right(text("explain.norm"), _NORM), colours.muted
    )
    before = None
    for row, line in enumerate(view.training, start=y + 1):
        number = str(TRAINING.index(line.key) + 1) if line.key in TRAINING else ""
        if line.key != before:
            grid.put(row, 1, f"{number} {line_title(view.language, line)}" if named else number, colours.text)
        before = line.key
        # a single number has no shape: its formula may take that room
        room = shapes - formulas - 1 + (0 if line.value.ndim else _SHAPE)
        grid.put(row, formulas + 1, shorten(line_formula(view.language, line), room), colours.muted)
        if line.value.ndim:
            grid.put(row, shapes, fit_right(_shape(line), _SHAPE), colours.muted)
        grid.put(row, shapes + _SHAPE, fit_right(compact(line.norm, 4), _NORM), colours.text)


def _shape(line: Line) -> str:
    return "×".join(str(size) for size in line.value.shape)
