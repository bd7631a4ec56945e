"""Texts at the edges of a chart: what lies outside of it."""

from __future__ import annotations

import numpy as np

from optsim.plot.frame import Frame
from optsim.plot.grid import Grid
from optsim.plot.labels.placing import clear_places, nearest_place
from optsim.plot.raster import CHARS, cell_of
from optsim.plot.width import cell_width, shorten

#: what a text may cover: the lines of cursor and cross-hair, and the dots of a ground
CURSOR, HAIR, DOTS = "│", "┆", "·"
#: rows from the edge in which a text may stand
_ROWS = 4


def put_edge_text(grid: Grid, box: Frame, text: str, row: int, share: float, colour: int) -> None:
    """Write a text at an edge, as near as can be to where a curve leaves there, and over no name or mark.

    It may cover the cursor, and curves where there is no other room near the edge.

    Args:
        grid: The picture.
        box: The frame of its chart.
        text: What lies outside.
        row: The row of the edge, counted from the top of the canvas.
        share: The share of the x axis at which a curve leaves.
        colour: Of the text.
    """
    top, left = box.top + 1, box.left
    near = slice(0, _ROWS) if row == 0 else slice(max(box.rows - _ROWS, 0), box.rows)
    chars = grid.chars[top : top + box.rows, left:][near]
    blank = np.isin(chars, (" ", CURSOR, HAIR, DOTS))
    text, wanted = shorten(text, grid.width - left), cell_of(share, box.columns, 2) + 2
    places = (
        nearest_place(clear_places(clear, cell_width(text)), row - near.start, (wanted, wanted))
        for clear in (blank, blank | np.isin(chars, CHARS))
    )
    place = next((each for each in places if each is not None), None)
    if place is not None:
        grid.put(top + near.start + place[0], left + place[1], text, colour)
