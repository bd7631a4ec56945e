"""A line chart: plotext's frame, curves as braille, marks and a cursor line over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optsim.plot.axis import Array, Axis
from optsim.plot.frame import Frame, frame
from optsim.plot.grid import DEFAULT, Attr, Grid
from optsim.plot.raster import Curve, cell_of, raster
from optsim.plot.width import shorten

_CURSOR, _HAIR, _DOTS = "│", "┆", "·"
#: what lies on a limit may lie a rounding error beyond it
_SLACK = 1e-6


class Line(NamedTuple):
    """A curve by its values: x and y of shape (points,); what cannot be shown is a gap. `mark` stands at its end."""

    x: Array
    y: Array
    colour: int
    mark: str = ""
    dashed: bool = False


class Mark(NamedTuple):
    """A sign at a point of the chart, by its values; outside the limits it stands at the edge."""

    x: float
    y: float
    sign: str
    colour: int


class Shade(NamedTuple):
    """The ground between two curves: x, low and high of shape (points,), and its colour; infinite is beyond the chart."""

    x: Array
    low: Array
    high: Array
    colour: int


class Chart(NamedTuple):
    """All that a chart shows; later lines lie over earlier ones, marks over lines."""

    title: str
    x: Axis
    y: Axis
    lines: Sequence[Line] = ()
    marks: Sequence[Mark] = ()
    cursor: float | None = None
    note: str = ""
    frame_colour: int = DEFAULT
    title_colour: int = DEFAULT
    hair: float | None = None
    shades: Sequence[Shade] = ()


def draw(chart: Chart, width: int, height: int, *, background: int = DEFAULT, framed: bool = True) -> Grid:
    """The chart in so many cells: a line of title, then the frame with the curves in it."""
    grid = Grid(width, height, bg=background)
    end = grid.put(0, 1, chart.title, chart.title_colour, Attr.BOLD)
    if chart.note:
        grid.put(0, end + 2, shorten(chart.note, width - end - 3), chart.frame_colour)
    box = frame(width, height - 1, chart.x, chart.y) if framed else None
    if box is None:
        return grid
    grid.chars[1:], grid.fg[1:] = box.chars, chart.frame_colour
    _draw_curves(chart, grid, box)
    return grid


def _draw_curves(chart: Chart, grid: Grid, box: Frame) -> None:
    top, left = box.top + 1, box.left
    area = slice(top, top + box.rows), slice(left, left + box.columns)
    _draw_upright(chart, chart.cursor, _CURSOR, grid, box, top)
    _draw_upright(chart, chart.hair, _HAIR, grid, box, top)
    curves = [
        Curve(chart.x.share(line.x), chart.y.share(line.y), line.colour, line.dashed, 2 * number)
        for number, line in enumerate(chart.lines)
    ]
    for shade in chart.shades:
        _draw_shade(chart, grid, box, top, shade)
    picture = raster(curves, box.rows, box.columns)
    drawn = picture.owner >= 0
    owner = picture.owner[drawn]
    grid.chars[area][drawn] = picture.chars()[drawn]
    grid.fg[area][drawn] = np.array([curve.colour for curve in curves], np.int32)[owner]
    marked = [(line, curve) for line, curve in zip(chart.lines, curves, strict=True) if line.mark]
    for number, (line, curve) in enumerate(marked):
        seen = np.flatnonzero((curve.y >= -_SLACK) & (curve.y <= 1 + _SLACK) & (curve.x >= 0) & (curve.x <= 1))
        if len(seen):
            # one on the way, each curve's elsewhere, so that curves are told apart without colour; one at the end
            between = seen[len(seen) * (number + 1) // (len(marked) + 1)]
            for at in (between, seen[-1]):
                _sign(grid, box, top, curve.x[at], curve.y[at], line.mark, line.colour)
    for mark in chart.marks:
        _sign(grid, box, top, float(chart.x.share(mark.x)), _height(chart.y, mark.y), mark.sign, mark.colour)


def _draw_shade(chart: Chart, grid: Grid, box: Frame, top: int, shade: Shade) -> None:
    """Tint the cells whose middle lies between the two; without colour, dots."""
    if not len(shade.x):
        return
    middles = (np.arange(box.columns) + 0.5) / box.columns
    at = chart.x.share(shade.x)
    low, high = (
        np.interp(middles, at, _bounded(chart.y, each), left=np.nan, right=np.nan) for each in (shade.low, shade.high)
    )
    heights = 1 - (np.arange(box.rows) + 0.5) / box.rows
    half = 0.5 / box.rows
    inside = (heights[:, None] + half >= low) & (heights[:, None] - half <= high)
    area = slice(top, top + box.rows), slice(box.left, box.left + box.columns)
    if shade.colour == DEFAULT:
        blank = inside & (grid.chars[area] == " ")
        grid.chars[area][blank] = _DOTS
    else:
        grid.bg[area][inside] = shade.colour


def _bounded(axis: Axis, values: Array) -> Array:
    """Shares of the axis, what lies outside at a distance of one length: also what is infinite or not above 0."""
    shares = axis.share(values)
    shares = np.where(np.isnan(shares), np.where(values > 0, 2.0, -1.0), shares)
    return np.clip(shares, -1.0, 2.0)


def column_of(chart: Chart, box: Frame, x: float) -> int | None:
    """The column of the grid in which a value of the x axis lies; None outside."""
    share = float(chart.x.share(x))
    return box.left + cell_of(share, box.columns, 2) if 0 <= share <= 1 else None


def _draw_upright(chart: Chart, x: float | None, char: str, grid: Grid, box: Frame, top: int) -> None:
    column = None if x is None else column_of(chart, box, x)
    if column is None:
        return
    grid.chars[top : top + box.rows, column] = char
    grid.fg[top : top + box.rows, column] = chart.title_colour
    grid.attrs[top : top + box.rows, column] = Attr.DIM


def _height(axis: Axis, value: float) -> float:
    """The share at which a mark stands; a value that the axis cannot show lies below all others, or is a divergence above."""
    share = float(axis.share(value))
    if np.isnan(share):
        return 0.0 if value <= 0 else 1.0
    return share


def _sign(grid: Grid, box: Frame, top: int, x: float, y: float, sign: str, colour: int) -> None:
    """A sign at a share of the canvas, moved to its edge where it lies outside."""
    if np.isnan(x) or not 0 <= x <= 1:
        return
    height = min(max(y, 0.0), 1.0)
    grid.put(top + cell_of(1 - height, box.rows, 4), box.left + cell_of(x, box.columns, 2), sign, colour, Attr.BOLD)
