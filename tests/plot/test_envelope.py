"""The envelope keeps extremes and means of a growing curve, however it grows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.plot.envelope import Envelope, of_extremes

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


def check(blocks, values, columns):
    block = block_of(len(values), columns)
    if block is None:
        assert blocks.rows.tolist() == list(range(len(values)))
        for each in blocks[1:]:
            np.testing.assert_array_equal(each, values)
        return
    full = len(values) // block
    assert {len(each) for each in blocks} == {full + len(values) - full * block}
    assert (np.diff(blocks.rows) > 0).all()
    for number in range(full):
        part = values[number * block : (number + 1) * block]
        np.testing.assert_array_equal(blocks.low[number], np.fmin.reduce(part))
        np.testing.assert_array_equal(blocks.high[number], np.fmax.reduce(part))
        np.testing.assert_allclose(blocks.mean[number], part.mean(axis=0), rtol=1e-9, atol=1e-12)
        assert number * block <= blocks.rows[number] < (number + 1) * block
    assert blocks.rows[full:].tolist() == list(range(full * block, len(values)))
    for each in blocks[1:]:
        np.testing.assert_array_equal(each[full:], values[full * block :])


@pytest.mark.parametrize("rows", [0, 1, *BORDERS])
def test_extremes_at_every_length_around_the_borders_of_blocks(rows):
    values = noise(rows)
    check(Envelope().blocks(values, COLUMNS), values, COLUMNS)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=20), st.integers(1, 6))
@settings(max_examples=50)
def test_extremes_of_a_curve_that_grows_in_any_strides(strides, columns):
    lengths = np.cumsum(strides)
    values, envelope = noise(int(lengths[-1])), Envelope()
    for length in lengths.tolist():
        check(envelope.blocks(values[:length], columns), values[:length], columns)


def test_extremes_of_a_curve_that_grows_by_one():
    values, envelope = noise(3 * 256 + 5, lanes=2), Envelope()
    for length in range(len(values) + 1):
        check(envelope.blocks(values[:length], 2), values[:length], 2)


def test_extremes_where_the_width_changes_between():
    values, envelope = noise(20_000), Envelope()
    for length, columns in [(1000, 50), (5000, 4), (6000, 300), (20_000, 1), (20_000, 1000)]:
        check(envelope.blocks(values[:length], columns), values[:length], columns)


def test_a_value_that_is_not_a_number_hides_no_other():
    values = noise(64 * COLUMNS)
    values[::3] = np.nan
    values[16:32] = np.nan
    blocks = Envelope().blocks(values, COLUMNS)
    assert len(blocks.rows) == len(values) // 16
    for each in blocks[1:]:
        assert np.isnan(each[1]).all()
        assert np.isfinite(each[2:]).all()
    np.testing.assert_allclose(blocks.mean[2], np.nanmean(values[32:48], axis=0))


def test_on_a_log_scale_means_are_geometric_of_what_is_above_nought():
    values = np.exp(noise(64 * COLUMNS))
    values[5], values[16:32] = 0.0, -1.0
    blocks = Envelope(log=True).blocks(values, COLUMNS)
    above = np.delete(values[:16], 5, axis=0)
    np.testing.assert_allclose(blocks.mean[0], np.exp(np.log(above).mean(axis=0)))
    assert np.isnan(blocks.mean[1]).all()
    np.testing.assert_allclose(blocks.mean[2], np.exp(np.log(values[32:48]).mean(axis=0)))


@pytest.mark.parametrize("log", [False, True])
def test_of_extremes_alone_the_middle_stands_for_the_mean(log):
    low, high = np.array([[1.0], [4.0], [9.0]]), np.array([[100.0], [4.0], [25.0]])
    blocks = of_extremes(low, high, 10, 3, (0, 30), log=log)
    assert blocks.rows.tolist() == [5, 15, 25]
    np.testing.assert_allclose(blocks.mean[:, 0], [10, 4, 15] if log else [50.5, 4, 17])
    together = of_extremes(low, high, 10, 1, (0, 30), log=log)
    assert (together.low.min(), together.high.max()) == (1, 100)
    assert len(together.rows) == 1


@given(st.integers(1, 60), st.integers(1, 12), st.integers(1, 9), st.integers(0, 700), st.integers(0, 700))
@settings(max_examples=100, deadline=None)
def test_of_extremes_alone_a_window_has_one_block_to_each_side(number, length, columns, first, wide):
    low = np.random.default_rng(number).standard_normal((number, 2))
    last = min(first + wide, number * length)
    blocks = of_extremes(low, low + 1, length, columns, (first, first + wide))
    seen = slice(max(first // length - 1, 0), last // length + 2)
    assert len(blocks.rows) == len(blocks.low)
    if len(low[seen]):
        together = max(1, (last - first) // (length * columns))
        assert len(blocks.rows) == -(-len(low[seen]) // together)
        np.testing.assert_array_equal(blocks.low.min(axis=0), low[seen].min(axis=0))
        np.testing.assert_array_equal(blocks.high.max(axis=0), low[seen].max(axis=0) + 1)
        assert blocks.rows[0] >= seen.start * length


def test_what_has_been_given_out_is_not_changed_later():
    values, envelope = noise(4000), Envelope()
    blocks = envelope.blocks(values[:1000], COLUMNS)
    before = [each.copy() for each in blocks]
    envelope.blocks(values, COLUMNS)
    for each, copied in zip(blocks, before, strict=True):
        np.testing.assert_array_equal(each, copied)


def test_few_points_however_long_the_curve():
    blocks = Envelope().blocks(noise(1_000_000, lanes=1), 100)
    assert len(blocks.rows) <= 1_000_000 // 256 + 256


@given(st.integers(1, 30_000), st.integers(1, 40), st.integers(-50, 30_000), st.integers(0, 30_000))
@settings(max_examples=100, deadline=None)
def test_a_window_has_the_extremes_of_the_rows_in_it(length, columns, first, wide):
    values = noise(length, lanes=2, seed=length)
    last = first + wide
    rows, low, high, _ = Envelope().blocks(values, columns, first, last)
    within = values[max(first, 0) : max(last + 1, 0)]
    assert (np.diff(rows) > 0).all()
    if not len(within):
        return
    # nothing in the window is beyond what is drawn, and what is drawn is not from farther than a dot away
    assert (np.fmin.reduce(low) <= np.fmin.reduce(within)).all()
    assert (np.fmax.reduce(high) >= np.fmax.reduce(within)).all()
    inside = min(last, length - 1) - max(first, 0) + 1
    near = max(2, 2 * inside // columns)
    around = values[max(max(first, 0) - near, 0) : last + 1 + near]
    assert (np.fmin.reduce(low) >= np.fmin.reduce(around)).all()
    assert (np.fmax.reduce(high) <= np.fmax.reduce(around)).all()
    assert len(rows) <= 2 * inside + 4


@given(st.integers(0, 19_990), st.integers(0, 9))
@settings(max_examples=50)
def test_deep_in_a_curve_every_row_is_drawn_with_a_neighbour_to_each_side(first, wide):
    values = noise(20_000, lanes=1)
    rows, *_, shown = Envelope().blocks(values, 100, first, first + wide)
    assert rows.tolist() == list(range(max(first - 1, 0), min(first + wide + 2, 20_000)))
    np.testing.assert_array_equal(shown, values[rows.astype(int)])


@pytest.mark.parametrize(("first", "last"), [(50_000, 60_000), (-100, -50), (20_000, 20_000), (-10, 1)])
def test_a_window_beside_the_curve_has_nothing_that_is_wrong(first, last):
    values = noise(20_000, lanes=1)
    rows, *_, shown = Envelope().blocks(values, 100, first, last)
    assert len(rows) == len(shown) <= 3
    np.testing.assert_array_equal(shown, values[rows.astype(int)])


@pytest.mark.parametrize("rows", BORDERS)
def test_a_last_row_beyond_the_end_is_the_end(rows):
    values = noise(rows)
    within, beyond = (Envelope().blocks(values, COLUMNS, 0, last) for last in (rows - 1, 10 * rows))
    for one, other in zip(within, beyond, strict=True):
        np.testing.assert_array_equal(one, other)
