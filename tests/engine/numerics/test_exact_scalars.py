"""Powers and waves of single numbers, against exact fractions and the C library."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.engine.numerics.exact_scalars import cos_pi, power, progression, sin_pi

RATES = st.floats(1e-6, 1.0)


@given(RATES, st.integers(0, 60))
def test_a_whole_power_is_correctly_rounded(base, exponent):
    assert power(base, exponent) == float(Fraction(base) ** exponent)


@given(RATES, st.floats(0, 40))
def test_any_power_is_near_that_of_the_library(base, exponent):
    assert power(base, exponent) == pytest.approx(base**exponent, rel=1e-13)


def test_a_power_too_small_is_zero():
    assert power(0.1, 10**7) == 0.0
    assert power(0.5, 1075) == 0.0
    assert power(0.5, 1074) == 5e-324


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6), st.integers(2, 300))
def test_a_progression_has_its_ends_and_one_ratio(first, last, count):
    terms = progression(first, last, count)
    assert (len(terms), terms[0], terms[-1]) == (count, first, last)
    np.testing.assert_allclose(terms, np.geomspace(first, last, count), rtol=1e-12)


def test_a_progression_of_one_number():
    assert progression(1.0, 0.01, 1) == [1.0]


@given(st.floats(-1e4, 1e4))
def test_waves_of_half_turns(x):
    # the library's angle is off by the rounding of πx
    slack = 1e-15 * (1 + abs(x))
    assert cos_pi(x) == pytest.approx(math.cos(math.pi * x), abs=4 * slack)
    assert sin_pi(x) == pytest.approx(math.sin(math.pi * x), abs=4 * slack)
    assert cos_pi(x) ** 2 + sin_pi(x) ** 2 == pytest.approx(1, abs=1e-15)


def test_quarters_of_a_turn_are_exact():
    quarters = [-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0]
    assert [cos_pi(x) for x in quarters] == [0, -1, 0, 1, 0, -1, 0, 1]
    assert [sin_pi(x) for x in quarters] == [1, 0, -1, 0, 1, 0, -1, 0]
    assert cos_pi(1 / 3) == pytest.approx(0.5, abs=2e-16)
    assert sin_pi(1e-20) == math.pi * 1e-20
