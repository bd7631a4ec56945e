import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from optsim.plot.axis import Axis
from optsim.plot.text_chart import TextCurve, TextMark, column_means, text_chart
from optsim.plot.width import cell_width

STEPS = np.arange(21.0)


def drawn(ys, *, marks=(), low=-1.0, high=1.0, log=False, width=60, height=12, **settings):
    curves = [TextCurve("abc"[i], np.arange(float(len(y))), np.asarray(y, float), **settings) for i, y in enumerate(ys)]
    return text_chart(curves, marks, Axis(0, 20), Axis(low, high, log), width=width, height=height)


def canvas(text):
    """The lines inside the box."""
    return [re.search("[│┤](.*)│$", line)[1] for line in text.splitlines()[1:-2]]


def test_a_curve_is_drawn_with_its_letter_from_edge_to_edge():
    lines = canvas(drawn([np.linspace(-1, 1, 21)]))
    assert lines[0].endswith("a")
    assert lines[-1].startswith("a")
    assert all("a" in line for line in lines)


def test_where_curves_meet_their_letters_take_turns():
    flat = np.zeros(21)
    row = next(line for line in canvas(drawn([flat, flat, flat])) if "a" in line)
    assert set("abc") <= set(row)


def test_a_gap_stays_a_gap():
    y = np.zeros(21)
    y[8:13] = np.nan
    row = next(line for line in canvas(drawn([y])) if "a" in line)
    middle = len(row) // 2
    assert not row[middle - 5 : middle + 5].strip()
    assert row.count("a") > 20


def test_marks_stand_at_their_points_and_beyond_the_limits_at_the_edge():
    marks = [
        TextMark("★", 10, 0.0),
        TextMark("✗", 20, 1e300),
        TextMark("◆", 0, float("-inf")),
        TextMark("◇", float("nan"), 0),
    ]
    lines = canvas(drawn([np.zeros(21)], marks=marks))
    assert any("★" in line for line in lines)
    assert "✗" in lines[0]
    assert "◆" in lines[-1]
    assert not any("◇" in line for line in lines)


def test_a_curve_that_leaves_the_chart_ends_at_the_edge():
    lines = canvas(drawn([10.0**STEPS], low=0, high=3, log=True))
    assert "a" in lines[0]
    assert max(line.rindex("a") for line in lines if "a" in line) < len(lines[0]) / 3


def test_no_colour_no_escape_code():
    assert "\x1b" not in drawn([np.zeros(21)])
    assert "\x1b[38;5;33m" in drawn([np.zeros(21)], colour=33)


@given(arrays(np.float64, (2, 15), elements=st.floats()), st.booleans())
def test_no_value_whatever_ends_the_process(ys, log):
    marks = [TextMark("★", float(x), float(y)) for x, y in zip(ys[0], ys[1], strict=True)]
    text = drawn(ys, marks=marks, log=log)
    assert len(text.splitlines()) == 12
    assert all(cell_width(line) <= 60 for line in text.splitlines())


@pytest.mark.parametrize(("width", "height"), [(0, 0), (30, 8), (200, 50)])
def test_any_size_is_drawn(width, height):
    lines = drawn([np.zeros(21)], width=width, height=height).splitlines()
    assert len(lines) == max(height, 8)


def test_column_means_are_geometric_on_a_log_axis():
    x, y = column_means(np.arange(4.0), np.array([1.0, 100.0, 1e-2, 1e-4]), 2, log=True)
    np.testing.assert_allclose(y, [10.0, 1e-3])
    np.testing.assert_array_equal(x, [0.0, 3.0])
    assert column_means(np.arange(4.0), np.array([1.0, 3.0, 5.0, 9.0]), 2, log=False)[1].tolist() == [2.0, 7.0]


def test_column_means_pass_over_what_is_not_finite():
    y = np.array([1.0, np.nan, np.inf, np.nan, -np.inf, np.nan, 1.7e308, 1.7e308])
    np.testing.assert_array_equal(column_means(np.arange(8.0), y, 4, log=False)[1], [1.0, np.nan, np.nan, 1.7e308])


def test_few_points_stay_as_they_are():
    x, y = np.arange(3.0), np.array([1.0, np.nan, 2.0])
    assert column_means(x, y, 3, log=True) == (x, y)
