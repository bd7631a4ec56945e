"""A line chart: plotext's frame, curves as braille, marks and a cursor line over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.plot.axis import Array, Axis
from optsim.plot.frame import Frame, frame
from optsim.plot.grid import DEFAULT, Attr, Grid
from optsim.plot.labels.edge_texts import CURSOR, DOTS, HAIR, put_edge_text
from optsim.plot.labels.end_names import EndName, names_room, put_end_names
from optsim.plot.raster import Curve, Raster, cell_of, raster
from optsim.plot.sharing.curve_marks import Marked, Placed, place_marks, tracks, up_to
from optsim.plot.sharing.owners import dots_of
from optsim.plot.sharing.places import Cell, beside, first_free
from optsim.plot.width import cell_width, shorten, wrap

#: where what lies outside of the chart goes on
UP, DOWN = "↑", "↓"
#: a sign is shifted on its curve by so many cells at most
_SHIFTED = 6
#: so many of the eight dots of a cell are covered by what is wider than a line
_COVERED = 4
#: a note takes no more lines than one in so many
_NOTE_SHARE = 3
#: what lies on a limit may lie a rounding error beyond it
_EDGE = 1e-6


class Line(NamedTuple):
    """A curve by its values: x and y of shape (points,); what cannot be shown is a gap.

    `mark` stands at its end and on the way, and `name` beside its end, both in the colour `strong`, else in the curve's own.
    Of a cell that curves share alike the one in `front` has the colour.
    """

    x: Array
    y: Array
    colour: int
    mark: str = ""
    dashed: bool = False
    name: str = ""
    strong: int | None = None
    front: bool = False


class Mark(NamedTuple):
    """A sign at a point of the chart, by its values; outside the limits it stands at the edge.

    Of a curve, by its number, it stands on the curve as that is drawn, or where that leaves the chart.
    """

    x: float
    y: float
    sign: str
    colour: int
    curve: int | None = None


class Shade(NamedTuple):
    """The ground between two curves: x, low and high of shape (points,), and its colour; infinite is beyond the chart."""

    x: Array
    low: Array
    high: Array
    colour: int


class Span(NamedTuple):
    """The ground from the lowest to the highest value of blocks: x, low and high of shape (blocks,), and its colour.

    `thin` where also what is no wider than a line has a ground.
    """

    x: Array
    low: Array
    high: Array
    colour: int
    thin: bool = False


class Chart(NamedTuple):
    """All that a chart shows; marks lie over lines, lines over grounds. `above` and `below` tell at its edges what lies outside.

    `shorter` is the note in fewer and fewer words: the first that has room beside the title is taken, the note itself where none has.
    To be seen from afar, `bold`, lines are two dots thick, all names bold.
    """

    title: str
    x: Axis
    y: Axis
    lines: Sequence[Line] = ()
    marks: Sequence[Mark] = ()
    cursor: float | None = None
    note: str = ""
    shorter: Sequence[str] = ()
    frame_colour: int = DEFAULT
    title_colour: int = DEFAULT
    hair: float | None = None
    shades: Sequence[Shade] = ()
    spans: Sequence[Span] = ()
    above: str = ""
    below: str = ""
    bold: bool = False


def frame_of(chart: Chart, width: int, height: int) -> Frame | None:
    """The frame of a chart of so many cells, the line of its title among them; None where there is no room for one.

    Its top is the lines of the note under that of the title.
    """
    top = len(_note_lines(chart, width, height)) - 1
    box = frame(width - _names_room(chart, width), height - 1 - top, chart.x, chart.y)
    return None if box is None else box._replace(top=top)


def _note_lines(chart: Chart, width: int, height: int) -> list[str]:
    """The lines of the note, the first beside the title: all that it needs, as long as they leave most of the chart."""
    room, most = width - 2, max(1, height // _NOTE_SHARE)
    beside = room - cell_width(chart.title) - 2
    fitting = next((note for note in (chart.note, *chart.shorter) if cell_width(note) <= beside), None)
    if fitting is not None:
        return [fitting]
    lines = wrap(chart.note, room, first=beside)
    if len(lines) <= most:
        return lines
    *others, last = lines[:most]
    return [*others, shorten(f"{last} {lines[most]}", room if others else beside)]


def _names_room(chart: Chart, width: int) -> int:
    return names_room([(line.mark, line.name) for line in chart.lines], width)


def draw(chart: Chart, width: int, height: int, *, background: int = DEFAULT, framed: bool = True) -> Grid:
    """The chart in so many cells: title and note, then the frame with the curves in it."""
    grid = Grid(width, height, bg=background)
    end = grid.put(0, 1, chart.title, chart.title_colour, Attr.BOLD)
    for y, line in enumerate(_note_lines(chart, width, height)):
        grid.put(y, 1 if y else end + 2, line, chart.frame_colour)
    box = frame_of(chart, width, height) if framed else None
    if box is None:
        return grid
    top, (rows, columns) = box.top + 1, box.chars.shape
    grid.chars[top : top + rows, :columns], grid.fg[top:, :columns] = box.chars, chart.frame_colour
    _draw_curves(chart, grid, box)
    return grid


def _draw_curves(chart: Chart, grid: Grid, box: Frame) -> None:
    top = box.top + 1
    _draw_upright(chart, chart.cursor, CURSOR, grid, box, top)
    _draw_upright(chart, chart.hair, HAIR, grid, box, top)
    for shade in chart.shades:
        _draw_shade(chart, grid, box, top, shade)
    for span in chart.spans:
        _draw_span(chart, grid, box, top, span)
    _draw_marks(chart, grid, box, _draw_lines(chart, grid, box))
    if chart.above:
        put_edge_text(grid, box, chart.above, 0, _first_outside(chart, above=True), chart.frame_colour)
    if chart.below:
        put_edge_text(grid, box, chart.below, box.rows - 1, _first_outside(chart, above=False), chart.frame_colour)


def _leaves(chart: Chart, line: Line) -> str:
    """Return the arrow of where a curve goes on at its last point; empty where that lies in the chart."""
    upto = int(np.searchsorted(line.x, chart.x.value(1.0), side="right"))
    there = np.flatnonzero(~np.isnan(line.y[:upto]))
    height = _height(chart.y, float(line.y[there[-1]])) if len(there) else 0.5
    return UP if height > 1 + _EDGE else DOWN if height < -_EDGE else ""


def _draw_lines(chart: Chart, grid: Grid, box: Frame) -> Raster:
    """Draw the curves; without colour the one in front is bold."""
    area = slice(box.top + 1, box.top + 1 + box.rows), slice(box.left, box.left + box.columns)
    picture = raster(_curves(chart), box.rows, box.columns, thick=chart.bold)
    drawn = picture.owner >= 0
    owner = picture.owner[drawn]
    colours = np.array([line.colour for line in chart.lines], np.int32)
    bold = np.array([line.front and line.colour == DEFAULT for line in chart.lines], np.bool_)
    grid.chars[area][drawn], grid.fg[area][drawn] = picture.chars()[drawn], colours[owner]
    grid.attrs[area][drawn] = np.where(bold, Attr.BOLD, Attr.PLAIN)[owner]
    return picture


def _draw_marks(chart: Chart, grid: Grid, box: Frame, picture: Raster) -> None:
    """Put marks, signs and names on the curves: none on another."""
    named = _names_room(chart, grid.width) > 0
    cells, taken = tracks(picture.middles), set[Cell]()
    signs = _place_signs(chart, box, cells, taken)
    marked = [
        Marked(number, line.mark, _strong(line), named and bool(line.name))
        for number, line in enumerate(chart.lines)
        if line.mark
    ]
    for placed in (place_marks(marked, cells, (box.rows, box.columns), taken), signs):
        _put(grid, box, placed, large=chart.bold)
    names = [
        EndName(line.mark, line.name, _strong(line), line.front or chart.bold, number, _leaves(chart, line))
        for number, line in enumerate(chart.lines)
        if line.name and named
    ]
    put_end_names(grid, names, picture, top=box.top + 1, left=box.left)


def _curves(chart: Chart) -> list[Curve]:
    """The lines as curves on the canvas; those that share their x go on doing so."""
    groups: dict[int, list[int]] = {}
    for number, line in enumerate(chart.lines):
        groups.setdefault(id(line.x), []).append(number)
    shares: dict[int, tuple[Array, Array]] = {}
    for numbers in groups.values():
        x = chart.x.share(chart.lines[numbers[0]].x)
        heights = chart.y.share(np.stack([chart.lines[number].y for number in numbers]))
        shares |= {number: (x, own) for number, own in zip(numbers, heights, strict=True)}
    return [Curve(*shares[number], line.dashed, 2 * number, line.front) for number, line in enumerate(chart.lines)]


def _strong(line: Line) -> int:
    return line.colour if line.strong is None else line.strong


def _draw_span(chart: Chart, grid: Grid, box: Frame, top: int, span: Span) -> None:
    """Tint the cells that are covered from the lowest to the highest value; without colour, dots.

    A curve that has no more than a point a dot column says all by itself.
    """
    at = chart.x.share(span.x)
    if not span.thin and ((at >= 0) & (at <= 1)).sum() <= 2 * box.columns:
        return
    x = np.repeat(at, 2)
    y = np.stack((chart.y.share(span.low), chart.y.share(span.high)), axis=1).reshape(-1)
    covered = dots_of(raster([Curve(x, y, filled=True)], box.rows, box.columns).bits) >= (1 if span.thin else _COVERED)
    _tint(grid, box, top, covered, span.colour)


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
    _tint(grid, box, top, inside, shade.colour)


def _tint(grid: Grid, box: Frame, top: int, cells: npt.NDArray[np.bool_], colour: int) -> None:
    """Give cells of the canvas a ground; without colour, dots where they are blank."""
    area = slice(top, top + box.rows), slice(box.left, box.left + box.columns)
    if colour == DEFAULT:
        blank = cells & (grid.chars[area] == " ")
        grid.chars[area][blank] = DOTS
    else:
        grid.bg[area][cells] = colour


def _bounded(axis: Axis, values: Array) -> Array:
    """Shares of the axis, what lies outside at a distance of one length: also what is infinite or not above 0."""
    shares = axis.share(values)
    shares = np.where(np.isnan(shares), np.where(values > axis.least, 2.0, -1.0), shares)
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
    """The share at which a mark stands; a value that the axis cannot show lies below it, or is a divergence and lies above."""
    share = float(axis.share(value))
    if np.isnan(share):
        return -1.0 if value <= axis.least else 2.0
    return share


def _place_signs(chart: Chart, box: Frame, tracked: Sequence[Sequence[Cell]], taken: set[Cell]) -> list[Placed]:
    """Place the signs, each in a cell of its own: where two meet the second stands before the first on its curve, or beside."""
    wishes = [(mark, cells) for mark in chart.marks if (cells := _cells(chart, box, tracked, mark))]
    several = {(mark.sign, mark.colour, cells[0]): cells for mark, cells in wishes}
    return [
        Placed(first_free(chain(cells, beside(cell, box.rows, box.columns)), taken) or cell, sign, colour)
        for (sign, colour, cell), cells in several.items()
    ]


def _cells(chart: Chart, box: Frame, tracked: Sequence[Sequence[Cell]], mark: Mark) -> Sequence[Cell]:
    """Return the cells in which a sign can stand, the best first: on its curve, or where that has left; none outside of x."""
    x, height = float(chart.x.share(mark.x)), _height(chart.y, mark.y)
    if np.isnan(x) or not 0 <= x <= 1:
        return ()
    column = cell_of(x, box.columns, 2)
    if mark.curve is not None:
        cells = up_to(tracked[mark.curve], column, _SHIFTED)
        if cells and cells[0][1] == column:
            return cells
        if cells and not 0 <= height <= 1:
            # where a curve has left before, it reached up or down to the edge
            return [(0 if height > 1 else box.rows - 1, cells[0][1])]
    return [(cell_of(1 - min(max(height, 0.0), 1.0), box.rows, 4), column)]


def _put(grid: Grid, box: Frame, placed: Iterable[Placed], *, large: bool) -> None:
    """Write marks and signs; large ones as a plate of their colour, half a cell wider to each side."""
    for (row, column), sign, colour in placed:
        y, x = box.top + 1 + row, box.left + column
        grid.put(y, x, sign, colour, Attr.BOLD)
        if large and 0 < column < box.columns - 1:
            for beside, half in ((x - 1, "▐"), (x + 1, "▌")):
                grid.put(y, beside, half, colour)
            if colour != DEFAULT:
                grid.fg[y, x], grid.bg[y, x] = grid.bg[y, x], colour


def _first_outside(chart: Chart, *, above: bool) -> float:
    """The share of the x axis at which the first curve lies outside; 0 where none does."""
    found = []
    for line in chart.lines:
        heights = _bounded(chart.y, line.y)
        outside = np.flatnonzero(heights > 1 + _EDGE if above else heights < -_EDGE)
        found += [float(chart.x.share(line.x[outside[0]]))] if len(outside) else []
    return min(max(min(found, default=0.0), 0.0), 1.0)
