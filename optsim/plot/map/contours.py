"""Contours of a function on a map: at round levels, with places where the levels can be written on them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.plot.axis import Array
from optsim.plot.cell import BITS
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width

#: how far a level may lie from where it would be best, as a share of the way to the next, so that it is a round number
_ROUNDED = 0.45
#: so many levels are written at most, and so many places are tried for each
_MOST_LABELS, _MOST_PLACES = 6, 60
_DIGITS = 3


class Label(NamedTuple):
    """A level as text, and the cells (row, column) at which it can begin, the best first, shape (places, 2)."""

    text: str
    places: npt.NDArray[np.intp]


def round_levels(heights: Array, count: int) -> list[float]:
    """Return levels between the lowest and the highest height, ascending and round, at most one fewer than `count` bands.

    They stand as far from each other in half the logarithm of the height above the lowest and half its rank, so that neither
    a deep hole nor a steep wall takes all of them. What is not finite counts for nothing.
    """
    finite = np.sort(heights[np.isfinite(heights)], axis=None)
    if not finite.size or finite[0] == finite[-1] or not math.isfinite(finite[-1] - finite[0]):
        return []
    wanted = np.interp(np.arange(1, count) / count, _spread(finite), finite)
    ends = np.unique([finite[0], *wanted, finite[-1]])
    return [
        _roundest(level - _ROUNDED * (level - before), level + _ROUNDED * (after - level))
        for before, level, after in zip(ends, ends[1:], ends[2:], strict=False)
    ]


def _spread(heights: Array) -> Array:
    """Return how high each of some ascending heights stands, from 0 to 1."""
    above = heights - heights[0]
    scale = np.log1p(above / max(float(np.median(above)) * 0.05, 1e-300))
    spread: Array = 0.5 * scale / scale[-1] + np.linspace(0, 0.5, len(heights))
    return spread


def _roundest(low: float, high: float) -> float:
    """Return the number with the fewest digits between two numbers."""
    if low <= 0 <= high:
        return 0.0
    power = math.floor(math.log10(max(abs(low), abs(high))))
    for exponent, digit in itertools.product(range(power, power - 17, -1), (5, 2, 1)):
        # by division, so that 3 tenths are 0.3
        parts = math.ceil(low * 10.0**-exponent / digit) * digit
        level = parts * 10.0**exponent if exponent >= 0 else parts / 10.0**-exponent
        if low <= level <= high:
            return level
    return low


def bands_of(heights: Array, levels: Sequence[float]) -> npt.NDArray[np.intp]:
    """Return how many of ascending levels lie below each height: 0 to their number; what is not finite is highest."""
    bands: npt.NDArray[np.intp] = np.searchsorted(levels, heights, side="left")
    return np.where(np.isfinite(heights), bands, len(levels))


def lines(bands: npt.NDArray[np.intp], *, every: int = 2) -> npt.NDArray[np.uint8]:
    """Return the braille bits (rows, columns) of lines where a band, shape (4 · rows, 2 · columns), ends.

    They have `every` other dot, so that they are told from paths.
    """
    ends = np.zeros(bands.shape, bool)
    ends[::every, :-1] |= bands[::every, :-1] != bands[::every, 1:]
    ends[:-1, ::every] |= bands[:-1, ::every] != bands[1:, ::every]
    bits = np.zeros((len(bands) // 4, bands.shape[1] // 2), np.uint8)
    for row, column in np.ndindex(4, 2):
        bits |= ends[row::4, column::2] * np.uint8(BITS[row][column])
    return bits


def labels(bands: npt.NDArray[np.intp], levels: Sequence[float]) -> list[Label]:
    """Return a few levels with where they can be written: on their own line, where no other line is near.

    Args:
        bands: The band of each dot, shape (4 · rows, 2 · columns).
        levels: The levels between the bands.
    """
    cells = bands.reshape(len(bands) // 4, 4, bands.shape[1] // 2, 2)
    low, high = cells.min(axis=(1, 3)), cells.max(axis=(1, 3))
    every = max(-(-len(levels) // _MOST_LABELS), 1)
    made = [Label(compact(level, _DIGITS), _places(low, high, number, compact(level, _DIGITS)))
            for number, level in enumerate(levels) if number % every == every // 2]  # fmt: skip
    return [label for label in made if len(label.places)]


def _places(low: npt.NDArray[np.intp], high: npt.NDArray[np.intp], number: int, text: str) -> npt.NDArray[np.intp]:
    """Return where a text can begin whose middle is on a level's line, and which crosses no other; the best place first."""
    rows, columns = low.shape
    width = cell_width(text)
    if columns < width + 2 or rows < 3:
        return np.empty((0, 2), np.intp)
    own = (low <= number) & (high > number)
    alone = (low >= number) & (high <= number + 1)
    clear = np.lib.stride_tricks.sliding_window_view(alone, width + 2, axis=1).all(axis=2)
    middle = own[:, 1 + width // 2 : 1 + width // 2 + clear.shape[1]]
    found = np.argwhere((clear & middle)[1:-1]) + 1
    # beside the line from the lower left corner to the middle: most paths come from elsewhere
    aside = np.abs(found[:, 1] / columns - 1 + found[:, 0] / rows) + 0.5 * np.abs(found[:, 1] / columns - 0.25)
    best: npt.NDArray[np.intp] = found[np.argsort(aside, kind="stable")][:: max(len(found) // _MOST_PLACES, 1)]
    return best
