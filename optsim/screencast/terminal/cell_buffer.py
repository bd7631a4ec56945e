"""The lines of a terminal, as they are written, erased and moved about, and those that have left it upwards."""

from __future__ import annotations

from typing import NamedTuple

from optsim.screencast.terminal.cells import Cell, combined

Cells = tuple[Cell, ...]

#: lines kept that have left the screen: they come back when it grows
_MOST_KEPT = 2000


class Line(NamedTuple):
    """A line is never changed but replaced. `used` cells have been written to; `wrapped`: the next one continues it."""

    cells: Cells
    used: int = 0
    wrapped: bool = False


class CellBuffer:
    """Lines of cells, all blank at first. With `keeps` those that are scrolled out are kept above, in `history`.

    The last `scrolled` ones of them come back when the screen gets higher.
    """

    def __init__(self, width: int, height: int, blank: Cell, *, keeps: bool = False) -> None:
        self.width, self.height, self.keeps = width, height, keeps
        self.lines: list[Line] = [Line((blank,) * width)] * height
        self.history: list[Line] = []
        self.scrolled = 0

    def write(self, y: int, x: int, cells: Cells, blank: Cell) -> None:
        """Put whole characters at a place; of a full-width one that loses a half `blank` is left."""
        line, end = self.lines[y], x + len(cells)
        self.lines[y] = Line(_put(line.cells, x, cells, blank), max(line.used, end), line.wrapped)

    def fill(self, cell: Cell) -> None:
        """Put the same cell everywhere."""
        cells = (cell,) * self.width
        self.lines = [Line(cells, self.width, line.wrapped) for line in self.lines]

    def erase(self, y: int, first: int, end: int, blank: Cell) -> None:
        """Blank a part of a line."""
        end = min(end, self.width)
        if first == 0 and end == self.width:
            self.erase_lines(y, y + 1, blank)
        elif first < end:
            line = self.lines[y]
            self.lines[y] = line._replace(cells=_put(line.cells, first, (blank,) * (end - first), blank))

    def erase_lines(self, first: int, end: int, blank: Cell) -> None:
        """Blank lines from the first up to the end, without it."""
        if first < end:
            self.lines[first:end] = self._blank_lines(end - first, blank)
            self._unwrap(first - 1)

    def clear(self, blank: Cell) -> None:
        """Blank all; what was there is kept above, and does not come back by itself."""
        if self.keeps:
            used = next((y + 1 for y in reversed(range(self.height)) if self.lines[y].used), 0)
            self._keep(self.lines[:used])
            self.scrolled = 0
        self.erase_lines(0, self.height, blank)

    def forget(self) -> None:
        """Keep nothing any more of what was scrolled out."""
        self.history, self.scrolled = [], 0

    def insert(self, y: int, x: int, count: int, blank: Cell) -> None:
        """Move what stands at a place to the right."""
        cells = self.lines[y].cells
        shifted = _before(cells, x, blank) + (blank,) * min(count, self.width) + _from(cells, x, blank)
        used = self.width if x < self.width - 1 else self.lines[y].used
        self.lines[y] = Line(_before(shifted, self.width, blank), used, self.lines[y].wrapped)

    def delete(self, y: int, x: int, count: int, blank: Cell) -> None:
        """Take out what stands at a place, and move there what stands to the right."""
        line = self.lines[y]
        cells = _before(line.cells, x, blank) + _from(line.cells, x + count, blank)
        used = max(line.used, self.width - count) if x + count < self.width else line.used
        self.lines[y] = Line(cells + (blank,) * (self.width - len(cells)), used, line.wrapped)

    def scroll_up(self, top: int, bottom: int, by: int, blank: Cell) -> None:
        """Move the lines from the top up to the bottom, without it, up by `by` lines; those that leave are kept above."""
        by = min(by, bottom - top)
        if self.keeps:
            self._keep(self.lines[top : top + by])
            self.scrolled = min(self.scrolled + by, len(self.history))
        else:
            self._unwrap(top - 1)
        self.lines[top:bottom] = [*self.lines[top + by : bottom], *self._blank_lines(by, blank)]

    def insert_lines(self, top: int, bottom: int, by: int, blank: Cell) -> None:
        """Move the lines from the top up to the bottom, without it, down by `by` lines."""
        by = min(by, bottom - top)
        self._unwrap(top + by - 1)
        self.lines[top:bottom] = [*self._blank_lines(by, blank), *self.lines[top : bottom - by]]
        self._unwrap(top - 1)

    def delete_lines(self, top: int, bottom: int, by: int, blank: Cell) -> None:
        """Move the lines from the top up to the bottom, without it, up by `by` lines; those that leave are lost."""
        by = min(by, bottom - top)
        self._unwrap(top - 1)
        self.lines[top:bottom] = [*self.lines[top + by : bottom], *self._blank_lines(by, blank)]

    def combine(self, y: int, x: int, char: str) -> None:
        """Put a character without width on the one at a place."""
        line = self.lines[y]
        cells = line.cells
        if x > 0 and not cells[x].text:
            x -= 1
        joint = combined(cells[x], char) if x >= 0 else None
        if joint is not None and joint is not cells[x]:
            self.lines[y] = line._replace(cells=(*cells[:x], joint, *cells[x + 1 :]), used=max(line.used, x + 1))

    def wrap(self, y: int) -> None:
        """Say that the next line continues this one."""
        cells, used, _ = self.lines[y]
        self.lines[y] = Line(cells, used, wrapped=True)

    def resized(self, width: int, blank: Cell) -> list[Line]:
        """The lines in another width: what lies outside is cut off, what comes in is blank."""
        return [
            Line(_before(line.cells, width, blank) + (blank,) * (width - len(line.cells)), min(line.used, width))
            for line in self.lines
        ]

    def _blank_lines(self, count: int, blank: Cell) -> list[Line]:
        return [Line((blank,) * self.width)] * count

    def _keep(self, lines: list[Line]) -> None:
        self.history += lines
        if len(self.history) > 2 * _MOST_KEPT:
            del self.history[:-_MOST_KEPT]

    def _unwrap(self, y: int) -> None:
        if y >= 0:
            self.lines[y] = self.lines[y]._replace(wrapped=False)
        elif self.history:
            self.history[-1] = self.history[-1]._replace(wrapped=False)


def _put(line: Cells, x: int, cells: Cells, blank: Cell) -> Cells:
    return _before(line, x, blank) + cells + _from(line, x + len(cells), blank)


def _before(line: Cells, x: int, blank: Cell) -> Cells:
    """The cells before a place; of a full-width character that is cut in two `blank` is left."""
    cells = line[:x]
    return (*cells[:-1], blank) if 0 < x < len(line) and not line[x].text else cells


def _from(line: Cells, x: int, blank: Cell) -> Cells:
    """The cells from a place on; of a full-width character that is cut in two `blank` is left."""
    cells = line[x:]
    return (blank, *cells[1:]) if cells and not cells[0].text else cells
