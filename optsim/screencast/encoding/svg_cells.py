"""Cells as SVG elements: geometry as paths, one for all of a colour, and texts that are held in their cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from optsim.screencast.film import Pen
from optsim.screencast.raster.shapes import Area, Disc, Stroke, shapes
from optsim.screencast.terminal.cells import Cell

#: of a cell; areas then lie on whole units
WIDE, HIGH = 8, 16
_LINE = 1
_BASELINE, _MIDDLE = 12, 8
_INSET = 0.5
#: what is true of each kind in any colour. Edges lie on whole pixels at any size, so that nothing is left of what is painted over
_RULES = """\
.g,.f,.l,.k{shape-rendering:crispEdges}
.g,.l,.k,.s,.d{fill:none}
.k{stroke-width:2}
.d{stroke-width:.76;stroke-linecap:round}
"""
#: a picture smaller than it was drawn, by its share of the width: how much thicker lines are, or pixels would miss them
_THICKER = ((1.0, 0.34), (0.75, 0.82), (0.55, 1.5))
#: grounds are lines as thick as a cell is high, in units of cells; dots lie on a grid of their own
_UNITS = {
    "g": f' transform="matrix({WIDE} 0 0 {HIGH} 0 {HIGH // 2})"',
    "d": f' transform="matrix({WIDE // 2} 0 0 {HIGH // 4} {WIDE // 4} {HIGH // 8})"',
}
#: characters that XML may not hold, in any spelling
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


class Spot(NamedTuple):
    """A cell, or the two of a full-width character, by column and line."""

    column: int
    line: int
    cell: Cell
    wide: int


class Box(NamedTuple):
    """A filled rectangle."""

    x: int
    y: int
    width: int
    height: int


class Styles:
    """The classes of what was drawn: g grounds, f blocks and texts, l and k thin and thick lines, s strokes, d dots; each in a colour.

    Only classes, and no other selectors: not all that draws SVG knows those.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int], int] = {}

    def name(self, kind: str, colour: int) -> str:
        """The classes of a kind in a colour."""
        number = self._numbers.setdefault((kind, colour), len(self._numbers))
        return f"{kind} {kind}{number}"

    def rules(self, width: int) -> str:
        """All of them as CSS, for a picture `width` units wide."""
        smaller = "".join(
            f"@media (max-width:{share * width - 1:g}px)"
            f"{{.l{{stroke-width:{1 + more:g}}}.k{{stroke-width:{2 + more:g}}}}}\n"
            for share, more in _THICKER
        )
        return f"{_RULES}{smaller}" + "".join(
            f".{kind}{number}{{{'fill' if kind == 'f' else 'stroke'}:#{colour:06x}}}\n"
            for (kind, colour), number in self._numbers.items()
        )


def escaped(text: str) -> str:
    """A text that may stand in an element or an attribute; what is no character is replaced."""
    return "".join(_ESCAPES.get(char, char) for char in _NO_TEXT.sub("\ufffd", text))


def spots(line: Sequence[Cell], number: int, columns: Iterable[int] | None = None) -> list[Spot]:
    """Cells of a line, of the given columns in order or all; of a full-width character both or none."""
    starts = (at - (at > 0 and not line[at].text) for at in (range(len(line)) if columns is None else columns))
    return [
        Spot(at, number, line[at], 1 + (at + 1 < len(line) and not line[at + 1].text)) for at in dict.fromkeys(starts)
    ]


def draw(placed: Sequence[Spot], styles: Styles, page: int | None = None) -> str:
    """The elements of cells, upon a page of this colour; if None: upon anything."""
    grounds: dict[int, list[Spot]] = defaultdict(list)
    areas: dict[tuple[str, int], list[Box]] = defaultdict(list)
    strokes: dict[int, list[str]] = defaultdict(list)
    dots: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for spot in placed:
        x, y, (text, pen) = spot.column * WIDE, spot.line * HIGH, spot.cell
        if pen.ground != page:
            grounds[pen.ground].append(spot)
        for shape in shapes(text) or ():
            match shape:
                case Area():
                    box = _box(shape, x, y)
                    areas[_kind(text, box), _mixed(pen, shape.alpha)].append(box)
                case Disc():
                    dots[pen.colour].append((2 * spot.column + (shape.x > 0.5), 4 * spot.line + int(4 * shape.y)))
                case Stroke():
                    strokes[pen.colour].append(_stroke(shape, x, y))
        for at in [_BASELINE + 2] * pen.underline + [_MIDDLE] * pen.strike:
            areas["l", pen.colour].append(Box(x, y + at, spot.wide * WIDE, _LINE))
    paths = [
        *(("g", colour, _grounds(below)) for colour, below in grounds.items()),
        *(
            (kind, colour, "".join(_path(kind, box) for box in _below(_beside(boxes))))
            for (kind, colour), boxes in areas.items()
        ),
        *(("s", colour, "".join(strokes_of_colour)) for colour, strokes_of_colour in strokes.items()),
        *(("d", colour, _dots(points)) for colour, points in dots.items()),
    ]
    written = [
        f'<path class="{styles.name(kind, colour)}"{_UNITS.get(kind, "")} d="{path}"/>' for kind, colour, path in paths
    ]
    return "".join([*written, *_texts(placed, styles)])


def _grounds(placed: Iterable[Spot]) -> str:
    boxes = _beside(Box(spot.column, spot.line, spot.wide, 1) for spot in placed)
    return "".join(f"M{box.x} {box.y}h{box.width}" for box in boxes)


