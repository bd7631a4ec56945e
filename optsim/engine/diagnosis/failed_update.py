"""Updates that are no numbers or move nothing though there is a gradient: in which parameter the arithmetic failed, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from optsim.engine.formula_text import parameters_named
from optsim.engine.settings import Array, Mask
from optsim.engine.trace import keys
from optsim.engine.trace.trace import Line

#: what must be finite; of what else an update traces, an infinite divisor makes the step 0, and that is a number
_FINITE = frozenset(
    (keys.PARAMS, keys.QUERY, keys.GRADIENT, keys.FIRST_MOMENT, keys.FIRST_CORRECTED, keys.STEP, keys.NEW_PARAMS)
)
#: the rate is NaN where the gradient is 0
_NEVER_FAILS = (keys.SECOND_CORRECTED, keys.EFFECTIVE_RATE)


def broken_update(lines: Sequence[Line], epsilon: float | None) -> str:
    """What of an update is no finite number, in which parameters, and of what it came; empty where all of it is finite.

    Lines come in the order of the computation: what fails first is the cause of the rest.
    """
    parts = {line.key: line for line in lines}
    for line in lines:
        if _fails(line):
            known = line.key in _FINITE or line.key == keys.SECOND_MOMENT
            return _what(line, parts, epsilon) if known else _of_own_line(line)
    return ""


def _fails(line: Line) -> bool:
    """Whether the arithmetic ends here."""
    if line.key in _FINITE:
        return not np.isfinite(line.value).all()
    return not (line.key in _NEVER_FAILS or line.key.endswith(keys.BEFORE)) and bool(np.isnan(line.value).any())


def overflowed_squares(terms: Sequence[Line]) -> Mask | None:
    """Where the average of squares is ∞ while the gradient is a number, shape (dim,): there the update is 0; None for no squares."""
    parts = {term.key: term.value for term in terms}
    if keys.SECOND_MOMENT not in parts:
        return None
    squares, gradient, step = (parts[part] for part in (keys.SECOND_MOMENT, keys.GRADIENT, keys.STEP))
    where: Mask = np.isposinf(squares) & np.isfinite(gradient) & (step == 0)
    return where


def _what(line: Line, parts: dict[str, Line], epsilon: float | None) -> str:
    value, gradient = line.value, parts[keys.GRADIENT].value
    names = parameters_named(~np.isfinite(value))
    match line.key:
        case keys.PARAMS | keys.QUERY:
            return f"{names} overflows"
        case keys.GRADIENT:
            return f"its gradient is {_kind(value)} in {names}"
        case keys.FIRST_MOMENT | keys.FIRST_CORRECTED:
            return f"the sum of its gradients overflows in {names}: |g| = {_largest(gradient):.3g}"
        case keys.SECOND_MOMENT:
            return f"its average of squares is no number in {parameters_named(np.isnan(value))}: it was ∞ and is multiplied by 0"
        case keys.STEP:
            return _of_step(parts, epsilon)
    return f"the step of {_largest(parts[keys.STEP].value):.3g} carries {names} beyond the largest number"


def _of_own_line(line: Line) -> str:
    """Of a line that only this optimizer has."""
    return f"its {line.title or line.formula} is no number in {parameters_named(np.isnan(line.value))}"


def _of_step(parts: dict[str, Line], epsilon: float | None) -> str:
    """Of a step that is no number though all before it is: 0/0, something divided by 0, or an overflow."""
    step, gradient = parts[keys.STEP].value, parts[keys.GRADIENT].value
    nan, infinite = np.isnan(step), np.isinf(step)
    if epsilon == 0 and keys.SECOND_MOMENT in parts:
        zero = parts[keys.SECOND_MOMENT].value == 0
        if (nan & zero).any():
            return f"0/0 in {parameters_named(nan & zero)}: no gradient there, and ε = 0"
        if (infinite & zero).any():
            size = _largest(gradient[infinite & zero])
            return f"g/0 in {parameters_named(infinite & zero)}: the square of {size:.3g} is 0 in floating point, and ε = 0"
    return f"the step overflows in {parameters_named(nan | infinite)}: |g| = {_largest(gradient):.3g}"


def _kind(value: Array) -> str:
    return "no number" if np.isnan(value).any() else "∞"


def _largest(values: Array) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else math.inf
