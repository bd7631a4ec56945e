"""The box of a cross-hair stands beside its column and cuts no number."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.plot.grid import Grid
from optsim.plot.readout import Colours, Reading, Readout, put_readout
from optsim.plot.width import cell_width

COLOURS = Colours(0xFFFFFF, 0x888888, 0x222222)
NUMBERS = re.compile(r"\d[\d.e−]*")
HEAD = "step 1234 · epoch 56"


def readings(names, value="0.0312"):
    return [Reading("●■▲◆"[n % 4], name, value, 0xFF0000 + n) for n, name in enumerate(names)]


def box(shown, column, *, width=60, height=8, head=HEAD):
    grid = Grid(width, height)
    grid.chars[:] = "."
    left, right = 2, width - 1
    put_readout(
        grid,
        Readout(head, shown, "… {} more".format),
        column=column,
        left=left,
        right=right,
        rows=range(1, height - 1),
        colours=COLOURS,
    )
    return grid


def covered(grid):
    """The columns of the box."""
    return sorted(set(np.nonzero(grid.bg == COLOURS.ground)[1].tolist()))


@pytest.mark.parametrize("column", range(2, 59))
def test_it_stands_on_the_roomier_side_and_never_over_its_column(column):
    grid = box(readings(["gd", "adam"]), column)
    columns = covered(grid)
    assert columns
    assert columns == list(range(columns[0], columns[-1] + 1))
    right_of_it, left_of_it = 59 - column - 1, column - 2
    assert (columns[0] == column + 1) == (right_of_it >= left_of_it)
    assert (columns[-1] == column - 1) == (right_of_it < left_of_it)
    assert columns[0] >= 2
    assert columns[-1] < 59
    assert (grid.chars[:, column] == ".").all()


def test_it_has_a_line_a_value_with_mark_name_and_number():
    text = box(readings(["gd", "adam"]), 10).text().splitlines()
    assert "step 1234 · epoch 56" in text[1]
    assert re.search(r"● gd +0\.0312 ", text[2])
    assert re.search(r"■ adam +0\.0312 ", text[3])
    assert text[2].index("0.0312") == text[3].index("0.0312")


@given(
    st.lists(st.text("ab確率", min_size=1, max_size=25), min_size=1, max_size=12),
    st.integers(2, 40),
    st.integers(5, 42),
    st.integers(2, 12),
    st.sampled_from(["0.0312", "1.234e−12  0.5", "–", "∞", "1234"]),
)
@settings(max_examples=200, deadline=None)
def test_whatever_the_room_nothing_is_cut_in_a_number_or_lies_outside(names, column, width, height, value):
    column = min(column, width - 2)
    grid = box(readings(names, value), column, width=width, height=height)
    columns = covered(grid)
    rows = ["".join(row) for row in grid.chars.tolist()]
    # full-width characters stand whole, every row is as wide as the grid
    assert all(cell_width(row) == width for row in rows)
    allowed = set(NUMBERS.findall(HEAD)) | set(NUMBERS.findall(value)) | {str(n) for n in range(1, 13)}
    for row in rows:
        assert set(NUMBERS.findall(row.replace(".", " .") if set(row) <= {"."} else row.strip("."))) <= allowed
    if columns:
        assert columns[0] >= 2
        assert columns[-1] < width - 1
        assert column not in columns
    ground = grid.bg == COLOURS.ground
    assert not ground[0].any()
    assert not ground[height - 1].any()
    assert (grid.chars[~ground] == ".").all()


def test_full_width_names_are_cut_to_the_same_column():
    grid = box(readings(["勾配降下法", "adam", "確" * 20]), 5, height=7)
    starts = {
        cell_width(row[: row.index("0.0312")]) for row in ("".join(r) for r in grid.chars.tolist()) if "0.0312" in row
    }
    assert len(starts) == 1
    assert "…" in grid.text()


@pytest.mark.parametrize(("lanes", "height", "told"), [(3, 6, 0), (4, 6, 2), (12, 6, 10), (12, 8, 8), (12, 15, 0)])
def test_what_has_no_line_is_counted(lanes, height, told):
    text = box(readings([f"lane {n}" for n in range(lanes)]), 5, height=height).text()
    assert ("more" in text) == bool(told)
    if told:
        assert f"… {told} more" in text
    assert text.count("0.0312") == lanes - told


@pytest.mark.parametrize(("width", "height"), [(8, 8), (60, 2), (60, 3), (4, 4)])
def test_without_room_there_is_none(width, height):
    assert not covered(box(readings(["gd", "adam"]), min(3, width - 2), width=width, height=height))


def test_a_head_without_values():
    assert "step 1234 · epoch 56" in box([], 5).text()
