"""Marks of curves in cells: at their ends and on the way, none on another's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from optsim.plot.axis import Array
from optsim.plot.sharing.places import Cell, beside, first_free

#: a curve has its mark once in so many cells, and no two curves have theirs nearer than so many
_EVERY, _APART = 24, 6
#: a mark on the way stands in one of so many cells
_MOVED = 3


class Marked(NamedTuple):
    """A curve by its number, its mark and the colour of that, and whether its name stands at its end."""

    curve: int
    mark: str
    colour: int
    named: bool


class Placed(NamedTuple):
    """A sign in a cell of the canvas."""

    cell: Cell
    sign: str
    colour: int


def tracks(middles: Array) -> list[list[Cell]]:
    """Return for each curve the cells in which it leaves each column, from left to right.

    Args:
        middles: Where it lies in each dot column, in dots from the top, (curves, 2 · columns); NaN where it does not.
    """
    first, last = middles[:, ::2], middles[:, 1::2]
    rows = np.where(np.isnan(last), first, last) // 4
    curves, columns = np.nonzero(~np.isnan(rows))
    cells = list(zip(rows[curves, columns].astype(np.intp).tolist(), columns.tolist(), strict=True))
    ends = [0, *np.searchsorted(curves, np.arange(len(rows)), side="right").tolist()]
    return [cells[begin:end] for begin, end in pairwise(ends)]


def up_to(track: Sequence[Cell], column: int, most: int) -> Sequence[Cell]:
    """Return the last cells of a curve up to a column, the very last one first: at most so many."""
    after = bisect_right(track, column, key=itemgetter(1))
    return track[max(after - most, 0) : after][::-1]


def place_marks(
    marked: Sequence[Marked], cells: Sequence[Sequence[Cell]], size: tuple[int, int], taken: set[Cell]
) -> list[Placed]:
    """Place each curve's mark at its end and on the way, each one's elsewhere, so that curves are told apart without colour.

    Where ends meet, the first curve has its mark in the cell, and the others have theirs before it on their curves. Only where a
    curve is too short for that its mark is left to its name, or stands beside.

    Args:
        marked: The curves that have marks.
        cells: The cells of each of all curves, from left to right.
        size: Rows and columns of the canvas.
        taken: The cells that have a sign already; those that get one come in.

    Returns:
        The marks that have a cell.
    """
    period = max(_EVERY, _APART * len(marked))
    ends = [
        (first_free(_before_end(each, cells[each.curve], size, _APART * len(marked)), taken), each) for each in marked
    ]
    ways = [
        (first_free(up_to(cells[each.curve], column, _MOVED), taken), each)
        for order, each in enumerate(marked)
        for column in _on_the_way(cells[each.curve], period * (order + 1) // (len(marked) + 1), period)
    ]
    return [Placed(cell, each.mark, each.colour) for cell, each in (*ends, *ways) if cell is not None]


def _before_end(each: Marked, track: Sequence[Cell], size: tuple[int, int], most: int) -> Iterable[Cell]:
    """Return the cells in which the mark at the end of a curve can stand, the best first."""
    return (
        track[: -most - 1 : -1] if each.named or not track else chain(track[: -most - 1 : -1], beside(track[-1], *size))
    )


def _on_the_way(track: Sequence[Cell], first: int, period: int) -> list[int]:
    """Return the columns in which a curve has its mark, none near to its end."""
    last = track[-1][1] - _APART // 2 if track else 0
    there = {column for _, column in track}
    return [column for column in range(first, last, period) if column in there]
