"""Last values of curves as a chart shows them: a moving average where it draws one."""

from __future__ import annotations

import math

import numpy as np

from optsim.analysis.quantities import ChartedQuantity, series
from optsim.analysis.scales import Scale
from optsim.analysis.smoothing import logarithms
from optsim.engine.capabilities.curves import Curves
from optsim.engine.settings import Array

#: what is older than so many spans counts for less than a millionth
_REACH = 16


def last_averages(race: Curves, quantity: str, span: int, scale: Scale) -> list[float]:
    """Return the last value of each lane up to the cursor, by place; NaN where there is none.

    Args:
        race: The race.
        quantity: A measured quantity.
        span: Rows of it that the average goes over; 1 for none. Of a race that does not keep all rows there is none.
        scale: The scale of the chart: on a log scale the average is geometric.
    """
    charted = series(race, quantity)
    steps = [min(race.step, run.last_step) for run in race.runs.values()]
    if span == 1 or charted.stretches is not None:
        return [charted.at(step, place) for place, step in enumerate(steps)]
    return [_average(_rows_before(charted, step, place, span), span, scale) for place, step in enumerate(steps)]


def _rows_before(charted: ChartedQuantity, step: int, place: int, span: int) -> Array:
    """Return the values (rows, 1) of a lane up to a step that count in an average over so many rows."""
    own = charted.rows[place]
    row = step // own.steps_per_row
    end = row + 1 if own.filled is None else int(np.searchsorted(own.filled, row, side="right"))
    return own.of(charted.values)[max(0, end - _REACH * span) : end, place : place + 1]


def _average(values: Array, span: int, scale: Scale) -> float:
    if not len(values):
        return math.nan
    units = logarithms(values[:, 0], scale.least) if scale.log else values[:, 0]
    there = np.flatnonzero(np.isfinite(units))
    if not len(there):
        return math.nan
    # the last row of `Smoothed`, without those before it
    weights = (1.0 - 1.0 / span) ** (there[-1] - there)
    mean = float(weights @ units[there] / weights.sum())
    return scale.least + 10.0**mean if scale.log else mean
