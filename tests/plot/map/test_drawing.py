"""A map: what lies over what, and names and levels where they hide nothing."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.grid import Grid
from optsim.plot.map.contours import Label
from optsim.plot.map.drawing import Content, Name, Sign, Stroke, draw
from optsim.plot.map.ground import Ground
from optsim.plot.map.window import cell_at

ROWS, COLUMNS = 11, 40
SHARES = st.floats(0, 1)
HEADS = st.lists(st.tuples(SHARES, SHARES), max_size=6)


def plain(labels=()):
    return Ground(Grid(COLUMNS, ROWS), labels)


def stroke(rows, columns, bits, colour, *, front=False):
    cells = np.zeros((ROWS, COLUMNS), np.uint8)
    cells[rows, columns] = bits
    return Stroke(cells, colour, front, mark="")


def test_a_cell_is_that_of_the_path_with_the_most_dots_and_a_tie_that_of_the_one_in_front():
    one, two = stroke(2, slice(0, 9), 0b1, 5), stroke(slice(None), 4, 0b11, 6)
    grid = draw(plain(), Content([one, two]), 9)
    assert grid.fg[2, :9].tolist() == [5, 5, 5, 5, 6, 5, 5, 5, 5]
    assert grid.chars[2, 4] == chr(0x2800 + 0b11)
    level = stroke(2, slice(0, 9), 0b11, 5)
    assert draw(plain(), Content([level, two]), 9).fg[2, 4] == 5
    assert draw(plain(), Content([level, two._replace(front=True)]), 9).fg[2, 4] == 6


def test_signs_lie_over_arrows_over_paths_over_the_ground_and_not_outside():
    ground = plain()
    ground.cells.chars[:] = "▀"
    ground.cells.bg[:] = 2
    path, arrow = stroke(5, slice(0, 30), 0b1, 3), stroke(5, slice(10, 20), 0b1000, 4)
    signs = [Sign(0.5, 0.5, "▲", 7), Sign(1.2, 0.5, "x", 8), Sign(0.0, 1.0, "○", 9)]
    grid = draw(ground, Content([path], [arrow], [Sign(0.5, 0.5, "→", 6), Sign(0.5, 1.2, "x", 8)], signs), 9)
    assert grid.chars[5, 20] == "▲"
    assert "→" not in grid.text()
    assert grid.fg[5, [0, 12, 25]].tolist() == [3, 4, 3]
    assert grid.text().splitlines()[-1][0] == "○"
    assert "x" not in grid.text()
    assert (grid.bg == 2).all()
    assert (ground.cells.chars == "▀").all()


def test_paths_that_share_their_way_take_turns_and_none_hides_another():
    paths = [stroke(5, slice(0, 30), 0b1, colour, front=colour == 8) for colour in (5, 6, 8)]
    colours = draw(plain(), Content(paths), 9).fg[5, :30].tolist()
    assert colours == [5, 5, 6, 6, 8, 8] * 5


def test_paths_have_their_marks_on_cells_of_their_own():
    paths = [stroke(5, slice(0, 30), 0b1, colour)._replace(mark=mark) for colour, mark in ((5, "●"), (6, "■"))]
    grid = draw(plain(), Content(paths), 9)
    for colour, mark in ((5, "●"), (6, "■")):
        assert 2 <= (grid.chars == mark).sum() <= 4
        assert (grid.fg[grid.chars == mark] == colour).all()


@given(st.lists(st.tuples(st.sampled_from((0.0, 0.3, 0.5, 1.0)), st.sampled_from((0.0, 0.5))), max_size=9))
def test_no_sign_is_lost_where_others_want_its_cell_and_the_first_stands_in_it(places):
    signs = [Sign(x, y, sign, 1) for (x, y), sign in zip(places, "⊕●■▲▼○□△▽", strict=False)]
    grid = draw(plain(), Content(signs=signs), 9)
    for number, sign in enumerate(signs):
        (row, column), wish = np.argwhere(grid.chars == sign.sign)[0], cell_at(sign.x, sign.y, COLUMNS, ROWS)
        assert abs(row - wish[1]) <= 3
        assert abs(column - wish[0]) <= 8
        assert places.index(places[number]) != number or grid.chars[wish[1], wish[0]] != " "


def test_the_same_sign_twice_is_one():
    signs = [Sign(0.5, 0.5, "○", 1), Sign(0.5, 0.5, "○", 1), Sign(0.5, 0.5, "○", 2)]
    assert draw(plain(), Content(signs=signs), 9).text().count("○") == 2


def test_a_level_goes_to_the_first_of_its_places_that_hides_nothing():
    label = Label("0.5", np.array([(2, 4), (5, 9), (8, 20)]))
    assert draw(plain([label]), Content(), 9).text().splitlines()[2].strip() == "0.5"
    path = stroke(2, slice(0, 30), 1, 3)
    grid = draw(plain([label]), Content([path], signs=[Sign(0.25, 0.5, "●", 7)]), 9)
    assert grid.text().splitlines()[8].strip() == "0.5"
    assert (grid.chars[2, :30] == chr(0x2801)).all()
    everywhere = stroke(slice(None), slice(None), 1, 3)
    assert "0.5" not in draw(plain([label]), Content([everywhere]), 9).text()


def test_names_of_heads_in_one_cell_stand_together():
    names = [Name(0.5, 0.5, "●", "gd", 5, bold=True), Name(0.5, 0.5, "■", "sgd", 6)]
    grid = draw(plain(), Content(signs=[Sign(0.5, 0.5, "●", 5)], names=names), 9)
    assert "● gd ■ sgd" in grid.text()


def test_a_name_that_is_shifted_brings_its_mark():
    wall = stroke(5, slice(None), 1, 3)
    names = [Name(0.5, 0.5, "●", "gd", 5)]
    rows = draw(plain(), Content([wall], signs=[Sign(0.5, 0.5, "●", 5)], names=names), 9).text().splitlines()
    assert "● gd" in rows[4] + rows[6]


@pytest.mark.parametrize(("covered", "row"), [(slice(None, 6), 6), (slice(5, None), 4)])
def test_a_name_is_shifted_down_where_all_above_is_taken_and_up_where_all_below_is(covered, row):
    names, signs = [Name(0.5, 0.5, "●", "gd", 5)], [Sign(0.5, 0.5, "●", 5)]
    grid = draw(plain(), Content([stroke(covered, slice(None), 1, 3)], signs=signs, names=names), 9)
    assert "● gd" in grid.text().splitlines()[row]


@given(HEADS)
def test_names_hide_neither_heads_nor_paths_nor_each_other(heads):
    lanes = list(zip(heads, "●■▲▼○□", ("gd", "sgd", "momentum", "nag", "adagrad", "adam"), strict=False))
    signs = [Sign(x, y, sign, 1) for (x, y), sign, _ in lanes]
    names = [Name(x, y, sign, name, 1) for (x, y), sign, name in lanes]
    path = stroke(3, slice(5, 35), 1, 3)
    bare = draw(plain(), Content([path], signs=signs), 9)
    named = draw(plain(), Content([path], signs=signs, names=names), 9)
    there = bare.chars != " "
    assert (named.chars[there] == bare.chars[there]).all()
    words = named.text().split()
    written = [name for _, _, name in lanes if name in words]
    # each that is written is whole, and the first one always finds a place on so large a map
    assert len(written) == len(set(written))
    letters = sum(char.isalpha() for char in named.text())
    assert letters == sum(map(len, written))
    assert not names or names[0].name in words or len(heads) > 1


def test_names_at_all_edges_stay_inside():
    for x, y in itertools.product((0.0, 0.5, 1.0), repeat=2):
        grid = draw(plain(), Content(signs=[Sign(x, y, "●", 1)], names=[Name(x, y, "●", "momentum", 1)]), 9)
        assert "momentum" in grid.text()
