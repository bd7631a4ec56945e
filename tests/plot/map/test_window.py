"""Windows of a map: zoom and pan, equal axes, from cells to points and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.axis import Axis
from optsim.plot.map.window import Window, cell_at, share_at

PLACES, SIZES = st.floats(-100, 100), st.floats(0.01, 100)
SHARES, FACTORS = st.floats(0, 1), st.floats(0.1, 10)
WINDOWS = st.builds(lambda x, y, w, h: Window(x, x + w, y, y + h), PLACES, PLACES, SIZES, SIZES)
AXES = st.builds(lambda low, size, log: Axis(low, low + size, log=log), st.floats(-20, 20), SIZES, st.booleans())


def close(one, other):
    scale = max(abs(each) for each in one) + 1
    assert one == pytest.approx(other, abs=1e-9 * scale, rel=1e-9)


@given(WINDOWS, FACTORS, SHARES, SHARES)
def test_zooming_a_window_keeps_the_point_under_the_pointer(window, factor, x, y):
    zoomed = window.zoomed(factor, x, y)
    close(window.point(x, y), zoomed.point(x, y))
    assert zoomed.right - zoomed.left == pytest.approx((window.right - window.left) / factor, rel=1e-6)
    assert zoomed.top - zoomed.bottom == pytest.approx((window.top - window.bottom) / factor, rel=1e-6)
    close(window, zoomed.zoomed(1 / factor, x, y))


@given(WINDOWS, st.floats(-2, 2), st.floats(-2, 2), SHARES, SHARES)
def test_panning_a_window_moves_what_is_shown_and_back_is_nothing(window, right, up, x, y):
    panned = window.panned(right, up)
    close(panned.point(x, y), window.point(x + right, y - up))
    close(window, panned.panned(-right, -up))


@given(WINDOWS, SHARES, SHARES)
def test_shares_and_points_are_each_other_s_inverse(window, x, y):
    got = window.shares(np.array(window.point(x, y)))
    assert got == pytest.approx([x, y], abs=1e-6)


def test_y_is_counted_from_the_top():
    window = Window(0, 10, -1, 1)
    assert window.point(0, 0) == (0, 1)
    assert window.point(1, 1) == (10, -1)
    assert window.mesh(5, 2)[0, 0].tolist() == [1, 0.5]
    assert window.mesh(5, 2)[1, 4].tolist() == [9, -0.5]


@given(AXES, FACTORS, SHARES)
def test_zooming_an_axis_keeps_the_value_under_the_pointer(axis, factor, about):
    zoomed = axis.zoomed(factor, about)
    assert zoomed.log == axis.log
    assert zoomed.value(about) == pytest.approx(axis.value(about), rel=1e-6, abs=1e-9)
    assert zoomed.high - zoomed.low == pytest.approx((axis.high - axis.low) / factor, rel=1e-6)
    close(axis[:2], zoomed.zoomed(1 / factor, about)[:2])


@given(AXES, st.floats(-2, 2), SHARES)
def test_panning_an_axis_moves_what_is_shown(axis, by, share):
    panned = axis.panned(by)
    assert panned.value(share) == pytest.approx(axis.value(share + by), rel=1e-6, abs=1e-9)
    close(axis[:2], panned.panned(-by)[:2])


@given(AXES, SHARES)
def test_a_share_of_a_value_is_where_it_came_from(axis, share):
    assert float(axis.share(axis.value(share))) == pytest.approx(share, abs=1e-6)


@given(WINDOWS, st.integers(4, 200), st.integers(3, 80))
def test_with_equal_axes_a_dot_is_as_wide_as_it_is_high_and_all_is_still_there(window, columns, rows):
    equal = window.equal(columns, rows)
    across, down = 2 * columns - 1, 4 * rows - 1
    assert (equal.right - equal.left) / across == pytest.approx((equal.top - equal.bottom) / down, rel=1e-6)
    near = 1e-9 * (abs(window.left) + abs(window.bottom) + 100)
    assert equal.left <= window.left + near
    assert equal.right >= window.right - near
    assert equal.bottom <= window.bottom + near
    assert equal.top >= window.top - near
    # no larger than it has to be, about the same middle
    assert equal.right - equal.left == pytest.approx(window.right - window.left, rel=1e-6) or (
        equal.top - equal.bottom == pytest.approx(window.top - window.bottom, rel=1e-6)
    )
    close(equal.point(0.5, 0.5), window.point(0.5, 0.5))
    close(equal, equal.equal(columns, rows))


@given(st.integers(1, 200), st.integers(1, 80), st.data())
def test_a_cell_is_where_a_click_on_it_is(columns, rows, data):
    column, row = data.draw(st.integers(0, columns - 1)), data.draw(st.integers(0, rows - 1))
    assert cell_at(*share_at(column, row, columns, rows), columns, rows) == (column, row)
