"""Charts: curves, marks, the cursor, and what lies at the edge. The pictures here can be checked by eye."""

import math

import numpy as np
import pytest

from optsim.plot.axis import Axis, fit_values
from optsim.plot.chart import Chart, Line, Mark, Shade, Span, draw, frame_of
from optsim.plot.frame import frame
from optsim.plot.grid import DEFAULT, Attr

WIDTH, HEIGHT = 40, 12
X, Y = Axis(0, 10), Axis(0, 1)
RED, BLUE = 0xFF0000, 0x0000FF


def chart(*lines, marks=(), cursor=None, x=X, y=Y, note=""):
    return Chart("loss", x, y, lines, marks, cursor, note, frame_colour=0x808080, title_colour=0xFFFFFF)


def box_of(grid, x=X, y=Y):
    return frame(grid.width, grid.height - 1, x, y)


def cells_of(grid, sign):
    return [(int(y), int(x)) for y, x in zip(*np.nonzero(grid.chars == sign), strict=True)]


def inside(grid):
    box = box_of(grid)
    return grid.chars[box.top + 1 : box.top + 1 + box.rows, box.left : box.left + box.columns]


def flat(height, colour=RED, mark=""):
    return Line(np.linspace(0, 10, 50), np.full(50, float(height)), colour, mark)


def test_a_chart_has_its_title_its_note_and_a_frame():
    grid = draw(chart(note="log · by step"), WIDTH, HEIGHT)
    first = grid.text().splitlines()[0]
    assert first == " loss  log · by step"
    assert grid.attrs[0, 1] == Attr.BOLD
    assert "└" in grid.text()
    # curves and their names have the room above and to the right
    assert not set("┌┐┘") & set(grid.text())
    assert not "".join(inside(grid).ravel().tolist()).strip()


