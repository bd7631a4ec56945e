"""The curves of the chart: which quantities, at which rows, as lines and marks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optsim.analysis.chart_marks import BEST, marks
from optsim.analysis.quantities import ChartedQuantity, Measured, Rows, per_step
from optsim.analysis.ranking import Rank
from optsim.analysis.smoothing import Smoothed, spans
from optsim.engine.capabilities.curves import Curves
from optsim.engine.history.growing_table import Stretches
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.settings import Array
from optsim.engine.stepping.requested import Requested
from optsim.playback.band import banded
from optsim.plot.chart import Line, Mark, Shade
from optsim.plot.envelope import Blocks, Envelope, of_extremes, single
from optsim.tui.snapshot import RaceSnapshot

_MOST_POINTS = 1000
#: a part of so many steps is shown row by row, though its rows have to be computed again
_MOST_EXACT = 2048


class Points(NamedTuple):
    """Blocks of rows of a quantity, and the steps that a row stands for."""

    blocks: Blocks
    steps_per_row: int


class Drawn(NamedTuple):
    """Quantities that are shown, the main one first, and what to draw of them by name and place.

    `raw` is what is measured, `points` what is drawn: where there is a moving average, that.
    """

    shown: dict[str, ChartedQuantity]
    raw: dict[str, tuple[Points, ...]]
    points: dict[str, tuple[Points, ...]]

    @property
    def averaged(self) -> bool:
        """True where moving averages are drawn."""
        return self.points is not self.raw

    @property
    def starts(self) -> Array:
        """The first values of the main quantity, by place."""
        first: Array = next(iter(self.shown.values())).values[0]
        return first

    def values(self, place: int) -> Array:
        """All values that are drawn of a lane."""
        return np.concatenate([each[place].blocks.mean[:, place] for each in self.points.values()])


class ChartCurves:
    """Curves of one race as they are drawn; caches keep a long race as cheap as a short one."""

    def __init__(self, race: Curves) -> None:
        self.race = race
        self._measured = Measured(race)
        self._envelopes: dict[object, Envelope] = {}
        self._smoothed: dict[object, Smoothed] = {}
        self._exact: dict[str, tuple[int, int, Array]] = {}
        self._begins: tuple[object, ...] = ()

    def series(self, view: RaceSnapshot) -> dict[str, ChartedQuantity]:
        """The quantities that the chart shows, the chosen one first: training loss brings the validation loss along."""
        self._follow(view.requested)
        found = {view.look.y: self._measured.series(view.look.y, view.requested)}
        if view.look.y == "loss" and self.race.has_validation:
            found["validation_loss"] = self._measured.series("validation_loss")
        return found

    def drawn(self, view: RaceSnapshot, columns: int, steps: tuple[float, float]) -> Drawn:
        """Return what to draw on so many dot columns between two steps."""
        shown = self.series(view)
        raw = {name: self.points(each, columns, steps, log=view.look.log) for name, each in shown.items()}
        smooth = self.smooth_points(view, shown[view.look.y], columns, steps)
        return Drawn(shown, raw, raw if smooth is None else {**raw, view.look.y: smooth})

    def points(
        self, series: ChartedQuantity, columns: int, steps: tuple[float, float], *, log: bool
    ) -> tuple[Points, ...]:
        """Return what to draw of a quantity on so many dot columns between two steps, by place; `log`: with geometric means."""
        if series.stretches is not None:
            points = self._long(series, series.stretches, columns, (int(steps[0]), int(steps[1]) + 1), log=log)
            return (points,) * len(series.rows)
        made: dict[int, Points] = {}
        for own in series.rows:
            every = own.steps_per_row
            if every not in made:
                envelope = self._envelope((series.name, every, log), log=log)
                made[every] = _thinned(envelope, own.of(series.values), own, columns, steps)
        return tuple(made[own.steps_per_row] for own in series.rows)

    def smooth_points(
        self, view: RaceSnapshot, series: ChartedQuantity, columns: int, steps: tuple[float, float]
    ) -> tuple[Points, ...] | None:
        """The same of the moving average; None where nothing is smoothed."""
        span = span_of(view)
        if span == 1:
            return None
        key, old = (view.look.y, span, view.look.log), series.stretches
        if key not in self._smoothed:
            sparse, gap = (0, 1) if old is None else (old.count, old.length)
            self._smoothed[key] = Smoothed(len(self.race.lanes), span, log=view.look.log, sparse=sparse, gap=gap)
        # only what is measured at every step is smoothed: its rows are the same for all lanes
        own = series.rows[0]
        averages = self._smoothed[key].points(own.of(series.values))
        points = _thinned(self._envelope(key, log=view.look.log), averages, own, columns, steps)
        return (points,) * len(series.rows)

    def _envelope(self, key: object, *, log: bool) -> Envelope:
        return self._envelopes.setdefault(key, Envelope(log=log))

    def _follow(self, requested: Requested | None) -> None:
        """Begin anew where rows have other places: where they were thinned, or a quantity is measured on request anew."""
        stretches = [self.race.history.stretches, None if requested is None else requested.stretches]
        begins = (requested, *(0 if each is None else each.begin for each in stretches))
        if begins != self._begins:
            self._begins, self._envelopes, self._smoothed = begins, {}, {}

    def _long(
        self, series: ChartedQuantity, old: Stretches, columns: int, steps: tuple[int, int], *, log: bool
    ) -> Points:
        """Return what to draw of a race that does not keep all rows: the extremes of those it does not, all of a small part."""
        first, last = steps
        if first < old.begin and last - first <= _MOST_EXACT:
            return self._small(series, first, last)
        older = of_extremes(old.low[series.name], old.high[series.name], old.length, columns, first, last, log=log)
        envelope = self._envelope((series.name, log), log=log)
        newer = envelope.blocks(series.values[old.count :], columns, first - old.begin, last - old.begin)
        return Points(older.then(newer._replace(rows=newer.rows + old.begin)), 1)

    def _small(self, series: ChartedQuantity, first: int, last: int) -> Points:
        """Every row of a small part, computed again, with one to each side."""
        first, last = max(first - 1, 0), min(last + 1, self.race.head)
        known = self._exact.get(series.name)
        if known is None or not (known[0] <= first and last <= known[1]):
            known = first, last, series.look(np.arange(first, last + 1))
            self._exact[series.name] = known
        rows = np.arange(known[0], known[1] + 1, dtype=np.float64)
        return Points(single(rows, known[2]), 1)


def _thinned(envelope: Envelope, values: Array, own: Rows, columns: int, steps: tuple[float, float]) -> Points:
    first, last = int(steps[0] // own.steps_per_row), int(steps[1] // own.steps_per_row) + 1
    if own.filled is None:
        return Points(envelope.blocks(values, columns, first, last), own.steps_per_row)
    # rows without values are left out, so that a curve goes from one that has them to the next
    first, last = np.searchsorted(own.filled, (first, last)).tolist()
    blocks = envelope.blocks(values, columns, first, last)
    rows = np.interp(blocks.rows, np.arange(len(own.filled)), own.filled)
    return Points(blocks._replace(rows=rows), own.steps_per_row)


def span_of(view: RaceSnapshot) -> int:
    """Rows that the moving average goes over; 1 where nothing is smoothed."""
    return 1 if QUANTITIES[view.look.y].per == "epoch" else spans(view.race.budget)[view.look.smooth]


def visible(view: RaceSnapshot) -> list[Rank]:
    """The lanes that are drawn, in their order: no curve is another's colour because another lane is selected."""
    return [lane for lane in view.lanes if lane.name not in view.look.hidden]


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
    return view.band is not None and view.look.y in banded()


