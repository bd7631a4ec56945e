"""Updates that are no numbers or move nothing though there is a gradient: in which parameter the arithmetic failed, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from optsim.engine.causes import Parameters
from optsim.engine.diagnosis.failures import (
    CarriedBeyond,
    DividedByZero,
    GradientFails,
    LineFails,
    ParametersOverflow,
    SquaresLost,
    StepOverflows,
    SumOverflows,
    ZeroByZero,
)
from optsim.engine.settings import Array, Mask
from optsim.engine.trace import keys
from optsim.engine.trace.trace import Line
from optsim.facts import Fact

#: what must be finite; of what else an update traces, an infinite divisor makes the step 0, and that is a number
_FINITE = frozenset(
    (keys.PARAMS, keys.QUERY, keys.GRADIENT, keys.FIRST_MOMENT, keys.FIRST_CORRECTED, keys.STEP, keys.NEW_PARAMS)
)
#: the rate is NaN where the gradient is 0
_NEVER_FAILS = (keys.SECOND_CORRECTED, keys.EFFECTIVE_RATE)


def broken_update(lines: Sequence[Line], epsilon: float | None) -> Fact | None:
    """Tell what of an update is no finite number, in which parameters, and of what it came; None where all of it is finite.

    Lines come in the order of the computation: what fails first is the cause of the rest.
    """
    parts = {line.key: line for line in lines}
    for line in lines:
        if _fails(line):
            known = line.key in _FINITE or line.key == keys.SECOND_MOMENT
            return _what(line, parts, epsilon) if known else _of_own_line(line)
    return None


def _fails(line: Line) -> bool:
    """Tell if the arithmetic ends here."""
    if line.key in _FINITE:
        return not np.isfinite(line.value).all()
    return not (line.key in _NEVER_FAILS or line.key.endswith(keys.BEFORE)) and bool(np.isnan(line.value).any())


def overflowed_squares(terms: Sequence[Line]) -> Mask | None:
    """Return where the average of squares is ∞ while the gradient is a number, shape (dim,): there the update is 0; None for no squares."""
    parts = {term.key: term.value for term in terms}
    if keys.SECOND_MOMENT not in parts:
        return None
    squares, gradient, step = (parts[part] for part in (keys.SECOND_MOMENT, keys.GRADIENT, keys.STEP))
    where: Mask = np.isposinf(squares) & np.isfinite(gradient) & (step == 0)
    return where


def _what(line: Line, parts: dict[str, Line], epsilon: float | None) -> Fact:
    value, gradient = line.value, parts[keys.GRADIENT].value
    where = Parameters.where(~np.isfinite(value))
    match line.key:
        case keys.PARAMS | keys.QUERY:
            return ParametersOverflow(where)
        case keys.GRADIENT:
            return GradientFails(where, infinite=not np.isnan(value).any())
        case keys.FIRST_MOMENT | keys.FIRST_CORRECTED:
            return SumOverflows(where, _largest(gradient))
        case keys.SECOND_MOMENT:
            return SquaresLost(Parameters.where(np.isnan(value)))
        case keys.STEP:
            return _of_step(parts, epsilon)
    return CarriedBeyond(where, _largest(parts[keys.STEP].value))


def _of_own_line(line: Line) -> Fact:
    """Return the failure of a line that only this optimizer has."""
    return LineFails(line.title or line.formula, Parameters.where(np.isnan(line.value)))


def _of_step(parts: dict[str, Line], epsilon: float | None) -> Fact:
    """Return the failure of a step that is no number though all before it is: 0/0, something divided by 0, or an overflow."""
    step, gradient = parts[keys.STEP].value, parts[keys.GRADIENT].value
    nan, infinite = np.isnan(step), np.isinf(step)
    if epsilon == 0 and keys.SECOND_MOMENT in parts:
        zero = parts[keys.SECOND_MOMENT].value == 0
        if (nan & zero).any():
            return ZeroByZero(Parameters.where(nan & zero))
        if (infinite & zero).any():
            return DividedByZero(Parameters.where(infinite & zero), _largest(gradient[infinite & zero]))
    return StepOverflows(Parameters.where(nan | infinite), _largest(gradient))


def _largest(values: Array) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else math.inf
