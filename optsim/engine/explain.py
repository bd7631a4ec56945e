"""An update told line by line: the values that the update itself computed, by the very code that steps.

An optimizer's `update` passes its intermediate values through `tell`. While a race runs that does nothing; to explain a
step, the same update is run with a listener.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from optsim.engine.fields import Array, declared

if TYPE_CHECKING:
    from optsim.engine.optimizer import Optimizer

#: told by an update: the part, its formula with {symbol} and {1−symbol} for hyper-parameters, the value; returns the value
Tell = Callable[["Part", str, Any], Any]


class Part(Enum):
    """What a line of an update is about, in the order of the lines, which is the same for every optimizer.

    An update tells STEP as what it subtracts from the parameters.
    """

    PARAMS = "parameters"
    QUERY = "look-ahead point"
    GRADIENT = "gradient"
    FIRST = "average of gradients"
    SECOND = "average of squares"
    FIRST_CORRECTED = "corrected average"
    SECOND_CORRECTED = "corrected squares"
    RATE = "effective rate"
    STEP = "step taken"
    MOVED = "new parameters"


class Term(NamedTuple):
    """One line: what it is about, its formula in the article's symbols with this step's numbers, its value (..., dim)."""

    part: Part
    formula: str
    value: Array


def silent(part: Part, formula: str, value: Any) -> Any:  # noqa: ARG001 it is a Tell
    """Tell nobody."""
    return value


def explain(optimizer: Optimizer, params: Array, grad: Array, state: Any, step: int) -> list[Term]:
    """All lines of an update; it is run on what it is given, and nothing is computed a second way.

    `params`, `grad` and `state` are as for `update`. The effective rate is −Δθ/g in each coordinate, NaN where g = 0.
    """
    told: dict[Part, Term] = {}
    numbers = _numbers(optimizer)

    def listen(part: Part, formula: str, value: Any) -> Any:
        told[part] = Term(part, re.sub(r"\{(1−)?(.+?)\}", lambda m: _number(numbers, *m.groups()), formula), value)
        return value

    told[Part.PARAMS] = Term(Part.PARAMS, "θ", params)
    query = optimizer.query(params, state)
    if query is not params:
        told[Part.QUERY] = Term(Part.QUERY, "θ − γv", query)
    told[Part.GRADIENT] = Term(Part.GRADIENT, "g = ∇L(θ)" if query is params else "g = ∇L(θ − γv)", grad)
    tells = "tell" in inspect.signature(optimizer.update).parameters
    moved, _ = optimizer.update(params, grad, state, step, **({"tell": listen} if tells else {}))
    subtracted = told.get(Part.STEP, Term(Part.STEP, "", params - moved))
    change = -subtracted.value
    told[Part.STEP] = Term(Part.STEP, f"Δθ = −{subtracted.formula}" if subtracted.formula else "Δθ", change)
    told[Part.MOVED] = Term(Part.MOVED, "θ + Δθ", moved)
    with np.errstate(all="ignore"):
        told[Part.RATE] = Term(Part.RATE, "−Δθ / g", np.where(grad != 0, -change / grad, np.nan))
    return [told[part] for part in Part if part in told]


def _numbers(optimizer: Optimizer) -> dict[str, float]:
    """The hyper-parameters by their symbols."""
    settings = declared(type(optimizer))
    found = {each.setting.symbol: getattr(optimizer, name) for name, each in settings.items() if each.setting}
    return {"α": optimizer.learning_rate, **found}


def _number(numbers: dict[str, float], complement: str | None, symbol: str) -> str:
    value = numbers[symbol]
    return f"{1 - value:.6g}" if complement else f"{value:.6g}"
