"""An update explained line by line, with the values that the update itself computed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from optsim.engine.settings import Array, declared
from optsim.engine.trace.keys import BEFORE, EFFECTIVE_RATE, GRADIENT, NEW_PARAMS, PARAMS, QUERY, STEP
from optsim.engine.trace.trace import Line, Listener, with_trace

if TYPE_CHECKING:
    from optsim.engine.optimizer import Optimizer

_NUMBER = re.compile(r"\{(1−)?(.+?)\}")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def explain(optimizer: Optimizer, params: Array, grad: Array, state: Any, step: int) -> list[Line]:
    """Return all lines of an update; it is run on what it is given, and nothing is computed a second way.

    Parameters and what was carried come first, then the gradient, the lines that the update traces in its order, and what
    it leads to: the step, the new parameters, the effective rate −Δθ/g in each coordinate, NaN where g = 0. Where a key is
    traced more than once the last line has it; the lines before it are KEY_1, KEY_2 …, and a step before the last is u.

    Args:
        optimizer: with numbers, not arrays, for hyper-parameters.
        params: shape (1, dim).
        grad: the gradient at the query point, shape (1, dim).
        state: as for `update`.
        step: the number of the update, from 0.
    """
    listener = Listener()
    query = optimizer.query(params, state)
    new_params, _ = with_trace(optimizer, listener).update(params, grad, state, step)
    traced = _unique(_with_numbers(listener.lines, optimizer, step))
    ahead = _with_numbers([Line(QUERY, optimizer.query_formula or "look-ahead", query)], optimizer, step)[0]
    looks_ahead = query is not params
    return [
        Line(PARAMS, "θ", params),
        *(line for line in traced if line.key.endswith(BEFORE)),
        *([ahead] if looks_ahead else []),
        Line(GRADIENT, f"g = ∇L({ahead.formula if looks_ahead and optimizer.query_formula else 'θ'})", grad),
        *(line for line in traced if line.key != STEP and not line.key.endswith(BEFORE)),
        *_ending(next((line for line in traced if line.key == STEP), None), params, grad, new_params),
    ]


def _ending(step: Line | None, params: Array, grad: Array, new_params: Array) -> list[Line]:
    """Return step, new parameters and effective rate; the step is the difference where it was not traced."""
    change = new_params - params if step is None else -step.value
    with np.errstate(all="ignore"):
        rate = np.where(grad != 0, -change / grad, np.nan)
    return [
        Line(STEP, "Δθ" if step is None else f"Δθ = −{step.formula}", change, "" if step is None else step.title),
        Line(NEW_PARAMS, "θ ← θ + Δθ", new_params),
        Line(EFFECTIVE_RATE, "−Δθ/g", rate),
    ]


def _unique(lines: Sequence[Line]) -> list[Line]:
    """Return the lines under keys of which each is there once."""
    unique: list[Line] = []
    for at, line in enumerate(lines):
        if not any(other.key == line.key for other in lines[at + 1 :]):
            unique.append(line)
            continue
        number = 1 + sum(other.key == line.key for other in lines[:at])
        formula = f"u = {line.formula}" if line.key == STEP else line.formula
        unique.append(line._replace(key=f"{line.key}_{number}", formula=formula))
    return unique


def _with_numbers(lines: Iterable[Line], optimizer: Optimizer, step: int) -> list[Line]:
    """Return the lines with numbers in place of the symbols in their formulas."""
    settings = declared(type(optimizer))
    named = {each.setting.symbol: getattr(optimizer, name) for name, each in settings.items() if each.setting}
    numbers = {"α": optimizer.learning_rate, **named}

    def number(match: re.Match[str]) -> str:
        value = numbers[match[2]]
        text = f"{1 - value:.6g}" if match[1] else f"{value:.6g}"
        return text.replace("e-0", "e−").replace("e-", "e−")

    exponent = str(step + 1).translate(_RAISED)
    return [line._replace(formula=_NUMBER.sub(number, line.formula).replace("ᵗ", exponent)) for line in lines]


def merged_keys(left: Sequence[Line], right: Sequence[Line]) -> list[str]:
    """Return the keys of two updates for reading them side by side: each in its own order, those of both in one row.

    Where the two have keys in different orders, that of `left` holds.
    """
    ours, theirs = [line.key for line in left], [line.key for line in right]
    keys: list[str] = []
    for key in ours:
        if key in theirs:
            before = theirs[: theirs.index(key)]
            keys += [other for other in before if other not in ours and other not in keys]
        keys.append(key)
    return [*keys, *(key for key in theirs if key not in keys)]
