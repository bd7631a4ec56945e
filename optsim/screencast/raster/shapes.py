"""Box-drawing, block and braille characters as geometry: drawn without a font, they join without seams.

A cell is 1 wide and 1 high, its top left corner at (0, 0). Lines have a thickness of their own, the same for both directions
whatever the cell's proportions, so an edge is a part of the cell and a number of line thicknesses beside it.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from math import floor
from typing import NamedTuple


class Edge(NamedTuple):
    """Edge of an area: at a part of the cell's width or height, and some thicknesses of a light line further."""

    part: float
    lines: float = 0.0

    def pixel(self, size: int, line: int) -> int:
        """The same in whole pixels, for a cell `size` wide (or high) and light lines `line` thick: lines stay equally thick."""
        if self.lines:
            return floor((size - line) // 2 + (self.lines + 0.5) * line)
        return floor(self.part * size + 0.5)


class Area(NamedTuple):
    """A filled rectangle; `alpha` is 1 but for shades."""

    left: Edge
    top: Edge
    right: Edge
    bottom: Edge
    alpha: float = 1.0


class Stroke(NamedTuple):
    """A light line from a point to another. With `round`, a right angle at the cell's middle, as round as it can be.

    So round: a quarter circle whose radius is half of the cell's shorter side, and a straight piece on the longer one.
    """

    x1: float
    y1: float
    x2: float
    y2: float
    round: bool = False


class Disc(NamedTuple):
    """A braille dot around a point."""

    x: float
    y: float


Shape = Area | Stroke | Disc

#: the radius of a braille dot, as a part of the smaller distance between two: half a cell's width or a quarter of its height
DISC_RADIUS = 0.38

_START, _END = Edge(0.0), Edge(1.0)
#: weights of an arm
_NONE, _LIGHT, _HEAVY, _DOUBLE = range(4)
_WEIGHTS = {"LIGHT": _LIGHT, "SINGLE": _LIGHT, "HEAVY": _HEAVY, "DOUBLE": _DOUBLE}
#: half the thickness of a line of each weight; the rails of a double one are light
_HALF = (0.0, 0.5, 1.0, 0.5)
_SIDES = {"UP": "U", "RIGHT": "R", "DOWN": "D", "LEFT": "L", "VERTICAL": "UD", "HORIZONTAL": "LR"}
_DASHES = {"DOUBLE": 2, "TRIPLE": 3, "QUADRUPLE": 4}
_GAP = 0.3
_SHADES = {"LIGHT": 0.25, "MEDIUM": 0.5, "DARK": 0.75}
_EIGHTHS = {
    word: number / 8
    for number, word in enumerate(
        ["ONE_EIGHTH", "ONE_QUARTER", "THREE_EIGHTHS", "HALF", "FIVE_EIGHTHS", "THREE_QUARTERS", "SEVEN_EIGHTHS"], 1
    )
}
#: the column and row of each braille dot, by its bit
_DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))


@cache
def shapes(character: str) -> tuple[Shape, ...] | None:
    """Return the shapes of a character, or None where a font has to draw it."""
    code = ord(character) if len(character) == 1 else 0
    if 0x2800 <= code <= 0x28FF:
        return tuple(Disc(x / 2 + 0.25, y / 4 + 0.125) for bit, (x, y) in enumerate(_DOTS) if code >> bit & 1)
    if 0x2580 <= code <= 0x259F:
        return _block(unicodedata.name(character))
    if 0x2500 <= code <= 0x257F:
        return _box(unicodedata.name(character).removeprefix("BOX DRAWINGS ").split())
    return None


def _block(name: str) -> tuple[Area, ...]:
    """A block element by its Unicode name, which never changes."""
    first, _, rest = name.partition(" ")
    if first == "QUADRANT":
        return tuple(
            _part(0.5 * ("RIGHT" in corner), 0.5 * ("LOWER" in corner), 0.5, 0.5) for corner in rest.split(" AND ")
        )
    if rest == "SHADE":
        return (_part(0, 0, 1, 1)._replace(alpha=_SHADES[first]),)
    size = _EIGHTHS.get(rest.removesuffix(" BLOCK").replace(" ", "_"), 1.0)
    match first:
        case "UPPER":
            return (_part(0, 0, 1, size),)
        case "LEFT":
            return (_part(0, 0, size, 1),)
        case "RIGHT":
            return (_part(1 - size, 0, size, 1),)
        case _:  # LOWER and FULL
            return (_part(0, 1 - size, 1, size),)


