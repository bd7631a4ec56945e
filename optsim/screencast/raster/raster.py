"""Screens as pixels: every character is drawn once, a frame changes only the lines that changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from optsim.screencast.film import Row
from optsim.screencast.raster.glyph_masks import CellSize, GlyphMasks, Style
from optsim.screencast.terminal.cells import Cell, cells

#: steps from a pen's ground to its colour; more cannot be seen in letters of this size, and cost space in every format
_STEPS = 8

Pixels = NDArray[np.int32]


class Raster:
    """A screen whose lines are drawn into `pixels`.

    `pixels` holds numbers of colours, shape (height × cell height, width × cell width); `colours` says which they are, as
    0xRRGGBB. So two screens can be compared, and their colours changed, without a look at each colour's parts.
    """

    def __init__(self, width: int, height: int, size: CellSize | None = None, font: Path | None = None) -> None:
        """Start with a blank screen. Raises FilmError where the font cannot be read."""
        self._size = size or CellSize()
        self._masks = GlyphMasks(self._size, font)
        self._steps: dict[tuple[str, Style], NDArray[np.uint8]] = {}
        self._tiles: dict[Cell, Pixels] = {}
        self._numbers: dict[int, int] = {}
        self.pixels: Pixels = np.zeros((height * self._size.height, width * self._size.width), np.int32)

    @property
    def colours(self) -> NDArray[np.uint32]:
        """The colours used so far, by their numbers."""
        return np.fromiter(self._numbers, np.uint32, len(self._numbers))

    def draw(self, rows: Mapping[int, Row]) -> None:
        """Draw lines by their number from the top."""
        high = self._size.height
        for number, row in rows.items():
            self.pixels[number * high : (number + 1) * high] = self._line(row)

    def image(self) -> Image.Image:
        """The screen as a picture in RGB."""
        high, wide = self.pixels.shape
        return Image.frombytes("RGB", (wide, high), self.rgb(), "raw", "BGRX")

    def rgb(self) -> bytes:
        """The screen as four bytes a pixel: blue, green, red, and one without a meaning."""
        return self.colours.astype("<u4")[self.pixels].tobytes()

    def _line(self, row: Row) -> Pixels:
        line = cells(row)
        tiles = []
        for number, cell in enumerate(line):
            if cell.text:
                tile = self._tiles.get(cell)
                if tile is None:
                    wide = number + 1 < len(line) and not line[number + 1].text
                    tile = self._tiles[cell] = self._tile(cell, 2 if wide else 1)
                tiles.append(tile)
        return np.concatenate(tiles, axis=1)

    def _tile(self, cell: Cell, width: int) -> Pixels:
        style = Style(*cell.pen[2:])
        steps = self._steps.get((cell.text, style))
        if steps is None:
            mask = self._masks.draw(cell.text, width, style).astype(np.int32)
            steps = self._steps[cell.text, style] = ((mask * _STEPS + 127) // 255).astype(np.uint8)
        numbers = np.zeros(_STEPS + 1, np.int32)
        for step in np.unique(steps).tolist():
            colour = _mixed(cell.pen.ground, cell.pen.colour, step)
            numbers[step] = self._numbers.setdefault(colour, len(self._numbers))
        return numbers[steps]


def _mixed(ground: int, colour: int, step: int) -> int:
    """Return the colour `step` steps from the ground towards the pen's."""
    mixed = 0
    for shift in (16, 8, 0):
        low, high = ground >> shift & 255, colour >> shift & 255
        mixed |= (low * (_STEPS - step) + high * step + _STEPS // 2) // _STEPS << shift
    return mixed
