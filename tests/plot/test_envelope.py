"""The envelope keeps the extremes of a growing curve, however it grows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.plot.envelope import Envelope

COLUMNS = 4
BLOCKS = (16, 256)
BORDERS = sorted(
    {n + by for block in BLOCKS for n in (block, block * COLUMNS, 2 * block * COLUMNS) for by in (-1, 0, 1)}
)


def noise(rows, lanes=3, seed=0):
    return np.random.default_rng(seed).standard_normal((rows, lanes))


def block_of(rows, columns):
    """The length of the blocks of a curve with so many rows; None where all rows are drawn."""
    return next((block for block in sorted(BLOCKS, reverse=True) if rows >= block * columns), None)


def check(points, values, columns):
    rows, shown = points
    block = block_of(len(values), columns)
    if block is None:
        assert rows.tolist() == list(range(len(values)))
        np.testing.assert_array_equal(shown, values)
        return
    full = len(values) // block
    assert len(rows) == len(shown) == 2 * full + len(values) - full * block
    assert (np.diff(rows) > 0).all()
    for number in range(full):
        part = values[number * block : (number + 1) * block]
        np.testing.assert_array_equal(shown[2 * number], np.fmin.reduce(part))
        np.testing.assert_array_equal(shown[2 * number + 1], np.fmax.reduce(part))
        assert number * block <= rows[2 * number] < rows[2 * number + 1] < (number + 1) * block
    assert rows[2 * full :].tolist() == list(range(full * block, len(values)))
    np.testing.assert_array_equal(shown[2 * full :], values[full * block :])


@pytest.mark.parametrize("rows", [0, 1, *BORDERS])
def test_extremes_at_every_length_around_the_borders_of_blocks(rows):
    values = noise(rows)
    check(Envelope().points(values, COLUMNS), values, COLUMNS)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=20), st.integers(1, 6))
@settings(max_examples=50)
def test_extremes_of_a_curve_that_grows_in_any_strides(strides, columns):
    lengths = np.cumsum(strides)
    values, envelope = noise(int(lengths[-1])), Envelope()
    for length in lengths.tolist():
        check(envelope.points(values[:length], columns), values[:length], columns)


def test_extremes_of_a_curve_that_grows_by_one():
    values, envelope = noise(3 * 256 + 5, lanes=2), Envelope()
    for length in range(len(values) + 1):
        check(envelope.points(values[:length], 2), values[:length], 2)


def test_extremes_where_the_width_changes_between():
    values, envelope = noise(20_000), Envelope()
    for length, columns in [(1000, 50), (5000, 4), (6000, 300), (20_000, 1), (20_000, 1000)]:
        check(envelope.points(values[:length], columns), values[:length], columns)


def test_a_value_that_is_not_a_number_hides_no_other():
    values = noise(64 * COLUMNS)
    values[::3] = np.nan
    values[16:32] = np.nan
    rows, shown = Envelope().points(values, COLUMNS)
    assert len(rows) == 2 * len(values) // 16
    assert np.isnan(shown[2:4]).all()
    assert np.isfinite(shown[4:]).all()


def test_what_has_been_given_out_is_not_changed_later():
    values, envelope = noise(4000), Envelope()
    _, shown = envelope.points(values[:1000], COLUMNS)
    kept = shown.copy()
    envelope.points(values, COLUMNS)
    np.testing.assert_array_equal(shown, kept)


def test_few_points_however_long_the_curve():
    rows, _ = Envelope().points(noise(1_000_000, lanes=1), 100)
    assert len(rows) <= 2 * 1_000_000 // 256 + 256


@given(st.integers(1, 30_000), st.integers(1, 40), st.integers(-50, 30_000), st.integers(0, 30_000))
@settings(max_examples=100, deadline=None)
def test_a_window_has_the_extremes_of_the_rows_in_it(length, columns, first, wide):
    values = noise(length, lanes=2, seed=length)
    last = first + wide
    rows, shown = Envelope().points(values, columns, first, last)
    within = values[max(first, 0) : max(last + 1, 0)]
    assert (np.diff(rows) > 0).all()
    if not len(within):
        return
    # nothing in the window is beyond what is drawn, and what is drawn is not from farther than a dot away
    assert (np.fmin.reduce(shown) <= np.fmin.reduce(within)).all()
    assert (np.fmax.reduce(shown) >= np.fmax.reduce(within)).all()
    inside = min(last, length - 1) - max(first, 0) + 1
    near = max(2, 2 * inside // columns)
    around = values[max(max(first, 0) - near, 0) : last + 1 + near]
    assert (np.fmin.reduce(shown) >= np.fmin.reduce(around)).all()
    assert (np.fmax.reduce(shown) <= np.fmax.reduce(around)).all()
    assert len(rows) <= 2 * inside + 4


@given(st.integers(0, 19_990), st.integers(0, 9))
@settings(max_examples=50)
def test_deep_in_a_curve_every_row_is_drawn_with_a_neighbour_to_each_side(first, wide):
    values = noise(20_000, lanes=1)
    rows, shown = Envelope().points(values, 100, first, first + wide)
    assert rows.tolist() == list(range(max(first - 1, 0), min(first + wide + 2, 20_000)))
    np.testing.assert_array_equal(shown, values[rows.astype(int)])


@pytest.mark.parametrize(("first", "last"), [(50_000, 60_000), (-100, -50), (20_000, 20_000), (-10, 1)])
def test_a_window_beside_the_curve_has_nothing_that_is_wrong(first, last):
    values = noise(20_000, lanes=1)
    rows, shown = Envelope().points(values, 100, first, last)
    assert len(rows) == len(shown) <= 3
    np.testing.assert_array_equal(shown, values[rows.astype(int)])
