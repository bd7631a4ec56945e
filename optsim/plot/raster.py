"""Curves to braille dots: one line of dots a curve, whatever the number of points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.plot.axis import Array
from optsim.plot.sharing.owners import owners

_BRAILLE = 0x2800
#: the bit of each dot of a braille cell, by row and column
BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
#: dots of a dash and of the gap after it: whole cells, or else a dash ends in the midst of one
_DASH, _PERIOD = 6, 10

#: the bits of a span of dots in the left and the right column of a cell: from its first dot up to one before its last
_CELLS = np.array(
    [
        [sum(BITS[row][column] for row in range(first, last)) for first in range(5) for last in range(5)]
        for column in (0, 1)
    ],
    np.uint8,
)
_CHARS = np.array([" ", *(chr(_BRAILLE + bits) for bits in range(1, 256))])


class Curve(NamedTuple):
    """Points of a line: `x` and `y` as shares of the canvas (0 left and bottom, 1 right and top), NaN for a gap.

    `x` grows; curves that share the very same array are drawn together. What lies outside the canvas is not drawn. Where several
    points fall into a dot column, it is their mean that is drawn, or, `filled`, all from the lowest to the highest. On a
    logarithmic axis shares are logarithms, so the mean is the geometric one. `phase` moves the dashes, so that those of two
    curves that run together take turns. Of a cell in which several curves have as many dots the one in `front` is the owner.
    """

    x: Array
    y: Array
    dashed: bool = False
    phase: int = 0
    front: bool = False
    filled: bool = False


class Raster(NamedTuple):
    """Braille bits (rows, columns) of all curves together, and whose curve owns each cell (−1: nobody's).

    `middles` is where each curve lies in each dot column, in dots from the top, (curves, dot columns); NaN where it does not.
    """

    bits: npt.NDArray[np.uint8]
    owner: npt.NDArray[np.int16]
    middles: Array

    def chars(self) -> npt.NDArray[np.str_]:
        """The cells as characters, a blank where there is no dot."""
        return chars_of(self.bits)


def chars_of(bits: npt.NDArray[np.uint8]) -> npt.NDArray[np.str_]:
    """Cells with these braille bits as characters, in an array of the same shape, a blank where there is no dot."""
    return _CHARS[bits]


def cell_of(share: float, cells: int, dots: int) -> int:
    """The cell in which a curve draws a share of the canvas, a cell having so many dots along that direction."""
    return math.floor(share * (dots * cells - 1) + 0.5) // dots


def raster(curves: Sequence[Curve], rows: int, columns: int) -> Raster:
    """Draw curves on a canvas of so many cells; which one is in front changes no cell but one that it shares alike."""
    bits = np.zeros((rows, columns), np.uint8)
    owner = np.full((rows, columns), -1, np.int16)
    if not curves or rows < 1 or columns < 1:
        return Raster(bits, owner, np.full((len(curves), 2 * max(columns, 0)), np.nan))
    lows, highs = _all_spans(curves, 4 * rows, 2 * columns)
    # a span in a cell is one of few: where it begins and ends there, 4 and −1 standing for not in it
    tops = np.arange(0, 4 * rows, 4, dtype=np.int16)[:, None]
    firsts = np.minimum(np.maximum(lows.astype(np.int16)[:, None, :] - tops, 0), 4)
    lasts = np.minimum(np.maximum(highs.astype(np.int16)[:, None, :] - tops, -1), 3) + 1
    cells = (5 * firsts + lasts).reshape(len(curves), rows, columns, 2)
    each = _CELLS[0][cells[..., 0]] | _CELLS[1][cells[..., 1]]
    bits = np.bitwise_or.reduce(each, axis=0)
    middles = np.where(highs >= lows, (lows + highs) / 2, np.nan)
    return Raster(bits, owners(each, np.array([curve.front for curve in curves])), middles)


def _all_spans(
    curves: Sequence[Curve], dot_rows: int, dot_columns: int
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The lowest and highest lit dot of each curve in each dot column (counted from the top); low > high where there is none."""
    shape = len(curves), dot_columns
    lows, highs = np.full(shape, dot_rows, np.int32), np.full(shape, -1, np.int32)
    groups: dict[tuple[int, bool], list[int]] = {}
    for number, curve in enumerate(curves):
        groups.setdefault((id(curve.x), curve.filled), []).append(number)
    for numbers in groups.values():
        first = curves[numbers[0]]
        if len(first.x):
            down = (1.0 - np.stack([curves[number].y for number in numbers])) * (dot_rows - 1)
            lowest, highest = _reach(first.x * (dot_columns - 1), down, dot_columns, filled=first.filled)
            lows[numbers], highs[numbers] = _in_dots(lowest, highest, dot_rows)
    for number, curve in enumerate(curves):
        if curve.dashed:
            gap = (np.arange(dot_columns) + curve.phase) % _PERIOD >= _DASH
            lows[number, gap], highs[number, gap] = dot_rows, -1
    return lows, highs


def _reach(at: Array, down: Array, dot_columns: int, *, filled: bool) -> tuple[Array, Array]:
    """Return how high and how low curves (curves, points) reach in each dot column, NaN where they do not: (curves, columns).

    A column holds the points in it, or their mean, and where the line crosses its two borders.
    """
    column = np.floor(at + 0.5)
    starts = np.concatenate(([0], np.flatnonzero(column[1:] != column[:-1]) + 1))
    low = high = down
    if len(starts) < len(at):
        if filled:
            low, high = np.fmin.reduceat(down, starts, axis=1), np.fmax.reduceat(down, starts, axis=1)
        else:
            at, down = _means(at, down, starts)
            low = high = down
        column = column[starts]
    borders = _crossings(np.arange(dot_columns + 1, dtype=np.float64) - 0.5, at, down)
    lowest, highest = np.fmin(borders[:, :-1], borders[:, 1:]), np.fmax(borders[:, :-1], borders[:, 1:])
    inside = (column >= 0) & (column < dot_columns)
    hit = column[inside].astype(np.intp)
    lowest[:, hit] = np.fmin(lowest[:, hit], low[:, inside])
    highest[:, hit] = np.fmax(highest[:, hit], high[:, inside])
    return lowest, highest


def _means(at: Array, down: Array, starts: npt.NDArray[np.intp]) -> tuple[Array, Array]:
    """Return the means of the stretches that begin at some points; of what is there, NaN where nothing is."""
    lengths = np.diff(starts, append=len(at))
    there = np.isfinite(down)
    counts = np.add.reduceat(there, starts, axis=1, dtype=np.float64)
    with np.errstate(all="ignore"):
        # shared before they are added up: two of the largest numbers would be infinite
        shares = np.where(there, down, 0.0) / np.repeat(counts, lengths, axis=1)
        means = np.where(counts > 0, np.add.reduceat(shares, starts, axis=1), np.nan)
    return np.add.reduceat(at, starts) / lengths, means


def _crossings(places: Array, at: Array, down: Array) -> Array:
    """Return where lines (lines, points) lie at some places, (lines, places); NaN before them, after them and in gaps."""
    after = np.searchsorted(at, places, side="right")
    before = np.clip(after - 1, 0, len(at) - 1)
    after = np.minimum(after, len(at) - 1)
    with np.errstate(all="ignore"):
        share = (places - at[before]) / (at[after] - at[before])
        between = down[:, before] + share * (down[:, after] - down[:, before])
    between = np.where(places == at[before], down[:, before], between)
    beside = (places < at[0]) | (places > at[-1])
    return np.where(beside, np.nan, between)


def _in_dots(lowest: Array, highest: Array, dot_rows: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the whole dots of what reaches so far; none for what lies outside of the canvas."""
    with np.errstate(invalid="ignore"):
        shown = (highest >= -0.5) & (lowest <= dot_rows - 0.5)
        low = np.where(shown, np.clip(np.floor(lowest + 0.5), 0, dot_rows), dot_rows).astype(np.int32)
        high = np.where(shown, np.clip(np.floor(highest + 0.5), -1, dot_rows - 1), -1).astype(np.int32)
    return low, high
