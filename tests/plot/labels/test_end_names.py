"""Names at the ends of curves: each on a row of its own, near its curve, and nothing is hidden by them."""

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.axis import Axis
from optsim.plot.chart import Chart, Line, draw
from optsim.plot.labels.end_names import names_room, spread

RED, BLUE = 0xFF0000, 0x0000FF
MARKS = "●■▲▼○□△▽◉▣◐◧"
X = np.linspace(0, 10, 200)


def line(number, y, x=X, name=None):
    return Line(x, np.broadcast_to(y, x.shape), RED, MARKS[number], name=name or f"lane {number}", strong=BLUE)


def rows_of(*lines, width=80, height=20):
    return draw(Chart("loss", Axis(0, 10), Axis(0, 1), lines), width, height).text().splitlines()


@given(st.lists(st.floats(-3, 23), max_size=12), st.integers(12, 20))
def test_labels_have_rows_of_their_own_in_their_order(wanted, rows):
    placed = spread(sorted(wanted), rows)
    assert len(placed) == len(wanted)
    assert all(0 <= row < rows for row in placed)
    assert all(one < other for one, other in itertools.pairwise(placed))


@given(st.lists(st.integers(0, 7), max_size=4), st.integers(4, 8))
def test_labels_are_as_near_to_their_curves_as_can_be(wanted, rows):
    wanted = sorted(each for each in wanted if each < rows)
    cost = lambda placed: sum((row - each) ** 2 for row, each in zip(placed, wanted, strict=True))  # noqa: E731
    # a mean is rounded to a whole row
    best = min(map(cost, itertools.combinations(range(rows), len(wanted))))
    assert cost(spread(wanted, rows)) <= best + 0.25 * len(wanted) ** 2


def test_a_name_stands_to_the_right_of_the_end_of_its_curve():
    rows = rows_of(line(0, 0.9), line(1, 0.2))
    for mark, name in (("●", "lane 0"), ("■", "lane 1")):
        (row,) = [row for row in rows if name in row]
        assert row.rstrip().endswith(f"{mark} {mark} {name}")


def test_names_are_in_the_strong_colour():
    grid = draw(Chart("loss", Axis(0, 10), Axis(0, 1), [line(0, 0.5)]), 80, 20)
    row, column = np.argwhere(grid.chars == "l")[-1]
    assert grid.fg[row, column] == BLUE


def test_names_of_curves_that_meet_are_shifted_apart():
    rows = rows_of(*(line(number, 0.5 + 0.1 * (1 - X / 10) * number) for number in range(4)), width=100)
    places = [next(place for place, row in enumerate(rows) if f"lane {number}" in row) for number in range(4)]
    assert sorted(places) == list(range(min(places), min(places) + 4))


def test_names_of_curves_that_coincide_are_joined():
    rows = rows_of(line(0, 0.5, name="gd"), line(1, 0.5, name="momentum and more"), line(2, 0.5, name="b"), width=120)
    assert any("● gd ■ momentum and more" in row for row in rows) or any("┌● gd" in row for row in rows)
    assert any(
        "● gd ■ sgd" in row
        for row in rows_of(line(0, 0.5, name="gd"), line(1, 0.5, name="sgd"), line(2, 0.1, name="momentum"))
    )


def test_names_that_have_no_room_beside_each_other_are_held_together_by_a_bracket():
    rows = rows_of(*(line(number, 0.5, name=f"{number} of a long name") for number in range(3)))
    found = [row for row in rows if "of a long name" in row]
    assert [next(sign for sign in "┌├└" if sign in row[1:]) for row in found] == ["┌", "├", "└"]


def test_joined_names_stand_on_one_row_as_long_as_they_have_room_to_the_last_cell():
    widest = line(2, 0.1, name="y" * 30)
    charts = [
        rows_of(line(0, 0.5, name="gd"), line(1, 0.5, name="x" * cells), widest, width=120) for cells in range(1, 40)
    ]
    joined = [len(row.rstrip()) for rows in charts for row in rows if "● gd ■ x" in row]
    assert max(joined) == 120


@given(st.lists(st.tuples(st.floats(0.05, 0.95), st.integers(20, 199)), min_size=2, max_size=12))
def test_a_leader_does_not_touch_its_name(ends):
    rows = rows_of(*(line(number % 12, y, X[:end], name="ab") for number, (y, end) in enumerate(ends)))
    assert not [row for row in rows if re.search(r"─[●■▲▼○□△▽◉▣◐◧] ab|ab─", row)]


def test_a_curve_that_ends_before_the_others_has_its_name_there():
    rows = rows_of(line(0, 0.5), line(1, 0.9, X[:60]))
    (row,) = [row for row in rows if "lane 1" in row]
    assert row.index("lane 1") < 40


