"""Names at the ends of curves: beside the end where there is room, shifted apart where they meet, joined where curves coincide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.plot.grid import Attr, Grid
from optsim.plot.labels.placing import clear_places, nearest_place
from optsim.plot.raster import Raster
from optsim.plot.width import cell_width, shorten, wrap

#: blanks between a curve's end and its name
_GAP = 2
#: ends that lie so many cells before the last one belong to it
_TOGETHER = 3
#: names have this part of the chart at most; a longer one goes on in the next row
_SHARE = 3
#: a name farther from its end than so many rows or columns is joined with it by a leader: down or up, then across
_NEAR_ROWS, _NEAR_COLUMNS = 1, 3
_UPRIGHT, _ACROSS = "┊", "┈"
#: curves coincide where they are no more than a dot apart over the last part of what is drawn of them
_APART, _LAST = 1.0, 0.25
_SEPARATOR = " "
#: a chart that is narrower has no names: it needs its room for the curves
_NARROWEST = 40
#: in a chart that is narrower a mark says more than the beginning of a name
_SMALL = 60


class EndName(NamedTuple):
    """Mark and name of a curve, their colour, whether they are bold, and which of the drawn curves it is.

    `leaves` is the arrow of where it goes on outside of the chart; empty where it does not.
    """

    sign: str
    name: str
    colour: int
    bold: bool
    curve: int
    leaves: str = ""

    @property
    def text(self) -> str:
        """Mark, name and arrow as they are written; a curve without a mark of its own has none."""
        return " ".join(filter(None, (self.sign, self.name, self.leaves)))


class _Canvas(NamedTuple):
    """The part of a grid that curves are drawn in, as far as they have come: its first cell, and its rows and columns."""

    grid: Grid
    top: int
    left: int
    rows: int
    columns: int

    def put(self, names: Sequence[EndName], row: int, column: int) -> None:
        """Write names at a row and column."""
        _put(self.grid, names, self.top + row, self.left + column)

    def sign(self, row: int, column: int, char: str, colour: int) -> None:
        """Write a character at a row and column."""
        self.grid.put(self.top + row, self.left + column, char, colour)

    def clear(self) -> npt.NDArray[np.bool_]:
        """Tell which cells are blank, (rows, columns)."""
        area = slice(self.top, self.top + self.rows), slice(self.left, self.left + self.columns)
        blank: npt.NDArray[np.bool_] = self.grid.chars[area] == " "
        return blank


class _Label(NamedTuple):
    """Names that stand together, and the row (a fraction) and dot column in which their curves end.

    `bracket` holds together what has no room on one row.
    """

    names: tuple[EndName, ...]
    row: float
    column: int
    bracket: str = ""


def names_room(names: Sequence[tuple[str, str]], width: int) -> int:
    """The cells to the right of a chart of so many cells that marks and names need, none where it is narrow.

    That is a third of it at most, or half where a word would not be whole.
    """
    longest = max((cell_width(f"{sign} {name}".lstrip()) for sign, name in names if name), default=0)
    most = max(width // _SHARE, min(_GAP + _longest_word(names), width // 2))
    return min(longest + _GAP, most) if longest and width >= _NARROWEST else 0


def _longest_word(names: Iterable[tuple[str, str]]) -> int:
    """Return the cells of the longest word of names that has to stay whole, after its mark."""
    return max(
        (cell_width(f"{sign} {word}".lstrip()) for sign, name in names for word in _whole_words(name)), default=0
    )


def _whole_words(name: str) -> list[str]:
    """Return the words of a name that must not go on in the next row: full-width text may, between any two characters."""
    return [word for word in name.split() if cell_width(word) == len(word)]


def put_end_names(grid: Grid, names: Sequence[EndName], picture: Raster, *, top: int, left: int) -> None:
    """Write the names beside the ends of their curves, which are drawn on a canvas whose first cell is given."""
    labels = _labels(names, picture)
    if not labels:
        return
    last = max(label.column for label in labels) // 2
    canvas = _Canvas(grid, top, left, len(picture.owner), last + 1)
    waiting = [label for label in labels if label.column // 2 >= last - _TOGETHER or not _put_beside(canvas, label)]
    _put_in_column(canvas, waiting, last)


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


def _wrapped(label: _Label, room: int) -> list[_Label]:
    """Return a label as it is where it has room on one row, else its name in lines, the first of which has the mark."""
    name = label.names[0]
    if len(label.names) > 1 or cell_width(name.text) <= room or _longest_word([(name.sign, name.name)]) > room:
        return [label]
    indent = " " * (cell_width(name.sign) + 1 if name.sign else 0)
    first, *others = wrap(name.name, max(room - len(indent), 1))
    lines = [name._replace(name=first, leaves=""), *(name._replace(sign="", name=indent + line) for line in others)]
    below = {"┌": "│", "├": "│"}.get(label.bracket, " " if label.bracket else "")
    brackets = [label.bracket] + [below] * len(others)
    return [label._replace(names=(line,), bracket=each) for line, each in zip(lines, brackets, strict=True)]


def _closer(labels: list[_Label]) -> list[_Label]:
    """Return the labels with the two that are nearest to each other put together."""
    nearest = int(np.argmin(np.diff([label.row for label in labels])))
    one, other = labels[nearest : nearest + 2]
    return [*labels[:nearest], one._replace(names=one.names + other.names, bracket=""), *labels[nearest + 2 :]]


def _put_in_column(canvas: _Canvas, labels: Sequence[_Label], last: int) -> None:
    """Write labels to the right of all curves, each as near to the row of its end as can be."""
    room = canvas.grid.width - canvas.left
    widest = max((_width(label.names[:1]) for label in labels), default=0)
    word = _longest_word([(name.sign, name.name) for label in labels for name in label.names])
    most = max(room // _SHARE, min(word, room // 2))
    column = min(last + _GAP, max(room - widest, room - most))
    waiting = [each for label in labels for each in _in_room(label, room - column)]
    wrapped = [each for label in waiting for each in _wrapped(label, room - column)]
    # beside the axis there is room for one more
    rows = min(max(canvas.rows, len(wrapped)), canvas.rows + 1)
    if len(wrapped) <= rows:
        waiting = wrapped
    while len(waiting) > rows:
        waiting = _closer(waiting)
    clear = canvas.clear()
    for label, row in zip(waiting, spread([label.row for label in waiting], rows), strict=True):
        if label.bracket:
            canvas.sign(row, column - 1, label.bracket, label.names[0].colour)
        canvas.put(label.names, row, column)
        if label.column // 2 < last - _TOGETHER:
            _put_leader(canvas, label, (row, column), clear)


def _put_beside(canvas: _Canvas, label: _Label) -> bool:
    """Write a label where it hides nothing, as near as can be to an end in the midst of the chart; returns whether there was room.

    Where that is not beside the end, a leader joins the two.
    """
    clear, cells, end = canvas.clear(), _width(label.names), label.column // 2
    places = clear_places(clear, cells)
    # on the row of the end there is a gap, above and below the name may begin before it
    place = nearest_place(places, label.row, (end + _GAP, end + _GAP))
    if place is not None and abs(place[0] - label.row) > _NEAR_ROWS:
        place = nearest_place(places, label.row, (end + 1 - cells // 2, end + _GAP))
    if place is None:
        return False
    _put_leader(canvas, label, place, clear)
    canvas.put(label.names, *place)
    return True


def _put_leader(canvas: _Canvas, label: _Label, place: tuple[int, int], clear: npt.NDArray[np.bool_]) -> None:
    """Join an end with its name where that is not beside it: up or down, then across, over nothing that is drawn."""
    end, (row, begin) = label.column // 2, place
    start, stop = min(max(round(label.row), 0), canvas.rows - 1), begin + _width(label.names)
    if abs(row - start) <= _NEAR_ROWS and max(begin - end, end + 1 - stop) <= _NEAR_COLUMNS:
        return
    upright = [(each, end, _UPRIGHT) for each in range(min(start, row) + 1, max(start, row))]
    across = range(end + (row == start), begin - 1) if begin > end else range(stop + 1, end + (row != start))
    for at_row, column, char in (*upright, *((row, each, _ACROSS) for each in across)):
        if at_row < canvas.rows and column < canvas.columns and clear[at_row, column]:
            canvas.sign(at_row, column, char, label.names[0].colour)


def _width(names: Sequence[EndName]) -> int:
    return cell_width(_SEPARATOR.join(each.text for each in names))


def _put(grid: Grid, names: Sequence[EndName], row: int, column: int) -> None:
    """Write names beside each other; only their marks where there is no room for all, or in a small chart not for one."""
    whole = _width(names) <= grid.width - column or (len(names) == 1 and grid.width >= _SMALL)
    for each in names:
        attr = Attr.BOLD if each.bold else Attr.PLAIN
        text = each.text if whole else each.sign
        column = grid.put(row, column, shorten(text, grid.width - column), each.colour, attr) + len(_SEPARATOR)
