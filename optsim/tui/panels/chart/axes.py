"""Axes of the chart: the steps that are shown, all or those around the cursor, and the values on them."""

from __future__ import annotations

import math

from optsim.analysis.quantities import counted, per_step, step_at
from optsim.analysis.scales import starting_values
from optsim.engine.settings import Array
from optsim.plot.axis import Axis, fit_steps, fit_values
from optsim.tui.panels.chart.chart_curves import Drawn
from optsim.tui.panels.chart.quantities import WINDOW, follows_cursor
from optsim.tui.snapshot import RaceSnapshot

#: measured steps before the cursor while a person goes step by step, and by how many the window moves
_BEFORE, _STRIDE = 30, 10


def steps_axis(view: RaceSnapshot) -> Axis:
    """The axis of steps: all there are, or while a person goes step by step so many that each can be seen."""
    race = view.race
    whole = fit_steps(_furthest(view, race.head), _furthest(view, race.budget))
    if not follows_cursor(view):
        return whole
    a_step = per_step(race, view.look.x, view.look.selected) * race.provenance.every
    cursor = counted(race, view.look.x, race.step, view.look.selected)
    last = _furthest(view, race.budget)
    low = math.floor((cursor - _BEFORE * a_step) / (_STRIDE * a_step)) * _STRIDE * a_step
    low = max(min(low, last - WINDOW * a_step), 0.0)
    return Axis(low, low + WINDOW * a_step, whole=a_step >= 1)


def opening_axis(view: RaceSnapshot) -> Axis | None:
    """Return the part of the axis of steps that the scenario opens with.

    None where it names none, where something else is counted, and where a person has gone out of it step by step.
    """
    opens = view.presentation.view
    if not opens.x_range or opens.x != view.look.x:
        return None
    low, high = opens.x_range
    if follows_cursor(view) and not low <= counted(view.race, opens.x, view.race.step, view.look.selected) <= high:
        return None
    return Axis(low, high, whole=True)


def steps_on(view: RaceSnapshot, x: Axis) -> tuple[float, float]:
    """From which step to which an axis reaches; lanes may count differently, so it is the steps of all of them."""
    race, count = view.race, view.look.x
    low = min(step_at(race, count, x.low, lane.place) for lane in view.lanes)
    high = max(step_at(race, count, x.high, lane.place) for lane in view.lanes)
    return max(low, 0.0), max(high, 0.0)


def values_axis(view: RaceSnapshot, drawn: Drawn) -> Axis:
    """The axis of all values that are drawn."""
    places = [lane.place for lane in view.drawn_lanes or [view.selected]]
    values = values_of(view, drawn)
    first_values = starting_values(drawn.main, drawn.starts[places], values)
    return fit_values(values, first_values, log=view.scale.log, least=view.scale.least)


def values_of(view: RaceSnapshot, drawn: Drawn) -> list[Array]:
    """The values that are drawn of each lane."""
    every, own = drawn.every, (*drawn.every, *drawn.selected)
    return [
        drawn.values(lane.place, own if lane is view.selected else every)
        for lane in view.drawn_lanes or [view.selected]
    ]


def _furthest(view: RaceSnapshot, step: int) -> float:
    """Where a step lies along x for the lane that counts furthest."""
    return max(counted(view.race, view.look.x, step, lane.place) for lane in view.lanes)
