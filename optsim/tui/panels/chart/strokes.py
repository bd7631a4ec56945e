"""Lines and grounds of the chart: one line a lane, the selected one in front, the others dim where there would be a tangle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from optsim.analysis.quantities import per_step, positions
from optsim.analysis.ranking import Rank
from optsim.engine.settings import Array
from optsim.plot.chart import Line, Span
from optsim.tui.panels.chart.chart_curves import Drawn, Points
from optsim.tui.snapshot import RaceSnapshot

#: more curves than so many are told apart only if one of them is in front
_MOST_AT_FULL_STRENGTH = 3


def lane_lines(view: RaceSnapshot, drawn: Drawn) -> list[Line]:
    """Return the curves in the order of the lanes: of the main quantity with marks and names, of the others dashed."""
    main, lanes, along = drawn.points[drawn.main], visible(view), _Along(view)
    behind = _stand_behind(view, lanes, main)
    found = []
    for lane in lanes:
        full, front, sign = view.colour(lane.place), lane is view.selected, view.sign(lane.place)
        colour, dim = view.dim(lane.place) if behind and not front else full, view.dim(lane.place)
        x, y = along.curve(lane.place, main[lane.place])
        name = view.language.text(f"chart.name.{drawn.main}") if _names_losses(view, drawn) else lane.name
        found.append(Line(x, y, colour, sign, name=name, strong=full, front=front))
        for quantity in drawn.every[1:]:
            x, y = along.curve(lane.place, drawn.points[quantity][lane.place])
            found.append(Line(x, y, dim, dashed=True, front=front))
        for quantity in drawn.selected if front else ():
            x, y = along.curve(lane.place, drawn.points[quantity][lane.place])
            what = view.language.text(f"chart.name.{quantity}")
            found.append(Line(x, y, dim, dashed=True, name=f"{sign} {what}", strong=full, front=front))
    return found


def _names_losses(view: RaceSnapshot, drawn: Drawn) -> bool:
    """Tell if both losses of a log alone are drawn: its name, "train" as a rule, would say that the validation loss is another one."""
    return view.race.provenance.medium == "log" and len(view.lanes) == 1 and bool(drawn.selected)


def lane_span(view: RaceSnapshot, drawn: Drawn) -> list[Span]:
    """Return the ground of the selected lane, from lowest to highest: those of all lanes would hide each other."""
    if view.selected.name in view.look.hidden:
        return []
    place = view.look.selected
    points = drawn.raw[drawn.main][place]
    along = _Along(view)
    x, low = along.curve(place, points, points.blocks.low)
    _, high = along.curve(place, points, points.blocks.high)
    if not drawn.averaged:
        low, high = (np.where(_turns(low, high), each, np.nan) for each in (low, high))
    return [Span(x, low, high, view.tint(place), thin=drawn.averaged)]


def visible(view: RaceSnapshot) -> list[Rank]:
    """The lanes that are drawn, in their order: no curve is another's colour because another lane is selected."""
    return [lane for lane in view.lanes if lane.name not in view.look.hidden]


def _turns(low: Array, high: Array) -> npt.NDArray[np.bool_]:
    """Tell where a curve goes up and down, within a block or from one to the next; where it only falls, its line says all."""
    rises = np.diff(low)
    turns = rises[:-1] * rises[1:] < 0
    around = np.zeros(len(low), np.bool_)
    for first in range(3):
        around[first : first + len(turns)] |= turns
    return around | (low < high)


def _stand_behind(view: RaceSnapshot, lanes: Sequence[Rank], points: Sequence[Points]) -> bool:
    """Tell if all curves but the selected one stand behind: where they are many, and where they cross."""
    if view.selected.name in view.look.hidden:
        return False
    return len(lanes) > _MOST_AT_FULL_STRENGTH or _cross([points[lane.place] for lane in lanes], lanes)


def _cross(points: Sequence[Points], lanes: Sequence[Rank]) -> bool:
    """Tell if any two of some curves cross; those that are measured at different steps may."""
    if len({id(each.blocks) for each in points}) > 1:
        return True
    means = points[0].blocks.mean[:, [lane.place for lane in lanes]] if points else np.empty((0, 0))
    pairs = [(one, other) for other in range(means.shape[1]) for one in range(other)]
    return any(_change_order(means[:, one], means[:, other]) for one, other in pairs)


def _change_order(one: Array, other: Array) -> bool:
    return bool((one < other).any() and (one > other).any())


class _Along:
    """Curves over x as the chart counts it; those that are measured at the same places share their x."""

    def __init__(self, view: RaceSnapshot) -> None:
        self._view = view
        self._places: dict[tuple[int, float], Array] = {}

    def curve(self, place: int, points: Points, values: Array | None = None) -> tuple[Array, Array]:
        """A lane's curve; that of a fork begins where it was forked, on the curve of the lane it comes from."""
        race, count, every = self._view.race, self._view.look.x, points.steps_per_row
        key = (id(points.blocks), every * per_step(race, count, place))
        if key not in self._places:
            self._places[key] = positions(race, count, points.blocks.rows * every, place)
        x = self._places[key]
        own: Array = (points.blocks.mean if values is None else values)[:, place]
        fork = race.lanes[place].fork
        if fork is not None:
            own = np.where(points.blocks.rows * points.steps_per_row >= fork.step, own, np.nan)
        if race.history.gaps:
            # from one recorded point to the next
            there = ~np.isnan(own)
            return x[there], own[there]
        return x, own
