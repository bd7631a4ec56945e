"""Escape sequences that change a terminal's picture into the next: cells that differ, by the shortest way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from optsim.plot.width import every_cell_one
from optsim.screencast.film import Pen, Row
from optsim.screencast.terminal.cells import Cell, cells

#: bytes that are rather written again than jumped over: a jump takes as many in JSON, where an escape character alone takes six
_JUMP = 9
_ATTRIBUTES = (("bold", 1, 22), ("italic", 3, 23), ("underline", 4, 24), ("strike", 9, 29))


class AnsiEncoder:
    """Paints one picture over the other on a terminal of `width` columns, of which it knows nothing at first."""

    def __init__(self, width: int, height: int) -> None:
        self._width = width
        self._screen: list[list[Cell]] = [[]] * height
        self._pen: Pen | None = None
        self._at: tuple[int, int] | None = None

    def paint(self, rows: Mapping[int, Row]) -> str:
        """The characters and escape sequences that change these lines; empty where nothing differs."""
        return "".join(self._strokes(rows))

    def _strokes(self, rows: Mapping[int, Row]) -> Iterator[str]:
        for y in sorted(rows):
            line = cells(rows[y])
            for first, last in _stretches(self._screen[y], line):
                yield self._move(y, first)
                for pen, alike in groupby(line[first:last], key=itemgetter(1)):
                    text = "".join(map(itemgetter(0), alike))
                    yield self._take(pen)
                    yield text
                    # terminals disagree on the width of some characters
                    known = every_cell_one(text) and self._at is not None
                    self._at = (y, self._at[1] + len(text)) if known and self._at else None
                if last == self._width:
                    self._at = None
            self._screen[y] = line

    def _move(self, y: int, x: int) -> str:
        """Go to a place."""
        before, self._at = self._at, (y, x)
        if before == (y, x):
            return ""
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"]
        if before is not None and before[0] == y:
            ways.append(f"\x1b[{x - before[1]}C" if x > before[1] else f"\x1b[{x + 1}G")
        if before is not None and x == 0 and y - before[0] in (0, 1):
            ways.append("\r" + "\n" * (y - before[0]))
        return min(ways, key=len)

    def _take(self, pen: Pen) -> str:
        """Change to a pen."""
        before, self._pen = self._pen, pen
        if before == pen:
            return ""
        codes = [] if before is not None else ["0"]
        for name, on, off in _ATTRIBUTES:
            enabled = getattr(pen, name)
            if enabled != (before is not None and getattr(before, name)):
                codes.append(str(on if enabled else off))
        if before is None or before.colour != pen.colour:
            codes.append(f"38;2;{_triple(pen.colour)}")
        if before is None or before.ground != pen.ground:
            codes.append(f"48;2;{_triple(pen.ground)}")
        return f"\x1b[{';'.join(codes)}m"


def _triple(colour: int) -> str:
    return f"{colour >> 16};{colour >> 8 & 255};{colour & 255}"


def _stretches(before: list[Cell], line: list[Cell]) -> Iterator[tuple[int, int]]:
    """The parts of a line that have to be written, as (first, after the last), whole characters each."""
    if len(before) != len(line):
        yield 0, len(line)
        return
    first = last = -1
    for x, (old, new) in enumerate(zip(before, line, strict=True)):
        if old == new:
            continue
        if first >= 0 and x > last and not _worth_writing(line, last, x):
            yield first, last
            first = -1
        if first < 0:
            first = x if new.text else x - 1
        last = x + 1
        while last < len(line) and not line[last].text:
            last += 1
    if first >= 0:
        yield first, last


def _worth_writing(line: list[Cell], first: int, last: int) -> bool:
    """Tell if cells between two stretches are written again rather than jumped over."""
    pen = line[first - 1].pen
    return (
        all(cell.pen == pen for cell in line[first:last])
        and sum(len(cell.text.encode()) for cell in line[first:last]) <= _JUMP
    )
