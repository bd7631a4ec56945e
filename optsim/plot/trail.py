"""Paths over a map, drawn as quarter-cell dots that stay once they are drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optsim.plot.axis import Array

#: quadrant characters by the bits 1 upper left, 2 upper right, 4 lower left, 8 lower right
QUADRANTS = np.array(list(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"))
_FARTHEST = 4.0


class Trail:
    """One path in a window: points are added as they come, and cost nothing afterwards.

    Points are shares of the window, (points, 2): x from the left, y from the top, NaN for none.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self._dots: npt.NDArray[np.bool_] = np.zeros((2 * rows, 2 * columns), np.bool_)
        self._last: Array | None = None

    def extend(self, points: Array) -> None:
        """Draw on to further points."""
        if not len(points):
            return
        joined = points if self._last is None else np.concatenate((self._last[None], points))
        self._last = points[-1]
        height, width = self._dots.shape
        dots = np.clip(joined, -_FARTHEST, _FARTHEST) * (width - 1, height - 1)
        x, y = _along(dots)
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        self._dots[y[inside], x[inside]] = True

    def bits(self) -> npt.NDArray[np.uint8]:
        """The quadrants of every cell, (rows, columns), as bits."""
        dots = self._dots.astype(np.uint8)
        bits: npt.NDArray[np.uint8] = dots[::2, ::2] + 2 * dots[::2, 1::2] + 4 * dots[1::2, ::2] + 8 * dots[1::2, 1::2]
        return bits


def _along(dots: Array) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Whole dots on the straight lines from each point to the next."""
    good = ~np.isnan(dots[:, 0] + dots[:, 1])
    whole = np.where(good[:, None], np.floor(dots + 0.5), 0).astype(np.intp)
    # the last point goes on to itself: so every point is the start of a line
    step = np.diff(whole, axis=0, append=whole[-1:])
    linked = good & np.append(good[1:], True)
    count = np.where(linked, np.abs(step).max(axis=1), 0)
    # each line gives as many dots as it is long and its start; a point before a gap is a start alone
    first = np.repeat(np.arange(len(step)), count + 1)
    ordinal = np.arange(len(first)) - np.repeat(np.cumsum(count + 1) - (count + 1), count + 1)
    share = ordinal / np.maximum(count[first], 1)
    between = np.floor(whole[first] + share[:, None] * step[first] + 0.5).astype(np.intp)
    drawn = good[first]
    return between[drawn, 0], between[drawn, 1]
