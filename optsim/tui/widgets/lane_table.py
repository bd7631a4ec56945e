"""The lane table: rank, mark, measured quantities, best and status of every lane at the cursor.

In a small window with many lanes it folds: marks, names and losses stand side by side.
"""

from __future__ import annotations

import re

from textual import events

from optsim.analysis.ranking import Rank
from optsim.engine.status import Status
from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width, fit, shorten
from optsim.tui.messages import Divided, LaneChosen
from optsim.tui.screens.window_sizes import HEAD_ROWS, SENTENCE_ROWS, folds, lane_rows, table_rows
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView
from optsim.tui.widgets.folded_lanes import FoldedLanes
from optsim.tui.widgets.lane_columns import Column, shown_columns
from optsim.tui.widgets.lane_sentence import LaneSentence

_LEAD = 6
_PINNED = "•"
#: what ends the first clause of a cause
_CLAUSE = re.compile("[:;：；]")


class LaneTable(CellView):
    """One row a lane, the selected one raised, and under them what became of it as a whole sentence; dragging the heads moves them."""

    def show(self, view: RaceSnapshot) -> None:
        """Show another view, with a row for each lane, as far as there is room, or as a person has set it."""
        width, height = self.screen.size
        if height:
            most = (
                lane_rows(width, height) if view.look.table_rows is None else table_rows(view.look.table_rows, height)
            )
            rows = FoldedLanes(view, width).rows_of_all if self._folded(view) else len(view.lanes)
            self.take_rows(HEAD_ROWS + min(rows, most) + SENTENCE_ROWS)
        super().show(view)

    def _folded(self, view: RaceSnapshot) -> bool:
        return folds(len(view.lanes), *self.screen.size)

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The table, and below it the sentence, which takes more rows of the lanes where it needs them."""
        grid = Grid(width, height, fg=view.palette.text, bg=view.palette.ground)
        sentence = LaneSentence(view, width)
        rows = _rows_of_lanes(sentence, height)
        if self._folded(view):
            FoldedLanes(view, width).draw(grid, rows)
        else:
            _draw_lanes(grid, view, rows)
        sentence.draw(grid, HEAD_ROWS + rows)
        return grid

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to drag the heads."""
        if event.y == 0:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Give the lanes more rows, or fewer."""
        if self.app.mouse_captured is self and event.screen_y != self.region.y:
            rows = self.region.bottom - event.screen_y - HEAD_ROWS - SENTENCE_ROWS
            self.post_message(Divided(table_rows=max(1, rows)))

    def on_mouse_up(self) -> None:
        """End of a drag."""
        if self.app.mouse_captured is self:
            self.release_mouse()
            self.post_message(Divided())

    def on_click(self, event: events.Click) -> None:
        """Select the lane that was clicked."""
        if self.view is None:
            return
        rows = _rows_of_lanes(LaneSentence(self.view, self.size.width), self.size.height)
        row = event.y - HEAD_ROWS
        if not 0 <= row < rows:
            return
        if self._folded(self.view):
            place = FoldedLanes(self.view, self.size.width).at(event.x, row, rows)
        else:
            first, count = _window(self.view, rows)
            place = first + row if row < count else None
        if place is not None:
            self.post_message(LaneChosen(place))


def _rows_of_lanes(sentence: LaneSentence, height: int) -> int:
    """Return how many rows there are for lanes above a sentence, one at least."""
    return max(1, height - HEAD_ROWS - max(SENTENCE_ROWS, sentence.rows))


def _window(view: RaceSnapshot, rows: int) -> tuple[int, int]:
    """The first lane to show and how many fit, so that the selected one is among them."""
    count = min(len(view.lanes), rows)
    return min(max(0, view.look.selected - count + 1), len(view.lanes) - count), count


def _draw_lanes(grid: Grid, view: RaceSnapshot, rows: int) -> None:
    """Draw heads, and a row a lane."""
    name_width = max(map(cell_width, (view.language.text("lane_table.lane"), *(lane.name for lane in view.lanes))))
    columns = shown_columns(view, grid.width - _LEAD - name_width - 1)
    first, count = _window(view, rows)
    all_seen = count == len(view.lanes)
    text, window = view.language.text, {"first": first + 1, "last": first + count, "count": len(view.lanes)}
    last_head = text("lane_table.status_head") if all_seen else text("lane_table.window", **window)
    _head(grid, view, columns, name_width, last_head)
    for y, lane in enumerate(view.lanes[first : first + count], start=HEAD_ROWS):
        _row(grid, y, view, lane, columns, name_width)


def _head(grid: Grid, view: RaceSnapshot, columns: list[Column], name_width: int, last_head: str) -> None:
    muted = view.palette.muted
    rank = view.language.text("lane_table.rank")
    grid.put(0, 1, rank if cell_width(rank) < _LEAD - 1 else "#", muted)
    grid.put(0, _LEAD, fit(view.language.text("lane_table.lane"), name_width), muted)
    x = _LEAD + name_width + 1
    for column in columns:
        grid.put(0, x + column.width - cell_width(column.head), column.head, muted)
        x += column.width
    end = grid.put(0, x + 2, last_head, muted)
    if view.ranked_by and end + 3 + cell_width(view.ranked_by) <= grid.width:
        grid.put(0, end + 3, view.ranked_by, muted)


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
    status = _status(view, lane, grid.width - x - 3, hidden=hidden)
    grid.put(y, x + 2, status, colours.warning if over else text, status_attr)


def _status(view: RaceSnapshot, lane: Rank, room: int, *, hidden: bool) -> str:
    """Return the status, with its cause or the first clause of that where it has room: all is in the selected lane's sentence."""
    language, status = view.language, view.status_word(lane.status)
    if hidden:
        ways = [language.text(f"lane_table.{key}", status=status) for key in ("hidden", "hidden.short", "hidden.alone")]
        return shorten(next((way for way in ways if cell_width(way) <= room), ways[-1]), room)
    if lane.cause is None:
        return shorten(status, room)
    whole = language.text("lane_table.status", status=status, cause=language.sentence(lane.cause))
    clause = _CLAUSE.split(whole)[0]
    return next((way for way in (whole, clause) if cell_width(way) <= room), shorten(status, room))
