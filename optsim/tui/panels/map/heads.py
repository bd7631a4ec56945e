"""Signs on a map: the heads of the lanes with their names, where they were, and the points that are known."""

from __future__ import annotations

import math
from typing import NamedTuple

from optsim.analysis.parameter_plane import Space
from optsim.plot.axis import Array
from optsim.plot.map.drawing import Name, Sign
from optsim.plot.map.window import Window
from optsim.tui.panels.map.arrows import pointing
from optsim.tui.snapshot import RaceSnapshot

MINIMUM, SADDLE, START = "⊕", "✛", "⌂"
_AT_HAIR = "+"


def minima_and_saddles(view: RaceSnapshot, space: Space, window: Window) -> list[Sign]:
    """Return the points at which the gradient is zero."""
    return [*_points(view, window, MINIMUM, space.minima()), *_points(view, window, SADDLE, space.saddles())]


def starts(view: RaceSnapshot, space: Space, window: Window) -> list[Sign]:
    """Return where the lanes started."""
    return _points(view, window, START, space.starts())


def _points(view: RaceSnapshot, window: Window, sign: str, places: Array) -> list[Sign]:
    return [Sign(x, y, sign, view.palette.text) for x, y in window.shares(places).tolist()]


class Heads(NamedTuple):
    """Marks where the lanes are, or arrows at the edge where that is outside, and their names, the selected lane's first."""

    signs: list[Sign]
    names: list[Name]


def heads(view: RaceSnapshot, space: Space, window: Window) -> Heads:
    """Return the heads of the drawn lanes, the selected one's mark first."""
    places, found = window.shares(space.places(view.race.step)).tolist(), Heads([], [])
    for lane in view.drawn_lanes:
        x, y = places[lane.place]
        if math.isnan(x + y):
            continue
        mark, colour, inside = view.sign(lane.place), view.colour(lane.place), _inside(x, y)
        away, bold = inside != (x, y), lane is view.selected or view.look.presenter
        found.signs.insert(0, Sign(*inside, pointing(x - 0.5, y - 0.5) if away else mark, colour))
        found.names.insert(0, Name(*inside, mark, lane.name, colour, bold, away))
    return found


def at_hair(view: RaceSnapshot, space: Space, window: Window) -> list[Sign]:
    """Return where the drawn lanes were at the cross-hair."""
    step = view.look.hair
    if step is None or step > view.points.reach:
        return []
    places = window.shares(space.places(step)).tolist()
    there = [(*places[lane.place], view.colour(lane.place)) for lane in view.drawn_lanes]
    return [Sign(x, y, _AT_HAIR, colour) for x, y, colour in there if not math.isnan(x + y)]


def _inside(x: float, y: float) -> tuple[float, float]:
    """Return the shares of the window that are nearest to a point."""
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
