"""The ground of a map: bands of height, the contours between them, and where their levels can be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.plot.axis import Array
from optsim.plot.grid import DEFAULT, Attr, Grid
from optsim.plot.map.contours import Label, bands_of, labels, lines, round_levels
from optsim.plot.raster import chars_of

_HALF = "▀"
#: so many bands at most, and one for so many dots of the middle
_MOST_BANDS, _DOTS_A_BAND, _FEWEST_BANDS = 10, 9, 5
#: and so many more for what lies around the middle and is higher
_OUTER_BANDS = 4
#: grounds, where there are fewer levels
_FEWEST_SHADES = 14


class Inks(NamedTuple):
    """Colours 0xRRGGBB: grounds from low to high and the contours on each of them; where there are no grounds, on `blank`."""

    heights: Sequence[int]
    contours: Sequence[int]
    blank: int = DEFAULT


class Ground(NamedTuple):
    """The cells, and the levels that can be written on them."""

    cells: Grid
    labels: Sequence[Label] = ()


def ground_of(heights: Array, inks: Inks, middle: Array | None = None) -> Ground:
    """Draw the ground of heights at its dots, shape (4 · rows, 2 · columns); levels are chosen by those in the `middle`."""
    rows, columns = len(heights) // 4, heights.shape[1] // 2
    middle = heights if middle is None else middle
    levels = round_levels(middle, min(max(min(middle.shape) // _DOTS_A_BAND, _FEWEST_BANDS), _MOST_BANDS))
    levels += [level for level in round_levels(heights, _OUTER_BANDS) if levels and level > levels[-1]]
    bands = bands_of(heights, levels)
    cells = Grid(columns, rows, fg=inks.contours[0], bg=inks.blank)
    bits = lines(bands)
    drawn = bits > 0
    if inks.heights:
        _put_grounds(cells, _shades(heights, levels, inks), drawn, inks)
    cells.chars[drawn] = chars_of(bits)[drawn]
    return Ground(cells, labels(bands, levels))


def _shades(heights: Array, levels: Sequence[float], inks: Inks) -> npt.NDArray[np.intp]:
    """Return which of the grounds each height has: from level to level the same part of them, some where there are few levels."""
    finite = heights[np.isfinite(heights)]
    if not levels:
        return np.zeros(heights.shape, np.intp)
    many = min(max(len(levels) + 1, _FEWEST_SHADES), len(inks.heights))
    ends = [float(finite.min()), *levels, float(finite.max())]
    share = np.interp(np.where(np.isfinite(heights), heights, ends[-1]), ends, np.linspace(0, 1, len(ends)))
    shades = np.minimum((share * many).astype(np.intp), many - 1)
    places = np.linspace(0, len(inks.heights) - 1, many).round().astype(np.intp)
    chosen: npt.NDArray[np.intp] = places[shades]
    return chosen


def _put_grounds(cells: Grid, shades: npt.NDArray[np.intp], lined: npt.NDArray[np.bool_], inks: Inks) -> None:
    """Give each half of a cell its ground; one that has a line one ground, and the ink for that."""
    heights, contours = (np.array(each, np.int32) for each in (inks.heights, inks.contours))
    upper, lower = shades[1::4, ::2], shades[3::4, ::2]
    split = (upper != lower) & ~lined
    cells.bg[:], cells.fg[:] = heights[lower], np.where(split, heights[upper], contours[lower])
    cells.chars[split] = _HALF
    cells.attrs[:] = np.where(lined, Attr.PLAIN, Attr.GROUND)
