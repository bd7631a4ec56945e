"""Legend of a chart: mark, name and value of each curve in a corner of it that is blank."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optsim.plot.frame import Frame
from optsim.plot.grid import Attr, Grid
from optsim.plot.readout import Colours, Reading
from optsim.plot.width import cell_width, fit, fit_right

_MOST_NAME = 24
#: what a legend may cover: nothing, and a part of the line at the cursor
_BLANK = (" ", "│")
#: blanks between a name and its value
_GAP = 2

#: row and column of a legend's first cell
Corner = tuple[int, int]


def put_legend(
    grid: Grid, readings: Sequence[Reading], box: Frame, *, colours: Colours, before: Corner | None = None
) -> Corner | None:
    """Write a legend, and return where; None where no corner of the chart is blank.

    Args:
        grid: The chart, drawn.
        readings: What it says, from top to bottom.
        box: The frame of the chart.
        colours: Its text and its ground.
        before: Where it stood before: it stays there as long as it hides nothing.
    """
    names = min(_MOST_NAME, max((cell_width(each.name) for each in readings), default=0))
    values = max((cell_width(each.value) for each in readings), default=0)
    height, width = len(readings), 4 + names + _GAP + values
    corners = _corners(box, width, height)
    wanted = [before, *corners] if before in corners else corners
    corner = next((each for each in wanted if _is_blank(grid, each, width, height)), None)
    if corner is None or not readings:
        return None
    (top, x), value_cells = corner, width - names - 4
    for y, each in enumerate(readings, start=top):
        grid.bg[y, x : x + width] = colours.ground
        at = grid.put(y, x + 1, each.sign, each.colour, Attr.BOLD)
        grid.put(y, at + 1, fit(each.name, names), each.colour, Attr.BOLD)
        grid.put(y, x + 3 + names, fit_right(each.value, value_cells), colours.text, Attr.BOLD)
    return corner


def _corners(box: Frame, width: int, height: int) -> list[Corner]:
    """Return the corners in which there is room, the upper right one first: curves fall."""
    first, left = box.top + 1, box.left + 1
    last, right = first + box.rows - height, box.left + box.columns - width
    return [(y, x) for x in (right, left) for y in (first, last)] if last >= first and right >= left else []


def _is_blank(grid: Grid, corner: Corner, width: int, height: int) -> bool:
    y, x = corner
    return bool(np.isin(grid.chars[y : y + height, x : x + width], _BLANK).all())
