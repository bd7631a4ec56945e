"""Limits that stay calm and hold what is shown; ticks that are round and lie inside."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from optsim.languages import english
from optsim.plot.axis import (
    DECADES_ABOVE,
    DECADES_BELOW,
    Axis,
    fit_steps,
    fit_values,
    number_label,
    outside_of,
    power_label,
)

SUPERS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
PLAIN = str.maketrans(SUPERS, "-0123456789")
ANY = st.floats(allow_nan=True, allow_infinity=True)
TAME = st.floats(-1e12, 1e12).map(lambda value: round(value, 6))
SIZES = st.floats(-300, 300).map(lambda power: 10.0**power)


def column(elements, min_size=1):
    return st.lists(elements, min_size=min_size, max_size=30).map(lambda values: np.array(values, dtype=np.float64))


def mantissa(value):
    """What is left of a number without its power of ten: in [1, 10)."""
    left = abs(value) / 10.0 ** math.floor(math.log10(abs(value)) + 1e-9)
    return round(left, 6)


def strides(axis, most):
    places = [at for at, _ in axis.ticks(most)]
    return [b - a for a, b in itertools.pairwise(places)]


def test_units_are_gaps_where_a_value_cannot_be_shown():
    values = [1.0, 0.0, -1.0, math.nan, math.inf, -math.inf, 100.0]
    assert Axis(0, 1).units(values) == pytest.approx([1, 0, -1, *[math.nan] * 3, 100], nan_ok=True)
    assert Axis(0, 1, log=True).units(values) == pytest.approx([0, *[math.nan] * 5, 2], nan_ok=True)


def test_share_is_nought_at_the_low_end_and_one_at_the_high_end():
    assert Axis(10, 20).share([10, 15, 20, 25]) == pytest.approx([0, 0.5, 1, 1.5])
    assert Axis(-2, 2, log=True).share([0.01, 1, 100, 0]) == pytest.approx([0, 0.5, 1, math.nan], nan_ok=True)


@given(SIZES, st.integers(2, 12), st.floats(-3, 3))
def test_linear_ticks_are_round_evenly_spaced_and_inside(span, most, shift):
    low, high = shift * span, shift * span + span
    ticks = Axis(low, high).ticks(most)
    assert 1 <= len(ticks) <= most
    slack = 1e-6 * span
    assert all(low - slack <= at <= high + slack for at, _ in ticks)
    for stride in strides(Axis(low, high), most):
        assert mantissa(stride) in (1, 2, 5, 10)
        assert all(at == pytest.approx(round(at / stride) * stride, abs=slack) for at, _ in ticks)


@pytest.mark.parametrize(
    ("low", "high", "most", "labels"),
    [
        (0, 400, 6, ["0", "100", "200", "300", "400"]),
        (0, 1, 6, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-1, 1, 5, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
        (0.02, 0.09, 4, ["0.02", "0.04", "0.06", "0.08"]),
        (99_990, 100_000, 6, ["99990", "99992", "99994", "99996", "99998", "100000"]),
        (2_000_001, 2_000_009, 4, ["2000002", "2000004", "2000006", "2000008"]),
        (1e-5, 1.003e-5, 4, ["1·10⁻⁵", "1.001·10⁻⁵", "1.002·10⁻⁵", "1.003·10⁻⁵"]),
        (0, 5e6, 6, ["0", "1·10⁶", "2·10⁶", "3·10⁶", "4·10⁶", "5·10⁶"]),
    ],
)
def test_linear_ticks_of_some_limits(low, high, most, labels):
    assert [label for _, label in Axis(low, high).ticks(most)] == labels


@given(st.floats(-30, 30), st.floats(-3, 0), st.integers(2, 12))
@example(low=6.5, size=-3.0, most=2)
@example(low=6.5001, size=-2.9, most=2)
def test_ticks_within_a_decade_tell_their_places_apart(low, size, most):
    axis = Axis(low, low + 10**size, log=True)
    ticks = axis.ticks(most)
    assert 1 <= len(ticks) <= max(most, 3)
    assert len({label for _, label in ticks}) == len(ticks)
    for at, label in ticks:
        assert axis.low - 1e-6 <= at <= axis.high + 1e-6
        assert read(label) == pytest.approx(10**at, rel=1e-9)


def read(label):
    """The number that a tick's label says."""
    number, tens, power = label.replace("−", "-").rpartition("10") if set(label) & set(SUPERS) else (label, "", "")
    return float(number.rstrip("·") or 1) * (10.0 ** int(power.translate(PLAIN)) if tens else 1)


