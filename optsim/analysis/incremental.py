"""Columns that grow with a race, computed from its history a stretch at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optsim.engine.settings import Array

_FIRST_ROOM = 256


class Growing:
    """Rows (rows, lanes) that are worked out once each: `work` gives those from one row to another."""

    def __init__(self, lanes: int, work: Callable[[int, int], Array]) -> None:
        self._work = work
        self._room = np.empty((0, lanes))
        self._length = 0

    def upto(self, rows: int) -> Array:
        """Return the first rows, as many as asked for, not to be written to."""
        if rows > self._length:
            if rows > len(self._room):
                grown = np.empty((max(_FIRST_ROOM, 2 * len(self._room), rows), self._room.shape[1]))
                grown[: self._length] = self._room[: self._length]
                self._room = grown
            with np.errstate(all="ignore"):
                self._room[self._length : rows] = self._work(self._length, rows)
            self._length = rows
        shown = self._room[:rows]
        shown.flags.writeable = False
        return shown
