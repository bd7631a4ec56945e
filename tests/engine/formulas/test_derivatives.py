"""Derivatives of formulas are exact: against complex steps, differences of gradients, and functions written by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OBJECTIVES
from optsim.engine.numerics.numerics import numerics_named
from optsim.engine.objectives.formula import Formula
from tests.engine.formulas.trees import FORMULAS, by_complex_steps, by_python

POINTS = st.lists(st.floats(-2, 2), min_size=3, max_size=3)


def formula(text, **settings):
    """A formula whose minima nobody searches for."""
    return Formula(f=text, **{"dim": 3, **settings})


@settings(max_examples=150)
@given(FORMULAS, POINTS)
def test_value_and_gradient_are_those_of_complex_steps(text, point):
    loss, slope = formula(text).evaluate(np.array(point))
    wanted, exact = by_python(text, point), by_complex_steps(text, point)
    scale = 1 + np.abs(exact).max()
    assert loss == pytest.approx(complex(wanted).real, rel=1e-10, abs=1e-10 * scale)
    assert np.abs(slope - exact).max() <= 1e-10 * scale


@settings(max_examples=60)
@given(FORMULAS, POINTS, POINTS)
def test_second_derivatives_are_those_of_the_gradient(text, point, direction):
    objective, point, direction = formula(text), np.array(point), np.array(direction)
    exact = objective.hessian_product(point, direction)
    # a difference of fourth order
    at = lambda share: objective.evaluate(point + share * direction)[1]  # noqa: E731
    step = 1e-3
    near = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step)
    scale = 1 + np.abs(exact).max() + np.abs(objective.evaluate(point)[1]).max()
    assert np.abs(exact - near).max() <= 1e-4 * scale * max(1.0, np.abs(direction).max()) ** 3


@settings(max_examples=60)
@given(FORMULAS, st.lists(POINTS, min_size=1, max_size=9))
def test_a_row_has_the_same_bits_whatever_stands_beside_it(text, points):
    objective, points = formula(text), np.array(points)
    together = objective.evaluate(points)
    for place, point in enumerate(points):
        alone = objective.evaluate(point)
        assert alone[0].tobytes() == together[0][place].tobytes()
        assert alone[1].tobytes() == together[1][place].tobytes()


@pytest.mark.parametrize(
    ("text", "kind", "settings"),
    [
        ("(1-x)**2 + 100*(y-x**2)**2", "rosenbrock", {}),
        ("(1.5-x+x*y)**2 + (2.25-x+x*y**2)**2 + (2.625-x+x*y**3)**2", "beale", {}),
        ("(x**2+y-11)**2 + (x+y**2-7)**2", "himmelblau", {}),
        ("0.5*x**2 - 0.25*y**2 + 0.02*(x**4+y**4)", "saddle", {"curvatures": (1.0, -0.5), "quartic": 0.02}),
        ("20 + x**2 + y**2 - 10*(cos(2*pi*x) + cos(2*pi*y))", "rastrigin", {}),
    ],
)
def test_they_are_those_of_the_same_function_written_by_hand(text, kind, settings):
    points = np.random.default_rng(1).normal(size=(50, 2))
    written, own = Formula(f=text), OBJECTIVES[kind](**settings)
    for one, other in zip(written.evaluate(points), own.evaluate(points), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(x**2)", lambda x: (x**2).sum()),
        ("mean(x) + norm(x)", lambda x: x.mean() + np.linalg.norm(x)),
        ("dot(x, x[::-1])", lambda x: x @ x[::-1]),
        ("prod(x) + x[-1]", lambda x: x.prod() + x[-1]),
        (
            "sum(100*(x[1:]-x[:-1]**2)**2 + (1-x[:-1])**2)",
            lambda x: (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum(),
        ),
        ("sum(abs(x)) + max(x[0], x[1], 0.1)", lambda x: np.abs(x).sum() + max(x[0], x[1], 0.1)),
        ("norm(sin(x) - x[2]) * min(x[3], 2)", lambda x: np.linalg.norm(np.sin(x) - x[2]) * min(x[3], 2)),
        ("sum(x*x[0])", lambda x: x.sum() * x[0]),
    ],
)
def test_vectors(text, value):
    point = np.array([0.3, -1.2, 0.7, 1.9, -0.4])
    loss, slope = Formula(f=text, dim=5).evaluate(np.stack((point, point)))
    assert loss[0] == pytest.approx(value(point), rel=1e-12)
    near = [(value(point + each) - value(point - each)) / 2e-6 for each in 1e-6 * np.eye(5)]
    assert slope[1] == pytest.approx(near, abs=1e-6)


@pytest.mark.parametrize("text", ["abs(x)", "norm(x)", "max(x,-x)", "abs(x)**3"])
def test_where_there_is_no_derivative_one_is_taken(text):
    slope = Formula(f=text, dim=1).evaluate(np.zeros((1, 1)))[1]
    assert slope[0, 0] == (1.0 if "max" in text else 0.0)


@pytest.mark.parametrize(
    "text",
    ["exp(-x)*sin(y) + log(2+cos(x))", "tanh(x*y)+sigmoid(x)-tan(0.1*y)+sinh(x)*cosh(y)", "(2+x**2)**0.3 + y**-2"],
)
def test_strict_values_are_those_of_fast_ones_to_rounding(text):
    points = np.random.default_rng(2).uniform(0.5, 1.5, size=(20, 2))
    fast, strict = Formula(f=text), Formula(f=text).with_numerics(numerics_named("strict"))
    for one, other in zip(fast.evaluate(points), strict.evaluate(points), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-13)


@pytest.mark.parametrize("text", ["atan(x)", "atan(0.3)*x**2"])
def test_a_function_without_a_strict_form_is_refused(text):
    with pytest.raises(ValueError, match="atan has no strict form"):
        Formula(f=text).with_numerics(numerics_named("strict"))


@pytest.mark.parametrize("name", ["exp", "log", "sin", "cos", "tanh", "sinh", "sigmoid", "tan", "sqrt"])
@settings(max_examples=30)
@given(st.floats(0.01, 3))
def test_a_known_number_has_the_bits_of_strict_numerics(name, number):
    strict = numerics_named("strict")
    known = Formula(f=f"{name}({number!r})*x").with_numerics(strict).loss(np.ones((1, 1)))
    worked_out = Formula(f=f"{name}(x)").with_numerics(strict).loss(np.full((1, 1), number))
    assert known.tobytes() == worked_out.tobytes()


@pytest.mark.parametrize("exponent", [3, 64, 65, 100, -3, -65, 1001])
def test_whole_powers_have_a_value_below_0(exponent):
    loss, slope = Formula(f=f"x**({exponent})").evaluate(np.array([[-0.99]]))
    assert loss[0] == pytest.approx((-0.99) ** exponent, rel=1e-12)
    assert slope[0, 0] == pytest.approx(exponent * (-0.99) ** (exponent - 1), rel=1e-12)


def test_few_of_many_parameters():
    objective = Formula(f="x[99999]**2 + x[3]")
    point = np.zeros((1, 100_000))
    point[0, -1] = 3.0
    slope = objective.evaluate(point)[1]
    assert np.flatnonzero(slope).tolist() == [3, 99_999]
    assert slope[0, -1] == 6.0
    assert objective.hessian_product(point, np.ones_like(point))[0, -1] == 2.0


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("(1-x)**2 + 100*(y-x**2)**2", "f(x,y) = (1−x)² + 100·(y−x²)²"),
        ("x**100", "f(x) = x¹⁰⁰"),
        ("x**y", "f(x,y) = x^y"),
        ("x**2*y ** 3", "f(x,y) = x²·y³"),
        ("x**2e1 + x**-2", "f(x) = x^2e1 + x^−2"),
        ("x**2**3", "f(x) = x^2³"),
        ("a*x**2", "f(x) = 1234567·x²"),
        ("sum(x**2)", "sum(x²)"),
    ],
)
def test_it_is_shown_as_it_is(text, shown):
    assert Formula(f=text, constants={"a": 1234567.0} if "a*" in text else {}).formula == shown
