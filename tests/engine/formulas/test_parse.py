"""Formulas are read, never run; what is none is told with its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.engine.formulas.parse import DEEPEST, FUNCTIONS, LONGEST, FormulaError, parse
from optsim.engine.objectives.formula import Formula
from optsim.engine.settings import BadValueError

ALPHABET = st.sampled_from(
    [
        *FUNCTIONS,
        *"xyz0123456789+-*/()[].,: \n'\"\\",
        "**",
        "x[0]",
        "__import__",
        "lambda",
        "e",
        "1e9",
        "ß",
        "λ",
        "\0",
        "f'",
    ]
)


@pytest.mark.parametrize(
    ("text", "told", "place"),
    [
        ("x^2", "write ** for a power", 1),
        ("2x", "write * for a product", 0),
        ("(x)(y)", "write * for a product", 0),
        ("x*foo(y)", "no function is called 'foo'", 2),
        ("x + sine(x)", "did you mean 'sin'", 4),
        ("x + q", "nothing is called 'q'", 4),
        ("  x + q", "nothing is called 'q'", 6),
        ("x\n + q", "nothing is called 'q'", 5),
        ("sum(x) + y", "write x[1]", 9),
        ("  sum(x) + y", "write x[1]", 11),
        ("x if x else 1", "no meaning", 0),
        ("[x for x in y]", "no meaning", 0),
        ("x.real", "no meaning", 0),
        ("(lambda: 1)()", "write * for a product", 0),
        ("__import__('os').system('true')", "write * for a product", 0),
        ("x + 'a'", "only numbers", 4),
        ("x + 1j", "only numbers", 4),
        ("x + True", "only numbers", 4),
        ("1 + 1", "has no parameter", 0),
        ("", "is empty", 0),
        ("x[0:1]", "is a vector", 0),
        ("x[0] + x[1.5]", "whole number", 9),
        ("x[0] + x[0:0]", "nothing here", 7),
        ("max(x)", "takes 2 arguments", 0),
        ("sin(x, y)", "takes 1 argument", 0),
        ("sin(*x)", "plain arguments", 0),
        ("sin(x=1)", "plain arguments", 0),
        ("sin + x", "is a function", 0),
        ("x +", "cannot be read", 3),
        ("9**9**9**9*x", "no finite number", None),
        ("x**(0/0)", "no finite number", 4),
        ("x**(1/0)", "no finite number", 4),
        ("(-8)**(1/3)+x**2", "no finite number", 0),
        ("x # + y", "no comments", 2),
        ("é*x+foo(x)", "nothing is called 'é'", 0),
        ("9" * 400 + "*x", "too large", 0),
        ("x+" * LONGEST + "x", "characters", LONGEST),
        ("(" * (DEEPEST + 1) + "x" + ")" * (DEEPEST + 1), "levels deep", DEEPEST),
        ("-" * (DEEPEST + 9) + "x", "levels deep", DEEPEST),
        ("x" + "**x" * (DEEPEST + 9), "levels deep", None),
        ("sum(x[0:2] + x[0:3])", "2 and 3 entries", 4),
    ],
)
def test_what_is_no_formula_is_told_with_its_place(text, told, place):
    with pytest.raises(FormulaError) as error:
        parse(text, dim=3 if "0:3" in text else 0)
    assert told in error.value.message
    assert place is None or error.value.place == place


def test_an_excerpt_has_a_caret_under_the_place():
    text = "x + " * 40 + "q + " + "y + " * 40 + "1"
    with pytest.raises(BadValueError) as error:
        Formula(f=text)
    line, caret = error.value.excerpt
    assert line[caret.index("^")] == "q"
    assert len(line) < 80


@settings(max_examples=400)
@given(st.lists(ALPHABET, max_size=30).map("".join))
def test_any_text_is_a_formula_or_refused(text):
    try:
        dim, told = parse(text).dim, None
    except FormulaError as error:
        dim, told = 1, error
    assert dim >= 1
    assert told is None or (told.message.isprintable() and 0 <= told.place <= len(text))


@pytest.mark.parametrize(
    ("text", "dim", "settings"),
    [
        ("x", 1, {}),
        ("y**2", 2, {}),
        ("x*z", 3, {}),
        ("x**2", 2, {"dim": 2}),
        ("x[4]*x[0]", 5, {}),
        ("sum(x)", 7, {"start": (1.0,) * 7}),
        ("sum(x)", 9, {"dim": 9}),
        ("a*x**2 + b", 1, {"constants": {"a": 2.0, "b": 1.0}}),
    ],
)
def test_how_many_parameters_there_are(text, dim, settings):
    assert Formula(f=text, **settings).dim == dim


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"f": "x+y", "start": (1.0,)}, "start"),
        ({"f": "x+y", "minima": ((1.0,),)}, "minima"),
        ({"f": "x+y", "dim": 1}, "f"),
        ({"f": "x+y", "constants": {"sin": 1.0}}, "f"),
        ({"f": "sum(x)", "dim": 10**12}, "f"),
    ],
)
def test_what_does_not_fit_together_is_refused(settings, key):
    with pytest.raises(BadValueError) as error:
        Formula(**settings)
    assert error.value.key == key
