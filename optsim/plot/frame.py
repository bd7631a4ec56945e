"""The frame of a chart: axes, ticks and labels, drawn by plotext and kept as long as it stays the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.plot.axis import Array, Axis
from optsim.plot.lean_plotext import lean_plotext
from optsim.plot.raster import cell_of

_COLUMNS_PER_TICK, _ROWS_PER_TICK = 12, 3
_SMALLEST_WIDTH, _SMALLEST_HEIGHT = 16, 5
_ROOM_FOR_THREE = 20


class Frame(NamedTuple):
    """Characters (height, width) of an empty chart, and the part of it that curves are drawn in."""

    chars: npt.NDArray[np.str_]
    top: int
    left: int
    rows: int
    columns: int


@lru_cache(maxsize=32)
def frame(width: int, height: int, x: Axis, y: Axis) -> Frame | None:
    """The frame of a chart of so many cells; None where there is no room for one."""
    if width < _SMALLEST_WIDTH or height < _SMALLEST_HEIGHT:
        return None
    # plotext rounds differently from what draws the curves, so it gets the ticks by their cells, and those depend on how
    # large it makes the box: as large as labels and lines leave it, or else it is asked a second time
    labels = max(len(label) for _, label in y.ticks(max(2, height // _ROWS_PER_TICK)))
    columns, rows = width - labels - 1, height - 2
    box = _box(_drawn(width, height, (x, columns), (y, rows)), width, height)
    if (box.columns, box.rows) == (columns, rows):
        return box
    return _box(_drawn(width, height, (x, box.columns), (y, box.rows)), width, height)


def cells_inside(axes: tuple[Axis, Axis], box: Frame, right: Array, up: Array) -> Iterator[tuple[int, int, int]]:
    """Yield number, row and column of the points that lie in a frame, of points (points,) to the right and up."""
    across, height = axes[0].share(right), axes[1].share(up)
    for number in np.flatnonzero((across >= 0) & (across <= 1) & (height >= 0) & (height <= 1)).tolist():
        row = box.top + 1 + cell_of(1 - float(height[number]), box.rows, 4)
        yield number, row, box.left + cell_of(float(across[number]), box.columns, 2)


def _box(lines: list[str], width: int, height: int) -> Frame:
    """Return the two axes of a box; the lines above and to the right of it are left out, curves and their names have that room."""
    top, bottom = (next(i for i, line in enumerate(lines) if corner in line) for corner in "┌└")
    left, right = lines[top].index("┌"), lines[top].index("┐")
    chars = np.full((height, width), " ", "<U1")
    for row, line in enumerate(lines[top + 1 : top + 1 + height]):
        cells = list(line[:right]) if row < bottom - top else list(line[:width])
        chars[row, : len(cells)] = cells[:width]
    return Frame(chars, 0, left + 1, bottom - top - 1, right - left - 1)


def _drawn(width: int, height: int, x: tuple[Axis, int], y: tuple[Axis, int]) -> list[str]:
    """The lines of an empty chart, the ticks of each axis standing in so many cells."""
    # importing plotext takes as long as the rest of the chart's first second: not before a frame is asked for
    plotext = lean_plotext()

    # without this it cuts every chart to the terminal that it thinks it stands in
    plotext.terminal.limit(False, False)
    figure: Any = plotext.figure
    figure.clear()
    # the box has two lines more than are shown
    figure.plot_size(width + 1, height + 1)
    figure.theme("colorless")
    (x_axis, columns), (y_axis, rows) = x, y
    # of two at most often only the nought is left
    most = max(3 if width >= _ROOM_FOR_THREE else 2, width // _COLUMNS_PER_TICK)
    x_ticks, y_ticks = x_axis.ticks(most), y_axis.ticks(max(2, height // _ROWS_PER_TICK))
    across = [cell_of(share, columns, 2) for share in _shares(x_axis, x_ticks)]
    # plotext counts rows from below
    up = [rows - 1 - cell_of(1 - share, rows, 4) for share in _shares(y_axis, y_ticks)]
    for name, cells, places, ticks in (("x", columns, across, x_ticks), ("y", rows, up, y_ticks)):
        ruler = figure.ruler(name)
        ruler.lim(0, max(cells - 1, 1))
        ruler.ticks(places, [label for _, label in ticks])
    text: str = plotext.uncolorize(figure.build().string())
    return text.splitlines()


def _shares(axis: Axis, ticks: list[tuple[float, str]]) -> list[float]:
    return [min(max((at - axis.low) / (axis.high - axis.low), 0.0), 1.0) for at, _ in ticks]
