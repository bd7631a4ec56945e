"""Signs on the curves of the chart: ★ best, ◆ stopped early, ✗ diverged, ✓ target."""

from __future__ import annotations

from optsim.analysis.chart_marks import BEST, marks
from optsim.analysis.quantities import counted
from optsim.analysis.ranking import Rank
from optsim.plot.chart import Line, Mark
from optsim.tui.panels.chart.chart_curves import Drawn
from optsim.tui.snapshot import RaceSnapshot


def signs(view: RaceSnapshot, drawn: Drawn, lines: list[Line]) -> list[Mark]:
    """Return what happened, each sign on the curve that it is about, as that is drawn; ★ only where a loss is shown."""
    numbers = {line.name: number for number, line in enumerate(lines) if line.mark}
    found = []
    for each in marks(view.race):
        lane = view.lanes[each.place]
        if view.has_signs(lane.name, rule=each.of_rule) and (each.sign != BEST or "loss" in view.look.y):
            name = _curve_of(view, drawn, lane, watched=each.watched)
            x, y = counted(view.race, view.look.x, each.step, each.place), drawn.shown[name].at(each.step, each.place)
            curve = numbers.get(lane.name) if name == drawn.main else None
            found.append(Mark(x, y, each.sign, view.colour(each.place), curve))
    return found


def _curve_of(view: RaceSnapshot, drawn: Drawn, lane: Rank, *, watched: bool) -> str:
    """The quantity on whose curve a sign of a lane stands: the loss that is watched, where that is drawn, else the main one."""
    own = (*drawn.every, *drawn.selected) if lane is view.selected else drawn.every
    monitored = "validation_loss" if view.race.monitors_validation else "loss"
    return monitored if watched and monitored in own else drawn.main
