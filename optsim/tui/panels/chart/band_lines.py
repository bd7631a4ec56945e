"""The band over seeds in the chart: the selected lane's middle half as a ground, the median of every lane dashed."""

from __future__ import annotations

import numpy as np

from optsim.analysis.quantities import per_step
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.settings import Array
from optsim.playback.band import banded
from optsim.plot.chart import Line, Shade
from optsim.tui.panels.chart.quantities import main_of
from optsim.tui.panels.chart.strokes import visible
from optsim.tui.snapshot import RaceSnapshot

_MOST_POINTS = 1000


def shades(view: RaceSnapshot) -> list[Shade]:
    """The middle half of the seeds of the selected lane: those of all lanes would hide each other."""
    place = view.look.selected
    if not _banded(view) or view.selected.name in view.look.hidden:
        return []
    rows, quartiles = _quartiles(view, place)
    return [Shade(rows, quartiles[:, 0], quartiles[:, 2], view.tint(place))]


def medians(view: RaceSnapshot) -> list[Line]:
    """The median over the seeds of each lane, dashed."""
    if not _banded(view):
        return []
    found = []
    for lane in visible(view):
        rows, quartiles = _quartiles(view, lane.place)
        colour = view.colour(lane.place) if lane is view.selected else view.dim(lane.place)
        found.append(Line(rows, quartiles[:, 1], colour, dashed=True, front=lane is view.selected))
    return found


def _banded(view: RaceSnapshot) -> bool:
    return view.band is not None and main_of(view) in banded()


def _quartiles(view: RaceSnapshot, place: int) -> tuple[Array, Array]:
    """Return where along x, and the quartiles (points, 3) of a lane; thinned where they are many."""
    quartiles = view.band.quartiles(main_of(view)) if view.band is not None else np.empty((0, 1, 3))
    stride = max(1, len(quartiles) // _MOST_POINTS)
    steps = view.race.counting.steps_per_epoch[place] if QUANTITIES[main_of(view)].per == "epoch" else 1
    steps *= 1 if view.band is None else view.band.every(main_of(view))
    own = quartiles[::stride, place]
    # there are rows that only lanes with shorter epochs have come to
    own = own[~np.isnan(own[:, 1])]
    rows = np.arange(0, stride * len(own), stride, dtype=np.float64)
    x: Array = rows * (steps * per_step(view.race, view.look.x, place))
    return x, own