@given(st.floats(-300, 300), st.floats(1, 300), st.integers(2, 12))
def test_log_ticks_are_whole_decades_inside_and_not_too_many(low, decades, most):
    axis = Axis(low, low + decades, log=True)
    ticks = axis.ticks(most)
    assert 1 <= len(ticks) <= max(most, 3)
    assert all(axis.low - 1e-6 <= at <= axis.high + 1e-6 for at, _ in ticks)
    if decades >= 2:
        assert all(at == int(at) and label == power_label(int(at)) for at, label in ticks)
        assert len(set(strides(axis, most))) <= 1


@pytest.mark.parametrize(
    ("low", "high", "most", "labels"),
    [
        (-3, 1, 9, ["10⁻³", "10⁻²", "10⁻¹", "1", "10"]),
        (-12, 0, 4, ["10⁻¹²", "10⁻⁸", "10⁻⁴", "1"]),
        (0.1, 0.9, 5, ["2", "5"]),
        (-1.5, -1.2, 5, ["0.04", "0.05", "0.06"]),
        (0.02, 0.04, 5, ["1.05", "1.06", "1.07", "1.08", "1.09"]),
        (3.0001, 3.0004, 4, ["1000.4", "1000.6", "1000.8"]),
        (-7.001, -7.0, 4, ["9.98·10⁻⁸", "9.99·10⁻⁸", "1·10⁻⁷"]),
        (-0.5, 0.4, 9, ["0.5", "1", "2"]),
        (-1.7, 0.1, 9, ["0.02", "0.05", "0.1", "0.2", "0.5", "1"]),
        (-1.7, 0.1, 4, ["10⁻¹", "1"]),
        (-5.5, -3.9, 9, ["5·10⁻⁶", "10⁻⁵", "2·10⁻⁵", "5·10⁻⁵", "10⁻⁴"]),
    ],
)
def test_log_ticks_of_some_limits(low, high, most, labels):
    assert [label for _, label in Axis(low, high, log=True).ticks(most)] == labels


@pytest.mark.parametrize(
    ("value", "digits", "label"),
    [
        (0.0, 0, "0"),
        (-0.0, 1, "0.0"),
        (0.0, 9, "0"),
        (-2.5, 1, "−2.5"),
        (999_999, 0, "999999"),
        (1e6, 0, "1·10⁶"),
        (1.5e-7, 8, "1.5·10⁻⁷"),
        (-3e300, 0, "−3·10³⁰⁰"),
    ],
)
def test_number_labels(value, digits, label):
    assert number_label(value, digits) == label


@given(st.integers(1, 10**7), st.integers(0, 10**7))
def test_the_step_axis_holds_the_head_and_ends_at_the_budget(budget, head):
    head = min(head, budget)
    axis = fit_steps(head, budget)
    assert axis.low == 0
    assert head <= axis.high <= max(budget, 1)


def test_the_step_axis_moves_seldom_while_the_head_grows():
    limits = [fit_steps(head, 100_000).high for head in range(100_001)]
    moves = sum(a != b for a, b in itertools.pairwise(limits))
    assert limits == sorted(limits)
    assert moves <= 50
    assert limits[-1] == 100_000


@pytest.mark.parametrize(("head", "budget"), [(0, 0), (0, 1), (0, 400), (1, 1), (-1, 5)])
def test_the_step_axis_of_a_race_that_has_not_begun_has_some_length(head, budget):
    axis = fit_steps(head, budget)
    assert axis.high >= 1
    assert axis.high <= max(1, budget)


@given(st.integers(0, 10**7), st.integers(2, 16))
def test_ticks_of_a_count_are_whole_numbers(budget, most):
    ticks = fit_steps(budget, budget).ticks(most)
    assert 1 <= len(ticks) <= most
    assert all(at == int(at) and "." not in label for at, label in ticks if at < 1e6)


@pytest.mark.parametrize(("steps", "labels"), [(0, "01"), (1, "01"), (2, "012"), (3, "0123"), (5, "012345")])
def test_ticks_of_few_steps(steps, labels):
    assert [label for _, label in fit_steps(steps, steps).ticks(12)] == list(labels)


@given(st.lists(column(TAME), min_size=1, max_size=4))
def test_linear_limits_hold_all_values_where_nothing_shoots_away(columns):
    values = np.concatenate(columns)
    axis = fit_values(columns, [values.max()], log=False)
    slack = 1e-6 * (axis.high - axis.low)
    assert axis.low - slack <= max(values.min(), values.max() - max(1000 * abs(values.max()), 1))
    assert axis.high + slack >= values.max()


@given(st.lists(column(st.floats(-5, 5).map(lambda power: 10**power)), min_size=1, max_size=4))
def test_log_limits_hold_all_values_where_nothing_shoots_away(columns):
    values = np.concatenate(columns)
    axis = fit_values(columns, [values.max()], log=True)
    assert axis.low - 1e-6 <= math.log10(values.min())
    assert axis.high + 1e-6 >= math.log10(values.max())


