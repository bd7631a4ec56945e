"""The lane table: rank, mark, measured quantities, best and status of every lane at the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import NamedTuple

from textual import events

from optsim.analysis.chart_marks import BEST
from optsim.analysis.ranking import Rank
from optsim.engine.capabilities.curves import Curves
from optsim.engine.history.quantities import QUANTITIES, Quantity, TableColumn
from optsim.engine.status import Status
from optsim.languages import Language
from optsim.plot.grid import Attr, Grid
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width, fit, shorten
from optsim.tui.language import formula_named
from optsim.tui.messages import LaneChosen
from optsim.tui.screens.window_sizes import lane_rows
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView

_NUMBER_WIDTH = 9


def _number(value: float, width: int = _NUMBER_WIDTH) -> str:
    """In three digits, or in fewer where it would touch the number beside it: 3e−106."""
    shown = (compact(value, digits) for digits in (3, 2, 1))
    return next((text for text in shown if len(text) < width), compact(value, 1))


class Column(NamedTuple):
    """A column of numbers: its head, its least width, what it shows, and how soon it goes when room is short (1 first)."""

    head: str
    width: int
    text: Callable[[Rank], str]
    goes: int


def _best(language: Language, *, lowest: bool) -> Iterator[Column]:
    """Yield the columns of what was best so far, with rules the lowest value, too."""
    text = language.text
    if lowest:
        yield _wide_enough(text("lane_table.lowest"), _NUMBER_WIDTH, lambda lane: _number(lane.lowest_loss), 2)
    yield _wide_enough(text("lane_table.best", sign=BEST), _NUMBER_WIDTH, lambda lane: _number(lane.best_loss), 4)
    yield _wide_enough(text("lane_table.at"), 7, lambda lane: "–" if lane.best_at is None else f"@{lane.best_at}", 4)


def _wide_enough(head: str, width: int, text: Callable[[Rank], str], goes: int) -> Column:
    """Return a column two cells wider than its head at least."""
    return Column(head, max(width, cell_width(head) + 2), text, goes)


def _columns(race: Curves, language: Language) -> list[Column]:
    """All columns of a race: the quantities that it measures, and among them what was best so far."""
    placed = [(0, column) for column in _best(language, lowest=bool(race.rules))]
    placed += [
        (each.column.place, _column(each, each.column, language))
        for each in QUANTITIES.values()
        if each.column is not None and race.history.measures(each.name)
    ]
    return [column for _, column in sorted(placed, key=itemgetter(0))]


def _column(quantity: Quantity, column: TableColumn, language: Language) -> Column:
    """The column of a quantity, two cells wider than its head at least."""
    own = language.title_of(f"quantity.{quantity.name}.head", column.head)
    head = own or quantity.symbol or language.of("quantity", quantity)
    width = max(column.width, cell_width(head) + 2)
    return Column(head, width, lambda lane: _number(lane.values[quantity.name], width), column.goes)


_STATUS_WIDTH = 24
_SHORT_STATUS_WIDTH = 14
_LEAD = 6
_PINNED = "•"


class LaneTable(CellView):
    """One row a lane, the selected one raised, and under them its status as a whole sentence."""

    def show(self, view: RaceSnapshot) -> None:
        """Show another view, with a row for each lane, but a third of the screen at most."""
        if self.screen.size.height:
            self.take_rows(lane_rows(len(view.lanes), self.screen.size.height) + 2)
        super().show(view)

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The table."""
        colours = view.palette
        grid = Grid(width, height, fg=colours.text, bg=colours.ground)
        name_width = max(map(cell_width, (view.language.text("lane_table.lane"), *(lane.name for lane in view.lanes))))
        columns = _shown(view, width - _LEAD - name_width - 1)
        first, rows = _window(view, height)
        all_seen = rows == len(view.lanes)
        text, window = view.language.text, {"first": first + 1, "last": first + rows, "count": len(view.lanes)}
        last_head = text("lane_table.status_head") if all_seen else text("lane_table.window", **window)
        _head(grid, view, columns, name_width, last_head)
        for y, lane in enumerate(view.lanes[first : first + rows], start=1):
            _row(grid, y, view, lane, columns, name_width)
        if height > rows + 1:
            _sentence(grid, rows + 1, view)
        return grid

    def on_click(self, event: events.Click) -> None:
        """Select the lane that was clicked."""
        if self.view is None:
            return
        first, rows = _window(self.view, self.size.height)
        if 1 <= event.y <= rows:
            self.post_message(LaneChosen(first + event.y - 1))


