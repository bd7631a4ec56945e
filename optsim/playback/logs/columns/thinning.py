"""Rows of long logs that are left out, so that memory has a limit: every other one, but for the extremes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from optsim.engine.settings import Array
from optsim.playback.logs.columns.rows import Rows
from optsim.playback.logs.columns.series import Series
from optsim.playback.logs.roles import MOST_QUANTITIES

#: the newest rows are all there: one of so many, but so many at least
_SHARE, _FEWEST = 64, 256
#: extremes are kept of so many rows that are kept, and of so many for each column
_BLOCK, _BLOCK_A_COLUMN = 256, 16
#: columns whose extremes are kept, the losses first: as many as are shown
_MOST_COLUMNS = MOST_QUANTITIES
#: rows of fewer are not worth it
_SMALLEST = 1024


def thin(columns: Iterable[Series], *, further: bool) -> bool:
    """Leave out rows of columns, but for the newest ones; returns whether there were any.

    Args:
        columns: Columns of one lane.
        further: Leave out every other one of all; else only of those that came since, as many as of those before.
    """
    by_rows: dict[int, list[Series]] = {}
    for series in columns:
        by_rows.setdefault(id(series.rows), []).append(series)
    thinned = [_thin(members[0].rows, members, further=further) for members in by_rows.values()]
    return any(thinned)


def _thin(rows: Rows, members: Sequence[Series], *, further: bool) -> bool:
    """Leave out rows of columns that share them."""
    newest = max(_FEWEST, rows.length // _SHARE)
    if rows.length < _SMALLEST or not (further or (rows.stride > 1 and rows.length - rows.thin > 2 * newest)):
        return False
    before, end = rows.length, rows.length - newest
    _part(rows, members, end)
    alike = [series for series in members if series.rows is rows]
    if rows.stride > 1:
        _leave_out(rows, alike, rows.thin, end, rows.stride)
    if further:
        _leave_out(rows, alike, 0, rows.thin if rows.stride > 1 else end, 2)
        rows.stride *= 2
    return rows.length < before


def _part(rows: Rows, members: Sequence[Series], end: int) -> None:
    """Give columns that do not go up to a row rows of their own: they have ended, or their newest values are yet to come."""
    own: dict[int, Rows] = {}
    for series in members:
        if len(series) < end:
            if len(series) not in own:
                own[len(series)] = rows.copy(len(series))
            series.rows = own[len(series)]


def _leave_out(rows: Rows, members: Sequence[Series], first: int, end: int, stride: int) -> None:
    """Keep every `stride`-th of the rows from one to another, and extremes; those before are thin already."""
    known = members[:_MOST_COLUMNS]
    block = stride * max(_BLOCK, _BLOCK_A_COLUMN * len(known))
    keep = np.zeros(end - first, np.bool_)
    keep[::stride] = True
    whole = len(keep) // block * block
    for series in known:
        values = series.values[first:end, 0]
        for start, table in ((0, values[:whole].reshape(-1, block)), (whole, values[whole:][None])):
            if table.size:
                _keep_extremes(table, keep[start : start + table.size])
    for series in members:
        series.leave_out(first, keep)
    rows.leave_out(first, keep)
    rows.passed += max(end - rows.thin, 0)
    rows.thin = first + int(keep.sum())


def _keep_extremes(table: Array, keep: npt.NDArray[np.bool_]) -> None:
    """Keep of each block of rows, (blocks, rows), the lowest, the highest, and the first that is no number."""
    none, firsts = np.isnan(table), np.arange(0, table.size, table.shape[1])
    keep[firsts + np.where(none, np.inf, table).argmin(axis=1)] = True
    keep[firsts + np.where(none, -np.inf, table).argmax(axis=1)] = True
    keep[(firsts + none.argmax(axis=1))[none.any(axis=1)]] = True
