"""Random formulas, as texts, and what Python itself makes of them with complex numbers."""

import cmath

import numpy as np
from hypothesis import strategies as st

LEAVES = st.sampled_from(("x", "y", "z", "0.5", "2", "pi", "x", "y"))
#: functions that are analytic, so that a complex step tells their derivative; arguments are kept where they are defined
WRAPPED = {
    **{name: f"{name}({{}})" for name in ("sin", "cos", "tanh", "sigmoid", "atan")},
    "exp": "exp(0.3*tanh({}))",
    "log": "log(1.5+tanh({})**2)",
    "sqrt": "sqrt(2+sin({}))",
    "sinh": "sinh(sin({}))",
    "cosh": "cosh(sin({}))",
    "tan": "tan(0.5*sin({}))",
    "square": "({})**2",
    "cube": "({})**3",
    "root": "(2+cos({}))**1.5",
    "below": "1/(2+sin({}))",
    "minus": "-({})",
    "raised": "(1.5+sin({}))**(0.5+sin(x))",
}


def _joined(parts):
    return st.one_of(
        st.tuples(st.sampled_from("+-*"), parts, parts).map(lambda each: f"({each[1]}){each[0]}({each[2]})"),
        st.tuples(st.sampled_from(sorted(WRAPPED)), parts).map(lambda each: WRAPPED[each[0]].format(each[1])),
    )


FORMULAS = st.recursive(LEAVES, _joined, max_leaves=12).map(lambda text: f"({text}) + 0*x")
_NAMES = {
    **{name: getattr(cmath, name) for name in ("sin", "cos", "tan", "tanh", "sinh", "cosh", "atan", "exp", "log", "sqrt")},
    "sigmoid": lambda x: 1 / (1 + cmath.exp(-x)),
    "pi": cmath.pi,
    "e": cmath.e,
    "__builtins__": {},
}  # fmt: skip


def by_python(text, point):
    """The value of a text made here at a point of complex numbers."""
    return eval(text, _NAMES, dict(zip("xyz", point, strict=False)))  # noqa: S307 it was made by this file


def by_complex_steps(text, point):
    """Its derivatives, exact to rounding: Squire and Trapp (1998)."""
    step = 1e-30
    return np.array(
        [
            complex(by_python(text, [value + (1j * step if at == place else 0) for at, value in enumerate(point)])).imag
            / step
            for place in range(len(point))
        ]
    )
