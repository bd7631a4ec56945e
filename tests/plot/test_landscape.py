"""Windows of a map: zoom and pan, from cells to points and back; what lies over what."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.axis import Axis
from optsim.plot.landscape import Sign, Stroke, Window, bands, contour_ground, draw, relief, relief_ground

PLACES, SIZES = st.floats(-100, 100), st.floats(0.01, 100)
SHARES, FACTORS = st.floats(0, 1), st.floats(0.1, 10)
WINDOWS = st.builds(lambda x, y, w, h: Window(x, x + w, y, y + h), PLACES, PLACES, SIZES, SIZES)
GREYS = [0x010101 * grey for grey in range(28)]
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


def test_signs_lie_over_paths_over_the_ground_and_not_outside():
    bits = np.zeros((3, 5), np.uint8)
    bits[1] = 15
    signs = [Sign(0.5, 0.5, "●", 7), Sign(1.2, 0.5, "x", 8), Sign(0.0, 1.0, "○", 9)]
    grid = draw(relief_ground(np.zeros((6, 5), np.int32)), [Stroke(bits, 3)], signs)
    assert grid.text().splitlines() == ["▀▀▀▀▀", "██●██", "○▀▀▀▀"]
    assert grid.fg[1].tolist() == [3, 3, 7, 3, 3]


def test_the_ground_rises_with_the_height_and_what_is_no_number_is_high():
    heights = np.array([[0.0, 1.0, 2.0], [5.0, 9.0, np.nan]])
    green = relief(heights, GREYS) >> 8 & 0xFF
    assert (np.diff(green.ravel()) >= 0).all()
    assert green[0, 0] < green[1, 1]
    assert relief(np.full((2, 2), np.nan), GREYS).shape == (2, 2)
    assert relief(np.full((2, 2), 3.0), GREYS).shape == (2, 2)


def test_a_contour_is_a_line_of_dots_where_a_band_ends_on_the_ground_that_is_asked_for():
    beside = np.zeros((8, 8), np.intp)
    beside[:, 4:] = 1
    grid = contour_ground(beside, 7, 0)
    assert grid.text().splitlines() == [" ⢸", " ⢸"]
    assert (grid.bg == 0).all()
    assert (grid.fg == 7).all()
    assert contour_ground(beside.T, 7, 0).text().split("\n") == ["⣀⣀⣀⣀", ""]


def test_a_plain_has_no_contours():
    assert contour_ground(bands(np.full((8, 8), 3.0), 1), 7, 0).text().strip() == ""
