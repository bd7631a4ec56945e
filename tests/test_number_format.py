"""Numbers in sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.number_format import apart, at_most, short, within


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.03123, "0.0312"),
        (3e-9, "3e−9"),
        (1234.4, "1234"),
        (-2.5, "−2.5"),
        (1.5e17, "1.5e17"),
        (0.0, "0"),
        (2e-12, "2e−12"),
    ],
)
def test_a_number_in_few_digits(value, text):
    assert short(value) == text


@given(st.floats(0.1, 10), st.floats(0.1, 10))
def test_two_numbers_that_differ_are_shown_so(one, other):
    left, right = apart(one, other)
    assert (left == right) == (one == other)


@given(st.floats(1e-9, 1e9))
def test_a_bound_is_never_below_the_value(value):
    assert float(at_most(value).replace("−", "-")) >= value * (1 - 1e-9)


def test_an_error_is_told_where_it_reaches_into_the_digits():
    assert within(1.2345, 1e-6) == "1.23"
    assert within(1.2345, 0.01) == "1.23 ± 0.01"
