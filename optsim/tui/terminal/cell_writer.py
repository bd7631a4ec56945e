"""Escape sequences that write changed cells, as few as there can be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from optsim.tui.terminal.cell_grid import Row
from optsim.tui.terminal.cell_looks import PLAIN, Look, blank_look, step_to, step_to_blank
from optsim.tui.terminal.strip_cells import Cell

#: cells as they were that are rather written than jumped over
_GAP = 4
#: takes two cells in every terminal: kana, ideographs, Hangul, full-width forms
_SURELY_WIDE = re.compile(
    "[\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60]"
)
#: takes one cell in every terminal, also where ambiguous characters are wide: ASCII, blocks of braille
_SURELY_NARROW = frozenset(map(chr, (*range(0x20, 0x7F), *range(0x2800, 0x2900))))
_NOWHERE = -1


class CellWriter:
    """Text of one paint, which begins and ends in the terminal's own look, the cursor anywhere."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._look: Look = PLAIN
        #: where the cursor is; the column is not certain after a character of which terminals differ
        self._x, self._y, self._certain = _NOWHERE, _NOWHERE, False
        #: columns of the row that are written already
        self._done = 0

    def write(self, y: int, row: Row, columns: Iterable[int]) -> None:
        """Write cells of a row, from left to right; with half a character the other half."""
        for x in columns:
            cell = row[x]
            if cell is not None and cell.text in _SURELY_NARROW:
                # most are, and each costs time
                if x != self._x or y != self._y:
                    self._go(x, y, row)
                if cell.look is not self._look:
                    self._turn(cell)
                self._parts.append(cell.text)
                self._x = x + 1
            elif cell is not None:
                self._write_other(x if cell.text else x - 1, y, row)

    def text(self) -> str:
        """Return all that was written."""
        self._parts.append(step_to(self._look, PLAIN).codes)
        return "".join(self._parts)

    def _write_other(self, x: int, y: int, row: Row) -> None:
        """Write a character that is wide, or of which terminals differ."""
        cell = row[x]
        if cell is None or (y == self._y and x < self._done):
            return
        after = row[x + 1] if x + 1 < len(row) else None
        width = 2 if after is not None and not after.text else 1
        self._go(x, y, row)
        single = len(cell.text) == 1
        surely_wide = single and width > 1 and _SURELY_WIDE.match(cell.text) is not None
        if width > 1 and not surely_wide:
            # a terminal for which it is narrow would leave a cell between as it was
            self._turn(Cell(" ", blank_look(cell.look)))
            self._parts.append(f"{' ' * width}\x1b[{x + 1}G")
        self._turn(cell)
        self._parts.append(cell.text)
        self._done = x + width
        self._x = self._done if surely_wide or (single and width == 1) else _NOWHERE
        self._certain &= surely_wide

    def _go(self, x: int, y: int, row: Row) -> None:
        gap = x - self._x
        if y != self._y:
            move = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
            self._done = 0
        elif not gap:
            return
        elif not self._certain or gap < 0:
            move = f"\x1b[{x + 1}G"
        elif gap <= _GAP and all(self._shows(cell) for cell in row[self._x : x]):
            move = "".join(cell.text for cell in row[self._x : x] if cell is not None)
        else:
            move = f"\x1b[{gap}C" if gap > 1 else "\x1b[C"
        self._parts.append(move)
        self._x, self._y, self._certain = x, y, True

    def _shows(self, cell: Cell | None) -> bool:
        """Tell if a cell can be written as it is without another code, and as short as it is jumped over."""
        if cell is None or not cell.text or not cell.text.isascii():
            return False
        return not (step_to_blank if cell.text == " " else step_to)(self._look, cell.look).codes

    def _turn(self, cell: Cell) -> None:
        """Write from now on so that a cell looks as it should."""
        codes, self._look = (step_to_blank if cell.text == " " else step_to)(self._look, cell.look)
        self._parts.append(codes)
