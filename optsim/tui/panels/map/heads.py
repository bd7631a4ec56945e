"""Signs on a map: the heads of the lanes with their names, where they were, and the points that are known."""

from __future__ import annotations

import math

from optsim.analysis.parameter_plane import Space
from optsim.plot.grid import DEFAULT
from optsim.plot.map.drawing import Name, Sign
from optsim.plot.map.window import Window
from optsim.tui.panels.map.arrows import pointing
from optsim.tui.snapshot import RaceSnapshot

MINIMUM, SADDLE, START = "✕", "✛", "○"
_AT_HAIR = "+"
#: on the way, without colour, a lane's own sign stands at about these steps
_SIGNED_STEPS = (4, 12, 40, 120, 400, 1200, 4000, 12000, 40000)


def known_points(view: RaceSnapshot, space: Space, window: Window) -> list[Sign]:
    """Return the saddles, the minima and the starts."""
    points = ((SADDLE, space.saddles()), (MINIMUM, space.minima()), (START, space.starts()))
    return [Sign(x, y, sign, view.palette.text) for sign, places in points for x, y in window.shares(places).tolist()]


def heads(view: RaceSnapshot, space: Space, window: Window) -> list[Name]:
    """Return every drawn lane's mark and name where it is, the selected one last; at the edge where that is outside."""
    places, found = window.shares(space.places(view.race.step)).tolist(), []
    for lane in view.drawn_lanes:
        x, y = places[lane.place]
        if not math.isnan(x + y):
            inside, colour = _inside(x, y), view.colour(lane.place)
            bold, away = lane is view.selected, inside != (x, y)
            found.append(Name(*inside, view.sign(lane.place), lane.name, colour, bold, away))
    return found


def head_signs(view: RaceSnapshot, space: Space, window: Window) -> list[Sign]:
    """Return the marks of the lanes where they are, or arrows at the edge where that is outside; and where they were at the hair."""
    signs, then = [], view.look.hair
    if then is not None and then <= view.points.reach:
        shares = window.shares(space.places(then)).tolist()
        signs = [
            Sign(x, y, _AT_HAIR, view.colour(lane.place)) for lane in view.drawn_lanes for x, y in [shares[lane.place]]
        ]
    shares = window.shares(space.places(view.race.step)).tolist()
    for lane in view.drawn_lanes:
        x, y = shares[lane.place]
        signs.append(_at_the_edge(Sign(x, y, view.sign(lane.place), view.colour(lane.place))))
    return [each for each in signs if not math.isnan(each.x + each.y)]


def on_the_way(view: RaceSnapshot, space: Space, window: Window) -> list[Sign]:
    """Return, without colour, each lane's mark here and there on its path, so that paths are told apart."""
    if view.palette.ground != DEFAULT:
        return []
    signs: list[Sign] = []
    for lane in view.drawn_lanes:
        for each in _SIGNED_STEPS:
            # not all at the same steps: the lanes lie together there
            at = each + each * lane.place // 8
            for x, y in window.shares(space.path(lane.place, at - 1, at)).tolist() if at < view.race.step else ():
                signs.append(Sign(x, y, view.sign(lane.place), DEFAULT))
    return [each for each in signs if not math.isnan(each.x + each.y)]


def _inside(x: float, y: float) -> tuple[float, float]:
    """Return the shares of the window that are nearest to a point."""
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)


def _at_the_edge(sign: Sign) -> Sign:
    """Return a sign as it is, or where that is outside of the map an arrow at the edge that points there."""
    inside = _inside(sign.x, sign.y)
    if inside == (sign.x, sign.y) or math.isnan(sign.x + sign.y):
        return sign
    return Sign(*inside, pointing(sign.x - 0.5, sign.y - 0.5), sign.colour)
