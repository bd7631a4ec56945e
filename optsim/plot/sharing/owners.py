"""Whose colour a cell has: of the curves in it that of the one with most dots; curves that share a path take turns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_Mask = npt.NDArray[np.bool_]
_DOTS_OF = np.array([bits.bit_count() for bits in range(256)], np.int16)
#: a curve shares its path where in the cells so far to each side it has at least so many that others are in as well, and
#: they are so many of three of all that it has there: a crossing has fewer
_AROUND, _FEWEST, _OF_THREE = 3, 4, 2
_PLACE = 64
#: who has fewer dots in a cell than one in so many of those of another has no turn there
_A_SHARE = 2
#: cells of a turn along a row: of two curves, and of more
_TURN_OF_TWO, _TURN_OF_MORE = 3, 2


def dots_of(bits: npt.NDArray[np.uint8]) -> npt.NDArray[np.int16]:
    """The numbers of dots in cells with these braille bits, in an array of the same shape."""
    dots: npt.NDArray[np.int16] = _DOTS_OF[bits]
    return dots


def owners(each: npt.NDArray[np.uint8], front: _Mask) -> npt.NDArray[np.int16]:
    """Return whose cell each is (rows, columns), −1 for nobody's, of the bits of each curve (curves, rows, columns).

    A cell is that of the curve with the most dots in it; of those with as many, that of one in `front`, else of the first.
    Where curves share a path their cells take turns, a few for each, whichever is in front: none hides another. Where a curve
    has hardly a cell to itself, and the others have, it has those that it shares.
    """
    if len(each) == 1:
        return np.where(each[0] > 0, 0, -1).astype(np.int16)
    flat = each.reshape(len(each), -1)
    lit = flat > 0
    several = lit.sum(axis=0, dtype=np.uint8)
    cells = np.flatnonzero(several)
    dots = dots_of(flat[:, cells])
    owner = np.full(flat.shape[1], -1, np.int16)
    owner[cells] = (2 * dots + front[:, None]).argmax(axis=0)
    shared = several[cells] > 1
    if shared.sum() >= _FEWEST:
        cells, dots = cells[shared], dots[:, shared]
        covered = (dots > 0) & _along_a_path(lit.reshape(each.shape), several, cells)
        takers = covered & (_A_SHARE * dots >= (dots * covered).max(axis=0))
        path = np.flatnonzero(covered.any(axis=0))
        owner[cells[path]] = _in_turn(takers[:, path], cells[path], each.shape[2])
    return owner.reshape(each.shape[1:])


def _along_a_path(lit: _Mask, several: npt.NDArray[np.uint8], cells: npt.NDArray[np.intp]) -> _Mask:
    """Tell around which of some cells each curve (curves, rows, columns) has nearly all of its cells with others."""
    curves, rows, columns = lit.shape
    wide = columns + _AROUND
    # one long row with blanks between rows, between curves and at both ends, so that a neighbour is always equally far
    size, margin = curves * (rows + _AROUND) * wide, _AROUND * (wide + 1)
    row = np.zeros(size + 2 * margin, np.uint16)
    spread = row[margin : margin + size].reshape(curves, rows + _AROUND, wide)[:, :rows, :columns]
    # both counts in one: of shared cells above 64, of all of them below; there are at most 49
    np.multiply(lit, np.where(several > 1, _PLACE + 1, 1).astype(np.uint16).reshape(rows, columns), out=spread)
    places = cells + _AROUND * (cells // columns) + (np.arange(curves) * (rows + _AROUND) * wide)[:, None]
    with_others, all_own = np.divmod(_over_seven(_over_seven(row, 1), wide)[places], _PLACE)
    near: _Mask = (with_others >= _FEWEST) & (3 * with_others >= _OF_THREE * all_own)
    return near


def _over_seven(row: npt.NDArray[np.uint16], step: int) -> npt.NDArray[np.uint16]:
    """Return the sums of seven numbers each that stand so far from each other, shorter by six steps."""
    two = row[:-step] + row[step:]
    four = two[: -2 * step] + two[2 * step :]
    sums: npt.NDArray[np.uint16] = four[: -3 * step] + four[3 * step :] - row[3 * step : -3 * step]
    return sums


def _in_turn(takers: _Mask, cells: npt.NDArray[np.intp], width: int) -> npt.NDArray[np.intp]:
    """Return whose turn it is in the cells of a path, of those who take turns in each (curves, cells).

    Turns go on from column to column; where the path is steep, from row to row as well.
    """
    rows, columns = np.divmod(cells, width)
    places, wide = (rows + 1) * (width + 2) + columns + 1, width + 2
    path = np.zeros((int(rows.max(initial=0)) + 3) * wide, np.uint8)
    path[places] = 1
    steep = path[places - wide] + path[places + wide] > path[places - 1] + path[places + 1]
    many = takers.sum(axis=0)
    turn = (columns // np.where(many > 2, _TURN_OF_MORE, _TURN_OF_TWO) + rows * steep) % many
    whose: npt.NDArray[np.intp] = (takers & (takers.cumsum(axis=0) == turn + 1)).argmax(axis=0)
    return whose
