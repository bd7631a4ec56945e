"""Lowest and highest values of blocks of rows, kept up as rows come, so that a long curve costs no more than a short one."""

from __future__ import annotations

import numpy as np

from optsim.plot.axis import Array

_BLOCKS = (256, 16)
_FIRST_ROOM = 64


class Envelope:
    """Extremes of growing columns (rows, lanes), by blocks of rows of several lengths."""

    def __init__(self) -> None:
        self._levels = [_Level(block) for block in _BLOCKS]

    def points(self, values: Array, columns: int, first: int = 0, last: int | None = None) -> tuple[Array, Array]:
        """Points to draw of `values` on so many dot columns: rows (points,) and their values (points, lanes).

        Only the rows from `first` to `last` are asked for, and one to each side. All of them where they are few. Else two
        points a block, its lowest and its highest value, a block being narrower than a dot, and behind them the rows of the
        block that is not full yet.
        """
        last = len(values) - 1 if last is None else min(last, len(values) - 1)
        first = max(first, 0)
        for level in self._levels:
            if last - first + 1 >= level.block * max(columns, 1):
                rows, extremes = level.points(values)
                within = slice(*np.searchsorted(rows, (first - level.block, last + level.block)))
                return rows[within], extremes[within]
        around = slice(max(first - 1, 0), max(last + 2, 0))
        return np.arange(len(values), dtype=np.float64)[around], values[around]


def extremes(
    low: Array, high: Array, length: int, columns: int, first: int = 0, last: int | None = None
) -> tuple[Array, Array]:
    """Points to draw of blocks of which only the extremes are known, (blocks, lanes): rows (points,), values (points, lanes).

    The rows are those from `first` to `last`, a block having so many (`length`), and one block to each side. Two points a block,
    half a block apart; blocks are put together where they are still narrower than a dot then.
    """
    last = len(low) * length if last is None else min(last, len(low) * length)
    blocks = slice(max(first // length - 1, 0), max(last // length + 2, 0))
    low, high, start = low[blocks], high[blocks], blocks.start
    together = max(1, (last - first) // (length * max(columns, 1)))
    starts = np.arange(0, len(low), together)
    halves = np.array([0.0, together / 2])
    rows: Array = ((start + starts)[:, None] + halves) * float(length)
    pairs: Array = (
        np.stack((np.fmin.reduceat(low, starts), np.fmax.reduceat(high, starts)), axis=1) if len(low) else low
    )
    return rows.reshape(-1), pairs.reshape(-1, low.shape[1])


class _Level:
    """Extremes of blocks of one length."""

    def __init__(self, block: int) -> None:
        self.block = block
        self._done = 0
        self._room = np.empty((0, 2, 0))

    def points(self, values: Array) -> tuple[Array, Array]:
        """Two points a full block, half a block apart, and the rest as it is."""
        self._extend(values)
        ends = self._done * self.block
        extremes = self._room[: self._done].reshape(2 * self._done, values.shape[1])
        rows = np.concatenate((np.arange(0, ends, self.block / 2), np.arange(ends, len(values), dtype=np.float64)))
        return rows, np.concatenate((extremes, values[ends:]))

    def _extend(self, values: Array) -> None:
        full, lanes = len(values) // self.block, values.shape[1]
        if full <= self._done:
            return
        if full > len(self._room):
            room = np.empty((max(_FIRST_ROOM, 2 * full), 2, lanes))
            room[: self._done] = self._room[: self._done] if self._done else 0.0
            self._room = room
        new = values[self._done * self.block : full * self.block].reshape(-1, self.block, lanes)
        self._room[self._done : full, 0] = np.fmin.reduce(new, axis=1)
        self._room[self._done : full, 1] = np.fmax.reduce(new, axis=1)
        self._done = full
