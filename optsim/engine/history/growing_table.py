"""Columns that grow with a race: all of its rows, or the newest ones and of those before as much as has a limit."""

from __future__ import annotations

import math
import mmap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from optsim.engine.settings import Array, Index

Block = Mapping[str, npt.NDArray[Any]]
Steps = npt.NDArray[np.int64]

_FIRST_ROOM = 256
_LARGE = 2**18
_FIRST_STRETCH = 16
#: stretches are made longer when there is one for so few of the rows that are kept one by one
_ROWS_A_STRETCH = 8


def room(shape: tuple[int, ...], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    """An array to be filled; a large one has pages of its own, so that they go back to the system when it is dropped.

    The allocator would keep what many large arrays of different lives leave behind, and take more for the next ones.
    """
    size = math.prod(shape) * np.dtype(dtype).itemsize
    if size < _LARGE:
        return np.empty(shape, dtype)
    return np.frombuffer(mmap.mmap(-1, size), dtype).reshape(shape)


class Column:
    """A growing array: its room doubles when it is full."""

    def __init__(self, shape: tuple[int, ...], dtype: npt.DTypeLike = np.float64) -> None:
        self.shape = shape
        self._room: npt.NDArray[Any] = np.empty((0, *shape), dtype)
        self.length = 0

    def extend(self, rows: npt.NDArray[Any]) -> None:
        """Write rows after all others."""
        if not len(rows):
            return
        end = self.length + len(rows)
        if end > len(self._room):
            grown = room((max(_FIRST_ROOM, 2 * len(self._room), end), *self.shape), self._room.dtype)
            grown[: self.length] = self._room[: self.length]
            self._room = grown
        self._room[self.length : end] = rows
        self.length = end

    def put(self, first: int, lanes: Index, values: npt.NDArray[Any]) -> None:
        """Write some lanes of rows from one on; what nobody has written in a row is NaN."""
        end = first + len(values)
        if end > self.length:
            self.extend(np.full((end - self.length, *self.shape), np.nan))
        self._room[first:end, lanes] = values

    def cut(self, length: int) -> None:
        """Keep the first rows; what is written from then on is in the place of the others, also where somebody looks at them."""
        self.length = min(self.length, length)

    def view(self) -> npt.NDArray[Any]:
        """All rows, not to be written to."""
        shown = self._room[: self.length]
        shown.flags.writeable = False
        return shown

    def replace(self, *parts: npt.NDArray[Any]) -> None:
        """Have other rows; who has looked at the present ones keeps them as they are."""
        self._room = room(self._room.shape, self._room.dtype)
        self.length = 0
        for part in parts:
            self.extend(part)

    @property
    def nbytes(self) -> int:
        """The room that it takes."""
        return self._room.nbytes


class Stretches:
    """The rows below `begin`, of which every `length`-th is kept; of the rows of each stretch the extremes are known.

    `low`, `high` and `total` have by quantity the lowest and the highest value in each stretch and the sum, shape (stretches,
    lanes) or (stretches, lanes, dim); NaN is passed over in the first two. The last stretch may have less than `length` rows.
    """

    def __init__(self) -> None:
        self.begin = 0
        self.length = _FIRST_STRETCH
        self.low: dict[str, Array] = {}
        self.high: dict[str, Array] = {}
        self.total: dict[str, Array] = {}

    @property
    def count(self) -> int:
        """The number of stretches."""
        return -(-self.begin // self.length)

    def add(self, values: Mapping[str, Array], rows: int) -> None:
        """Take in as many rows after those there are: what is watched of them, (rows, lanes, …)."""
        starts = self._starts(rows)
        joins = self.begin % self.length > 0
        for name, each in values.items():
            for known, ufunc in self._kinds():
                new = ufunc.reduceat(each, starts, axis=0)
                old = known.get(name, new[:0])
                if joins:
                    new = np.concatenate((ufunc(old[-1:], new[:1]), new[1:]))
                    old = old[:-1]
                known[name] = _joined(old, new)
        self.begin += rows

    def firsts(self, rows: int) -> npt.NDArray[np.intp]:
        """Return the places of the rows that begin a stretch, of as many as are added next."""
        starts = self._starts(rows)
        return starts[1:] if self.begin % self.length else starts

    def lengthen(self) -> None:
        """Make two neighbours one."""
        for known, ufunc in self._kinds():
            for name, each in known.items():
                known[name] = _joined(ufunc.reduceat(each, np.arange(0, len(each), 2), axis=0))
        self.length *= 2

    def select(self, rows: int, places: Sequence[int]) -> Stretches:
        """Return the stretches of the first `rows` rows, whole ones or all, of some lanes."""
        selected = Stretches()
        selected.begin, selected.length = min(rows, self.begin), self.length
        for name in self.low:
            for (known, _), (own, _) in zip(self._kinds(), selected._kinds(), strict=True):
                own[name] = known[name][: selected.count][:, list(places)]
        return selected

    @property
    def nbytes(self) -> int:
        """The room that they take."""
        return sum(each.nbytes for known, _ in self._kinds() for each in known.values())

    def _kinds(self) -> tuple[tuple[dict[str, Array], np.ufunc], ...]:
        return (self.low, np.fmin), (self.high, np.fmax), (self.total, np.add)

    def _starts(self, rows: int) -> npt.NDArray[np.intp]:
        """Return where among the next `rows` rows a stretch begins, or goes on."""
        first = self.begin % self.length
        return np.concatenate((np.zeros(1, np.intp), np.arange(self.length - first, rows, self.length, dtype=np.intp)))


def _joined(*parts: Array) -> Array:
    """The rows of all parts in a room of their own."""
    joined = room((sum(map(len, parts)), *parts[0].shape[1:]), parts[0].dtype)
    return np.concatenate(parts, out=joined)


class Table:
    """Columns by name, a row a step. Where there may be no more than `most` rows, older ones are thinned.

    The newest `most / 2` rows at least are there one by one. Those before lie in stretches: of each the first row is there, and the
    lowest and the highest value and the sum of what `watched` makes of the columns. The columns have the rows that are there,
    in the order of steps.
    """

    def __init__(self, columns: Mapping[str, Column], most: int | None, watched: Callable[[Block], Block]) -> None:
        self.length = 0
        self.most = most
        self.stretches = Stretches()
        self._columns, self._watched = dict(columns), watched
        self._rows: Steps | None = None

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        """A column, (rows that are there, …), not to be written to."""
        return self._columns[name].view()

    def extend(self, block: Block) -> None:
        """Write rows after all others, a block for each column."""
        for name, column in self._columns.items():
            column.extend(block[name])
        self.length += len(next(iter(block.values())))
        self._rows = None
        while self.most is not None and self.length - self.stretches.begin > self.most:
            self._thin(self.most // 2)

    @property
    def rows(self) -> Steps | None:
        """The numbers of the rows that are there; None where these are all."""
        begin = self.stretches.begin
        if begin and self._rows is None:
            regular = np.arange(0, begin, self.stretches.length)
            self._rows = np.concatenate((regular, np.arange(begin, self.length)))
            self._rows.flags.writeable = False
        return self._rows

    def place(self, row: int) -> int:
        """Return where in the columns a row is; −1 where it is not there."""
        begin, length = self.stretches.begin, self.stretches.length
        if row >= begin:
            return self.stretches.count + row - begin if begin else row
        return -1 if row % length else row // length

    def places(self, rows: Steps) -> Steps:
        """The same of many rows."""
        begin, length = self.stretches.begin, self.stretches.length
        if not begin:
            return rows
        regular = np.where(rows % length, -1, rows // length)
        return np.where(rows >= begin, self.stretches.count + rows - begin, regular)

    def whole(self, rows: int) -> int:
        """Return how many of the first `rows` rows a table can be made of: all, or those of whole stretches, but never the last."""
        return rows if rows > self.stretches.begin else rows - 1 - (rows - 1) % self.stretches.length

    def take(self, other: Table, rows: int, places: Sequence[int]) -> None:
        """Take over the first rows of some lanes into an empty table, as many as `whole` allows."""
        self.stretches = other.stretches.select(rows, places)
        count = rows if not other.stretches.begin else self.stretches.count + max(0, rows - other.stretches.begin)
        for name, column in self._columns.items():
            if len(other[name]):
                column.extend(other[name][:count, list(places)])
        self.length = rows

    @property
    def nbytes(self) -> int:
        """The room that it takes."""
        return self.stretches.nbytes + sum(column.nbytes for column in self._columns.values())

    def _thin(self, rows: int) -> None:
        """Move the oldest `rows` single rows into stretches, to the end of one if that can be."""
        stretches = self.stretches
        rows -= (stretches.begin + rows) % stretches.length if rows >= 2 * stretches.length else 0
        before = stretches.count
        firsts = before + stretches.firsts(rows)
        block = {name: column.view()[before : before + rows] for name, column in self._columns.items()}
        stretches.add(self._watched(block), rows)
        longer = stretches.count > max(_ROWS_A_STRETCH, (self.most or 0) // _ROWS_A_STRETCH)
        for column in self._columns.values():
            shown = column.view()
            if not len(shown):
                continue
            older = np.concatenate((shown[:before], shown[firsts]))
            column.replace(older[::2] if longer else older, shown[before + rows :])
        if longer:
            stretches.lengthen()
        self._rows = None


def between(rows: Steps | None, first: int, last: int) -> slice:
    """The rows of a column that are of steps from one to another (not counted); `rows` are the steps of all, None for every one."""
    return slice(first, last) if rows is None else slice(*np.searchsorted(rows, (first, last)).tolist())
