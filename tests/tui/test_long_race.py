"""The chart of a race that keeps fewer rows: the same picture, no spike is missed, and it is told what is not there."""

from __future__ import annotations

import numpy as np
import pytest

from optsim import OPTIMIZERS, Race
from optsim.analysis.quantities import Measured
from optsim.analysis.scales import LINEAR, LOG
from optsim.analysis.smoothing import Smoothed
from optsim.engine.lane import Lane
from optsim.engine.objectives.quadratic import Quadratic
from optsim.tui.panels.chart.chart_curves import ChartCurves

STEPS = 6000
NOISY = Quadratic(eigenvalues=(1.0, 0.25), noise=0.3, start=(2.0, -2.0))


@pytest.fixture(scope="module")
def races():
    """One that keeps all rows and one that does not, of the same lanes; a step has a spike."""
    lanes = [Lane(name, OPTIMIZERS[name](learning_rate=0.05)) for name in ("sgd", "adam")]
    lanes[0] = lanes[0].edited(1001, OPTIMIZERS["sgd"](learning_rate=1.9)).edited(1003, lanes[0].optimizer)
    found = tuple(Race(NOISY, lanes, steps=STEPS, seed=4, keep_rows=keep) for keep in (None, 1024))
    for race in found:
        race.advance(STEPS)
    return found


def dots(points, columns, first, last):
    """The lowest and the highest value by dot column, for the first lane."""
    at = ((points.rows - first) / (last - first) * columns).astype(int)
    inside = (at >= 0) & (at < columns)
    low, high = np.full(columns, np.inf), np.full(columns, -np.inf)
    np.minimum.at(low, at[inside], points.low[inside, 0])
    np.maximum.at(high, at[inside], points.high[inside, 0])
    return low, high


@pytest.mark.parametrize("quantity", ["loss", "grad_norm", "update_norm", "effective_rate", "distance"])
@pytest.mark.parametrize(("first", "last"), [(0, STEPS), (900, 4100)])
def test_each_dot_column_has_the_same_extremes(races, quantity, first, last):
    columns = 40
    drawn = []
    for race in races:
        curves = ChartCurves(race)
        curves._follow(None)
        series = Measured(race).series(quantity)
        drawn.append(dots(curves.points(series, columns, (first, last), LINEAR)[0].blocks, columns, first, last))
    (low, high), (thin_low, thin_high) = drawn
    beside = lambda values, best: best.reduce([np.roll(values, by) for by in (-1, 0, 1)])[1:-1]  # noqa: E731
    # what lies at the border of two columns may be drawn in either
    assert (beside(thin_high, np.maximum) >= high[1:-1]).all()
    assert (beside(high, np.maximum) >= thin_high[1:-1]).all()
    assert (beside(thin_low, np.minimum) <= low[1:-1]).all()
    assert (beside(low, np.minimum) <= thin_low[1:-1]).all()
    assert thin_high.max() == pytest.approx(high.max(), rel=0.02 if first else 0)


def test_a_small_part_is_shown_row_by_row(races):
    full, thinned = (ChartCurves(race) for race in races)
    for curves in (full, thinned):
        curves._follow(None)
    shown = [
        curves.points(Measured(race).series("loss"), 200, (980.0, 1040.0), LOG)[0].blocks
        for curves, race in zip((full, thinned), races, strict=True)
    ]
    for points in shown:
        inside = (points.rows >= 980) & (points.rows <= 1040)
        assert points.rows[inside].tolist() == list(range(980, 1041))
        np.testing.assert_array_equal(points.mean[inside], races[0].history.loss[980:1041])


@pytest.mark.parametrize("quantity", ["loss", "grad_norm", "effective_rate", "distance"])
def test_the_cross_hair_has_exact_values_anywhere(races, quantity):
    full, thinned = (Measured(race).series(quantity) for race in races)
    for step in (0, 1, 17, 1002, 3333, STEPS - 1, STEPS):
        for place in (0, 1):
            assert full.at(step, place) == pytest.approx(thinned.at(step, place), rel=0, nan_ok=True)


def test_a_sparse_row_counts_in_an_average_as_those_it_stands_for():
    values = np.repeat(np.arange(1.0, 41.0), 4)[:, None]
    whole = Smoothed(1, 30, log=False).points(values)
    sparse = Smoothed(1, 30, log=False, sparse=20, gap=4).points(np.concatenate((values[:80:4], values[80:])))
    # a sparse row stands for itself and those before it, so it is ahead of them by less than its gap
    np.testing.assert_allclose(sparse[25:], whole[85:], rtol=0.02)
