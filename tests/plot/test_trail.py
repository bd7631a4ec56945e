"""Paths over a map: whole, and the same however they come in."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.landscape import Window, relief
from optsim.plot.trail import QUADRANTS, Trail

GREYS = [0x010101 * grey for grey in range(28)]
COLUMNS, ROWS = 20, 8
shares = st.floats(-0.5, 1.5) | st.just(float("nan"))
paths = st.lists(st.tuples(shares, shares), min_size=1, max_size=30).map(np.array)


def dots(trail):
    bits = trail.bits()
    whole = np.zeros((2 * ROWS, 2 * COLUMNS), bool)
    for bit, (down, right) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1))):
        whole[down::2, right::2] = bits >> bit & 1
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
            assert lit[int(np.floor(y * (2 * ROWS - 1) + 0.5)), int(np.floor(x * (2 * COLUMNS - 1) + 0.5))]


@given(paths.filter(lambda path: not np.isnan(path).any() and (path >= 0).all() and (path <= 1).all()))
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


def test_the_quadrants_are_those_of_their_bits():
    assert "".join(QUADRANTS[[1, 2, 4, 8, 15, 3, 12]]) == "▘▝▖▗█▀▄"


def test_a_window_counts_from_its_upper_left_corner():
    window = Window(-1.0, 3.0, 10.0, 20.0)
    assert window.shares(np.array([[-1.0, 20.0], [3.0, 10.0], [1.0, 15.0]])).tolist() == [[0, 0], [1, 1], [0.5, 0.5]]
    assert window.point(0.25, 0.1) == (0.0, 19.0)
    mesh = window.mesh(4, 2)
    assert mesh[0, 0].tolist() == [-0.5, 17.5]
    assert mesh[1, 3].tolist() == [2.5, 12.5]


def test_higher_ground_is_never_darker_and_what_is_not_finite_is_highest():
    heights = np.array([0.0, 1e-6, 0.1, 3.0, 1e9, np.inf, np.nan])
    colours = relief(heights, GREYS)
    bright = [(c >> 16) + (c >> 8 & 255) + (c & 255) for c in colours.tolist()]
    assert bright == sorted(bright)
    assert relief(np.full((2, 3), np.nan), GREYS).shape == (2, 3)
