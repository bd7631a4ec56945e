"""Lowest, highest and mean values of blocks of rows, kept up as rows come, so that a long curve costs no more than a short one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optsim.plot.axis import Array, Axis

_BLOCKS = (256, 16)
_FIRST_ROOM = 64


class Blocks(NamedTuple):
    """Blocks of rows to be drawn: where their middle lies (blocks,), and their values (blocks, lanes); NaN where there are none."""

    rows: Array
    low: Array
    high: Array
    mean: Array

    def between(self, first: float, last: float) -> Blocks:
        """Those whose middle lies between two rows."""
        within = slice(*np.searchsorted(self.rows, (first, last)))
        return Blocks(*(each[within] for each in self))

    def then(self, others: Blocks) -> Blocks:
        """These, and others after them."""
        return Blocks(*map(np.concatenate, zip(self, others, strict=True)))


def single(rows: Array, values: Array) -> Blocks:
    """Rows that are a block each."""
    return Blocks(rows, values, values, values)


class Envelope:
    """Extremes and means of growing columns (rows, lanes), by blocks of rows of several lengths.

    With `log` means are geometric, of how far values lie above `least`.
    """

    def __init__(self, *, log: bool = False, least: float = 0.0) -> None:
        self._levels = [_Level(block, Axis(0.0, 1.0, log=log, least=least)) for block in _BLOCKS]

    def blocks(self, values: Array, columns: int, first: int = 0, last: int | None = None) -> Blocks:
        """Blocks to draw of `values` on so many dot columns.

        Only the rows from `first` to `last` are asked for, and one to each side. All of them where they are few. Else blocks
        that are narrower than a dot, and behind them the rows of the block that is not full yet.
        """
        last = len(values) - 1 if last is None else min(last, len(values) - 1)
        first = max(first, 0)
        for level in self._levels:
            if last - first + 1 >= level.block * max(columns, 1):
                return level.blocks(values).between(first - level.block, last + level.block)
        around = slice(max(first - 1, 0), max(last + 2, 0))
        return single(np.arange(len(values), dtype=np.float64)[around], values[around])


def of_extremes(
    low: Array, high: Array, length: int, columns: int, steps: tuple[int, int], *, log: bool = False, least: float = 0.0
) -> Blocks:
    """Blocks to draw where only the extremes of blocks are known, (blocks, lanes): what stands for the mean is their middle.

    The rows are those between two `steps`, a block having so many (`length`), and one block to each side. Blocks are put
    together where they are still narrower than a dot then.
    """
    first, last = steps[0], min(steps[1], len(low) * length)
    blocks = slice(max(first // length - 1, 0), max(last // length + 2, 0))
    low, high, start = low[blocks], high[blocks], blocks.start
    together = max(1, (last - first) // (length * max(columns, 1)))
    starts = np.arange(0, len(low), together)
    rows: Array = (start + starts + np.diff(starts, append=len(low)) / 2) * float(length)
    if len(low):
        low, high = np.fmin.reduceat(low, starts), np.fmax.reduceat(high, starts)
    axis = Axis(0.0, 1.0, log=log, least=least)
    return Blocks(rows, low, high, axis.values((axis.units(low) + axis.units(high)) / 2))


class _Level:
    """Extremes and means of blocks of one length."""

    def __init__(self, block: int, axis: Axis) -> None:
        self.block = block
        self._axis = axis
        self._done = 0
        self._room = np.empty((3, 0, 0))

    def blocks(self, values: Array) -> Blocks:
        """The full blocks, and the rest row by row."""
        self._extend(values)
        ends = self._done * self.block
        rows = np.arange(self._done, dtype=np.float64) * self.block + self.block / 2
        rest = single(np.arange(ends, len(values), dtype=np.float64), values[ends:])
        low, high, mean = (each[: self._done] for each in self._room)
        return Blocks(rows, low, high, mean).then(rest)

    def _extend(self, values: Array) -> None:
        full, lanes = len(values) // self.block, values.shape[1]
        if full <= self._done:
            # without any rows the lanes are not known yet
            self._room = self._room if self._room.shape[2] == lanes else np.empty((3, 0, lanes))
            return
        if full > self._room.shape[1]:
            room = np.empty((3, max(_FIRST_ROOM, 2 * full), lanes))
            if self._done:
                room[:, : self._done] = self._room[:, : self._done]
            self._room = room
        new = values[self._done * self.block : full * self.block].reshape(-1, self.block, lanes)
        self._room[:, self._done : full] = np.fmin.reduce(new, axis=1), np.fmax.reduce(new, axis=1), self._mean(new)
        self._done = full

    def _mean(self, new: Array) -> Array:
        """Return the means over axis 1 of the values that are there."""
        units = self._axis.units(new)
        there = np.isfinite(units)
        with np.errstate(all="ignore"):
            counts = there.sum(axis=1)
            means = (np.where(there, units, 0.0) / counts[:, None]).sum(axis=1)
            return self._axis.values(np.where(counts > 0, means, np.nan))
