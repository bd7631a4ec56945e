"""The moving average against its definition, whatever the stretches in which the values come."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.analysis.smoothing import Smoothed, spans


def by_definition(values, span, *, log):
    """Row by row: Σ dᵗ⁻ⁱ xᵢ / Σ dᵗ⁻ⁱ over what is there."""
    decay, shown = 1 - 1 / span, []
    for row, value in enumerate(values):
        total = weight = 0.0
        for i, each in enumerate(values[: row + 1]):
            unit = (math.log10(each) if each > 0 else math.nan) if log and math.isfinite(each) else each
            if math.isfinite(unit):
                total += decay ** (row - i) * unit
                weight += decay ** (row - i)
        there = math.isfinite(value) and (value > 0 or not log)
        shown.append((10 ** (total / weight) if log else total / weight) if there else math.nan)
    return shown


VALUES = st.lists(st.sampled_from([0.5, 2.0, 7.0, 1e-3, -1.0, 0.0, math.nan, math.inf]), min_size=1, max_size=60)


@settings(max_examples=80, deadline=None)
@given(values=VALUES, span=st.integers(2, 30), log=st.booleans(), cuts=st.sets(st.integers(1, 59)))
def test_it_is_the_definition_in_any_stretches(values, span, log, cuts):
    column = np.array(values)[:, None]
    smoothed = Smoothed(1, span, log=log)
    for cut in sorted(cut for cut in cuts if cut < len(values)):
        smoothed.points(column[:cut])
    found = smoothed.points(column)[:, 0]
    np.testing.assert_allclose(found, by_definition(values, span, log=log), rtol=1e-9, atol=1e-12)


def test_long_columns_have_no_seam_between_blocks():
    values = np.random.default_rng(3).uniform(0.1, 5.0, (1000, 2))
    found = Smoothed(2, 40, log=False).points(values)
    expected = by_definition(values[:400, 1].tolist(), 40, log=False)
    np.testing.assert_allclose(found[:400, 1], expected, rtol=1e-9)


def test_a_constant_stays_itself_from_the_first_row_on():
    assert Smoothed(1, 50, log=True).points(np.full((300, 1), 3.0)) == pytest.approx(3.0)


@pytest.mark.parametrize("budget", [1, 20, 400, 100_000])
def test_the_spans_grow(budget):
    none, short, long = spans(budget)
    assert none == 1 < short < long
