"""Paths over a map, drawn as braille dots that stay once they are drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from optsim.plot.axis import Array
from optsim.plot.cell import BITS

_BITS = np.array(BITS, np.uint8)
_FARTHEST = 4.0


class Trail:
    """One path in a window: points are added as they come, and cost nothing afterwards.

    Points are shares of the window, (points, 2): x from the left, y from the top, NaN for none. `bits` are those of the braille
    cells, (rows, columns).
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.bits: npt.NDArray[np.uint8] = np.zeros((rows, columns), np.uint8)
        self._last: Array | None = None

    def extend(self, points: Array) -> None:
        """Draw on to further points."""
        if not len(points):
            return
        joined = points if self._last is None else np.concatenate((self._last[None], points))
        self._last = points[-1]
        height, width = 4 * len(self.bits), 2 * self.bits.shape[1]
        dots = np.clip(joined, -_FARTHEST, _FARTHEST) * (width - 1, height - 1)
        x, y = _along(dots)
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        x, y = x[inside], y[inside]
        np.bitwise_or.at(self.bits, (y // 4, x // 2), _BITS[y % 4, x % 2])


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
