"""Updates that are no numbers or move nothing though there is a gradient: in which parameter the arithmetic failed, and why."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from optsim.engine.formula_text import parameters_named
from optsim.engine.settings import Array, Mask
from optsim.engine.trace.update import Part, Term

#: an update told from the left to the right: what fails first is the cause of the rest
_IN_ORDER = (
    Part.PARAMS,
    Part.QUERY,
    Part.GRADIENT,
    Part.FIRST,
    Part.SECOND,
    Part.FIRST_CORRECTED,
    Part.STEP,
    Part.MOVED,
)


def broken_update(terms: Sequence[Term], epsilon: float | None) -> str:
    """What of an update is no finite number, in which parameters, and of what it came; empty where all of it is finite."""
    parts = {term.part: term for term in terms}
    for part in _IN_ORDER:
        if part in parts and _fails(part, parts[part].value):
            return _what(part, parts, epsilon)
    return ""


def _fails(part: Part, value: Array) -> bool:
    """Whether the arithmetic ends here; an infinite average of squares makes the step 0, and that is a number."""
    return bool(np.isnan(value).any()) if part is Part.SECOND else not np.isfinite(value).all()


def overflowed_squares(terms: Sequence[Term]) -> Mask | None:
    """Where the average of squares is ∞ while the gradient is a number, shape (dim,): there the update is 0; None for no squares."""
    parts = {term.part: term.value for term in terms}
    if Part.SECOND not in parts:
        return None
    squares, gradient, step = (parts[part] for part in (Part.SECOND, Part.GRADIENT, Part.STEP))
    where: Mask = np.isposinf(squares) & np.isfinite(gradient) & (step == 0)
    return where


def _what(part: Part, parts: dict[Part, Term], epsilon: float | None) -> str:
    value, gradient = parts[part].value, parts[Part.GRADIENT].value
    names = parameters_named(~np.isfinite(value))
    match part:
        case Part.PARAMS | Part.QUERY:
            return f"{names} overflows"
        case Part.GRADIENT:
            return f"its gradient is {_kind(value)} in {names}"
        case Part.FIRST | Part.FIRST_CORRECTED:
            return f"the sum of its gradients overflows in {names}: |g| = {_largest(gradient):.3g}"
        case Part.SECOND:
            return f"its average of squares is no number in {parameters_named(np.isnan(value))}: it was ∞ and is multiplied by 0"
        case Part.STEP:
            return _of_step(parts, epsilon)
    return f"the step of {_largest(parts[Part.STEP].value):.3g} carries {names} beyond the largest number"


def _of_step(parts: dict[Part, Term], epsilon: float | None) -> str:
    """Of a step that is no number though all before it is: 0/0, something divided by 0, or an overflow."""
    step, gradient = parts[Part.STEP].value, parts[Part.GRADIENT].value
    nan, infinite = np.isnan(step), np.isinf(step)
    if epsilon == 0 and Part.SECOND in parts:
        zero = parts[Part.SECOND].value == 0
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