def test_a_note_that_is_too_long_goes_on_under_the_title_and_the_frame_stands_below():
    noted = chart(flat(0.5), note="log · by step · theory: dashed expected loss")
    grid, box = draw(noted, WIDTH, HEIGHT), frame_of(noted, WIDTH, HEIGHT)
    assert grid.text().splitlines()[:2] == [" loss  log · by step · theory: dashed", " expected loss"]
    assert box.top == 1
    assert box.rows == frame_of(chart(flat(0.5)), WIDTH, HEIGHT).rows - 1
    drawn = grid.chars[box.top + 1 : box.top + 1 + box.rows, box.left : box.left + box.columns]
    assert set(drawn[box.rows // 2]) != {" "}
    assert grid.text().splitlines()[box.top + 1 + box.rows].strip().startswith("└")


def test_a_note_that_would_leave_no_room_for_the_curves_is_cut_and_says_so():
    note = draw(chart(note="nought " * 80), WIDTH, HEIGHT).text().splitlines()[: HEIGHT // 3]
    assert note[-1].endswith("…")
    assert not any("…" in line for line in note[:-1])
    assert frame_of(chart(note="nought " * 80), WIDTH, HEIGHT).top == HEIGHT // 3 - 1


@pytest.mark.parametrize(("width", "height"), [(0, 0), (1, 1), (10, 10), (40, 3), (15, 40)])
def test_without_room_for_a_frame_there_is_only_the_title(width, height):
    grid = draw(chart(flat(0.5, mark="●")), width, height)
    assert grid.text().strip() == "loss"[: max(0, width - 1)] * (height > 0)


def test_without_a_frame_there_is_only_the_title():
    assert draw(chart(flat(0.5)), WIDTH, HEIGHT, framed=False).text().strip() == "loss"


def test_a_curve_has_its_mark_at_its_end_and_once_on_the_way():
    grid = draw(chart(flat(0.5, mark="●")), WIDTH, HEIGHT)
    box, found = box_of(grid), cells_of(grid, "●")
    assert len(found) == 2
    assert found[-1][1] == box.left + box.columns - 1
    assert {grid.fg[cell] for cell in found} == {RED}


def test_marks_on_the_way_stand_apart():
    lines = [flat(0.5, mark=mark) for mark in "●■▲◆"]
    grid = draw(chart(*lines), WIDTH, HEIGHT)
    columns = [cells_of(grid, mark)[0][1] for mark in "●■▲◆"]
    assert len(set(columns)) == 4


@pytest.mark.parametrize("width", [60, 120, 200])
def test_long_curves_have_more_marks_at_the_same_places_whatever_is_selected(width):
    lines = [flat(0.2 + 0.1 * number, mark=mark) for number, mark in enumerate("●■▲◆")]
    places = [cells_of(draw(chart(*lines), width, HEIGHT), mark) for mark in "●■▲◆"]
    chosen = [line._replace(front=line.mark == "▲") for line in lines]
    assert places == [cells_of(draw(chart(*chosen), width, HEIGHT), mark) for mark in "●■▲◆"]
    assert all(len(found) >= width // 30 for found in places)


@pytest.mark.parametrize("front", [0, 1])
def test_two_curves_that_lie_on_each_other_are_both_seen(front):
    lines = [flat(0.5, colour)._replace(front=number == front) for number, colour in enumerate((RED, BLUE))]
    grid = draw(chart(*lines), WIDTH, HEIGHT)
    colours = grid.fg[(grid.chars >= "\u2800") & (grid.chars <= "\u28ff")].tolist()
    assert set(colours) == {RED, BLUE}
    assert 0.4 <= colours.count(RED) / len(colours) <= 0.6


def test_without_colour_the_curve_in_front_is_bold_where_its_turn_is():
    lines = [flat(0.5, DEFAULT)._replace(front=number == 1) for number in range(2)]
    grid = draw(chart(*lines), WIDTH, HEIGHT)
    bold = grid.attrs[(grid.chars >= "\u2800") & (grid.chars <= "\u28ff")] == Attr.BOLD
    assert 0.4 <= bold.mean() <= 0.6


def noisy(points=5000):
    return np.linspace(0, 10, points), np.clip(0.5 + 0.1 * np.random.default_rng(1).standard_normal(points), 0, 1)


def test_a_noisy_curve_is_a_line_on_the_ground_of_its_span():
    x, y = noisy()
    grid = draw(chart(Line(x, y, RED))._replace(spans=[Span(x, y, y, 0x330000)]), 80, 20)
    box = box_of(grid)
    area = grid.bg[box.top + 1 : box.top + 1 + box.rows, box.left : box.left + box.columns]
    assert ((inside(grid) != " ").sum(axis=0) <= 2).all()
    assert ((area == 0x330000).sum(axis=0) >= 3).mean() > 0.9
    assert (area[[0, -1]] == DEFAULT).all()


def test_what_is_no_wider_than_a_line_has_a_ground_only_where_it_is_asked_for():
    x = np.linspace(0, 10, 50)
    for thin in (False, True):
        grid = draw(chart()._replace(spans=[Span(x, x / 10, x / 10, 0x330000, thin)]), 80, 20)
        assert (0x330000 in grid.bg) == thin


def test_without_colour_a_ground_is_dots():
    x, y = noisy()
    assert "·" in draw(chart()._replace(spans=[Span(x, y, y, DEFAULT)]), 80, 20).text()


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("value", [0.3, 0.7, 1e-3])
def test_a_curve_on_a_limit_has_its_marks(value, log):
    axis = fit_values([np.full(5, value)], [value], log=log)
    grid = draw(chart(flat(value, mark="●"), y=axis), WIDTH, HEIGHT)
    assert len(cells_of(grid, "●")) == 2


@pytest.mark.parametrize(("height", "edge"), [(5.0, "top"), (math.inf, "top"), (math.nan, "top"), (-5.0, "bottom")])
def test_a_sign_outside_stands_at_the_edge(height, edge):
    grid = draw(chart(marks=[Mark(5, height, "✗", RED)]), WIDTH, HEIGHT)
    box = box_of(grid)
    ((row, column),) = cells_of(grid, "✗")
    assert row == (box.top + 1 if edge == "top" else box.top + box.rows)
    assert column == box.left + round(0.5 * (box.columns - 1))


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(
    ("height", "edge"), [(0.0, "bottom"), (-2.0, "bottom"), (-math.inf, "bottom"), (math.inf, "top"), (math.nan, "top")]
)
def test_a_sign_of_a_value_that_the_axis_cannot_show_stands_at_the_edge_that_is_nearer(height, edge, log):
    y = Axis(-3, 2, log=True) if log else Y
    grid = draw(chart(marks=[Mark(5, height, "★", RED)], y=y), WIDTH, HEIGHT)
    box = box_of(grid, y=y)
    ((row, _),) = cells_of(grid, "★")
    assert row == (box.top + 1 if edge == "top" else box.top + box.rows)


@pytest.mark.parametrize("at", [-1.0, 11.0, math.nan])
def test_a_sign_before_or_behind_the_axis_is_not_shown(at):
    assert not cells_of(draw(chart(marks=[Mark(at, 0.5, "✗", RED)]), WIDTH, HEIGHT), "✗")


def test_signs_lie_over_curves():
    grid = draw(chart(flat(0.5), marks=[Mark(5, 0.5, "★", BLUE)]), WIDTH, HEIGHT)
    ((row, column),) = cells_of(grid, "★")
    assert grid.fg[row, column] == BLUE


@pytest.mark.parametrize(("cursor", "share"), [(0, 0), (5, 0.5), (10, 1)])
def test_the_cursor_is_a_line_from_top_to_bottom(cursor, share):
    grid = draw(chart(cursor=cursor), WIDTH, HEIGHT)
    box = box_of(grid)
    column = inside(grid)[:, round(share * (box.columns - 1))]
    assert set(column.tolist()) == {"│"}
    assert (inside(grid) == "│").sum() == box.rows


def test_curves_lie_over_the_cursor():
    grid = draw(chart(flat(0.5), cursor=5), WIDTH, HEIGHT)
    box = box_of(grid)
    assert (inside(grid)[:, round(0.5 * (box.columns - 1))] == "│").sum() == box.rows - 1


@pytest.mark.parametrize("cursor", [-1, 11, math.nan, None])
def test_a_cursor_outside_is_not_shown(cursor):
    assert "│" not in inside(draw(chart(cursor=cursor), WIDTH, HEIGHT)).ravel().tolist()


def test_what_is_not_finite_is_a_gap_and_no_error():
    values = np.full(50, 0.5)
    values[20:25], values[25:28], values[28:30] = np.nan, np.inf, -np.inf
    grid = draw(chart(Line(np.linspace(0, 10, 50), values, RED, "●")), WIDTH, HEIGHT)
    drawn = (inside(grid) != " ").any(axis=0)
    columns = len(drawn)
    assert drawn[: int(0.38 * columns)].all()
    assert not drawn[int(0.44 * columns) : int(0.58 * columns)].any()
    assert drawn[int(0.66 * columns) :].all()


def test_a_curve_of_nothing_has_no_mark():
    for values in (np.array([]), np.full(3, np.nan), np.full(3, 7.0)):
        grid = draw(chart(Line(np.arange(float(len(values))), values, RED, "●")), WIDTH, HEIGHT)
        assert not cells_of(grid, "●")


def test_the_ground_is_the_one_that_was_asked_for():
    grid = draw(chart(flat(0.5)), WIDTH, HEIGHT, background=0x123456)
    assert set(grid.bg.ravel().tolist()) == {0x123456}
    assert set(draw(chart(), WIDTH, HEIGHT).bg.ravel().tolist()) == {DEFAULT}


@pytest.mark.parametrize("rows", [(0.5, 0.25, 0.1, 0.9, 0.77, 0.333, 0.0738, 0.625)])
def test_a_sign_stands_on_its_curve(rows):
    for height in rows:
        bare = inside(draw(chart(flat(height)), WIDTH, HEIGHT))
        drawn = set(np.nonzero(bare != " ")[0].tolist())
        signed = inside(draw(chart(marks=[Mark(3, height, "★", RED)]), WIDTH, HEIGHT))
        assert drawn == set(np.nonzero(signed == "★")[0].tolist())


FALLING = """
 loss  linear
1.0┤⢳
   │⠈⢧
   │ ⠈⢧⡀
   │   ⢳⡀
0.5┤    ⠙⣆
   │     ⠈⠳⣄
   │       ⠈⠙⠦⣄
   │          ⠈⠙●⠦⢤⣀⡀
0.0┤                ⠉⠉⠙⠒⠒⠒⠦⠤⠤⠤⠤⠤⠤⢤⣀⣀⣀⣀⣀●
   └┬─────────────────┬────────────────┬
    0                 5               10
"""


def test_picture_of_a_falling_curve():
    x = np.linspace(0, 10, 50)
    grid = draw(chart(Line(x, 0.6**x, RED, "●"), note="linear"), 40, 12)
    assert grid.text().strip("\n") == FALLING.strip("\n")


LOG = """
 loss  log
   1┤⠙⠲⢤⣀⡀                    │                ✗
    │    ⠉⠓⠦⣄⡀                │
    │        ●⠙⠲⢤⣀            │
    │            ⠈⠙⠲⠤⣄        │
10⁻²┤⠉⠉  ⠉⠉⠉  ⠉⠉⠉  ⠉⠉■  ⠉⠉⠉  ⠉⠉⠉  ⠉⠉⠉  ★⠉⠉  ⠉⠉■
    │                         │
    │                         │⠙⠒⠦⣄⡀
10⁻⁴┤                         │    ⠉⠓●⣄⣀
    │                         │        ⠈⠙⠲⢤⣀
    │                         │            ⠈⠉⠓⠦●
    └┬────────────────────┬────────────────────┬
     0                    5                   10
"""


def test_picture_of_a_gap_a_dashed_curve_a_cursor_and_signs_on_a_log_scale():
    x = np.linspace(0, 10, 50)
    y = 10.0 ** (-x / 2)
    y[20:30] = np.nan
    lines = Line(x, y, RED, "●"), Line(x, np.full(50, 0.01), BLUE, "■", dashed=True)
    signs = Mark(8, 0.01, "★", BLUE), Mark(10, math.inf, "✗", RED)
    grid = draw(chart(*lines, marks=signs, cursor=6, y=Axis(-5, 0, log=True), note="log"), 48, 13)
    assert grid.text().strip("\n") == LOG.strip("\n")


@pytest.mark.parametrize(
    ("hair", "seen"), [(None, False), (0.0, True), (5.0, True), (10.0, True), (-0.1, False), (10.1, False)]
)
def test_the_cross_hair_stands_at_its_value_under_the_curves(hair, seen):
    grid = draw(chart(flat(0.5))._replace(hair=hair), WIDTH, HEIGHT)
    box, found = box_of(grid), cells_of(grid, "┆")
    assert bool(found) == seen
    if seen:
        assert {x for _, x in found} == {box.left + round(hair / 10 * (box.columns - 1))}
        # everywhere but where the curve is
        assert len(found) == box.rows - 1


def test_the_cross_hair_is_told_from_the_cursor():
    text = draw(chart(cursor=2.0)._replace(hair=7.0), WIDTH, HEIGHT).text()
    assert "┆" in text
    assert "│" in text


@pytest.mark.parametrize(("way", "last", "row"), [(1, 50.0, 0), (1, math.nan, 0), (1, math.inf, 0), (-1, -50.0, -1)])
def test_a_sign_of_a_curve_that_leaves_stands_at_the_edge_where_it_leaves(way, last, row):
    x = np.linspace(0, 10, 50)
    leaves = Line(x, 0.5 + way * x / 4, RED, "▼")
    grid = draw(chart(leaves, marks=[Mark(9, last, "✗", RED, curve=0)]), WIDTH, HEIGHT)
    ((place, column),) = cells_of(grid, "✗")
    box = box_of(grid)
    assert place == box.top + 1 + row % box.rows
    # it leaves at 2 and was given up at 9
    assert abs(column - box.left - 0.2 * box.columns) <= 1


def test_signs_that_fall_into_one_cell_stand_beside_each_other_and_the_mark_of_the_end_before_them():
    signs = [Mark(10, 0.5, "✗", RED, curve=0), Mark(10, 0.5, "✗", BLUE, curve=1), Mark(10, 0.5, "★", DEFAULT)]
    grid = draw(chart(flat(0.5, mark="●"), flat(0.5, BLUE, "■"), marks=signs), WIDTH, HEIGHT)
    crosses = cells_of(grid, "✗")
    assert {grid.fg[cell] for cell in crosses} == {RED, BLUE}
    assert len(cells_of(grid, "★")) == 1
    assert max(cells_of(grid, "●"))[1] >= WIDTH - 8
    assert max(cells_of(grid, "■"))[1] >= WIDTH - 8


@pytest.mark.parametrize("coloured", [True, False])
def test_the_ground_between_two_curves_is_tinted_or_dotted_where_there_is_no_colour(coloured):
    shade = Shade(np.array([0.0, 10.0]), np.array([0.25, 0.25]), np.array([0.75, 0.75]), BLUE if coloured else DEFAULT)
    bare, shaded = (draw(chart()._replace(shades=shades), WIDTH, HEIGHT) for shades in ((), (shade,)))
    changed = (bare.chars != shaded.chars) | (bare.bg != shaded.bg)
    box = box_of(bare)
    rows = np.flatnonzero(changed.any(axis=1)) - box.top - 1
    middles = 1 - (rows + 0.5) / box.rows
    assert changed[rows + box.top + 1, box.left : box.left + box.columns].any(axis=1).all()
    assert 0.2 < middles.min() < 0.35
    assert 0.65 < middles.max() < 0.8


def test_the_name_of_an_edge_stands_where_the_first_curve_has_left():
    x = np.linspace(0, 10, 50)
    late, early = (Line(x, np.where(x > since, 3.0, 0.5), RED) for since in (8.0, 4.0))
    places = []
    for lines in ((late,), (late, early), (early, late)):
        drawn = draw(chart(*lines)._replace(above="above"), WIDTH, HEIGHT)
        places.append("".join(drawn.chars[box_of(drawn).top + 1]).index("above"))
    assert places[1] == places[2] < places[0]
