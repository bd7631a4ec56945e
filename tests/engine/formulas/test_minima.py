"""Minima of formulas are found where they are known, and none is told that is none."""

import numpy as np
import pytest

from optsim import OBJECTIVES
from optsim.engine.objectives.formula import Formula


@pytest.mark.parametrize(
    ("text", "minima"),
    [
        ("x**2 + 10*y**2", [(0, 0)]),
        ("(1-x)**2 + 100*(y-x**2)**2", [(1, 1)]),
        ("x**4 - x**2", [(-(0.5**0.5),), (0.5**0.5,)]),
        ("(x**2+y-11)**2 + (x+y**2-7)**2", OBJECTIVES["himmelblau"]().minima),
        ("x**4 + y**2", [(0, 0)]),
        ("(x-30)**2 + y**2", [(30, 0)]),
    ],
)
def test_minima_are_found(text, minima):
    found = Formula(f=text, start=(1.0, 2.0) if "y" in text else (1.0,)).found_minima()
    np.testing.assert_allclose(found, sorted(minima), atol=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        *("-x**2", "x*y", "exp(x)", "x", "log(x) + x**2", "1/x", "x**3"),
        # lines of minima, and slopes that fall below rounding
        *("(sqrt(x**2+y**2)-1)**2", "(x-y)**2", "max(x,0)**2+y**2", "max(x,0)", "0*x", "tanh(x)", "log(1+exp(x))"),
        # one at a kink, below all others; one far away; and none, since it falls for ever
        *("0.001*x**2 - exp(-20*abs(x-0.3))", "sin(x)+(x-300)**2*1e-5", "x**3-300*x", "x**y"),
    ],
)
def test_no_minimum_is_told_that_is_none(text):
    assert Formula(f=text).found_minima() == ()


def test_only_minima_that_are_given_are_known_of_a_file():
    assert Formula(f="x**2").minima == ()
    assert Formula(f="x**2", minima=((3.0,),)).minima == ((3.0,),)


def test_of_a_long_formula_nobody_searches():
    assert Formula(f="*".join("xy" * 200)).found_minima() == ()
