"""The screens of a terminal, the main one and another, with the cursor and all that moves it and the cells about."""

from __future__ import annotations

from optsim.plot.width import cell_width
from optsim.screencast.film import Pen
from optsim.screencast.terminal.cell_buffer import CellBuffer, Cells
from optsim.screencast.terminal.cells import Cell, cells_sent
from optsim.screencast.terminal.reflow import Place, resize

_TAB = 8
#: characters whose cells are made at once
_MOST_AT_ONCE = 128


class Screen:
    """So many columns and rows of cells. A cursor at `x` = `width` waits after the last column for what comes."""

    x: int
    y: int
    top: int
    bottom: int
    wraps: bool
    inserts: bool
    origin: bool
    _tabs: set[int]

    def __init__(self, width: int, height: int, plain: Cell) -> None:
        self._plain = plain
        self._buffer = CellBuffer(width, height, plain, keeps=True)
        self._main: CellBuffer | None = None
        self.reset()

    @property
    def width(self) -> int:
        """Columns."""
        return self._buffer.width

    @property
    def height(self) -> int:
        """Rows."""
        return self._buffer.height

    @property
    def cursor(self) -> Place:
        """Place where the cursor is seen."""
        return Place(min(self.x, self.width - 1), self.y)

    def padded(self, width: int, height: int) -> list[Cells]:
        """All lines of cells from top to bottom, with blanks up to a size; lines that are as they were are the same objects."""
        lines = self._buffer.lines if self.width == width else self._buffer.resized(width, self._plain)
        return [*(line.cells for line in lines[:height]), *[(self._plain,) * width] * (height - self.height)]

    def resize(self, width: int, height: int) -> None:
        """Another size: the line of the cursor stays to be seen, and what was wrapped is wrapped anew."""
        if width != self.width:
            self._tabs = _usual_tabs(width)
        if height != self.height:
            self.top, self.bottom = 0, height
        self.x, self.y = resize(self._buffer, width, height, Place(self.x, self.y), self._plain)

    def reset(self) -> None:
        """Set everything as it was when switched on; what is there stays."""
        self.x = self.y = 0
        self.top, self.bottom = 0, self.height
        self.wraps, self.inserts, self.origin = True, False, False
        self._tabs = _usual_tabs(self.width)

    def enter(self) -> None:
        """Go to the other screen, which is blank."""
        if self._main is None:
            self._main = self._buffer
            self._buffer = CellBuffer(self.width, self.height, self._plain)

    def leave(self, cursor: Place | None) -> None:
        """Go back to the main screen, which gets the size of the window if that has changed, with the cursor at a place of it."""
        width, height, main = self.width, self.height, self._main
        if main is not None:
            self.resize(main.width, main.height)
            self._buffer, self._main = main, None
        if cursor is not None:
            self.x, self.y = cursor
        if main is not None:
            self.resize(width, height)
        self.go(self.x, self.y)

    @property
    def other(self) -> bool:
        """True where another screen than the main one is seen."""
        return self._main is not None

    # characters

    def write(self, text: str, pen: Pen) -> None:
        """Put characters at the cursor; one without width joins the one before."""
        if self.inserts or not self.wraps or self.width < 2:
            for char in text:
                self.write_one(char, pen)
            return
        at = 0
        while at < len(text):
            if cell_width(text[at]):
                self._put_lines(cells_sent(text[at : at + _MOST_AT_ONCE], pen))
                at += _MOST_AT_ONCE
            else:
                self._buffer.combine(self.y, self.x - 1, text[at])
                at += 1

    def _put_lines(self, cells: Cells) -> None:
        """Put cells where they wrap and move nothing."""
        while cells:
            end = self.width - self.x
            if end < len(cells) and not cells[end].text:
                end -= 1
            if end > 0:
                self._put(cells[:end])
                cells = cells[end:]
            if cells:
                self._wrap()

    def write_one(self, char: str, pen: Pen) -> None:
        """Put a character at the cursor, whatever the modes are."""
        width = cell_width(char)
        if width == 0:
            self._buffer.combine(self.y, self.x - 1, char)
            return
        if not self.wraps and width > self.width - self.x:
            return
        if self.inserts and self.x < self.width:
            self._buffer.insert(self.y, self.x, width, self._plain)
        self._make_room(width)
        if width <= self.width:
            self._put((Cell(char, pen), *[Cell("", pen)] * (width - 1)))
        if not self.wraps:
            # the next one is written over the last column
            self.x = min(self.x, self.width - 1)

    def fill(self, char: str) -> None:
        """The same character everywhere."""
        self.top, self.bottom, self.x, self.y = 0, self.height, 0, 0
        self._buffer.fill(self._plain._replace(text=char))

    def _make_room(self, width: int) -> None:
        """Go to the next line where this one is full."""
        if self.x + width > self.width:
            self._wrap()

    def _wrap(self) -> None:
        """Go on in the next line."""
        self._buffer.wrap(self.y)
        self.feed_line(self._plain)
        self.x = 0

    def _put(self, cells: Cells) -> None:
        self._buffer.write(self.y, self.x, cells, self._plain)
        self.x += len(cells)

    # the cursor

    def go(self, x: int, y: int) -> None:
        """To a place; no further than to the last column and line."""
        self.x, self.y = min(max(x, 0), self.width - 1), min(max(y, 0), self.height - 1)

    def go_to_line(self, y: int) -> None:
        """To a line, counted from the top margin where that was asked for, and then no further than to the other."""
        self.y = min(self.top + y, self.bottom - 1) if self.origin else min(max(y, 0), self.height - 1)

    def up(self, count: int) -> None:
        """So many lines up, to a margin at most that it does not lie outside of."""
        self.go(self.x, max(self.y - count, self.top if self.y >= self.top else 0))

    def down(self, count: int) -> None:
        """So many lines down, to a margin at most that it does not lie outside of."""
        self.go(self.x, min(self.y + count, (self.bottom if self.y < self.bottom else self.height) - 1))

    def back(self) -> None:
        """To the left, and out of a line that continues the one before."""
        if self.x:
            self.x -= 1
        elif self.y and self._buffer.lines[self.y - 1].wrapped:
            self.x, self.y = self.width - 1, self.y - 1

    def tab(self, count: int) -> None:
        """To a tab stop further on."""
        if self.x < self.width - 1:
            stops = sorted(stop for stop in self._tabs if stop > self.x)
            self.x = stops[count - 1] if count <= len(stops) else self.width - 1

    def tab_back(self, count: int) -> None:
        """To a tab stop before."""
        self.x = min(self.x, self.width - 1)
        stops = sorted(stop for stop in self._tabs if stop < self.x)
        self.x = stops[-count] if count <= len(stops) else 0

    def set_tab(self) -> None:
        """A tab stop is here, unless the cursor waits after the last column."""
        if self.x < self.width:
            self._tabs.add(self.x)

    def clear_tabs(self, how: int) -> None:
        """No tab stop is here (0), or there is none at all (3)."""
        self._tabs = set() if how == 3 else self._tabs - {self.x} if how == 0 else self._tabs

    def set_margins(self, top: int, bottom: int) -> None:
        """Lines that scroll, from the top up to the bottom, without it; no fewer than two."""
        if bottom - top > 1:
            self.top, self.bottom = top, bottom
            self.go(0, 0)

    # lines and cells that move, or are erased with a blank

    def feed_line(self, blank: Cell) -> None:
        """To the next line; at the bottom margin the lines move."""
        if self.y == self.bottom - 1:
            self.scroll_up(1, blank)
        else:
            self.y = min(self.y + 1, self.height - 1)

    def feed_back(self, blank: Cell) -> None:
        """To the line before; at the top margin the lines move."""
        if self.y == self.top:
            self.scroll_down(1, blank)
        else:
            self.y = max(self.y - 1, 0)

    def scroll_up(self, count: int, blank: Cell) -> None:
        """Move the lines between the margins up."""
        self._buffer.scroll_up(self.top, self.bottom, count, blank)

    def scroll_down(self, count: int, blank: Cell) -> None:
        """Move the lines between the margins down."""
        self._buffer.insert_lines(self.top, self.bottom, count, blank)

    def insert_lines(self, count: int, blank: Cell) -> None:
        """Move this line and those below it down."""
        self._buffer.insert_lines(self.y, self._end, count, blank)

    def delete_lines(self, count: int, blank: Cell) -> None:
        """Take lines out from this one on."""
        self._buffer.delete_lines(self.y, self._end, count, blank)

    def insert(self, count: int, blank: Cell) -> None:
        """Move this cell and those to the right of it to the right."""
        if self.x < self.width:
            self._buffer.insert(self.y, self.x, count, blank)

    def delete(self, count: int, blank: Cell) -> None:
        """Take cells out from this one on."""
        if self.x < self.width:
            self._buffer.delete(self.y, self.x, count, blank)

    def erase_cells(self, count: int, blank: Cell) -> None:
        """Blank `count` cells from this one on."""
        self._buffer.erase(self.y, self.x, self.x + count, blank)

    def erase_line(self, how: int, blank: Cell) -> None:
        """Blank the line from here on (0), up to here (1), or all of it (2)."""
        parts = {0: (self.x, self.width), 1: (0, self.x + 1), 2: (0, self.width)}
        if how in parts:
            self._buffer.erase(self.y, *parts[how], blank)

    def erase(self, how: int, blank: Cell) -> None:
        """Blank the screen from here on (0), up to here (1), or all of it (2); forget what was scrolled out of it (3)."""
        match how:
            case 0 if self.x or self.y:
                self.erase_line(0, blank)
                self._buffer.erase_lines(self.y + 1, self.height, blank)
            case 1:
                self._buffer.erase_lines(0, self.y, blank)
                self.erase_line(1, blank)
            case 0 | 2:
                self._buffer.clear(blank)
            case 3:
                self._buffer.forget()

    @property
    def _end(self) -> int:
        return self.bottom if self.top <= self.y < self.bottom else self.height


def _usual_tabs(width: int) -> set[int]:
    return set(range(_TAB, width, _TAB))