def _window(view: RaceSnapshot, height: int) -> tuple[int, int]:
    """The first lane to show and how many fit, so that the selected one is among them."""
    rows = min(len(view.lanes), max(1, height - 2))
    first = min(max(0, view.look.selected - rows + 1), len(view.lanes) - rows)
    return first, rows


def _shown(view: RaceSnapshot, room: int) -> list[Column]:
    """The columns that fit, the least needed left out first."""
    columns = _columns(view.race, view.language)
    for going in sorted({column.goes for column in columns}):
        status = _STATUS_WIDTH if going < 3 else _SHORT_STATUS_WIDTH
        if sum(column.width for column in columns) + status <= room:
            break
        columns = [column for column in columns if column.goes != going]
    return columns


def _head(grid: Grid, view: RaceSnapshot, columns: list[Column], name_width: int, last_head: str) -> None:
    muted = view.palette.muted
    grid.put(0, 1, "#", muted)
    grid.put(0, _LEAD, view.language.text("lane_table.lane"), muted)
    x = _LEAD + name_width + 1
    for column in columns:
        grid.put(0, x + column.width - cell_width(column.head), column.head, muted)
        x += column.width
    grid.put(0, x + 2, last_head, muted)


def _row(grid: Grid, y: int, view: RaceSnapshot, lane: Rank, columns: list[Column], name_width: int) -> None:
    colours, selected = view.palette, lane is view.selected
    hidden = lane.name in view.look.hidden
    over = lane.status in (Status.STOPPED_EARLY, Status.DIVERGED)
    colour, text = view.colour(lane.place), colours.muted if over or hidden else colours.text
    attr = Attr.BOLD if selected else Attr.PLAIN
    if selected:
        grid.bg[y] = colours.raised
        grid.put(y, 0, "▸", colour, Attr.BOLD)
    grid.put(y, 1, f"{lane.rank:<2}", text, attr)
    grid.put(y, 4, view.sign(lane.place), colour, Attr.BOLD)
    if lane.name == view.look.pinned:
        grid.put(y, 5, _PINNED, colour)
    grid.put(y, _LEAD, fit(lane.name, name_width), colour, attr)
    x = _LEAD + name_width + 1
    for column in columns:
        shown = column.text(lane)
        grid.put(y, x + column.width - len(shown), shown, text, attr)
        x += column.width
    status_attr = Attr.BOLD if lane.status is Status.TARGET_REACHED else attr
    grid.put(
        y,
        x + 2,
        fit(_status(view, lane, hidden=hidden), grid.width - x - 3),
        colours.warning if over else text,
        status_attr,
    )


def _status(view: RaceSnapshot, lane: Rank, *, hidden: bool) -> str:
    """Return the status in a few words, with its cause where there is room."""
    language, status = view.language, view.status_word(lane.status)
    if hidden:
        return language.text("lane_table.hidden", status=status)
    if lane.cause is None:
        return status
    return language.text("lane_table.status", status=status, cause=language.sentence(lane.cause))


def _sentence(grid: Grid, y: int, view: RaceSnapshot) -> None:
    """The selected lane in a whole line: what it is, and what became of it."""
    lane, colours = view.selected, view.palette
    x = grid.put(y, 1, f"{view.sign(lane.place)} {lane.name}", view.colour(lane.place), Attr.BOLD)
    own = view.race.lanes[lane.place]
    formula, title = formula_named(view.language, own), f" · {own.title}" if own.title else ""
    if x + cell_width(title) + 2 + cell_width(view.sentence or formula) + 1 <= grid.width:
        x = grid.put(y, x, title, colours.text)
    end = grid.put(y, x + 2, shorten(view.sentence or formula, grid.width - x - 3), colours.text)
    if view.sentence and end + 3 + cell_width(formula) < grid.width:
        grid.put(y, end + 3, formula, colours.muted)
