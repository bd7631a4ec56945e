"""Curves to braille dots: one line of dots a curve, whatever the number of points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.plot.axis import Array

_BRAILLE = 0x2800
#: the bit of each dot of a braille cell, by row and column
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
#: dots of a dash and of the gap after it: whole cells, or else a dash ends in the midst of one
_DASH, _PERIOD = 6, 10

#: the bits of a span of dots in the left and the right column of a cell: from its first dot up to one before its last
_CELLS = np.array(
    [
        [sum(_BITS[row][column] for row in range(first, last)) for first in range(5) for last in range(5)]
        for column in (0, 1)
    ],
    np.uint8,
)
_DOTS_OF = np.array([bits.bit_count() for bits in range(256)], np.int16)


class Curve(NamedTuple):
    """Points of a line: `x` and `y` as shares of the canvas (0 left and bottom, 1 right and top), NaN for a gap.

    `x` grows. What lies outside the canvas is not drawn. `phase` moves the dashes, so that those of two curves that run
    together take turns. Of a cell in which several curves have as many dots the one in `front` is the owner.
    """

    x: Array
    y: Array
    dashed: bool = False
    phase: int = 0
    front: bool = False


class Raster(NamedTuple):
    """Braille bits (rows, columns) of all curves together, and whose curve owns each cell (−1: nobody's).

    `middles` is where each curve lies in each dot column, in dots from the top, (curves, dot columns); NaN where it does not.
    """

    bits: npt.NDArray[np.uint8]
    owner: npt.NDArray[np.int16]
    middles: Array

    def chars(self) -> npt.NDArray[np.str_]:
        """The cells as characters, a blank where there is no dot."""
        codes = np.where(self.bits > 0, _BRAILLE + self.bits.astype(np.uint32), 0x20).astype(np.uint32)
        return codes.view("<U1")


def dots_of(bits: npt.NDArray[np.uint8]) -> npt.NDArray[np.int16]:
    """The numbers of dots in cells with these braille bits, in an array of the same shape."""
    dots: npt.NDArray[np.int16] = _DOTS_OF[bits]
    return dots


def cell_of(share: float, cells: int, dots: int) -> int:
    """The cell in which a curve draws a share of the canvas, a cell having so many dots along that direction."""
    return math.floor(share * (dots * cells - 1) + 0.5) // dots


def column_means(curve: Curve, dot_columns: int) -> Curve:
    """Reduce a curve to a point a dot column: the mean of the points in it that are there; none of them is a gap.

    On a logarithmic axis shares are logarithms, so the mean is the geometric one. A column without points has none.
    """
    if not len(curve.x):
        return curve
    column = np.floor(curve.x * (dot_columns - 1) + 0.5)
    starts = np.flatnonzero(np.diff(column, prepend=np.nan) != 0)
    if len(starts) == len(column):
        return curve
    there = np.isfinite(curve.y)
    counts = np.add.reduceat(there, starts, dtype=np.float64)
    lengths = np.diff(starts, append=len(column))
    with np.errstate(all="ignore"):
        # shared before they are added up: two of the largest numbers would be infinite
        means = np.add.reduceat(np.where(there, curve.y, 0.0) / np.repeat(counts, lengths), starts)
        return curve._replace(x=np.add.reduceat(curve.x, starts) / lengths, y=means)


def raster(curves: Sequence[Curve], rows: int, columns: int) -> Raster:
    """Draw curves on a canvas of so many cells, a cell in the colour of the curve that has the most dots in it.

    Of curves with as many it is the one in front, else the first: which one is in front changes no other cell.
    """
    bits = np.zeros((rows, columns), np.uint8)
    owner = np.full((rows, columns), -1, np.int16)
    if not curves or rows < 1 or columns < 1:
        return Raster(bits, owner, np.full((len(curves), 2 * max(columns, 0)), np.nan))
    spans = [_spans(curve, 4 * rows, 2 * columns) for curve in curves]
    lows, highs = np.stack([low for low, _ in spans]), np.stack([high for _, high in spans])
    # a span in a cell is one of few: where it begins and ends there, 4 and −1 standing for not in it
    tops = np.arange(0, 4 * rows, 4)[:, None]
    firsts, lasts = np.clip(lows[:, None, :] - tops, 0, 4), np.clip(highs[:, None, :] - tops, -1, 3) + 1
    cells = (5 * firsts + lasts).reshape(len(curves), rows, columns, 2)
    each = _CELLS[0][cells[..., 0]] | _CELLS[1][cells[..., 1]]
    weights = 2 * dots_of(each) + np.array([curve.front for curve in curves])[:, None, None]
    bits = np.bitwise_or.reduce(each, axis=0)
    middles = np.where(highs >= lows, (lows + highs) / 2, np.nan)
    return Raster(bits, np.where(bits > 0, weights.argmax(axis=0), -1).astype(np.int16), middles)


def _spans(curve: Curve, dot_rows: int, dot_columns: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The lowest and highest lit dot of each dot column (counted from the top); low > high where there is none.

    A column's span holds the point in it and where the line crosses its two borders.
    """
    nothing = np.full(dot_columns, dot_rows, np.int32), np.full(dot_columns, -1, np.int32)
    if not len(curve.x):
        return nothing
    at = curve.x * (dot_columns - 1)
    down = (1.0 - curve.y) * (dot_rows - 1)
    borders = np.interp(np.arange(dot_columns + 1) - 0.5, at, down, left=np.nan, right=np.nan)
    lowest, highest = np.fmin(borders[:-1], borders[1:]), np.fmax(borders[:-1], borders[1:])
    column = np.floor(at + 0.5).astype(np.intp)
    inside = (column >= 0) & (column < dot_columns)
    if inside.any():
        column, points = column[inside], down[inside]
        starts = np.flatnonzero(np.diff(column, prepend=-1))
        hit = column[starts]
        lowest[hit] = np.fmin(lowest[hit], np.fmin.reduceat(points, starts))
        highest[hit] = np.fmax(highest[hit], np.fmax.reduceat(points, starts))
    shown = (highest >= -0.5) & (lowest <= dot_rows - 0.5)
    if curve.dashed:
        shown &= (np.arange(dot_columns) + curve.phase) % _PERIOD < _DASH
    with np.errstate(invalid="ignore"):
        low = np.where(shown, np.clip(np.floor(lowest + 0.5), 0, dot_rows), dot_rows).astype(np.int32)
        high = np.where(shown, np.clip(np.floor(highest + 0.5), -1, dot_rows - 1), -1).astype(np.int32)
    return low, high
