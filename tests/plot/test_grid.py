"""Cells, and texts written into them."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.plot.grid import DEFAULT, Attr, Grid
from optsim.plot.width import cell_width

TEXTS = st.text(st.sampled_from("abc │é日本語ﾊﾟ전"), max_size=15)


def row(grid, y=0):
    return "".join(text for text, *_ in grid.runs([y])[0])


def test_a_grid_begins_blank():
    grid = Grid(3, 2, fg=1, bg=2)
    assert grid.runs([0, 1]) == [[("   ", 1, 2, 0)]] * 2
    assert grid.text() == "\n"


@pytest.mark.parametrize(
    ("x", "text", "shown", "end"),
    [
        (0, "abc", "abc   ", 3),
        (4, "abc", "    ab", 6),
        (6, "abc", "      ", 6),
        (-2, "abc", "c     ", 1),
        (1, "日本", " 日本 ", 5),
        (3, "日本", "   日 ", 5),
        (2, "日本語", "  日本", 6),
        (-1, "日本", " 本   ", 3),
    ],
)
def test_text_is_cut_at_the_edges(x, text, shown, end):
    grid = Grid(6, 1)
    assert grid.put(0, x, text) == end
    assert row(grid) == shown


@pytest.mark.parametrize("y", [-1, 1, 99])
def test_a_row_that_is_not_there_takes_no_text(y):
    grid = Grid(6, 1)
    assert grid.put(y, 2, "abc") == 2
    assert row(grid) == "      "


@given(st.lists(st.tuples(st.integers(-5, 25), TEXTS), max_size=1), st.integers(1, 20))
@settings(max_examples=50)
def test_a_row_has_the_width_of_the_grid_whatever_is_written(texts, width):
    grid = Grid(width, 1)
    for x, text in texts:
        grid.put(0, x, text)
    assert cell_width(row(grid)) == width


@given(st.lists(st.tuples(st.integers(0, 20), TEXTS), max_size=6), st.integers(1, 20))
@settings(max_examples=50)
def test_a_row_keeps_its_width_where_texts_overlap(texts, width):
    grid = Grid(width, 1)
    for x, text in texts:
        grid.put(0, x, text)
    assert cell_width(row(grid)) == width


@pytest.mark.parametrize(
    ("x", "text", "shown"), [(1, "a", " a本 "), (2, "a", "日a  "), (0, "語", "語本 "), (1, "語", " 語  ")]
)
def test_a_full_width_character_that_loses_a_half_is_gone(x, text, shown):
    grid = Grid(5, 1)
    grid.put(0, 0, "日本")
    grid.put(0, x, text)
    assert row(grid) == shown


def test_runs_part_a_row_where_its_look_changes():
    grid = Grid(8, 1, bg=7)
    grid.put(0, 1, "ab", 5, Attr.BOLD)
    grid.put(0, 3, "日", 6)
    assert grid.runs([0])[0] == [
        (" ", DEFAULT, 7, 0),
        ("ab", 5, 7, Attr.BOLD),
        ("日", 6, 7, 0),
        ("   ", DEFAULT, 7, 0),
    ]


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abc日"), st.integers(0, 3), st.sampled_from(Attr))))
@settings(max_examples=50)
def test_runs_joined_are_the_row(puts):
    grid = Grid(12, 1)
    for x, text, colour, attr in puts:
        grid.put(0, x, text, colour, attr)
    runs = grid.runs([0])[0]
    assert "".join(text for text, *_ in runs) == "".join(grid.chars[0].tolist())
    looks = [look for _, *look in runs]
    assert all(a != b for a, b in itertools.pairwise(looks))


def test_text_without_a_colour_keeps_that_of_the_cells():
    grid = Grid(4, 1, fg=9)
    grid.put(0, 0, "ab")
    grid.put(0, 2, "cd", 3)
    assert grid.fg[0].tolist() == [9, 9, 3, 3]


def test_changed_rows():
    old, new = Grid(5, 4), Grid(5, 4)
    assert new.changed_rows(old) == []
    new.put(1, 0, "a")
    new.fg[2, 4] = 3
    new.bg[3, 0] = 3
    assert new.changed_rows(old) == [1, 2, 3]
    new.put(0, 0, " ", attr=Attr.REVERSE)
    assert new.changed_rows(old) == [0, 1, 2, 3]
    assert new.changed_rows(None) == [0, 1, 2, 3]
    assert new.changed_rows(Grid(6, 4)) == [0, 1, 2, 3]


def test_a_grid_of_no_size_takes_everything_and_shows_nothing():
    grid = Grid(-3, 0)
    assert (grid.width, grid.height, grid.text()) == (0, 0, "")
    assert grid.put(0, 0, "abc") == 0
