"""Short numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.plot.numbers import compact


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (0.03123, "0.0312"),
        (12.51, "12.5"),
        (0.001, "0.001"),
        (0.000999, "9.99e−4"),
        (3.2e-12, "3.2e−12"),
        (1e-300, "1e−300"),
        (999.4, "999"),
        (999.6, "1000"),
        (1234.0, "1234"),
        (-1234.0, "−1234"),
        (9999.4, "9999"),
        (9999.6, "1e4"),
        (12345.0, "1.23e4"),
        (1e300, "1e300"),
        (-0.5, "−0.5"),
        (-2.5e-7, "−2.5e−7"),
        (math.nan, "–"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers(value, shown):
    assert compact(value) == shown


@given(st.floats(-1e308, 1e308))
def test_a_number_is_short_and_right_to_its_digits(value):
    shown = compact(value)
    assert len(shown) <= 10
    read = float(shown.replace("−", "-"))
    assert read == pytest.approx(value, rel=6e-3, abs=1e-320)
