"""Zoom and pan of axes and windows; the points of a part; the box of the cross-hair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.axis import Axis
from optsim.plot.envelope import Envelope
from optsim.plot.grid import Grid
from optsim.plot.map.window import Window
from optsim.plot.readout import Colours, Reading, Readout, put_readout
from optsim.plot.width import cell_width

SHARES = st.floats(0, 1)
FACTORS = st.floats(0.2, 5)
AXIS, WINDOW = Axis(-3.0, 5.0), Window(-1.0, 2.0, -4.0, 3.0)


@given(factor=FACTORS, share=SHARES)
def test_what_lies_under_the_mouse_stays_there(factor, share):
    zoomed = AXIS.zoomed(factor, share)
    assert zoomed.value(share) == pytest.approx(AXIS.value(share))
    assert zoomed.high - zoomed.low == pytest.approx((AXIS.high - AXIS.low) / factor)
    back = zoomed.zoomed(1 / factor, share)
    assert (back.low, back.high) == pytest.approx((AXIS.low, AXIS.high))


@given(factor=FACTORS, x=SHARES, y=SHARES)
def test_a_window_does_so_too(factor, x, y):
    zoomed = WINDOW.zoomed(factor, x, y)
    assert zoomed.point(x, y) == pytest.approx(WINDOW.point(x, y))
    assert tuple(zoomed.zoomed(1 / factor, x, y)) == pytest.approx(tuple(WINDOW))


@given(share=st.floats(-2, 2))
def test_panning_keeps_the_size(share):
    moved, window = AXIS.panned(share), WINDOW.panned(share, -share)
    assert (moved.low - AXIS.low, moved.high - AXIS.high) == pytest.approx((8 * share, 8 * share))
    assert tuple(np.subtract(window, WINDOW)) == pytest.approx((3 * share, 3 * share, -7 * share, -7 * share))


@given(first=st.integers(0, 9000), length=st.integers(1, 9000), columns=st.integers(5, 200))
def test_the_points_of_a_part_have_its_extremes_and_reach_beyond_it(first, length, columns):
    values = np.random.default_rng(1).standard_normal((10_000, 2))
    last = min(first + length, 9999)
    rows, low, high, points = Envelope().blocks(values, columns, first, last)
    # what stands for a block lies in its midst
    assert rows[0] <= max(first, 256 / 2)
    assert rows[-1] >= last - 256
    assert high.max() >= values[first : last + 1].max()
    assert low.min() <= values[first : last + 1].min()
    assert len(rows) <= 2 * 256 * columns
    if last - first + 1 < 16 * columns:
        np.testing.assert_array_equal(points, values[int(rows[0]) : int(rows[-1]) + 1])


def box(readings, column, *, width=60, rows=10, head="step 7"):
    grid = Grid(width, rows)
    put_readout(
        grid,
        Readout(head, readings, "… {} more".format),
        column=column,
        left=5,
        right=width,
        rows=range(1, rows),
        colours=Colours(1, 2, 3),
    )
    return grid


READINGS = [Reading("●", f"lane {number}", f"{number}.25", 7) for number in range(4)]


@pytest.mark.parametrize(("column", "right"), [(10, True), (50, False)])
def test_the_box_stands_on_the_side_with_more_room(column, right):
    grid = box(READINGS, column)
    cells = np.argwhere(grid.bg == 3)[:, 1]
    assert (cells > column).all() if right else (cells < column).all()
    assert all(f"● lane {number} {number}.25" in grid.text() for number in range(4))


def test_what_has_no_line_is_counted():
    shown = box(READINGS, 10, rows=4).text()
    assert "lane 0" in shown
    assert "… 3 more" in shown


def test_full_width_names_are_cut_and_numbers_never():
    readings = [Reading("●", "確率的勾配降下法の最適化", "−1.234e−10", 7)]
    for width in range(24, 70):
        grid = box(readings, 6, width=width)
        if grid.text().strip():
            assert "−1.234e−10" in grid.text() or "確" not in grid.text()
        assert all(cell_width(line) <= width for line in grid.text().splitlines())


@pytest.mark.parametrize("rows", [1, 2])
def test_without_room_there_is_no_box(rows):
    assert box(READINGS, 10, rows=rows).text().strip() == ""
