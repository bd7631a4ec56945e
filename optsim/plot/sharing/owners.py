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
    lit = each > 0
    several = lit.sum(axis=0, dtype=np.uint8)
    owner: npt.NDArray[np.int16] = np.where(several > 0, lit.argmax(axis=0), -1).astype(np.int16)
    shared = several > 1
    owner[shared] = (2 * dots_of(each[:, shared]) + front[:, None]).argmax(axis=0)
    if shared.sum() < _FEWEST:
        return owner
    covered = _covered(lit, shared)
    path: _Mask = np.logical_or.reduce(covered, axis=0)
    dots = dots_of(each[:, path]) * covered[:, path]
    owner[path] = _in_turn(_A_SHARE * dots >= np.maximum(dots.max(axis=0), 1), path)
    return owner


def _covered(lit: _Mask, shared: _Mask) -> _Mask:
    """Tell in which cells each curve lies with others along a path (curves, rows, columns)."""
    common = lit & shared
    # both counts in one: of shared cells above 64, of all of them below; there are at most 49
    counts = _counted_around(lit + np.uint16(_PLACE) * common)
    with_others, all_own = counts // _PLACE, counts % _PLACE
    covered: _Mask = common & (with_others >= _FEWEST) & (3 * with_others >= _OF_THREE * all_own)
    return covered


def _counted_around(cells: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """Return the sums over the square around each cell, (curves, rows, columns)."""
    curves, rows, columns = cells.shape
    wide = columns + _AROUND
    # one long row, in which blanks stand between rows and between curves: then a neighbour is always equally far
    spread = np.zeros((curves, rows + _AROUND, wide), np.uint16)
    spread[:, :rows, :columns] = cells
    sums = _over_seven(_over_seven(spread.reshape(-1), 1), wide)
    whole = np.zeros(spread.size, np.uint16)
    margin = _AROUND * (wide + 1)
    whole[margin : margin + len(sums)] = sums
    inside: npt.NDArray[np.uint16] = whole.reshape(spread.shape)[:, :rows, :columns]
    return inside


def _over_seven(row: npt.NDArray[np.uint16], step: int) -> npt.NDArray[np.uint16]:
    """Return the sums of seven numbers each that stand so far from each other, shorter by six steps."""
    two = row[:-step] + row[step:]
    four = two[: -2 * step] + two[2 * step :]
    sums: npt.NDArray[np.uint16] = four[: -3 * step] + four[3 * step :] - row[3 * step : -3 * step]
    return sums


def _in_turn(takers: _Mask, path: _Mask) -> npt.NDArray[np.intp]:
    """Return whose turn it is in the cells of a path, of those who take turns in each (curves, cells).

    Turns go on from column to column; where the path is steep, from row to row as well.
    """
    inside = np.zeros((len(path) + 2, path.shape[1] + 2), np.uint8)
    inside[1:-1, 1:-1] = path
    steep = (inside[:-2, 1:-1] + inside[2:, 1:-1] > inside[1:-1, :-2] + inside[1:-1, 2:])[path]
    rows, columns = np.nonzero(path)
    many = takers.sum(axis=0)
    turn = (columns // np.where(many > 2, _TURN_OF_MORE, _TURN_OF_TWO) + rows * steep) % many
    whose: npt.NDArray[np.intp] = (takers & (takers.cumsum(axis=0) == turn + 1)).argmax(axis=0)
    return whose
