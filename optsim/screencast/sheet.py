"""The cells of a terminal, as they are written, erased and moved about."""

from __future__ import annotations

from optsim.plot.width import cell_width
from optsim.screencast.cells import Cell

#: a line is never changed but replaced, so that clearing a screen costs next to nothing
Line = tuple[Cell, ...]

_MOST_COMBINED = 8


class Sheet:
    """Lines of cells, all blank at first. Places may lie anywhere: what is outside is left out."""

    def __init__(self, width: int, height: int, blank: Cell) -> None:
        self.width, self.height = width, height
        self.lines: list[Line] = [(blank,) * width] * height

    def resized(self, width: int, height: int, blank: Cell) -> Sheet:
        """In another size: what lies outside is cut off, what comes in is blank."""
        sheet = Sheet(width, height, blank)
        for y, line in enumerate(self.lines[:height]):
            sheet.lines[y] = _whole(line[:width], blank) + (blank,) * (width - len(line))
        return sheet

    def write(self, y: int, x: int, cells: Line, blank: Cell) -> None:
        """Put whole characters at a place; a full-width one that loses a half is lost."""
        line, end = self.lines[y], x + len(cells)
        before, behind = line[:x], line[end:]
        if behind and not behind[0].text:
            behind = (blank, *behind[1:])
        if before and x < len(line) and not line[x].text:
            before = (*before[:-1], blank)
        self.lines[y] = before + cells + behind

    def erase(self, y: int, first: int, end: int, blank: Cell) -> None:
        """Blank a part of a line."""
        end = min(end, self.width)
        if first < end:
            self.write(y, first, (blank,) * (end - first), blank)

    def erase_lines(self, first: int, end: int, blank: Cell) -> None:
        """Blank lines from the first up to the end, without it."""
        self.lines[first:end] = [(blank,) * self.width] * len(self.lines[first:end])

    def insert(self, y: int, x: int, count: int, blank: Cell) -> None:
        """Move what stands at a place to the right."""
        line = self.lines[y]
        self.lines[y] = _whole((line[:x] + (blank,) * min(count, self.width) + line[x:])[: self.width], blank)

    def delete(self, y: int, x: int, count: int, blank: Cell) -> None:
        """Take out what stands at a place, and move there what stands to the right."""
        line = self.lines[y]
        kept = line[:x] + line[x + count :]
        self.lines[y] = _whole(kept + (blank,) * (self.width - len(kept)), blank)

    def scroll(self, top: int, bottom: int, by: int, blank: Cell) -> None:
        """Move the lines from the top up to the bottom, without it, up by so many; down where negative."""
        part = self.lines[top:bottom]
        fresh = [(blank,) * self.width] * min(abs(by), len(part))
        kept = part[len(fresh) :] if by > 0 else part[: len(part) - len(fresh)]
        self.lines[top:bottom] = kept + fresh if by > 0 else fresh + kept

    def combine(self, y: int, x: int, char: str) -> None:
        """Put a character without width on the one at a place."""
        line = self.lines[y]
        if x > 0 and not line[x].text:
            x -= 1
        if x >= 0 and len(line[x].text) < _MOST_COMBINED:
            self.lines[y] = (*line[:x], line[x]._replace(text=line[x].text + char), *line[x + 1 :])


def _whole(line: Line, blank: Cell) -> Line:
    """A line without halves of full-width characters."""
    mended, wide = list(line), False
    for x, cell in enumerate(line):
        if not cell.text and not wide:
            mended[x] = blank
        wide = cell_width(cell.text) == 2 and x + 1 < len(line) and not line[x + 1].text
        if cell_width(cell.text) == 2 and not wide:
            mended[x] = blank
    return tuple(mended)
