"""Contours: at round levels where the function has them, written on their own line."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.map.contours import bands_of, labels, lines, round_levels
from optsim.plot.map.ground import Inks, ground_of
from optsim.plot.map.window import Window

HEIGHTS = st.lists(st.floats(-1e6, 1e6) | st.sampled_from([math.inf, math.nan]), min_size=1, max_size=60).map(np.array)
ROWS, COLUMNS = 20, 40
GREYS = [0x010101 * grey for grey in range(28)]


def bowl(window=None, steepness=1.0):
    points = (window or Window(-2.0, 2.0, -2.0, 2.0)).mesh(2 * COLUMNS, 4 * ROWS)
    return points[..., 0] ** 2 + steepness * points[..., 1] ** 2


def digits(number):
    return len(f"{abs(number):.15e}".split("e")[0].replace(".", "").rstrip("0"))


@given(HEIGHTS, st.integers(2, 14))
def test_levels_ascend_between_the_lowest_and_the_highest(heights, count):
    levels = round_levels(heights, count)
    finite = heights[np.isfinite(heights)]
    assert len(levels) < count
    assert levels == sorted(set(levels))
    assert all(finite.min() <= level <= finite.max() for level in levels)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 3.0, 1e5])
def test_levels_of_a_bowl_are_round_and_several(scale):
    levels = round_levels(scale * bowl(), 10)
    assert len(levels) == 9
    assert all(digits(level) <= 2 for level in levels)


def test_zero_is_a_level_where_a_function_goes_below_it():
    x, y = np.moveaxis(Window(-3.0, 3.0, -3.0, 3.0).mesh(80, 80), -1, 0)
    assert 0.0 in round_levels(x * x / 2 - y * y / 4 + 0.02 * (x**4 + y**4), 10)


def test_a_plain_has_none():
    assert round_levels(np.full((4, 4), 3.0), 9) == []
    assert round_levels(np.full((4, 4), np.nan), 9) == []
    assert ground_of(np.full((8, 8), 3.0), Inks((), (7,), 0)).cells.text().strip() == ""


@given(HEIGHTS)
def test_a_band_is_as_high_as_the_levels_below_it_and_what_is_not_finite_is_highest(heights):
    levels = [-10.0, 0.0, 5.0]
    for height, band in zip(heights.tolist(), bands_of(heights, levels).tolist(), strict=True):
        assert band == (sum(level < height for level in levels) if math.isfinite(height) else 3)


def test_lines_have_every_other_dot_where_a_band_ends():
    beside = np.zeros((8, 8), np.intp)
    beside[:, 4:] = 1
    # dots 4 and 6 of the second cell: the right column, its first and third row
    assert lines(beside).tolist() == [[0, 0b101000, 0, 0]] * 2
    # dots 7: the last row of the upper cells, on the left
    assert lines(beside.T).tolist() == [[0b1000000] * 4, [0] * 4]


@pytest.mark.parametrize("steepness", [1.0, 30.0])
def test_a_level_is_written_on_its_line(steepness):
    heights = bowl(steepness=steepness)
    levels = round_levels(heights, 10)
    found = labels(bands_of(heights, levels), levels)
    assert 2 <= len(found) <= 6
    for label in found:
        level = float(label.text.replace("−", "-"))
        for row, column in label.places.tolist():
            assert 1 <= column < COLUMNS - len(label.text)
            assert 1 <= row < ROWS - 1
            middle = column + len(label.text) // 2
            cell = heights[4 * row : 4 * row + 4, 2 * middle : 2 * middle + 2]
            assert cell.min() <= level * (1 + 1e-9)
            assert cell.max() >= level * (1 - 1e-9)


def test_grounds_rise_and_lie_under_the_lines():
    ground = ground_of(bowl(), Inks(GREYS, [0xFFFFFF] * 28))
    brightness = (ground.cells.bg >> 16 & 255).astype(int)
    for way in (brightness[ROWS // 2 :, COLUMNS // 2], brightness[ROWS // 2, COLUMNS // 2 :]):
        assert (np.diff(way) >= 0).all()
        assert way[0] == 0
        assert way[-1] > 10
    drawn = ground.cells.chars > "\u2800"
    assert drawn.sum() > 40
    assert (ground.cells.fg[drawn] == 0xFFFFFF).all()


def test_levels_are_those_of_the_middle_and_few_around_it():
    heights = bowl(Window(-6.0, 6.0, -6.0, 6.0))
    middle = bowl()
    inks = Inks((), (7,))
    centre = slice(7, 13), slice(14, 26)
    lined = [
        (ground.cells.chars[centre] != " ").sum()
        for ground in (ground_of(heights, inks, middle), ground_of(heights, inks))
    ]
    assert lined[0] > 1.5 * lined[1]
    around = ground_of(heights, inks, middle).cells.chars.copy()
    around[centre] = " "
    assert (around != " ").sum() > 40
