"""Curves of the chart: which quantities, at which rows; what is drawn of them is kept up as the race grows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
        values = next(iter(self.shown.values())).values
        first: Array = values[0] if len(values) else np.full(values.shape[1], np.nan)
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
        made: dict[object, Points] = {}
        for key, own, values in _shared(series):
            if key not in made:
                envelope = self._envelope((series.name, key), scale)
                made[key] = _thinned(envelope, values, own, columns, steps, len(series.rows))
        return tuple(made[key] for key, _, _ in _shared(series))

    def _averages(
        self, series: ChartedQuantity, span: int, columns: int, steps: tuple[float, float], scale: Scale
    ) -> tuple[Points, ...]:
        """The same of moving averages over so many rows."""
        made: dict[object, Points] = {}
        for shared, own, values in _shared(series):
            key = (series.name, shared, span, scale)
            if shared not in made:
                smoothed = self._smoothed.setdefault(key, self._smoothing(series, span, scale, values.shape[1]))
                averages = smoothed.points(values)
                made[shared] = _thinned(self._envelope(key, scale), averages, own, columns, steps, len(series.rows))
        return tuple(made[shared] for shared, _, _ in _shared(series))

    @staticmethod
    def _smoothing(series: ChartedQuantity, span: int, scale: Scale, lanes: int) -> Smoothed:
        old = series.stretches
        sparse, gap = (0, 1) if old is None else (old.count, old.length)
        return Smoothed(lanes, span, log=scale.log, least=scale.least, sparse=sparse, gap=gap)

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


def _shared(series: ChartedQuantity) -> Iterator[tuple[object, Rows, Array]]:
    """Yield of each lane what it shares its rows by, its rows, and their values, (rows, lanes): of rows of its own one lane."""
    for place, own in enumerate(series.rows):
        if series.apart:
            yield ("apart", place), own, own.of(series.values)[:, place : place + 1]
        else:
            yield own.steps_per_row, own, own.of(series.values)


def _thinned(
    envelope: Envelope, values: Array, own: Rows, columns: int, steps: tuple[float, float], lanes: int
) -> Points:
    first, last = int(steps[0] // own.steps_per_row), int(steps[1] // own.steps_per_row) + 1
    if own.filled is None:
        return Points(envelope.blocks(values, columns, first, last), own.steps_per_row)
    # rows without values are left out, so that a curve goes from one that has them to the next
    first, last = np.searchsorted(own.filled, (first, last)).tolist()
    blocks = envelope.blocks(values, columns, first, last)
    rows = np.interp(blocks.rows, np.arange(len(own.filled)), own.filled) if len(own.filled) else blocks.rows
    # one lane that has rows of its own stands in the place of all
    wide = (np.broadcast_to(each, (len(each), lanes)) for each in blocks[1:])
    return Points(Blocks(rows, *wide), own.steps_per_row)
