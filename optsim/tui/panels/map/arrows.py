"""Arrows of the selected lane's step, and where it looks ahead."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optsim.engine.settings import Array
from optsim.engine.trace.keys import FIRST_MOMENT, GRADIENT, PARAMS, QUERY, STEP
from optsim.plot.map.drawing import Sign, Stroke
from optsim.plot.map.trail import Trail
from optsim.plot.map.window import Window
from optsim.tui.snapshot import RaceSnapshot

AHEAD = "¤"
_POINTING = "→↗↑↖←↙↓↘"
#: the share of the window that the longest arrow has at most
_SHARE = 0.22


class Arrows(NamedTuple):
    """Arrows as strokes and their tips, and what they are, in many words and in few."""

    strokes: tuple[Stroke, ...] = ()
    tips: tuple[Sign, ...] = ()
    legends: tuple[str, ...] = ()


class _Vector(NamedTuple):
    value: Array
    tip: str
    colour: int


def arrows(view: RaceSnapshot, window: Window, width: int, rows: int) -> Arrows:
    """Return −αg (tip g), what the velocity carries (tip v) and the step taken, from the selected lane's head.

    All are made longer by one factor, to be seen.
    """
    if view.selected.status.ended or view.selected.name in view.look.hidden:
        return Arrows()
    head, vectors = _vectors(view)
    size = np.array([window.right - window.left, window.top - window.bottom])
    longest = max((float(np.abs(vector.value / size).max()) for vector in vectors), default=0.0)
    if not math.isfinite(longest) or longest == 0:
        return Arrows()
    scale = _scale(longest)
    strokes, tips = [], []
    for vector in vectors:
        shares = window.shares(np.stack((head, head + scale * vector.value)))
        trail = Trail(width, rows)
        trail.extend(shares)
        strokes.append(Stroke(trail.bits, vector.colour, front=False, mark=""))
        x, y = shares[1].tolist()
        tips.append(Sign(x, y, vector.tip or pointing(*(shares[1] - shares[0]).tolist()), vector.colour))
    return Arrows(tuple(strokes), tuple(tips), _legends(view, scale, carries=any(each.tip == "v" for each in vectors)))


def look_ahead(view: RaceSnapshot, window: Window) -> list[Sign]:
    """Return where the gradients of the selected and the pinned lane are taken, where that is not where they are."""
    lanes = ((view.selected, view.terms), (view.pinned, view.pinned_terms))
    signs = []
    for lane, terms in lanes:
        query = next((term.value for term in terms if term.key == QUERY), None)
        if lane is not None and query is not None and not lane.status.ended and lane.name not in view.look.hidden:
            x, y = window.shares(query).tolist()
            signs.append(Sign(x, y, AHEAD, view.colour(lane.place)))
    return signs


def pointing(right: float, down: float) -> str:
    """Return the arrow of a direction, in cells counted to the right and downwards."""
    return _POINTING[round(math.atan2(-down, right) / (math.pi / 4)) % 8]


def _vectors(view: RaceSnapshot) -> tuple[Array, list[_Vector]]:
    """Return the selected lane's parameters, and the vectors from there; none where the step is not known."""
    terms = {term.key: term for term in view.terms}
    if STEP not in terms:
        return np.empty(0), []
    step = terms[STEP].value
    by_gradient = -view.states.lanes[view.selected.place].gain(view.race.step) * terms[GRADIENT].value
    vectors = [_Vector(by_gradient, "g", view.palette.muted)]
    if FIRST_MOMENT in terms and terms[FIRST_MOMENT].formula.startswith("v"):
        vectors.append(_Vector(step - by_gradient, "v", view.palette.accent))
    return terms[PARAMS].value, [*vectors, _Vector(step, "", view.palette.text)]


def _legends(view: RaceSnapshot, scale: float, *, carries: bool) -> tuple[str, ...]:
    """Return what the arrows are, whose, by name or by mark, and how much longer they are drawn."""
    text = view.language.text
    named = ", ".join(map(text, ("map.step", "map.gradient", *(["map.velocity"] if carries else []))))
    lanes = (f"{view.sign(view.selected.place)} {view.selected.name}", view.sign(view.selected.place))
    if scale == 1:
        return tuple(text("map.arrows", arrows=named, lane=lane) for lane in lanes)
    return tuple(text("map.arrows_scaled", arrows=named, lane=lane, scale=f"{scale:g}") for lane in lanes)


def _scale(longest: float) -> float:
    """1, 2, 5, 10 …: how much longer the arrows are drawn."""
    wanted = _SHARE / longest
    if wanted <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(step * power for step in (1, 2, 5) if step * power <= wanted)
