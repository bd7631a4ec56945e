"""Theory in the chart: expected losses dashed, the selected lane's standard deviation and floor, and where it should leave a saddle."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from optsim.analysis.quantities import ChartedQuantity, counted, per_step
from optsim.engine.settings import Array
from optsim.plot.chart import Line, Mark, Shade
from optsim.theory.claims import Claim, NoiseFloor, SaddleEscape
from optsim.tui.panels.chart.strokes import visible
from optsim.tui.snapshot import RaceSnapshot

#: enough for two dots a cell of a wide window
_MOST_POINTS = 400
_ESCAPE = "⇣"


def expected(view: RaceSnapshot) -> list[Line]:
    """Return the expected loss of each lane, dashed, over its measured curve."""
    if not _shown(view) or view.forecast is None:
        return []
    rows, losses = _thinned(view.forecast.expected(), view.forecast.every)
    found = []
    for lane in visible(view):
        if lane.place in view.forecast.places:
            colour = view.palette.text if lane is view.selected else view.dim(lane.place)
            at = rows * per_step(view.race, view.look.x, lane.place)
            found.append(Line(at, losses[:, lane.place], colour, dashed=True, front=lane is view.selected))
    return found


def spreads(view: RaceSnapshot) -> list[Shade]:
    """Return one standard deviation up and down of the selected lane's loss: those of all lanes would hide each other."""
    place = view.look.selected
    if not _shown(view) or view.forecast is None or place not in view.forecast.places:
        return []
    if view.selected.name in view.look.hidden:
        return []
    rows, losses = _thinned(view.forecast.expected(), view.forecast.every)
    _, spread = _thinned(view.forecast.spread(), view.forecast.every)
    if not np.nanmax(spread[:, place], initial=0.0) > 0:
        return []
    low, high = losses[:, place] - spread[:, place], losses[:, place] + spread[:, place]
    return [Shade(rows * per_step(view.race, view.look.x, place), low, high, view.tint(place))]


def floor_line(view: RaceSnapshot) -> list[Line]:
    """Return the level that the noise keeps up, over the whole width."""
    floor = _claimed(view, NoiseFloor)
    if not _shown(view) or floor is None:
        return []
    most = counted(view.race, view.look.x, view.race.budget, view.look.selected)
    at = np.linspace(0.0, most, 2)
    return [Line(at, np.full(2, floor), view.palette.muted, dashed=True)]


def escapes(view: RaceSnapshot, shown: dict[str, ChartedQuantity]) -> list[Mark]:
    """Return the mark of the step at which the selected lane is expected to leave the saddle, on its curve."""
    step = _claimed(view, SaddleEscape)
    if step is None or not math.isfinite(step) or step > view.race.budget:
        return []
    place = view.look.selected
    y = shown[view.look.y].at(min(int(step), view.race.step), place)
    return [Mark(step * per_step(view.race, view.look.x, place), y, _ESCAPE, view.palette.text)]


def forecast_note(view: RaceSnapshot, *, short: bool = False) -> str:
    """Return what the dashed lines are, or why there are none; `short` leaves the other lines and grounds to be guessed."""
    text = view.language.text
    if view.forecast is not None and view.forecast.behind:
        return text("forecast.computing")
    if _claimed(view, SaddleEscape) is not None:
        return text("forecast.escape", sign=_ESCAPE)
    if view.forecast is None or not view.forecast.places:
        return text("forecast.no_curve")
    if view.look.y != "loss":
        return text("forecast.other_quantity")
    return text("forecast.curve_short") if short else ", ".join(map(text, _curve_notes(view)))


def _curve_notes(view: RaceSnapshot) -> Iterator[str]:
    """Yield the ids of the texts that say what is drawn of the forecast."""
    yield "forecast.curve"
    if spreads(view):
        yield "forecast.spread"
    if _claimed(view, NoiseFloor) is not None:
        yield "forecast.floor"


def _shown(view: RaceSnapshot) -> bool:
    return view.forecast is not None and view.look.y == "loss" and bool(view.forecast.places)


def _claimed(view: RaceSnapshot, kind: type[Claim]) -> float | None:
    claims = () if view.verdict is None else view.verdict.claims
    return next((claim.predicted for claim in claims if isinstance(claim, kind)), None)


def _thinned(values: Array, every: int) -> tuple[Array, Array]:
    """Return steps and values of a column of the forecast, which has a row every so many steps; few where they are many."""
    stride = -(-len(values) // _MOST_POINTS) or 1
    return np.arange(0, len(values), stride, dtype=np.float64) * every, values[::stride]
