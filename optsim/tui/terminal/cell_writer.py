"""Escape sequences that write changed cells, as few as there can be."""

from __future__ import annotations

import re
from collections.abc import Iterable

from optsim.tui.terminal.cell_grid import Row
from optsim.tui.terminal.cell_looks import PLAIN, Look, Step, blank_look, step_to
from optsim.tui.terminal.strip_cells import Cell

#: cells as they were that are rather written than jumped over
_GAP = 4
#: takes two cells in every terminal: kana, ideographs, Hangul, full-width forms
_SURELY_WIDE = re.compile(
    "[\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60]"
)
#: takes one cell in every terminal, also where ambiguous characters are wide: ASCII, blocks of braille
_SURELY_NARROW = re.compile("[ -~\u2800-\u28ff]")
_NOWHERE = -1


class CellWriter:
    """Text of one paint, which begins and ends in the terminal's own look, the cursor anywhere."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._look: Look = PLAIN
        #: where the cursor is; the column is not certain after a character of which terminals differ
        self._x, self._y, self._certain = _NOWHERE, _NOWHERE, False

    def write(self, y: int, row: Row, columns: Iterable[int]) -> None:
        """Write cells of a row, from left to right; with half a character the other half."""
        done = 0
        for column in columns:
            cell, x = row[column], column
            if cell is not None and not cell.text:
                x -= 1
                cell = row[x]
            if cell is None or x < done:
                continue
            width = 1 + (x + 1 < len(row) and (after := row[x + 1]) is not None and not after.text)
            self._go(x, y, row)
            self._put(cell, width)
            done = x + width

    def text(self) -> str:
        """Return all that was written."""
        self._parts.append(step_to(self._look, PLAIN, blank=False).codes)
        return "".join(self._parts)

    def _go(self, x: int, y: int, row: Row) -> None:
        gap = x - self._x
        if y != self._y:
            move = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
        elif not gap:
            return
        elif self._certain and 0 < gap <= _GAP and self._shows(cells := row[self._x : x]):
            move = "".join(cell.text for cell in cells if cell is not None)
        elif self._certain and gap > 0:
            move = f"\x1b[{gap}C" if gap > 1 else "\x1b[C"
        else:
            move = f"\x1b[{x + 1}G"
        self._parts.append(move)
        self._x, self._y, self._certain = x, y, True

    def _shows(self, cells: Row) -> bool:
        """Tell if cells can be written as they are without another code."""
        return all(
            cell is not None and cell.text.isascii() and cell.text and not self._step(cell).codes for cell in cells
        )

    def _step(self, cell: Cell) -> Step:
        return step_to(self._look, cell.look, blank=cell.text == " ")

    def _put(self, cell: Cell, width: int) -> None:
        single = len(cell.text) == 1
        surely = single and (_SURELY_NARROW if width == 1 else _SURELY_WIDE).match(cell.text)
        if width > 1 and not surely:
            # a terminal for which it is narrow would leave a cell between as it was
            blank = Cell(" ", blank_look(cell.look))
            for _ in range(width):
                self._add(blank)
            self._parts.append(f"\x1b[{self._x + 1}G")
        self._add(cell)
        self._certain = bool(surely)
        self._x = self._x + width if surely or (single and width == 1) else _NOWHERE

    def _add(self, cell: Cell) -> None:
        codes, self._look = self._step(cell)
        self._parts += (codes, cell.text)
