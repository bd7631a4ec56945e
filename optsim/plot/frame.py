"""The frame of a chart: box, ticks and labels, drawn by plotext and kept as long as it stays the same."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.plot.axis import Axis

_COLUMNS_PER_TICK, _ROWS_PER_TICK = 12, 3
_SMALLEST_WIDTH, _SMALLEST_HEIGHT = 16, 5


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
    lines = _drawn(width, height, x, y)
    chars = np.full((height, width), " ", "<U1")
    for row, line in enumerate(lines[:height]):
        cells = list(line[:width])
        chars[row, : len(cells)] = cells
    top, bottom = (next(i for i, line in enumerate(lines) if corner in line) for corner in "┌└")
    left, right = lines[top].index("┌"), lines[top].index("┐")
    return Frame(chars, top + 1, left + 1, bottom - top - 1, right - left - 1)


def _drawn(width: int, height: int, x: Axis, y: Axis) -> list[str]:
    # importing plotext takes as long as the rest of the chart's first second: not before a frame is asked for
    import plotext  # noqa: PLC0415

    # without this it cuts every chart to the terminal that it thinks it stands in
    plotext.terminal.limit(False, False)
    figure: Any = plotext.figure
    figure.clear()
    figure.plot_size(width, height)
    figure.theme("colorless")
    for ruler, axis, most in (
        (figure.ruler("x"), x, max(2, width // _COLUMNS_PER_TICK)),
        (figure.ruler("y"), y, max(2, height // _ROWS_PER_TICK)),
    ):
        ruler.lim(axis.low, axis.high)
        ticks = axis.ticks(most)
        ruler.ticks([at for at, _ in ticks], [label for _, label in ticks])
    text: str = plotext.uncolorize(figure.build().string())
    return text.splitlines()
