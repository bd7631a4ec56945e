"""Screens as pixels: every character is drawn once, a frame changes only the lines that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rich.cells import cell_len

from optsim.screencast.film import Pen, Row
from optsim.screencast.masks import Cell, Masks, Style

#: steps from a pen's ground to its colour; more cannot be seen in letters of this size, and cost space in every format
_STEPS = 8

Pixels = NDArray[np.int32]


class Raster:
    """A screen whose lines are drawn into `pixels`.

    `pixels` holds numbers of colours, shape (height × cell height, width × cell width); `colours` says which they are, as
    0xRRGGBB. So two screens can be compared, and their colours changed, without a look at each colour's parts.
    """

    def __init__(self, width: int, height: int, cell: Cell | None = None, font: Path | None = None) -> None:
        """A screen of so many cells. Raises OSError where the font cannot be read."""
        self._cell = cell or Cell()
        self._width = width
        self._masks = Masks(self._cell, font)
        self._steps: dict[tuple[str, Style], NDArray[np.uint8]] = {}
        self._tiles: dict[tuple[str, Pen], Pixels] = {}
        self._numbers: dict[int, int] = {}
        self.pixels: Pixels = np.zeros((height * self._cell.height, width * self._cell.width), np.int32)

    @property
    def colours(self) -> NDArray[np.uint32]:
        """The colours used so far, by their numbers."""
        return np.fromiter(self._numbers, np.uint32, len(self._numbers))

    @property
    def missing(self) -> str:
        """The characters so far that no font had, each once."""
        return self._masks.missing

    def draw(self, rows: Mapping[int, Row]) -> None:
        """Draw lines by their number from the top."""
        high = self._cell.height
        for number, row in rows.items():
            line = np.concatenate([tile for text, pen in row for tile in self._span(text, pen)], axis=1)
            self.pixels[number * high : (number + 1) * high] = line

    def image(self) -> Image.Image:
        """The screen as a picture in RGB."""
        high, wide = self.pixels.shape
        return Image.frombytes("RGB", (wide, high), self.rgb(), "raw", "BGRX")

    def rgb(self) -> bytes:
        """The screen as four bytes a pixel: blue, green, red, and one without a meaning."""
        return self.colours.astype("<u4")[self.pixels].tobytes()

    def _span(self, text: str, pen: Pen) -> Iterator[Pixels]:
        for cluster, cells in clusters(text):
            tile = self._tiles.get((cluster, pen))
            if tile is None:
                tile = self._tiles[cluster, pen] = self._tile(cluster, cells, pen)
            yield tile

    def _tile(self, cluster: str, cells: int, pen: Pen) -> Pixels:
        style = Style(*pen[2:])
        steps = self._steps.get((cluster, style))
        if steps is None:
            mask = self._masks.draw(cluster, cells, style).astype(np.int32)
            steps = self._steps[cluster, style] = ((mask * _STEPS + 127) // 255).astype(np.uint8)
        numbers = np.zeros(_STEPS + 1, np.int32)
        for step in np.unique(steps).tolist():
            colour = _mixed(pen.ground, pen.colour, step)
            numbers[step] = self._numbers.setdefault(colour, len(self._numbers))
        return numbers[steps]


@lru_cache(maxsize=4096)
def clusters(text: str) -> tuple[tuple[str, int], ...]:
    """The characters of a text, each with what combines with it and the number of its cells."""
    found: list[tuple[str, int]] = []
    for character in text:
        cells = cell_len(character)
        if cells:
            found.append((character, cells))
        elif found:
            found[-1] = (found[-1][0] + character, found[-1][1])
    return tuple(found)


def _mixed(ground: int, colour: int, step: int) -> int:
    """A colour so many steps from the ground towards the pen's."""
    mixed = 0
    for shift in (16, 8, 0):
        low, high = ground >> shift & 255, colour >> shift & 255
        mixed |= (low * (_STEPS - step) + high * step + _STEPS // 2) // _STEPS << shift
    return mixed
