"""Names at the ends of curves: beside the end where there is room, shifted apart where they meet, joined where curves coincide."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optsim.plot.grid import Attr, Grid
from optsim.plot.raster import Raster
from optsim.plot.width import cell_width, shorten

#: blanks between a curve's end and its name
_GAP = 2
#: ends that lie so many cells before the last one belong to it
_TOGETHER = 3
#: a curve that ended before has its name beside its end, at most so many rows from it
_NEAR = 2
#: curves coincide where they are no more than a dot apart over the last part of what is drawn of them
_APART, _LAST = 1.0, 0.25
_SEPARATOR = " "
#: a chart that is narrower has no names: it needs its room for the curves
_NARROWEST = 40


class EndName(NamedTuple):
    """Mark and name of a curve, their colour, whether they are bold, and which of the drawn curves it is."""

    sign: str
    name: str
    colour: int
    bold: bool
    curve: int

    @property
    def text(self) -> str:
        """Mark and name as they are written; a curve without a mark of its own has none."""
        return f"{self.sign} {self.name}".lstrip()


class _Label(NamedTuple):
    """Names that stand together, and the row (a fraction) and dot column in which their curves end.

    `bracket` holds together what has no room on one row.
    """

    names: tuple[EndName, ...]
    row: float
    column: int
    bracket: str = ""


def names_room(names: Sequence[tuple[str, str]], width: int) -> int:
    """The cells to the right of a chart of so many cells that marks and names need: a quarter of it at most, none where it is narrow."""
    longest = max((cell_width(f"{sign} {name}".lstrip()) for sign, name in names if name), default=0)
    return min(longest + _GAP, width // 4) if longest and width >= _NARROWEST else 0


def put_end_names(grid: Grid, names: Sequence[EndName], picture: Raster, *, top: int, left: int) -> None:
    """Write the names beside the ends of their curves, which are drawn on a canvas whose first cell is given."""
    labels = _labels(names, picture)
    if not labels:
        return
    last = max(label.column for label in labels) // 2
    waiting = [
        label
        for label in labels
        if label.column // 2 >= last - _TOGETHER or not _put_beside(grid, label, picture, top, left)
    ]
    room, rows = grid.width - left, len(picture.owner)
    widest = max((_width(label.names[:1]) for label in waiting), default=0)
    column = min(last + _GAP, max(room - widest, room - room // 4))
    waiting = [each for label in waiting for each in _in_room(label, room - column)]
    while len(waiting) > rows:
        waiting = _closer(waiting)
    for label, row in zip(waiting, spread([label.row for label in waiting], rows), strict=True):
        if label.bracket:
            grid.put(top + row, left + column - 1, label.bracket, label.names[0].colour)
        _put(grid, label.names, top + row, left + column)


def spread(wanted: Sequence[float], rows: int) -> list[int]:
    """Give each of several labels a row of its own, in the order of the rows that they want, as near to these as can be.

    Least squares: what wants the same place is shifted to both sides of it. `wanted` ascends, and has at most so many.
    """
    pools: list[list[float]] = []
    for place, row in enumerate(wanted):
        pools.append([row - place, 1.0])
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (first, ones), (second, others) = pools[-2:]
            pools[-2:] = [[(first * ones + second * others) / (ones + others), ones + others]]
    free = rows - len(wanted)
    starts = [min(max(round(mean), 0), free) for mean, count in pools for _ in range(int(count))]
    return [start + place for place, start in enumerate(starts)]


def _labels(names: Sequence[EndName], picture: Raster) -> list[_Label]:
    """Return the names by where their curves end, from the top; those of curves that coincide together."""
    found: list[_Label] = []
    for name in names:
        middles = picture.middles[name.curve]
        seen = np.flatnonzero(np.isfinite(middles))
        if not len(seen):
            continue
        end = int(seen[-1])
        row = float(middles[end]) / 4 - 0.375
        near = (at for at, label in enumerate(found) if abs(label.row - row) <= _APART and abs(label.column - end) <= 1)
        same = next((at for at in near if _coincide(picture, found[at].names[0].curve, name.curve)), None)
        if same is None:
            found.append(_Label((name,), row, end))
        else:
            found[same] = found[same]._replace(names=(*found[same].names, name))
    return sorted(found, key=lambda label: label.row)


def _coincide(picture: Raster, one: int, other: int) -> bool:
    """Tell if the last parts of two curves lie on each other."""
    first, second = picture.middles[one], picture.middles[other]
    there = np.flatnonzero(np.isfinite(first) | np.isfinite(second))
    part = there[-max(1, int(_LAST * len(there))) :]
    return bool((np.abs(first[part] - second[part]) <= _APART).all())


def _in_room(label: _Label, room: int) -> list[_Label]:
    """Return a label as it is where it has room on one row, else a label for each name."""
    count = len(label.names)
    if count == 1 or _width(label.names) <= room:
        return [label]
    brackets = "┌" + "├" * (count - 2) + "└"
    return [label._replace(names=(name,), bracket=each) for name, each in zip(label.names, brackets, strict=True)]


def _closer(labels: list[_Label]) -> list[_Label]:
    """Return the labels with the two that are nearest to each other put together."""
    nearest = int(np.argmin(np.diff([label.row for label in labels])))
    one, other = labels[nearest : nearest + 2]
    return [*labels[:nearest], one._replace(names=one.names + other.names, bracket=""), *labels[nearest + 2 :]]


def _put_beside(grid: Grid, label: _Label, picture: Raster, top: int, left: int) -> bool:
    """Write a label beside an end in the midst of the chart, where that hides nothing; returns whether there was room."""
    rows, columns = picture.owner.shape
    begin = label.column // 2 + _GAP
    end = begin + _width(label.names) + 1
    if end > columns:
        return False
    near = range(max(0, math.ceil(label.row - _NEAR)), min(rows, math.floor(label.row + _NEAR) + 1))
    for row in sorted(near, key=lambda row: abs(row - label.row)):
        area = top + row, slice(left + begin - 1, left + end)
        if (picture.owner[row, begin - 1 : end] < 0).all() and (grid.chars[area] == " ").all():
            _put(grid, label.names, top + row, left + begin)
            return True
    return False


def _width(names: Sequence[EndName]) -> int:
    return cell_width(_SEPARATOR.join(each.text for each in names))


def _put(grid: Grid, names: Sequence[EndName], row: int, column: int) -> None:
    """Write names beside each other; only their marks where there is no room for all."""
    whole = len(names) == 1 or _width(names) <= grid.width - column
    for each in names:
        attr = Attr.BOLD if each.bold else Attr.PLAIN
        text = each.text if whole else each.sign
        column = grid.put(row, column, shorten(text, grid.width - column), each.colour, attr) + len(_SEPARATOR)