def _dots(points: Iterable[tuple[int, int]]) -> str:
    """Lines of no length with round ends, each place told from the one before: so equal curves have equal paths."""
    out, x, y = [], 0, 0
    for column, line in points:
        right, down = column - x, line - y
        out.append(f"m{right}{down if down < 0 else f' {down}'}h0")
        x, y = column, line
    return "".join(out)


def _beside(boxes: Iterable[Box]) -> list[Box]:
    """The boxes, those that continue the one before to the right as one with it."""
    joined: list[Box] = []
    for box in boxes:
        last = joined[-1] if joined else None
        if last and (last.x + last.width, last.y, last.height) == (box.x, box.y, box.height):
            joined[-1] = last._replace(width=last.width + box.width)
        else:
            joined.append(box)
    return joined


def _below(boxes: Iterable[Box]) -> Iterable[Box]:
    """The boxes, those that continue one downwards as one with it."""
    by_edge: dict[tuple[int, int, int], Box] = {}
    for box in boxes:
        above = by_edge.pop((box.x, box.width, box.y), None)
        joint = above._replace(height=above.height + box.height) if above else box
        by_edge[box.x, box.width, joint.y + joint.height] = joint
    return by_edge.values()


def _box(area: Area, x: int, y: int) -> Box:
    left, top = area.left.pixel(WIDE, _LINE), area.top.pixel(HIGH, _LINE)
    right, bottom = area.right.pixel(WIDE, _LINE), area.bottom.pixel(HIGH, _LINE)
    return Box(x + left, y + top, right - left, bottom - top)


def _kind(text: str, box: Box) -> str:
    """Blocks are filled; what belongs to a box is a line, so that it can be told to be thicker in a smaller picture."""
    if "\u2580" <= text <= "\u259f":
        return "f"
    return "l" if min(box.width, box.height) == _LINE else "k"


def _path(kind: str, box: Box) -> str:
    x, y, width, height = box
    if kind == "f":
        return f"M{x} {y}h{width}v{height}h-{width}z"
    if width >= height:
        return f"M{x} {y + height / 2:g}h{width}"
    return f"M{x + width / 2:g} {y}v{height}"


def _mixed(pen: Pen, alpha: float) -> int:
    """A veil of the pen's colour upon its ground."""
    if alpha == 1:
        return pen.colour
    parts = (
        round((pen.colour >> shift & 255) * alpha + (pen.ground >> shift & 255) * (1 - alpha)) for shift in (16, 8, 0)
    )
    red, green, blue = parts
    return red << 16 | green << 8 | blue


def _stroke(stroke: Stroke, x: int, y: int) -> str:
    """A line, through the middle where the straight lines of box characters lie."""
    x1, y1, x2, y2 = (
        start + ((size - _LINE) // 2 + _LINE / 2 if share == 0.5 else share * size)
        for share, start, size in zip(stroke[:4], (x, y, x, y), (WIDE, HIGH, WIDE, HIGH), strict=True)
    )
    if not stroke.round:
        return f"M{x1:g} {y1:g}L{x2:g} {y2:g}"
    bend = y2 + WIDE / 2 * (1 if y1 > y2 else -1)
    return f"M{x1:g} {y1:g}V{bend:g}Q{x1:g} {y2:g} {x2:g} {y2:g}"


def _texts(placed: Sequence[Spot], styles: Styles) -> Iterable[str]:
    """Texts that fonts draw: plain characters side by side together, any other alone and narrowed to its cell, where a font has it wider.

    Together each character has its place, too; but for one without gaps the first place is enough, if no other is understood.
    """
    written = [spot for spot in placed if spot.cell.text.strip() and shapes(spot.cell.text) is None]
    for run in _runs(written):
        text, pen = escaped("".join(spot.cell.text for spot in run)), run[0].cell.pen
        look = styles.name("f", pen.colour) + " b" * pen.bold + " i" * pen.italic
        y, places = run[0].line * HIGH + _BASELINE, " ".join(str(spot.column * WIDE) for spot in run)
        fitting = ""
        if not _is_plain(run[0]):
            # a little within its cell, or the edge of a mark would stay when it has gone
            places = f"{run[0].column * WIDE + _INSET:g}"
            fitting = f' textLength="{run[0].wide * WIDE - 2 * _INSET:g}" lengthAdjust="spacingAndGlyphs"'
        yield f'<text class="{look}" y="{y}" x="{places}"{fitting}>{text}</text>'


def _runs(written: Iterable[Spot]) -> Iterable[list[Spot]]:
    """Characters that are drawn together."""
    run: list[Spot] = []
    for spot in written:
        if run and not _goes_on(run[-1], spot):
            yield run
            run = []
        run.append(spot)
    if run:
        yield run


def _goes_on(before: Spot, spot: Spot) -> bool:
    one, other = before.cell.pen, spot.cell.pen
    return (
        (before.line, before.column + 1) == (spot.line, spot.column)
        and (one.colour, one.bold, one.italic) == (other.colour, other.bold, other.italic)
        and _is_plain(before)
        and _is_plain(spot)
        and spot.wide == before.wide == 1
    )


def _is_plain(spot: Spot) -> bool:
    """Tell if every font has it as wide as its cells."""
    return len(spot.cell.text) == 1 and (spot.cell.text.isascii() or spot.wide == 2)
