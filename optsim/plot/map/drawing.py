"""A map of a function of two parameters: paths over its ground, arrows over them, then signs, levels and names where room is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.plot.grid import Attr, Grid
from optsim.plot.map.contours import Label
from optsim.plot.map.ground import Ground
from optsim.plot.map.window import cell_at
from optsim.plot.raster import chars_of, owners
from optsim.plot.width import cell_width

_Mask = npt.NDArray[np.bool_]
#: a name stands at most so many rows above or below the head of its path
_NEAR = 3
_GAP = 2


class Sign(NamedTuple):
    """A character at a share of the window."""

    x: float
    y: float
    sign: str
    colour: int


class Stroke(NamedTuple):
    """A path as braille bits (rows, columns), its colour, and whether it is the one in front."""

    bits: npt.NDArray[np.uint8]
    colour: int
    front: bool = False


class Name(NamedTuple):
    """Mark and name of a path, its colour, and where its head is, as shares of the window; `away` where that is outside."""

    x: float
    y: float
    sign: str
    name: str
    colour: int
    bold: bool = False
    away: bool = False


class Content(NamedTuple):
    """All that stands on the ground, in the order in which it covers the other; a sign covers those before it.

    Names come in the order in which they may choose their place.
    """

    paths: Sequence[Stroke] = ()
    arrows: Sequence[Stroke] = ()
    signs: Sequence[Sign] = ()
    names: Sequence[Name] = ()


def draw(ground: Ground, content: Content, label_colour: int) -> Grid:
    """The map: its ground stays as it is, levels and names stand where they hide nothing."""
    rows, columns = ground.cells.chars.shape
    grid = Grid(columns, rows)
    for name in ("chars", "fg", "bg", "attrs"):
        getattr(grid, name)[:] = getattr(ground.cells, name)
    free = np.ones((rows, columns), np.bool_)
    for strokes in (content.paths, content.arrows):
        _put_strokes(grid, strokes, free)
    for sign in content.signs:
        if 0 <= sign.x <= 1 and 0 <= sign.y <= 1:
            x, y = cell_at(sign.x, sign.y, columns, rows)
            grid.put(y, x, sign.sign, sign.colour, Attr.BOLD)
            free[y, x] = False
    _put_labels(grid, ground.labels, free, label_colour)
    _put_names(grid, _together(content.names, columns, rows), free)
    return grid


def _put_strokes(grid: Grid, strokes: Sequence[Stroke], free: _Mask) -> None:
    """Draw strokes, a cell in the colour of the one that has the most dots in it."""
    if not strokes:
        return
    each = np.stack([stroke.bits for stroke in strokes])
    drawn = np.bitwise_or.reduce(each, axis=0)
    there = drawn > 0
    whose = owners(each, np.array([stroke.front for stroke in strokes]))[there]
    grid.chars[there] = chars_of(drawn[there])
    grid.fg[there], grid.attrs[there] = np.array([stroke.colour for stroke in strokes])[whose], Attr.PLAIN
    free[there] = False


def _put_labels(grid: Grid, labels: Iterable[Label], free: _Mask, colour: int) -> None:
    """Write each level at the best of its places that hides nothing."""
    taken = np.zeros((len(free), free.shape[1] + 1), np.int32)
    for label in labels:
        width = cell_width(label.text)
        np.cumsum(~free, axis=1, out=taken[:, 1:])
        rows, columns = label.places.T
        clear = np.flatnonzero(taken[rows, columns + width + 1] == taken[rows, columns - 1])
        if len(clear):
            row, column = label.places[clear[0]].tolist()
            grid.put(row, column, label.text, colour)
            # levels keep away from each other
            free[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + width + 1] = False


def _together(names: Sequence[Name], columns: int, rows: int) -> list[list[Name]]:
    """Return the names of the paths whose heads lie in the same cell together."""
    by_cell: dict[tuple[int, int], list[Name]] = {}
    for name in names:
        by_cell.setdefault(cell_at(name.x, name.y, columns, rows), []).append(name)
    return list(by_cell.values())


class _Place(NamedTuple):
    """A row and column in which a name can begin; `beside` its head it needs no mark, and stands before or after that."""

    row: int
    column: int
    beside: int = 0


def _put_names(grid: Grid, groups: Iterable[Sequence[Name]], free: _Mask) -> None:
    """Write names beside the heads of their paths: on the same row, else shifted with their marks, where there is room."""
    rows, columns = free.shape
    for names in groups:
        column, row = cell_at(names[0].x, names[0].y, columns, rows)
        place = next((each for each in _places(column, row, names) if _has_room(each, names, free)), None)
        if place is not None:
            _write(grid, names, place)
            free[place.row, place.column : place.column + _width(names, place)] = False


def _places(column: int, row: int, names: Sequence[Name]) -> Iterable[_Place]:
    """Yield where names can stand, the nearest to their head first."""
    yield _Place(row, column + 2, beside=1)
    if len(names) == 1:
        before = _Place(row, column, beside=-1)
        yield before._replace(column=column - 1 - _width(names, before))
    width = _width(names, _Place(row, column))
    for away in range(1, _NEAR + 1):
        for at in (row - away, row + away):
            yield _Place(at, column + 2)
            yield _Place(at, column - 1 - width)
            if away < _NEAR:
                yield _Place(at, column - width // 2)


def _has_room(place: _Place, names: Sequence[Name], free: _Mask) -> bool:
    """Tell if names hide nothing at a place, and do not touch what belongs to others."""
    rows, columns = free.shape
    begin, end = place.column, place.column + _width(names, place)
    if not (0 <= place.row < rows and begin >= 0 and end <= columns):
        return False
    before, after = (1 if place.beside > 0 else _GAP), (1 if place.beside < 0 else _GAP)
    return bool(free[place.row, max(begin - before, 0) : end + after].all())


def _texts(names: Sequence[Name], place: _Place) -> list[str]:
    first = [names[0].name] if place.beside and not names[0].away else []
    return [*first, *(f"{each.sign} {each.name}" for each in names[len(first) :])]


def _width(names: Sequence[Name], place: _Place) -> int:
    return cell_width(" ".join(_texts(names, place)))


def _write(grid: Grid, names: Sequence[Name], place: _Place) -> None:
    """Write names, with blanks between them and beside a head."""
    if place.beside > 0:
        grid.put(place.row, place.column - 1, " ")
    column = place.column
    for each, text in zip(names, _texts(names, place), strict=True):
        end = grid.put(place.row, column, text, each.colour, Attr.BOLD if each.bold else Attr.PLAIN)
        column = end + 1
        if each is not names[-1] or place.beside < 0:
            grid.put(place.row, end, " ")