def _part(x: float, y: float, width: float, height: float) -> Area:
    return Area(Edge(x), Edge(y), Edge(x + width), Edge(y + height))


def _box(words: list[str]) -> tuple[Shape, ...]:
    """A box drawing by the words of its Unicode name."""
    if "DIAGONAL" in words:
        falling, rising = Stroke(0, 0, 1, 1), Stroke(0, 1, 1, 0)
        return (falling, rising) if "CROSS" in words else (falling if words[3] == "LEFT" else rising,)
    if "DASH" in words:
        return _dashes(_DASHES[words[1]], _HALF[_WEIGHTS[words[0]]], upright=words[-1] == "VERTICAL")
    arms = _arms([word for word in words if word not in {"AND", "ARC"}])
    if "ARC" in words:
        return (Stroke(0.5, float("DOWN" in words), float("RIGHT" in words), 0.5, round=True),)
    across = _bars(arms["L"], arms["R"], (arms["U"], arms["D"]))
    down = _bars(arms["U"], arms["D"], (arms["L"], arms["R"]))
    return tuple(
        [Area(begin, low, end, high) for begin, end, low, high in across]
        + [Area(low, begin, high, end) for begin, end, low, high in down]
    )


def _arms(words: list[str]) -> dict[str, int]:
    """The weight of the arm to each side. A name says a weight before all its sides, or after each group of them."""
    arms = dict.fromkeys("URDL", _NONE)
    in_front = words[0] in _WEIGHTS
    weight, waiting = _NONE, ""
    for word in words:
        if word not in _WEIGHTS:
            waiting += _SIDES[word]
            if in_front:
                arms.update(dict.fromkeys(waiting, weight))
        else:
            weight = _WEIGHTS[word]
            if not in_front:
                arms.update(dict.fromkeys(waiting, weight))
            waiting = ""
    return arms


def _dashes(number: int, half: float, *, upright: bool) -> tuple[Area, ...]:
    low, high = Edge(0.5, -half), Edge(0.5, half)
    ends = [(Edge((k + _GAP / 2) / number), Edge((k + 1 - _GAP / 2) / number)) for k in range(number)]
    return tuple(Area(low, begin, high, end) if upright else Area(begin, low, end, high) for begin, end in ends)


def _bars(first: int, last: int, crossing: tuple[int, int]) -> list[tuple[Edge, Edge, Edge, Edge]]:
    """The arms from both ends of a direction as (begin, end) along it and (low, high) across it.

    `crossing` are the weights of the arms across, that towards 0 first.
    """
    bars = []
    for weight, low, high, near, far in _rails(first, last, crossing):
        reach = _reach(weight, near, far)
        through = first == last and not (weight == _DOUBLE and near == _DOUBLE)
        if through:
            bars.append((_START, _END, low, high))
            continue
        if first == weight:
            bars.append((_START, Edge(0.5, reach), low, high))
        if last == weight:
            bars.append((Edge(0.5, -reach), _END, low, high))
    return bars


def _rails(first: int, last: int, crossing: tuple[int, int]) -> list[tuple[int, Edge, Edge, int, int]]:
    """Each line of the arms: weight, low and high edge, and the crossing arm on its own and on the other side."""
    above, below = crossing
    rails = []
    for weight in sorted({first, last} - {_NONE}):
        if weight == _DOUBLE:
            rails.append((weight, Edge(0.5, -1.5), Edge(0.5, -0.5), above, below))
            rails.append((weight, Edge(0.5, 0.5), Edge(0.5, 1.5), below, above))
        else:
            rails.append((weight, Edge(0.5, -_HALF[weight]), Edge(0.5, _HALF[weight]), above, below))
    return rails


def _reach(weight: int, near: int, far: int) -> float:
    """Return how far beyond the middle an arm goes, so that it meets the arms that cross it and does not pass them."""
    doubles = (near == _DOUBLE) + (far == _DOUBLE)
    if (weight == _DOUBLE and near == _DOUBLE) or doubles == 2:
        return -0.5
    if doubles:
        return 1.5
    return max(_HALF[near], _HALF[far])
