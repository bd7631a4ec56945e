"""The box of a cross-hair: a line of head, a line a value, placed where it hides least."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from optsim.plot.grid import Attr, Grid
from optsim.plot.width import cell_width, fit, fit_right

_MOST_NAME = 20


class Reading(NamedTuple):
    """A value under the cross-hair: mark, name, value as text, colour."""

    sign: str
    name: str
    value: str
    colour: int


class Colours(NamedTuple):
    """Colours of a box: its text, what stands back, its ground."""

    text: int
    muted: int
    ground: int


class Readout(NamedTuple):
    """Text of a box: its head, its values, and the words for how many more there are."""

    head: str
    readings: Sequence[Reading]
    more: Callable[[int], str]


def put_readout(
    grid: Grid,
    readout: Readout,
    *,
    column: int,
    left: int,
    right: int,
    rows: range,
    colours: Colours,
) -> None:
    """Write the box beside a column, within the cells from `left` to `right` (not counted) and the rows.

    It stands on the side with more room, and nowhere if the values do not fit there. What has no line is counted in the last one, as the readout says it.
    """
    most, head, readings = len(rows) - 1, readout.head, readout.readings
    if most < 1:
        return
    shown = list(readings[:most]) if len(readings) <= most else list(readings[: most - 1])
    rest = len(readings) - len(shown)
    names = min(_MOST_NAME, max([cell_width(each.name) for each in shown], default=0))
    values = max([cell_width(each.value) for each in shown], default=0)
    width = max(cell_width(head), 2 + names + 1 + values) + 2
    to_the_right = right - column - 1 >= column - left
    room = right - column - 1 if to_the_right else column - left
    if room < width:
        width = max(room, 0)
        names = max(0, width - 5 - values)
    if names < 1 and shown:
        return
    x = column + 1 if to_the_right else column - width
    y = rows.start
    _line(grid, y, x, width, colours)
    grid.put(y, x + 1, _whole_words(head, width - 2), colours.muted)
    for y, each in enumerate(shown, start=rows.start + 1):
        _line(grid, y, x, width, colours)
        at = grid.put(y, x + 1, each.sign, each.colour, Attr.BOLD)
        grid.put(y, at + 1, fit(each.name, names), each.colour)
        grid.put(y, x + 4 + names, fit_right(each.value, width - names - 5), colours.text)
    if rest:
        y = rows.start + 1 + len(shown)
        _line(grid, y, x, width, colours)
        grid.put(y, x + 1, _whole_words(readout.more(rest), width - 2), colours.muted)


def _whole_words(text: str, cells: int) -> str:
    """Return as many words as there is room for: half a number would be another number."""
    while cell_width(text) > cells and text:
        text = text.rpartition(" ")[0].rstrip(" ·")
    return text


def _line(grid: Grid, y: int, x: int, width: int, colours: Colours) -> None:
    grid.put(y, x, " " * width, colours.text)
    grid.bg[y, max(x, 0) : x + width] = colours.ground
