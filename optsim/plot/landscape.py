"""A map of a function of two parameters: bands of height, paths over them, signs over the paths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.plot.axis import Array
from optsim.plot.grid import Attr, Grid
from optsim.plot.trail import QUADRANTS

_HALF = "▀"
#: the first braille character, and the bit of each of its dots by row and column
_BRAILLE, _DOTS = 0x2800, ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


class Window(NamedTuple):
    """The part of the plane that is shown: x from left to right, y from bottom to top."""

    left: float
    right: float
    bottom: float
    top: float

    def shares(self, points: Array) -> Array:
        """Points (..., 2) as shares of the window, y counted from the top."""
        x = (points[..., 0] - self.left) / (self.right - self.left)
        y = (self.top - points[..., 1]) / (self.top - self.bottom)
        return np.stack((x, y), axis=-1)

    def mesh(self, columns: int, rows: int) -> Array:
        """The centres of a raster of the window, (rows, columns, 2), the top row first."""
        x = self.left + (np.arange(columns) + 0.5) / columns * (self.right - self.left)
        y = self.top - (np.arange(rows) + 0.5) / rows * (self.top - self.bottom)
        return np.stack(np.broadcast_arrays(x[None, :], y[:, None]), axis=-1)

    def zoomed(self, factor: float, x: float, y: float) -> Window:
        """A part of it (factor above 1) or more than it; what lies at shares (x, y from the top) stays where it is."""
        at_x, at_y = self.point(x, y)
        width, height = (self.right - self.left) / factor, (self.top - self.bottom) / factor
        return Window(at_x - x * width, at_x + (1 - x) * width, at_y - (1 - y) * height, at_y + y * height)

    def panned(self, x: float, y: float) -> Window:
        """Moved to the right and upwards by shares of its size."""
        right, up = x * (self.right - self.left), y * (self.top - self.bottom)
        return Window(self.left + right, self.right + right, self.bottom + up, self.top + up)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The point at shares of the window, y counted from the top."""
        return self.left + x * (self.right - self.left), self.top - y * (self.top - self.bottom)


class Sign(NamedTuple):
    """A character at a share of the window."""

    x: float
    y: float
    sign: str
    colour: int


class Stroke(NamedTuple):
    """A path as quadrant bits (rows, columns), and its colour."""

    bits: npt.NDArray[np.uint8]
    colour: int


def bands(heights: Array, count: int) -> npt.NDArray[np.intp]:
    """Bands 0 to `count` − 1, low to high, of heights of any shape, so that their borders read as contours.

    The level is half the logarithm of the height above the lowest, half its rank, so that neither a deep hole nor a steep
    wall takes all the bands. What is not finite is as high as can be.
    """
    finite = np.isfinite(heights)
    if not finite.any():
        return np.full(heights.shape, count - 1, np.intp)
    lowest, highest = heights[finite].min(), heights[finite].max()
    above = np.where(finite, heights, highest) - lowest
    scale = np.log1p(above / max(float(np.median(above)) * 0.05, 1e-300))
    linear = scale / max(float(scale.max()), 1e-300)
    rank = np.empty(heights.size)
    rank[np.argsort(above, axis=None, kind="stable")] = np.linspace(0, 1, heights.size)
    level = 0.5 * linear + 0.5 * rank.reshape(heights.shape)
    found: npt.NDArray[np.intp] = np.minimum((level * count).astype(np.intp), count - 1)
    return found


def relief(heights: Array, colours: Sequence[int]) -> npt.NDArray[np.int32]:
    """Return a colour 0xRRGGBB for each height, of those given from low to high."""
    found: npt.NDArray[np.int32] = np.array(colours, np.int32)[bands(heights, len(colours))]
    return found


def relief_ground(colours: npt.NDArray[np.int32]) -> Grid:
    """The ground of a map: two colours a cell, shape (2 · rows, columns)."""
    grid = Grid(colours.shape[1], len(colours) // 2)
    grid.chars[:] = _HALF
    grid.fg[:], grid.bg[:] = colours[0::2], colours[1::2]
    grid.attrs[:] = Attr.GROUND
    return grid


def contour_ground(levels: npt.NDArray[np.intp], colour: int, ground: int) -> Grid:
    """The ground of a map without grounds: lines of dots where a band of `levels`, shape (4 · rows, 2 · columns), ends."""
    grid = Grid(levels.shape[1] // 2, len(levels) // 4, fg=colour, bg=ground)
    ends = np.zeros(levels.shape, bool)
    ends[:, :-1] |= levels[:, :-1] != levels[:, 1:]
    ends[:-1] |= levels[:-1] != levels[1:]
    bits = np.zeros(grid.chars.shape, np.uint32)
    for row, column in np.ndindex(4, 2):
        bits |= ends[row::4, column::2] * np.uint32(_DOTS[row][column])
    grid.chars[:] = np.where(bits > 0, _BRAILLE + bits, ord(" ")).astype(np.uint32).view("<U1")
    return grid


def draw(ground: Grid, strokes: Sequence[Stroke], signs: Sequence[Sign]) -> Grid:
    """The map: paths over its ground, which stays as it is, and signs over the paths."""
    rows, columns = ground.chars.shape
    grid = Grid(columns, rows)
    for name in ("chars", "fg", "bg", "attrs"):
        getattr(grid, name)[:] = getattr(ground, name)
    for stroke in strokes:
        drawn = stroke.bits > 0
        grid.chars[drawn] = QUADRANTS[stroke.bits[drawn]]
        grid.fg[drawn], grid.attrs[drawn] = stroke.colour, Attr.PLAIN
    for sign in signs:
        if 0 <= sign.x <= 1 and 0 <= sign.y <= 1:
            y, x = round(sign.y * (rows - 1)), round(sign.x * (columns - 1))
            grid.put(y, x, sign.sign, sign.colour, Attr.BOLD)
    return grid
