"""A chart as lines of text, for a plain terminal or a log: every curve is drawn with a letter of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optsim.plot.axis import Array, Axis
from optsim.plot.lean_plotext import lean_plotext

_COLUMNS_PER_TICK, _ROWS_PER_TICK = 12, 3
_SMALLEST_WIDTH, _SMALLEST_HEIGHT = 30, 8


@dataclass(frozen=True, eq=False)
class TextCurve:
    """A curve by its values, x and y of shape (points,), the letter it is drawn with, and a colour out of 256."""

    letter: str
    x: Array
    y: Array
    colour: int | None = None


@dataclass(frozen=True)
class TextMark:
    """A sign at a point; outside the limits it stands at the edge."""

    sign: str
    x: float
    y: float


def column_means(x: Array, y: Array, columns: int, *, log: bool, least: float = 0.0) -> tuple[Array, Array]:
    """A curve with at most so many points: the means of as many equal stretches, geometric ones for a log axis, of how far they lie above `least`.

    Values that are not finite are left out of a mean; a stretch of nothing else is a gap.
    """
    if len(x) <= columns:
        return x, y
    axis = Axis(0.0, 1.0, log=log, least=least)
    units = axis.units(y)
    starts = np.unique(np.arange(columns) * len(x) // columns)
    shown = np.isfinite(units)
    counts = np.add.reduceat(shown, starts, dtype=np.float64)
    with np.errstate(all="ignore"):
        # halved before they are added up: two of the largest numbers would be infinite
        means = np.add.reduceat(np.where(shown, units, 0.0) / np.repeat(counts, np.diff([*starts, len(x)])), starts)
        # from the first point to the last, so that a curve reaches as far as it went
        return np.linspace(x[0], x[-1], len(starts)), axis.values(means)


def text_chart(
    curves: Sequence[TextCurve], marks: Sequence[TextMark], x: Axis, y: Axis, *, width: int, height: int
) -> str:
    """The chart in so many columns and lines; what cannot be shown is a gap. Where curves meet, their letters take turns.

    A curve should have about a point a column: `column_means`. Escape codes are in it only where a curve has a colour.
    """
    # plotext takes a tenth of a second to load: not before a chart is asked for
    plotext = lean_plotext()

    figure: Any = plotext.figure
    # without this it cuts every chart to the terminal that it thinks it stands in
    plotext.terminal.limit(False, False)
    width, height = max(width, _SMALLEST_WIDTH), max(height, _SMALLEST_HEIGHT)
    _begin(figure, x, y, width, height)
    markers = [c.letter if c.colour is None else plotext.marker(c.letter, c.colour) for c in curves]
    pieces = [_pieces(curve, x, y) for curve in curves]
    for marker, stretches in zip(markers, pieces, strict=True):
        for xs, ys in stretches:
            figure.draw(figure.signal(xs, ys, marker=marker).lines())
    for place, (marker, stretches) in enumerate(zip(markers, pieces, strict=True)):
        for xs, ys in stretches:
            turn = slice(place, None, len(curves))
            if xs[turn]:
                figure.draw(figure.signal(xs[turn], ys[turn], marker=marker))
    for mark in marks:
        at = _inside(mark, x, y)
        if at is not None:
            figure.draw(figure.signal([at[0]], [at[1]], marker=mark.sign))
    text: str = figure.build().string()
    if all(curve.colour is None for curve in curves):
        text = plotext.uncolorize(text)
    return "\n".join(line.rstrip() for line in text.splitlines())


def _begin(figure: Any, x: Axis, y: Axis, width: int, height: int) -> None:
    """Empty the figure, set its size, limits and ticks."""
    figure.clear()
    figure.plot_size(width, height)
    figure.theme("colorless")
    for name, axis, most in (("x", x, width // _COLUMNS_PER_TICK), ("y", y, height // _ROWS_PER_TICK)):
        ruler, ticks = figure.ruler(name), axis.ticks(max(2, most))
        ruler.lim(axis.low, axis.high)
        ruler.ticks([at for at, _ in ticks], [label for _, label in ticks])


def _pieces(curve: TextCurve, x: Axis, y: Axis) -> list[tuple[list[float], list[float]]]:
    """The stretches of a curve between its gaps, all inside the limits.

    plotext ends the whole process at a value that is not finite and at one far outside, so none may reach it.
    """
    xs, ys = x.units(curve.x), y.units(curve.y)
    inside = np.isfinite(ys) & (ys >= y.low) & (ys <= y.high)
    # the point where a curve leaves the chart is drawn at the edge
    beside = np.isfinite(ys) & (np.append(inside[1:], False) | np.append(False, inside[:-1]))
    shown = np.flatnonzero((inside | beside) & (xs >= x.low) & (xs <= x.high))
    if not len(shown):
        return []
    ys = np.clip(ys, y.low, y.high)
    parts = np.split(shown, np.flatnonzero(np.diff(shown) > 1) + 1)
    return [(xs[part].tolist(), ys[part].tolist()) for part in parts]


def _inside(mark: TextMark, x: Axis, y: Axis) -> tuple[float, float] | None:
    """Place of a mark in units of the axes; a value beyond all numbers stands at the top."""
    at_x, at_y = float(x.units(mark.x)), float(y.units(mark.y))
    if np.isnan(at_x):
        return None
    if np.isnan(at_y):
        at_y = y.low if mark.y <= y.least else y.high
    return min(max(at_x, x.low), x.high), min(max(at_y, y.low), y.high)
