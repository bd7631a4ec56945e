"""Formulas in a textbook's notation are computed as they are read."""

import math

import pytest

from optsim.testing.notation import UnreadableError, assignments, value_of


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("2xy", 12.0),
        ("x² − y³/9 + 1", 2.0),
        ("−x²", -4.0),
        ("½x⁴−16x²+5x", -46.0),
        ("(1−x)² + 100(y−x²)²", 101.0),
        ("x/2y", 1 / 3),
        ("x/2·y", 3.0),
        ("√(x + 7) √4", 6.0),
        ("√x²", 2.0),
        ("cos 2πx + sin(π) x", 1.0),
        ("e⁻²", math.exp(-2)),
        ("1e−3x", 2e-3),
        ("sign(−y) β₁ v̂", -10.0),
        ("abs(x − y)", 1.0),
        ("|x − y|", 1.0),
        ("x/(|−y| + 1)", 0.5),
        ("2|x||−y| − |(|x − 9| + 1)/2|²", -4.0),
        ("√|−x y·6|", 6.0),
        ("1 − xᵗ", -15.0),
    ],
)
def test_it_is_what_a_reader_would_compute(formula, value):
    assert value_of(formula, {"x": 2.0, "y": 3.0, "β₁": 2.0, "v̂": 5.0, "t": 4}) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    "formula", ["", "x +", "(x", "x)", "Σ xᵢ²", "z", "x | y", "__import__('os')", "x[0]", "2 3 /", "||x||", "|x", "xᵗ"]
)
def test_what_it_does_not_know_it_does_not_guess(formula):
    with pytest.raises(UnreadableError):
        value_of(formula, {"x": 2.0})


def test_assignments_in_their_order():
    assert assignments("v ← γv + g ; θ ← θ − αv") == [("v", "γv + g"), ("θ", "θ − αv")]
    with pytest.raises(UnreadableError):
        assignments("v = γv")
