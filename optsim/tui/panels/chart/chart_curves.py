"""Curves of the chart: which quantities, at which rows; what is drawn of them is kept up as the race grows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optsim.analysis.quantities import ChartedQuantity, Measured, Rows
from optsim.analysis.scales import Scale
from optsim.analysis.smoothing import Smoothed
from optsim.engine.capabilities.curves import Curves
from optsim.engine.history.growing_table import Stretches
from optsim.engine.settings import Array
from optsim.engine.stepping.requested import Requested
from optsim.plot.envelope import Blocks, Envelope, of_extremes, single
from optsim.tui.panels.chart.quantities import of_every_lane, of_selected_lane, rows_averaged
from optsim.tui.snapshot import RaceSnapshot

#: a part of so many steps is shown row by row, though its rows have to be computed again
_MOST_EXACT = 2048


class Points(NamedTuple):
    """Blocks of rows of a quantity, and the steps that a row stands for."""

    blocks: Blocks
    steps_per_row: int


class Drawn(NamedTuple):
    """Quantities that are shown, the main one first, and what to draw of them by name and place.

    `raw` is what is measured, `points` what is drawn: where there is a moving average, that. `every` are the names of those
    that are drawn of every lane, `selected` of those that are drawn of the selected one alone. An average goes over so many
    `rows` of the main quantity.
    """

    every: tuple[str, ...]
    selected: tuple[str, ...]
    rows: int
    shown: dict[str, ChartedQuantity]
    raw: dict[str, tuple[Points, ...]]
    points: dict[str, tuple[Points, ...]]

    @property
    def main(self) -> str:
        """The quantity that has names, marks and solid lines."""
        return self.every[0]

    @property
    def averaged(self) -> bool:
        """True where moving averages are drawn."""
        return self.rows > 1

    @property
    def starts(self) -> Array:
        """The first values of the main quantity, by place."""
        first: Array = next(iter(self.shown.values())).values[0]
        return first

    def values(self, place: int, names: Sequence[str]) -> Array:
        """All values that are drawn of some quantities of a lane."""
        return np.concatenate([self.points[name][place].blocks.mean[:, place] for name in names])


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
        """The quantities that the chart shows, the main one first."""
        return self._series(view, (*of_every_lane(view), *of_selected_lane(view)))

    def _series(self, view: RaceSnapshot, names: Sequence[str]) -> dict[str, ChartedQuantity]:
        self._follow(view.requested)
        return {name: self._measured.series(name, view.requested if name == view.look.y else None) for name in names}

    def drawn(self, view: RaceSnapshot, columns: int, steps: tuple[float, float]) -> Drawn:
        """Return what to draw on so many dot columns between two steps."""
        every, selected = of_every_lane(view), of_selected_lane(view)
        shown, rows = self._series(view, (*every, *selected)), rows_averaged(view, every[0])
        raw = {name: self.points(each, columns, steps, view.scale) for name, each in shown.items()}
        if rows == 1:
            return Drawn(every, selected, rows, shown, raw, raw)
        # the same stretch of all that is drawn, a row of which stands for more or fewer steps
        stretch = rows * shown[every[0]].rows[view.look.selected].steps_per_row
        points = {
            name: self._averages(
                each, max(1, stretch // each.rows[view.look.selected].steps_per_row), columns, steps, view.scale
            )
            for name, each in shown.items()
        }
        return Drawn(every, selected, rows, shown, raw, points)

    def points(
        self, series: ChartedQuantity, columns: int, steps: tuple[float, float], scale: Scale
    ) -> tuple[Points, ...]:
        """Return what to draw of a quantity on so many dot columns between two steps, by place."""
        if series.stretches is not None:
            points = self._long(series, series.stretches, columns, (int(steps[0]), int(steps[1]) + 1), scale)
            return (points,) * len(series.rows)
        made: dict[int, Points] = {}
        for own in series.rows:
            every = own.steps_per_row
            if every not in made:
                envelope = self._envelope((series.name, every), scale)
                made[every] = _thinned(envelope, own.of(series.values), own, columns, steps)
        return tuple(made[own.steps_per_row] for own in series.rows)

    def _averages(
        self, series: ChartedQuantity, span: int, columns: int, steps: tuple[float, float], scale: Scale
    ) -> tuple[Points, ...]:
        """The same of moving averages over so many rows."""
        made: dict[int, Points] = {}
        for own in series.rows:
            every, key = own.steps_per_row, (series.name, own.steps_per_row, span, scale)
            if every not in made:
                values = self._smoothed.setdefault(key, self._smoothing(series, span, scale)).points(
                    own.of(series.values)
                )
                made[every] = _thinned(self._envelope(key, scale), values, own, columns, steps)
        return tuple(made[own.steps_per_row] for own in series.rows)

    def _smoothing(self, series: ChartedQuantity, span: int, scale: Scale) -> Smoothed:
        old = series.stretches
        sparse, gap = (0, 1) if old is None else (old.count, old.length)
        return Smoothed(len(self.race.lanes), span, log=scale.log, least=scale.least, sparse=sparse, gap=gap)

    def _envelope(self, key: object, scale: Scale) -> Envelope:
        return self._envelopes.setdefault((key, scale), Envelope(log=scale.log, least=scale.least))

    def _follow(self, requested: Requested | None) -> None:
        """Begin anew where rows have other places: where they were thinned, or a quantity is measured on request anew."""
        stretches = [self.race.history.stretches, None if requested is None else requested.stretches]
        begins = (requested, *(0 if each is None else each.begin for each in stretches))
        if begins != self._begins:
            self._begins, self._envelopes, self._smoothed = begins, {}, {}

    def _long(
        self, series: ChartedQuantity, old: Stretches, columns: int, steps: tuple[int, int], scale: Scale
    ) -> Points:
        """Return what to draw of a race that does not keep all rows: the extremes of those it does not, all of a small part."""
        first, last = steps
        if first < old.begin and last - first <= _MOST_EXACT:
            return self._small(series, first, last)
        low, high = old.low[series.name], old.high[series.name]
        older = of_extremes(low, high, old.length, columns, steps, log=scale.log, least=scale.least)
        envelope = self._envelope(series.name, scale)
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
