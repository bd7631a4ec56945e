"""A map of a function of two parameters: paths over its ground, arrows over them, then signs, levels and names where room is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.plot.grid import DEFAULT, Attr, Grid
from optsim.plot.map.contours import Label
from optsim.plot.map.ground import Ground
from optsim.plot.map.window import cell_at
from optsim.plot.raster import chars_of
from optsim.plot.sharing.owners import owners
from optsim.plot.sharing.places import Cell, beside, first_free
from optsim.plot.width import cell_width

_Mask = npt.NDArray[np.bool_]
#: the cell in which a sign would stand, the sign and its colour
_Wish = tuple[Cell, str, int]
#: a name stands at most so many rows above or below the head of its path
_NEAR = 3
_GAP = 2
#: a path has its mark once in so many rows and columns
_MARKED_ROWS, _MARKED_COLUMNS = 4, 12


class Sign(NamedTuple):
    """A character at a share of the window."""

    x: float
    y: float
    sign: str
    colour: int


class Stroke(NamedTuple):
    """A path as braille bits (rows, columns), its colour, whether it is the one in front, and its mark on the way, if any."""

    bits: npt.NDArray[np.uint8]
    colour: int
    front: bool
    mark: str


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
    """All that stands on the ground, in the order in which it covers the other.

    Signs come in the order of their rank: one whose cell is taken by one before it stands beside that. Names come in the order
    in which they may choose their place.
    """

    paths: Sequence[Stroke] = ()
    arrows: Sequence[Stroke] = ()
    tips: Sequence[Sign] = ()
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
    places = _put_signs(grid, content, free)
    _put_labels(grid, ground.labels, free, label_colour)
    _put_names(grid, _together(content.names, places, free), free)
    return grid


def _put_strokes(grid: Grid, strokes: Sequence[Stroke], free: _Mask) -> None:
    """Draw strokes, a cell in the colour of the one that has the most dots in it."""
    if not strokes:
        return
    each = np.stack([stroke.bits for stroke in strokes])
    drawn, front = np.bitwise_or.reduce(each, axis=0), np.array([stroke.front for stroke in strokes])
    owner, there = owners(each, front), drawn > 0
    whose, colours = owner[there], np.array([stroke.colour for stroke in strokes])
    grid.chars[there], grid.fg[there] = chars_of(drawn[there]), colours[whose]
    grid.attrs[there] = np.where(front & (colours == DEFAULT), Attr.BOLD, Attr.PLAIN)[whose]
    free[there] = False
    for number, stroke in enumerate(strokes):
        if stroke.mark:
            grid.chars[_here_and_there(owner == number)] = stroke.mark


def _here_and_there(cells: _Mask) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return one of some cells in each part of the map, by row and column: the same one as long as no other comes near."""
    rows, columns = np.nonzero(cells)
    part = rows // _MARKED_ROWS * cells.shape[1] + columns // _MARKED_COLUMNS
    order = np.argsort(part, kind="stable")
    _, first, many = np.unique(part[order], return_index=True, return_counts=True)
    middle = order[first + many // 2]
    return rows[middle], columns[middle]


def _put_signs(grid: Grid, content: Content, free: _Mask) -> dict[_Wish, Cell]:
    """Write signs, each in a cell of its own, over the tips of arrows; returns where each one stands that wished a cell."""
    for cell, sign, colour in _wishes(content.tips, free):
        _put_sign(grid, cell, sign, colour, free)
    places: dict[_Wish, Cell] = {}
    taken: set[Cell] = set()
    for wish in _wishes(content.signs, free):
        cell, sign, colour = wish
        places[wish] = first_free(beside(cell, *free.shape), taken) or cell
        _put_sign(grid, places[wish], sign, colour, free)
    return places


def _wishes(signs: Sequence[Sign], free: _Mask) -> Iterable[_Wish]:
    """Return the cells in which signs would stand, and what they are; the same sign twice in a cell is one."""
    rows, columns = free.shape
    inside = (sign for sign in signs if 0 <= sign.x <= 1 and 0 <= sign.y <= 1)
    return dict.fromkeys((_cell(sign.x, sign.y, columns, rows), sign.sign, sign.colour) for sign in inside)


def _cell(x: float, y: float, columns: int, rows: int) -> Cell:
    return cell_at(x, y, columns, rows)[::-1]


def _put_sign(grid: Grid, cell: Cell, sign: str, colour: int, free: _Mask) -> None:
    grid.put(*cell, sign, colour, Attr.BOLD)
    free[cell] = False


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


def _together(names: Sequence[Name], places: dict[_Wish, Cell], free: _Mask) -> dict[Cell, list[Name]]:
    """Return the names of the paths whose heads lie in the same cell together, by where the mark of the first one stands."""
    rows, columns = free.shape
    by_cell: dict[Cell, list[Name]] = {}
    for name in names:
        by_cell.setdefault(_cell(name.x, name.y, columns, rows), []).append(name)
    return {places.get((cell, own[0].sign, own[0].colour), cell): own for cell, own in by_cell.items()}


class _Place(NamedTuple):
    """A row and column in which a name can begin; `beside` its head it needs no mark, and stands before or after that."""

    row: int
    column: int
    width: int
    beside: int = 0


def _put_names(grid: Grid, groups: dict[Cell, list[Name]], free: _Mask) -> None:
    """Write names beside the heads of their paths: on the same row, else shifted with their marks, where there is room."""
    # bytes, since a look at a few of them is faster than at a few of an array
    rows = [bytearray(row.tobytes()) for row in free]
    for (row, column), names in groups.items():
        place = next((each for each in _places(column, row, names, grid.width) if _has_room(each, rows)), None)
        if place is not None:
            _write(grid, names, place)
            rows[place.row][place.column : place.column + place.width] = bytes(place.width)


def _places(column: int, row: int, names: Sequence[Name], columns: int) -> Iterable[_Place]:
    """Yield where names can stand, the nearest to their head first; beside the right edge they are shifted to the left."""
    alone, marked = (cell_width(" ".join(_texts(names, beside=each))) for each in (True, False))
    yield _Place(row, column + 2, alone, beside=1)
    if len(names) == 1:
        yield _Place(row, column - 1 - alone, alone, beside=-1)
    for away in range(1, _NEAR + 1):
        for at in (row - away, row + away):
            yield _Place(at, min(column + 2, columns - marked), marked)
            yield _Place(at, column - 1 - marked, marked)
            if away < _NEAR:
                yield _Place(at, column - marked // 2, marked)


def _has_room(place: _Place, rows: Sequence[bytearray]) -> bool:
    """Tell if names hide nothing at a place, where all that is free is 1, and do not touch what belongs to others."""
    begin, end = place.column, place.column + place.width
    if not (0 <= place.row < len(rows) and begin >= 0 and end <= len(rows[0])):
        return False
    before, after = (1 if place.beside > 0 else _GAP), (1 if place.beside < 0 else _GAP)
    return 0 not in rows[place.row][max(begin - before, 0) : end + after]


def _texts(names: Sequence[Name], *, beside: bool) -> list[str]:
    first = [names[0].name] if beside and not names[0].away else []
    return [*first, *(f"{each.sign} {each.name}" for each in names[len(first) :])]


def _write(grid: Grid, names: Sequence[Name], place: _Place) -> None:
    """Write names, with blanks between them and beside a head."""
    if place.beside > 0:
        grid.put(place.row, place.column - 1, " ")
    column = place.column
    for each, text in zip(names, _texts(names, beside=place.beside != 0), strict=True):
        end = grid.put(place.row, column, text, each.colour, Attr.BOLD if each.bold else Attr.PLAIN)
        column = end + 1
        if each is not names[-1] or place.beside < 0:
            grid.put(place.row, end, " ")
