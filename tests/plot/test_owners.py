"""Whose colour a cell has: curves that share a path take turns, those that cross do not, whichever is in front."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.plot.axis import Axis
from optsim.plot.chart import Chart, Line, draw
from optsim.plot.raster import Curve, raster
from optsim.plot.sharing.owners import owners

ROWS, COLUMNS = 12, 40
X = np.linspace(0, 1, 200)
MARKS, COLOURS = "●■▲▼", (0x111111, 0x222222, 0x333333, 0x444444)
#: bends of a curve that goes from the left to the right, as heights
HEIGHTS = st.lists(st.floats(0.05, 0.95), min_size=4, max_size=4)


def curve(heights, **more):
    return Curve(X, np.interp(X, np.linspace(0, 1, len(heights)), heights), **more)


def shares(owner, count):
    """The part of all cells that each curve has."""
    return [(owner == number).sum() / (owner >= 0).sum() for number in range(count)]


@given(HEIGHTS)
@settings(max_examples=60)
def test_of_two_curves_that_are_the_same_each_has_about_half_of_the_cells(heights):
    owner = raster([curve(heights), curve(heights)], ROWS, COLUMNS).owner
    assert all(0.35 <= share <= 0.65 for share in shares(owner, 2))


@pytest.mark.parametrize("count", [2, 3, 7])
def test_turns_along_a_row_are_a_few_cells_long_and_come_in_the_order_of_the_curves(count):
    row = raster([curve([0.5, 0.5])] * count, ROWS, COLUMNS).owner.max(axis=0).tolist()
    turn = 3 if count == 2 else 2
    assert row == [column // turn % count for column in range(COLUMNS)]


def test_a_steep_path_has_turns_as_well():
    upright = np.zeros((2, 20, 3), np.uint8)
    upright[:, :, 1] = 0x47
    owner = owners(upright, np.zeros(2, bool))[:, 1]
    assert 0.4 <= owner.mean() <= 0.6
    assert np.flatnonzero(np.diff(owner)).size >= 8


@pytest.mark.parametrize(("one", "other"), [([0.1, 0.9], [0.9, 0.1]), ([0.5, 0.5], [0.0, 1.0])])
@pytest.mark.parametrize("front", [0, 1])
def test_a_crossing_has_the_colour_of_one(one, other, front):
    picture = raster([curve(one, front=front == 0), curve(other, front=front == 1)], ROWS, COLUMNS)
    alone = [raster([each], ROWS, COLUMNS).bits > 0 for each in (curve(one), curve(other))]
    crossed = alone[0] & alone[1]
    changes = np.abs(np.diff(picture.owner[crossed])).sum()
    assert changes <= 1
    assert (picture.owner[alone[0] & ~crossed] == 0).all()
    assert (picture.owner[alone[1] & ~crossed] == 1).all()


def test_a_curve_under_one_that_swings_around_it_is_seen():
    swing = Curve(X, 0.5 + 0.4 * np.sin(150 * X))
    owner = raster([swing._replace(front=True), curve([0.5, 0.5])], ROWS, COLUMNS).owner
    assert (owner == 1).sum() >= 0.8 * COLUMNS
    assert (owner == 0).sum() >= 3 * COLUMNS


@given(st.lists(HEIGHTS, min_size=2, max_size=4), st.data())
@settings(max_examples=60)
def test_a_cell_is_that_of_a_curve_in_it_and_selecting_one_gives_it_only_ties(many, data):
    many += [many[0]] * data.draw(st.integers(0, 2))
    bits = np.stack([raster([curve(each)], ROWS, COLUMNS).bits for each in many])
    pictures = [owners(bits, np.arange(len(many)) == front) for front in (-1, data.draw(st.integers(0, len(many) - 1)))]
    for owner in pictures:
        assert ((owner >= 0) == bits.any(axis=0)).all()
        rows, columns = np.nonzero(owner >= 0)
        assert (bits[owner[rows, columns], rows, columns] > 0).all()
    nobody, chosen = pictures
    changed = nobody != chosen
    assert len(set(chosen[changed].tolist())) <= 1


@given(st.lists(HEIGHTS, min_size=2, max_size=4), st.integers(0, 3), st.booleans())
@settings(max_examples=40)
def test_every_curve_has_a_cell_of_its_colour_and_its_mark_where_others_lie_as_well(many, front, named):
    many = [many[0], *many][:4]
    lines = [
        Line(X, np.interp(X, np.linspace(0, 1, 4), each), colour, mark, name=mark * named, front=number == front)
        for number, (each, colour, mark) in enumerate(zip(many, COLOURS, MARKS, strict=False))
    ]
    grid = draw(Chart("", Axis(0, 1), Axis(0, 1), lines), 80, 16)
    for line in lines:
        dots = (grid.fg == line.colour) & (grid.chars >= "\u2800") & (grid.chars <= "\u28ff")
        assert dots.any()
        # at the end, on the way and, where there are names, beside the name
        assert (grid.chars == line.mark).sum() >= 2 + named


@pytest.mark.parametrize("front", [0, 2])
def test_marks_at_the_ends_of_curves_that_are_the_same_stand_side_by_side_whichever_is_in_front(front):
    lines = [
        Line(X, np.full(200, 0.5), colour, mark, front=number == front)
        for number, (colour, mark) in enumerate(zip(COLOURS, MARKS, strict=True))
    ]
    row = draw(Chart("", Axis(0, 1), Axis(0, 1), lines), 80, 16).text().splitlines()[7]
    assert row[-4:] == MARKS[::-1]


def test_curves_of_one_point_have_their_marks_side_by_side():
    lines = [Line(X[:1], np.full(1, 0.5), colour, mark) for colour, mark in zip(COLOURS, MARKS, strict=True)]
    text = draw(Chart("", Axis(0, 1), Axis(0, 1), lines), 80, 16).text()
    assert all(text.count(mark) == 1 for mark in MARKS)
