"""Contents of the terminal's screen, as far as they are known, and what of it is to be written anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from operator import ne

from optsim.tui.terminal.strip_cells import Cell

#: a row of cells, None where nobody knows what stands there
Row = list[Cell | None]


class CellGrid:
    """So many columns and rows of cells, of which nothing is known at first."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._rows: list[Row] = [[None] * width for _ in range(height)]
        self._changed: dict[int, list[int]] = {}

    def put(self, x: int, y: int, cells: list[Cell]) -> bool:
        """Have these cells at a place; False where they do not lie within the grid."""
        end = x + len(cells)
        if not 0 <= y < self.height or not 0 <= x <= end <= self.width:
            return False
        row = self._rows[y]
        before = row[x:end]
        if before == cells:
            return True
        self._changed.setdefault(y, []).extend(compress(range(x, end), map(ne, before, cells)))
        _lose_halves(row, x, end)
        row[x:end] = cells
        return True

    def changes(self) -> Iterator[tuple[int, Row, list[int]]]:
        """Yield the number of each row that has changed, its cells and the columns of those that have, and begin anew."""
        changed, self._changed = self._changed, {}
        for y in sorted(changed):
            yield y, self._rows[y], sorted(set(changed[y]))


def _lose_halves(row: Row, x: int, end: int) -> None:
    """Know no more of the other half of a full-width character of which one is written over."""
    if _is_half(row, x):
        row[x - 1] = None
    if _is_half(row, end):
        row[end] = None


def _is_half(row: Row, x: int) -> bool:
    """Tell if the right half of a character is in this column."""
    return 0 < x < len(row) and (cell := row[x]) is not None and not cell.text