def _quartiles(view: RaceSnapshot, place: int) -> tuple[Array, Array]:
    """Return where along x, and the quartiles (points, 3) of a lane; thinned where they are many."""
    quartiles = view.band.quartiles(view.look.y) if view.band is not None else np.empty((0, 1, 3))
    stride = max(1, len(quartiles) // _MOST_POINTS)
    steps = view.race.counting.steps_per_epoch[place] if QUANTITIES[view.look.y].per == "epoch" else 1
    steps *= 1 if view.band is None else view.band.every(view.look.y)
    own = quartiles[::stride, place]
    # there are rows that only lanes with shorter epochs have come to
    own = own[~np.isnan(own[:, 1])]
    rows = np.arange(0, stride * len(own), stride, dtype=np.float64)
    x: Array = rows * (steps * per_step(view.race, view.look.x, place))
    return x, own


def signs(view: RaceSnapshot, shown: dict[str, ChartedQuantity]) -> list[Mark]:
    """Return what happened, each sign on the curve that it is about; ★ only where a loss is shown."""
    race, own = view.race, shown[view.look.y]
    watched = shown["validation_loss"] if race.monitors_validation and "validation_loss" in shown else own
    return [
        _mark(view, watched if each.watched else own, each.step, each.place, each.sign)
        for each in marks(race)
        if (each.sign != BEST or "loss" in view.look.y) and view.lanes[each.place].name not in view.look.hidden
    ]


def _mark(view: RaceSnapshot, curve: ChartedQuantity, step: int, place: int, sign: str) -> Mark:
    x = step * per_step(view.race, view.look.x, place)
    return Mark(x, curve.at(step, place), sign, view.colour(place))
