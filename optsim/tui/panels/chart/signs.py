"""Signs on the curves of the chart: ★ best, ◆ stopped early, ✗ diverged, ✓ target."""

from __future__ import annotations

from optsim.analysis.chart_marks import BEST, marks
from optsim.analysis.quantities import per_step
from optsim.plot.chart import Line, Mark
from optsim.tui.panels.chart.chart_curves import Drawn
from optsim.tui.panels.chart.quantities import main_of
from optsim.tui.snapshot import RaceSnapshot


def signs(view: RaceSnapshot, drawn: Drawn, lines: list[Line]) -> list[Mark]:
    """Return what happened, each sign on the curve that it is about, as that is drawn; ★ only where a loss is shown."""
    main = drawn.shown[main_of(view)]
    watched = (
        drawn.shown["validation_loss"] if view.race.monitors_validation and "validation_loss" in drawn.shown else main
    )
    numbers = {line.name: number for number, line in enumerate(lines) if line.name}
    found = []
    for each in marks(view.race):
        lane, own = view.lanes[each.place], watched if each.watched else main
        if lane.name not in view.look.hidden and (each.sign != BEST or "loss" in view.look.y):
            x = each.step * per_step(view.race, view.look.x, each.place)
            curve = numbers.get(lane.name) if own is main else None
            found.append(Mark(x, own.at(each.step, each.place), each.sign, view.colour(each.place), curve))
    return found
