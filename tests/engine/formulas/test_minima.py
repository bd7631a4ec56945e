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
    found = Formula(f=text, start=(1.0, 2.0) if "y" in text else (1.0,)).minima
    np.testing.assert_allclose(found, sorted(minima), atol=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        *("-x**2", "x*y", "exp(x)", "x", "log(x) + x**2", "1/x", "x**3"),
        # a line of minima; and one at a kink, below all others
        *("(sqrt(x**2+y**2)-1)**2", "0.001*x**2 - exp(-20*abs(x-0.3))"),
    ],
)
def test_no_minimum_is_told_that_is_none(text):
    assert Formula(f=text).minima == ()


def test_minima_that_are_given_stay():
    assert Formula(f="x**2", minima=((3.0,),)).minima == ((3.0,),)