def test_no_name_hides_another_curve():
    others = [line(number, 0.4 + 0.1 * number) for number in range(5)]
    bare = draw(Chart("loss", Axis(0, 10), Axis(0, 1), [each._replace(name="", mark="") for each in others]), 80, 20)
    full = draw(Chart("loss", Axis(0, 10), Axis(0, 1), [*others, line(7, 0.61, X[:60])]), 80, 20)
    columns = slice(10, 40)
    assert ((full.chars[1:18, columns] == " ") <= (bare.chars[1:18, columns] == " ")).all()
    assert any("lane 7" in row for row in full.text().splitlines())


@pytest.mark.parametrize("count", [12, 30])
def test_with_more_names_than_rows_marks_share_a_row(count):
    lines = [line(number % 12, number / count, name=f"n{number}") for number in range(count)]
    rows = rows_of(*lines, height=10)
    ends = [row[62:] for row in rows[1:-2]]
    assert sum(mark in end for end in ends for mark in MARKS) >= 8


def test_room_is_kept_for_the_longest_name_but_not_more_than_a_third():
    assert names_room([], 100) == 0
    assert names_room([("●", "gd"), ("■", "momentum")], 100) == 12
    assert names_room([("●", "a very long name of a lane")], 60) == 20
    # or half, where a word would not be whole
    assert names_room([("▲", "oscillating")], 40) == 15
    assert names_room([("▲", "oscillating-without-any-end-to-it")], 40) == 20


@pytest.mark.parametrize("width", range(40, 100, 3))
def test_no_name_breaks_within_a_word(width):
    names = ("crawling", "oscillating", "wsd, sqrt", "noisy-quadratic-model-of-many-parts")
    rows = rows_of(*(line(number, 0.1 + 0.25 * number, name=name) for number, name in enumerate(names)), width=width)
    for part in " ".join(row[width // 3 :] for row in rows).split():
        inside = [name for name in names for word in name.split() if part != word and part in word and len(part) > 1]
        assert not inside, rows


@pytest.mark.parametrize("width", [20, 39])
def test_a_narrow_chart_needs_its_room_for_the_curves(width):
    assert names_room([("●", "gd")], width) == 0
    assert not any("lane 0" in row for row in rows_of(line(0, 0.5), width=width))


@pytest.mark.parametrize(("width", "cut"), [(40, 0), (60, 12), (80, 12)])
def test_a_long_name_without_a_free_row_is_cut_with_a_sign_or_is_its_mark_and_never_leaves_the_chart(width, cut):
    lines = [
        line(number, number / 12, name=f"{number}, a very long name of a lane that goes on") for number in range(12)
    ]
    rows = rows_of(*lines, width=width)
    assert all(len(row) <= width for row in rows)
    assert sum("…" in row for row in rows) == cut


def test_a_long_name_goes_on_in_the_next_row_where_that_is_free():
    rows = rows_of(line(0, 0.5, name="before the plateau"), line(1, 0.1, name="gd"), width=45)
    (first,) = [place for place, row in enumerate(rows) if "● before the" in row]
    assert rows[first + 1].index("plateau") == rows[first].rindex("before")
    assert not any("…" in row for row in rows)


@pytest.mark.parametrize("width", [60, 74, 99])
def test_every_curve_that_is_seen_has_its_mark_at_its_end(width):
    ends = (200, 200, 150, 90, 30, 12)
    lines = [line(number, 0.1 + 0.15 * number, X[:upto]) for number, upto in enumerate(ends)]
    rows = rows_of(*lines, width=width)
    for number in range(len(ends)):
        (row,) = [row for row in rows if f"{MARKS[number]} lane {number}" in row]
        assert row.count(MARKS[number]) >= 2, row


def joined(one, other):
    rows = rows_of(line(0, one, name="gd"), line(1, other, name="sgd"))
    return any("┌● gd" in row or "┌■ sgd" in row for row in rows)


@pytest.mark.parametrize("apart", [0.0, 0.3, 0.6])
def test_curves_coincide_that_lie_on_each_other_in_the_last_quarter(apart):
    assert joined(np.full(200, 0.5), np.where(np.arange(200) < 200 * apart, 0.9, 0.5))


@pytest.mark.parametrize("apart", [0.8, 0.9])
def test_curves_do_not_coincide_that_meet_only_at_the_end(apart):
    assert not joined(np.full(200, 0.5), np.where(np.arange(200) < 200 * apart, 0.9, 0.5))


@pytest.mark.parametrize(("first", "last"), [(160, 190), (155, 170)])
def test_curves_do_not_coincide_where_one_of_them_is_not(first, last):
    gap = (np.arange(200) >= first) & (np.arange(200) < last)
    assert not joined(np.full(200, 0.5), np.where(gap, np.nan, 0.5))
