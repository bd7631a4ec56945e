"""The rasteriser against a slow one that looks at every column by itself."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.plot.raster import Curve, raster
from optsim.plot.sharing.owners import dots_of

DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
#: multiples of 1/64 keep the two ways of working out a crossing from rounding to different dots
NEAR = st.integers(-32, 96).map(lambda number: number / 64)
HEIGHTS = st.one_of(NEAR, NEAR, NEAR, st.just(math.nan))


@st.composite
def curves(draw, *, dashed=False):
    xs = sorted(draw(st.lists(NEAR, max_size=25)))
    ys = draw(st.lists(HEIGHTS, min_size=len(xs), max_size=len(xs)))
    return Curve(np.array(xs, dtype=float), np.array(ys, dtype=float), dashed, draw(st.integers(0, 5)), filled=True)


def crossing(xs, ys, at):
    """The height of a line at a place: None before, behind and in gaps."""
    for number in range(len(xs) - 1, -1, -1):
        if xs[number] <= at:
            break
    else:
        return None
    if xs[number] == at:
        return None if math.isnan(ys[number]) else ys[number]
    if number + 1 == len(xs) or math.isnan(ys[number]) or math.isnan(ys[number + 1]):
        return None
    share = (at - xs[number]) / (xs[number + 1] - xs[number])
    return ys[number] + share * (ys[number + 1] - ys[number])


def slow_dots(curve, dot_rows, dot_columns):
    """The lit dots (rows, columns), with a shade of doubt of half a millionth at each end of a span."""
    sure, maybe = np.zeros((dot_rows, dot_columns), bool), np.zeros((dot_rows, dot_columns), bool)
    xs = [x * (dot_columns - 1) for x in curve.x.tolist()]
    ys = [(1 - y) * (dot_rows - 1) for y in curve.y.tolist()]
    for column in range(dot_columns):
        if curve.dashed and (column + curve.phase) % 10 >= 6:
            continue
        heights = [crossing(xs, ys, column - 0.5), crossing(xs, ys, column + 0.5)]
        heights += [y for x, y in zip(xs, ys, strict=True) if math.floor(x + 0.5) == column and not math.isnan(y)]
        heights = [height for height in heights if height is not None]
        if not heights:
            continue
        for row in range(dot_rows):
            sure[row, column] = min(heights) - 0.5 + 1e-6 <= row <= max(heights) + 0.5 - 1e-6
            maybe[row, column] = min(heights) - 0.5 - 1e-6 <= row <= max(heights) + 0.5 + 1e-6
    return sure, maybe


def lit_dots(picture):
    rows, columns = picture.bits.shape
    lit = np.zeros((4 * rows, 2 * columns), bool)
    for row in range(4):
        for column in range(2):
            lit[row::4, column::2] = picture.bits & DOTS[row][column] > 0
    return lit


def agrees(curve, rows, columns):
    lit = lit_dots(raster([curve], rows, columns))
    sure, maybe = slow_dots(curve, 4 * rows, 2 * columns)
    assert not (sure & ~lit).any(), "a dot is missing"
    assert not (lit & ~maybe).any(), "a dot is too many"


@given(curves(), st.integers(1, 6), st.integers(1, 9))
@settings(max_examples=50)
def test_a_curve_lights_the_dots_of_the_slow_way(curve, rows, columns):
    agrees(curve, rows, columns)


@given(curves(dashed=True), st.integers(1, 6), st.integers(1, 9))
@settings(max_examples=50)
def test_a_dashed_curve_lights_them_where_there_is_no_dash(curve, rows, columns):
    agrees(curve, rows, columns)


@pytest.mark.parametrize("points", [2_000, 50_000])
def test_many_points_a_column_light_the_dots_of_the_slow_way(points):
    rng = np.random.default_rng(3)
    x, y = np.linspace(0, 1, points), 0.5 + 0.3 * rng.standard_normal(points).cumsum() / math.sqrt(points)
    y[rng.integers(0, points, 20)] = np.nan
    columns, rows = 8, 6
    lit = lit_dots(raster([Curve(x, y, filled=True)], rows, columns))
    at, down = np.floor(x * (2 * columns - 1) + 0.5).astype(int), (1 - y) * (4 * rows - 1)
    for column in range(2 * columns):
        inside = np.clip(down[(at == column) & ~np.isnan(down)], 0, 4 * rows - 1)
        shown = np.flatnonzero(lit[:, column])
        # the crossings of the borders lie within a point of the extremes
        assert shown[0] == pytest.approx(inside.min(), abs=1)
        assert shown[-1] == pytest.approx(inside.max(), abs=1)
        assert len(shown) == shown[-1] - shown[0] + 1


def test_a_gap_is_a_gap():
    y = np.full(101, 0.5)
    y[40:60] = np.nan
    lit = lit_dots(raster([Curve(np.linspace(0, 1, 101), y)], 5, 50)).any(axis=0)
    assert lit[:39].all()
    assert not lit[41:58].any()
    assert lit[61:].all()


def test_a_single_point_is_a_dot():
    lit = lit_dots(raster([Curve(np.array([0.4]), np.array([0.5]))], 5, 5))
    assert lit.sum() == 1


def test_a_point_between_gaps_is_a_dot():
    lit = lit_dots(raster([Curve(np.array([0.0, 0.4, 1.0]), np.array([np.nan, 1.0, np.nan]))], 5, 5))
    assert lit.sum() == 1
    assert lit[0].any()


def test_a_line_that_leaves_the_canvas_is_drawn_up_to_the_edge():
    lit = lit_dots(raster([Curve(np.array([0.0, 1.0]), np.array([0.0, 2.0]))], 5, 10))
    assert lit[0].any()
    assert lit[-1, 0]
    assert not lit[:, 12:].any()


@pytest.mark.parametrize("height", [-0.5, 1.5, 1e300, -1e300, math.nan])
def test_what_lies_outside_lights_nothing(height):
    assert not raster([Curve(np.array([0.0, 1.0]), np.full(2, height))], 5, 10).bits.any()


def test_huge_values_beside_ordinary_ones_do_no_harm():
    y = np.array([0.5, 1e300, 0.5, -1e300, 0.5])
    assert raster([Curve(np.linspace(0, 1, 5), y)], 5, 10).bits.any()


@pytest.mark.parametrize(("rows", "columns"), [(0, 5), (5, 0), (0, 0)])
def test_no_canvas_has_no_cells(rows, columns):
    picture = raster([Curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]))], rows, columns)
    assert picture.bits.shape == picture.owner.shape == (rows, columns)


def test_no_curves_and_no_points_light_nothing():
    assert not raster([], 3, 3).bits.any()
    assert not raster([Curve(np.array([]), np.array([]))], 3, 3).bits.any()


def test_a_cell_belongs_to_the_curve_with_most_dots_in_it():
    steep, flat = (
        Curve(np.array([0.5, 0.5]), np.array([0.0, 1.0]), filled=True),
        Curve(np.array([0.0, 1.0]), np.array([0.5, 0.5])),
    )
    for many, number in (([steep, flat], 0), ([flat._replace(front=True), steep], 1)):
        picture = raster(many, 5, 5)
        assert set(np.unique(picture.owner)) == {-1, 0, 1}
        assert ((picture.owner >= 0) == (picture.bits > 0)).all()
        crossed = [row for row in range(5) if picture.owner[row, 2] >= 0]
        assert {picture.owner[row, 2] for row in crossed} == {number}


@given(st.lists(curves(), min_size=1, max_size=4), st.integers(1, 5), st.integers(1, 8))
@settings(max_examples=50)
def test_curves_together_light_what_each_lights_alone(many, rows, columns):
    together = raster(many, rows, columns)
    alone = [raster([curve], rows, columns).bits for curve in many]
    assert (together.bits == np.bitwise_or.reduce(alone)).all()
    for number, bits in enumerate(alone):
        mine = together.owner == number
        assert (bits[mine] > 0).all()


@given(st.lists(curves(), min_size=2, max_size=5), st.integers(1, 5), st.integers(1, 8))
@settings(max_examples=100)
def test_another_curve_in_front_recolours_nothing_but_ties_that_it_is_in(many, rows, columns):
    alone = np.stack([dots_of(raster([curve], rows, columns).bits) for curve in many])
    most = alone.max(axis=0)
    nobody = raster(many, rows, columns).owner
    for front in range(len(many)):
        chosen = [curve._replace(front=number == front) for number, curve in enumerate(many)]
        owner = raster(chosen, rows, columns).owner
        changed = owner != nobody
        assert (owner[changed] == front).all()
        assert (alone[front] == most)[changed].all()


def means_of(curve, dot_columns):
    """The curve with a point a dot column, the slow way."""
    column = np.floor(curve.x * (dot_columns - 1) + 0.5)
    points = []
    for at in dict.fromkeys(column.tolist()):
        inside = curve.y[column == at]
        there = inside[~np.isnan(inside)]
        points.append((curve.x[column == at].mean(), there.mean() if len(there) else math.nan))
    x, y = np.array(points).reshape(-1, 2).T
    return curve._replace(x=x, y=y)


@given(curves(), st.integers(1, 6), st.integers(1, 9))
@settings(max_examples=100)
def test_a_column_has_the_mean_of_its_points(curve, rows, columns):
    drawn = raster([curve._replace(filled=False)], rows, columns).middles
    slow = raster([means_of(curve, 2 * columns)], rows, columns).middles
    # the two round means to different dots where these lie between two of them
    np.testing.assert_allclose(drawn, slow, atol=1)


def test_curves_that_share_their_x_are_drawn_as_each_alone():
    rng = np.random.default_rng(2)
    x, ys = np.linspace(-0.1, 1.1, 90), rng.random((5, 90))
    ys[1, 20:40], ys[2, ::7] = np.nan, np.nan
    together = raster([Curve(x, y, dashed=number == 3) for number, y in enumerate(ys)], 6, 10)
    alone = [raster([Curve(x.copy(), y, dashed=number == 3)], 6, 10) for number, y in enumerate(ys)]
    np.testing.assert_array_equal(together.bits, np.bitwise_or.reduce([each.bits for each in alone]))
    np.testing.assert_array_equal(together.middles, np.concatenate([each.middles for each in alone]))


def test_a_noisy_curve_is_one_line_and_no_filled_block():
    rng = np.random.default_rng(5)
    noise = Curve(np.linspace(0, 1, 40_000), np.clip(0.5 + 0.15 * rng.standard_normal(40_000), 0, 1))
    filled = lit_dots(raster([noise._replace(filled=True)], 20, 40)).sum(axis=0)
    line = lit_dots(raster([noise], 20, 40)).sum(axis=0)
    assert filled.min() > 40
    assert line.max() <= 4
    assert line.min() >= 1


def test_middles_say_where_each_curve_lies():
    x = np.array([0.0, 1.0])
    picture = raster([Curve(x, np.array([1.0, 1.0])), Curve(x[:1], np.array([0.0]))], 5, 5)
    assert picture.middles.shape == (2, 10)
    assert set(picture.middles[0].tolist()) == {0.0}
    assert picture.middles[1, 0] == 19
    assert np.isnan(picture.middles[1, 1:]).all()


def test_dashes_have_gaps_and_those_of_two_phases_are_not_together():
    x, y = np.linspace(0, 1, 40), np.full(40, 0.5)
    first, second = (lit_dots(raster([Curve(x, y, True, phase)], 3, 20)).any(axis=0) for phase in (0, 4))
    assert 0.5 < first.mean() < 0.7
    assert (first != second).any()


def test_characters_are_braille_or_blank():
    picture = raster([Curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]))], 4, 6)
    shown = {char for row in picture.chars() for char in row}
    assert all(char == " " or 0x2800 < ord(char) <= 0x28FF for char in shown)
    assert ((picture.chars() == " ") == (picture.bits == 0)).all()