@example([np.array([1.7976931348623157e308])], [], True)
@example([np.array([5e-324])], [5e-324], True)
@given(st.lists(column(ANY, min_size=0), max_size=4), st.lists(ANY, max_size=4), st.booleans())
def test_limits_are_finite_and_apart_whatever_comes_in(columns, starts, log):
    axis = fit_values(columns, starts, log=log)
    assert math.isfinite(axis.low)
    assert math.isfinite(axis.high)
    assert axis.low < axis.high
    assert axis.ticks(5)


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("value", [1e-300, 1e-12, 0.3, 1.0, 7.0, 1e12, 1e300])
def test_constant_data_lies_inside_limits_with_a_tick(value, log):
    axis = fit_values([np.full(5, value)], [value], log=log)
    assert -1e-6 <= float(axis.share(value)) <= 1 + 1e-6
    assert axis.low < axis.high
    assert axis.ticks(4)


@pytest.mark.parametrize("value", [0.0, -1.0, -1e300])
def test_constant_data_that_is_not_above_nought(value):
    assert 0 <= float(fit_values([np.array([value])], [value], log=False).share(value)) <= 1
    assert fit_values([np.array([value])], [value], log=True) == Axis(-1.0, 1.0, log=True)


def test_values_that_differ_by_the_last_bit_have_limits():
    values = np.array([1.0, np.nextafter(1.0, 2), np.nextafter(1.0, 0)])
    axis = fit_values([values], [1.0], log=False)
    assert axis.low < axis.high
    assert np.all((axis.share(values) >= -1e-6) & (axis.share(values) <= 1 + 1e-6))
    assert all(len(label) <= 10 for _, label in axis.ticks(5))


def test_nothing_to_show_has_limits():
    for columns in ([], [np.array([])], [np.array([math.nan, math.inf])]):
        assert fit_values(columns, [math.nan], log=True) == Axis(-1.0, 1.0, log=True)
        assert fit_values(columns, [], log=False) == Axis(-1.0, 1.0)


def test_a_curve_that_shoots_up_leaves_a_log_chart():
    axis = fit_values([np.array([1.0, 1e300]), np.array([1.0, 0.1])], [1.0, 1.0], log=True)
    assert axis.high <= DECADES_ABOVE + 0.5
    assert axis.low == pytest.approx(-1)


def test_a_curve_that_falls_without_end_leaves_a_log_chart():
    axis = fit_values([np.array([1.0, 1e-300])], [1.0], log=True)
    assert axis.low == pytest.approx(-DECADES_BELOW)


def test_a_curve_that_shoots_up_leaves_a_linear_chart():
    axis = fit_values([np.array([1.0, 1e300]), np.array([1.0, 0.1])], [1.0, 1.0], log=False)
    assert 1 <= axis.high <= 5


@pytest.mark.parametrize("log", [False, True])
def test_limits_move_seldom_while_a_curve_falls(log):
    loss = 3.0 * 0.99 ** np.arange(2000)
    limits = [fit_values([loss[:length]], [3.0], log=log) for length in range(1, 2001, 5)]
    moves = sum(a != b for a, b in itertools.pairwise(limits))
    assert moves <= 25


@pytest.mark.parametrize(
    ("values", "log", "told"),
    [
        ([[0.5, 1.0], [2.0]], False, ""),
        ([[-0.5, 1.0], [2.5]], False, "↓ 1 lane below 0, ↑ 1 lane above 2"),
        ([[-0.5], [-0.6]], False, "↓ 2 lanes below 0"),
        ([[1.0, 10.0, np.nan]], True, ""),
        (
            [[0.0, 10.0], [-3.0, 10.0], [0.5], [1e300]],
            True,
            "↓ 1 lane below 1, ↑ 1 lane above 10², 2 lanes at 0 or less, which no log scale has",
        ),
        ([[np.inf, np.nan]], False, ""),
        ([], False, ""),
    ],
)
def test_what_an_axis_leaves_out_is_told(values, log, told):
    outside = outside_of(Axis(0.0, 2.0, log=log), values)
    assert ("" if outside is None else english().sentence(outside)) == told


@pytest.mark.parametrize("value", [1e-9, 3.0, -4e7, 1e200])
def test_values_that_hardly_differ_are_not_spread_over_the_whole_axis(value):
    axis = fit_values([np.array([value, value * (1 + 1e-12)])], [value], log=False)
    assert 9e-8 * abs(value) <= axis.high - axis.low <= 1e-4 * abs(value)
