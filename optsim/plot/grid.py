"""A grid of character cells, each with a colour and attributes: what every picture here is made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from optsim.plot.cell import DEFAULT, Attr
from optsim.plot.width import clusters, every_cell_one
from optsim.system.printable import printable_line

__all__ = ["DEFAULT", "Attr", "Grid", "Run"]

#: a stretch of one look: text, fg, bg, attrs
Run = tuple[str, int, int, int]

_CELL = 2


class Grid:
    """Cells in arrays of shape (height, width).

    `chars` holds a character a cell, with one combining mark if it has any, as in m̂; a full-width one stands in its left
    cell with an empty string to its right. `fg` and `bg` are colours, `attrs` bits of `Attr`.
    """

    def __init__(self, width: int, height: int, *, fg: int = DEFAULT, bg: int = DEFAULT) -> None:
        self.width, self.height = max(width, 0), max(height, 0)
        shape = (self.height, self.width)
        self.chars = np.full(shape, " ", f"<U{_CELL}")
        self.fg: npt.NDArray[np.int32] = np.full(shape, fg, np.int32)
        self.bg: npt.NDArray[np.int32] = np.full(shape, bg, np.int32)
        self.attrs: npt.NDArray[np.uint8] = np.zeros(shape, np.uint8)

    def put(self, y: int, x: int, text: str, fg: int | None = None, attr: Attr = Attr.PLAIN) -> int:
        """Write text from a cell to the right, cut at the edge; returns the cell behind it."""
        if not (text and 0 <= y < self.height):
            return x
        text = printable_line(text)
        if x >= 0 and len(text) <= self.width - x and every_cell_one(text):
            self._set(y, slice(x, x + len(text)), list(text), fg, attr)
            return x + len(text)
        for char, cells in clusters(text):
            if x + cells > self.width:
                break
            if x >= 0 and cells:
                self._set(y, slice(x, x + cells), [char[:_CELL], ""][:cells], fg, attr)
            elif x > 0 and not cells and char.isprintable():
                self.chars[y, x - 1] = str(self.chars[y, x - 1]) + char
            x += cells
        return x

    def _set(self, y: int, cells: slice, chars: list[str], fg: int | None, attr: Attr) -> None:
        # half of a full-width character cannot be seen: where one half is written over, the other becomes a blank
        if cells.start and self.chars[y, cells.start] == "":
            self.chars[y, cells.start - 1] = " "
        if cells.stop < self.width and self.chars[y, cells.stop] == "":
            self.chars[y, cells.stop] = " "
        self.chars[y, cells] = chars
        self.attrs[y, cells] = attr
        if fg is not None:
            self.fg[y, cells] = fg

    def text(self) -> str:
        """All rows as plain text, without trailing blanks."""
        return "\n".join("".join(row).rstrip() for row in self.chars.tolist())

    def runs(self, rows: Sequence[int]) -> list[list[Run]]:
        """Rows as stretches of one look; the rows of a picture at once, since each call costs more than a row."""
        fg, bg, attrs = (each[rows] for each in (self.fg, self.bg, self.attrs))
        begins = np.ones(fg.shape, np.bool_)
        begins[:, 1:] = (fg[:, 1:] != fg[:, :-1]) | (bg[:, 1:] != bg[:, :-1]) | (attrs[:, 1:] != attrs[:, :-1])
        places, columns = np.nonzero(begins)
        # a row as one string, in which every cell has the same length, filled up with NUL
        texts = self.chars[rows].view(f"<U{_CELL * self.width}")[:, 0].tolist()
        runs: list[list[Run]] = [[] for _ in texts]
        starts = (_CELL * columns).tolist()
        # the next one begins behind it, or in the next row
        ends: list[int | None] = [end or None for end in [*starts[1:], 0]]
        looks = zip(*(each[begins].tolist() for each in (fg, bg, attrs)), strict=True)
        for place, start, end, look in zip(places.tolist(), starts, ends, looks, strict=True):
            runs[place].append((texts[place][start:end].replace("\0", ""), *look))
        return runs

    def changed_rows(self, other: Grid | None) -> list[int]:
        """The rows in which another grid differs; all rows where its size does."""
        if other is None or other.chars.shape != self.chars.shape:
            return list(range(self.height))
        same = (self.chars == other.chars) & (self.fg == other.fg) & (self.bg == other.bg) & (self.attrs == other.attrs)
        rows: list[int] = np.flatnonzero(~same.all(axis=1)).tolist()
        return rows
