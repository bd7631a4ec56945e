"""Paths over a map: whole, and the same however they come in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.map.trail import Trail
from optsim.plot.map.window import Window

COLUMNS, ROWS = 20, 8
shares = st.floats(-0.5, 1.5) | st.just(float("nan"))
paths = st.lists(st.tuples(shares, shares), min_size=1, max_size=30).map(np.array)
within = st.floats(0, 1)
inside = st.lists(st.tuples(within, within), min_size=1, max_size=30).map(np.array)


def dots(trail):
    """Where a path has dots, by the numbers of braille's dots: 1, 2, 3, 7 on the left and 4, 5, 6, 8 on the right."""
    whole = np.zeros((4 * ROWS, 2 * COLUMNS), bool)
    for right, numbers in enumerate(((1, 2, 3, 7), (4, 5, 6, 8))):
        for down, number in enumerate(numbers):
            whole[down::4, right::2] = trail.bits >> (number - 1) & 1
    return whole


@given(paths, st.integers(0, 30))
def test_a_path_looks_the_same_however_it_comes_in(path, cut):
    whole, parts = Trail(COLUMNS, ROWS), Trail(COLUMNS, ROWS)
    whole.extend(path)
    parts.extend(path[:cut])
    parts.extend(path[cut:])
    assert (dots(whole) == dots(parts)).all()


@given(paths)
def test_every_point_of_the_window_is_lit(path):
    trail = Trail(COLUMNS, ROWS)
    trail.extend(path)
    lit = dots(trail)
    for x, y in path.tolist():
        if 0 <= x <= 1 and 0 <= y <= 1:
            assert lit[int(np.floor(y * (4 * ROWS - 1) + 0.5)), int(np.floor(x * (2 * COLUMNS - 1) + 0.5))]


@pytest.mark.thorough
@given(inside)
def test_a_path_inside_has_no_holes(path):
    trail = Trail(COLUMNS, ROWS)
    trail.extend(path)
    lit = {tuple(dot) for dot in np.argwhere(dots(trail))}
    reached, front = set(), [next(iter(lit))]
    while front:
        y, x = front.pop()
        if (y, x) in lit and (y, x) not in reached:
            reached.add((y, x))
            front += [(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    assert reached == lit


def test_a_window_counts_from_its_upper_left_corner():
    window = Window(-1.0, 3.0, 10.0, 20.0)
    assert window.shares(np.array([[-1.0, 20.0], [3.0, 10.0], [1.0, 15.0]])).tolist() == [[0, 0], [1, 1], [0.5, 0.5]]
    assert window.point(0.25, 0.1) == (0.0, 19.0)
    mesh = window.mesh(4, 2)
    assert mesh[0, 0].tolist() == [-0.5, 17.5]
    assert mesh[1, 3].tolist() == [2.5, 12.5]
