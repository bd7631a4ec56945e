"""Lanes side by side: mark, name and loss of each, in as many columns as there is room for."""

from __future__ import annotations

from optsim.analysis.ranking import Rank
from optsim.engine.status import Status
from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width, fit
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.lane_columns import NUMBER_WIDTH, number

#: cells before a name: the pointer, the mark, a blank
_LEAD = 3
_GAP = 2
_PINNED = "•"


class FoldedLanes:
    """Layout of a view's lanes in so many cells; they follow each other down the columns."""

    def __init__(self, view: RaceSnapshot, width: int) -> None:
        self._view = view
        self._name = max(map(cell_width, (view.language.text("lane_table.lane"), *(lane.name for lane in view.lanes))))
        loss = max(NUMBER_WIDTH, cell_width(view.language.text("lane_table.loss")) + 1)
        self._cells = _LEAD + self._name + loss + _GAP
        self._columns = max(1, (width + _GAP) // self._cells)

    @property
    def rows_of_all(self) -> int:
        """The rows that all lanes take."""
        return -(-len(self._view.lanes) // self._columns)

    def _first(self, rows: int) -> int:
        """Return the first lane in a window of so many rows, so that the selected one is among them."""
        fitting = min(len(self._view.lanes), rows * self._columns)
        return min(max(0, self._view.look.selected - fitting + 1), len(self._view.lanes) - fitting)

    def _taken(self, rows: int) -> int:
        return min(rows, self.rows_of_all)

    def at(self, x: int, y: int, rows: int) -> int | None:
        """Return the lane at a cell of the window, if there is one."""
        rows = self._taken(rows)
        if y >= rows or x // self._cells >= self._columns:
            return None
        place = self._first(rows) + x // self._cells * rows + y
        return place if place < len(self._view.lanes) else None

    def draw(self, grid: Grid, rows: int) -> None:
        """Draw the heads, and the lanes in so many rows under them."""
        view, rows = self._view, self._taken(rows)
        first, text = self._first(rows), self._view.language.text
        lanes = view.lanes[first : first + rows * self._columns]
        head = text("lane_table.lane")
        if len(lanes) < len(view.lanes):
            head = text("lane_table.window", first=first + 1, last=first + len(lanes), count=len(view.lanes))
        for place, lane in enumerate(lanes):
            column, row = divmod(place, rows)
            x = column * self._cells
            if row == 0:
                self._put_head(grid, x, head if place == 0 else text("lane_table.lane"))
            self._put(grid, 1 + row, x, lane)

    def _put_head(self, grid: Grid, x: int, head: str) -> None:
        muted, loss = self._view.palette.muted, self._view.language.text("lane_table.loss")
        end = grid.put(0, x + _LEAD, head, muted)
        right = x + self._cells - _GAP - cell_width(loss)
        if end < right:
            grid.put(0, right, loss, muted)

    def _put(self, grid: Grid, y: int, x: int, lane: Rank) -> None:
        view, colours, selected = self._view, self._view.palette, lane is self._view.selected
        colour, attr = view.colour(lane.place), Attr.BOLD if selected else Attr.PLAIN
        end = x + self._cells - _GAP
        if selected:
            grid.bg[y, x:end] = colours.raised
            grid.put(y, x, "▸", colour, Attr.BOLD)
        grid.put(y, x + 1, view.sign(lane.place), colour, Attr.BOLD)
        if lane.name == view.look.pinned:
            grid.put(y, x + 2, _PINNED, colour)
        grid.put(y, x + _LEAD, fit(lane.name, self._name), colour, attr)
        faint = lane.status in (Status.STOPPED_EARLY, Status.DIVERGED) or lane.name in view.look.hidden
        shown = number(lane.loss)
        grid.put(y, end - len(shown), shown, colours.muted if faint else colours.text, attr)
