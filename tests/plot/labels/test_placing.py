"""Texts at the edges of a chart hide no name and no mark, and names far from their curves are joined with them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.axis import Axis
from optsim.plot.chart import Chart, Line, Mark, draw
from optsim.plot.labels.placing import clear_places, nearest_place
from optsim.plot.raster import CHARS

MARKS = "●■▲▼○□△▽◉▣◐◧"
RED, GREY = 0xFF0000, 0x808080
X = np.linspace(0, 10, 200)
BELOW, ABOVE = "↓ 2 lanes below 10⁻¹³", "↑ 3 lanes above 10²"


@given(st.lists(st.lists(st.booleans(), min_size=9, max_size=9), min_size=1, max_size=4), st.integers(1, 10))
def test_a_place_is_clear_and_has_a_clear_cell_to_each_side(rows, cells):
    clear = np.array(rows)
    places = clear_places(clear, cells)
    wanted = [
        [clear[row, max(begin - 1, 0) : begin + cells + 1].all() for begin in range(9 - cells + 1)]
        for row in range(len(rows))
    ]
    assert places.tolist() == wanted


def test_the_nearest_place_is_taken_and_a_row_counts_for_several_columns():
    places = np.zeros((5, 20), np.bool_)
    assert nearest_place(places, 2, (3, 3)) is None
    places[2, 9] = places[3, 3] = True
    assert nearest_place(places, 2, (3, 3)) == (3, 3)
    assert nearest_place(places, 2, (7, 12)) == (2, 9)


def crowded(count, width, seed, *, told):
    """Curves that cross, some of which end early or leave the chart below and above."""
    random = np.random.default_rng(seed)
    lines = []
    for number in range(count):
        y = random.uniform(-0.4, 1.4) + random.uniform(-1, 1) * X / 10 + 0.1 * np.sin(X * random.uniform(0, 4))
        upto = int(random.integers(20, 201))
        lines.append(Line(X[:upto], y[:upto], RED, MARKS[number], name=f"name {number}", strong=GREY))
    marks = [Mark(float(X[each]), 0.5, "★", GREY) for each in random.integers(0, 200, 4)]
    edges = {"below": BELOW, "above": ABOVE} if told else {}
    return draw(Chart("loss", Axis(0, 10), Axis(0, 1), lines, marks, **edges), width, 16)


@pytest.mark.parametrize("count", [1, 4, 7, 12])
@pytest.mark.parametrize("width", [44, 74, 99])
def test_edge_texts_lie_over_no_name_and_no_mark(count, width):
    for seed in range(12):
        bare, full = (crowded(count, width, seed, told=told) for told in (False, True))
        # what the texts cover is blank, or a curve's dots
        covered = bare.chars[bare.chars != full.chars]
        assert set(covered.tolist()) <= {" ", *CHARS.tolist()}


@pytest.mark.parametrize("width", [44, 74, 99])
def test_edge_texts_are_there_where_there_is_room(width):
    for seed in range(12):
        lines = crowded(3, width, seed, told=True).text().splitlines()
        assert any(ABOVE in line for line in lines[1:5])
        assert any(BELOW in line for line in lines[-6:])


def steep(upto):
    """A curve that leaves the chart below, beside others that shut it in."""
    return Line(X[:upto], 1.2 - 12 * X[:upto] / 10, RED, "▼", name="adagrad", strong=GREY)


def test_the_name_of_a_curve_that_leaves_the_chart_has_an_arrow():
    lines = draw(Chart("loss", Axis(0, 10), Axis(0, 1), [steep(200)]), 80, 20).text().splitlines()
    (row,) = [row for row in lines if "adagrad" in row]
    assert row.rstrip().endswith("▼ ▼ adagrad ↓")


def test_a_name_that_finds_no_room_beside_its_end_is_joined_with_it():
    # between two walls there is a shaft, in which the curve ends
    walls = np.where(np.abs(X - 3.0) < 0.3, np.nan, 0.3 + 0.3 * (-1.0) ** np.arange(200))
    early = Line(X[:60], np.full(60, 0.3), RED, "▼", name="adagrad", strong=GREY)
    grid = draw(Chart("loss", Axis(0, 10), Axis(0, 1), [early, Line(X, walls, RED, name="wall", strong=GREY)]), 80, 20)
    name_row, name = np.argwhere(grid.chars == "g")[0]
    (named, end), (mark_row, mark) = np.argwhere(grid.chars == "▼")[[0, -1]]
    assert (named, end < name) == (name_row, True)
    assert name_row < mark_row - 1
    upright = [(row, column) for row, column in np.argwhere(grid.chars == "┊").tolist()]
    assert upright
    assert {column for _, column in upright} == {mark}
    assert all(grid.fg[row, column] == GREY for row, column in upright)
    assert abs(name - mark) < 12
