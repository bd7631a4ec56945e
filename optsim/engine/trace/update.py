"""An update told line by line: the values that the update itself computed, by the very code that steps.

An optimizer's `update` passes its intermediate values through `tell`. While a race runs that does nothing; to explain a
step, the same update is run with a listener.
"""

from __future__ import annotations

import inspect
import re
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from optsim.engine.numerics.numerics import FAST
from optsim.engine.settings import Array, declared

if TYPE_CHECKING:
    from optsim.engine.optimizer import Optimizer

_NUMBER = re.compile(r"\{(1−)?(.+?)\}")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Part(Enum):
    """What a line of an update is about, in the order of the lines, which is the same for every optimizer.

    A line can be computed from the lines above it. An update tells STEP as what it subtracts from the parameters.
    """

    PARAMS = "parameters"
    FIRST_BEFORE = "average of gradients before"
    SECOND_BEFORE = "average of squares before"
    QUERY = "look-ahead point"
    GRADIENT = "gradient"
    FIRST = "average of gradients"
    SECOND = "average of squares"
    FIRST_CORRECTED = "corrected average"
    SECOND_CORRECTED = "corrected squares"
    STEP = "step taken"
    MOVED = "new parameters"
    RATE = "effective rate"


_BEFORE = {Part.FIRST: Part.FIRST_BEFORE, Part.SECOND: Part.SECOND_BEFORE}


class Term(NamedTuple):
    """One line: what it is about, its formula in the article's symbols with this step's numbers, its value (..., dim)."""

    part: Part
    formula: str
    value: Array

    @property
    def norm(self) -> float:
        """Euclidean norm of the value of one lane."""
        return float(FAST.row_norm(self.value))

    @property
    def spread(self) -> tuple[float, float]:
        """The least and the largest entry of the value of one lane, NaN passed over; NaN where there is nothing else."""
        known = self.value[~np.isnan(self.value)]
        return (float(known.min()), float(known.max())) if known.size else (np.nan, np.nan)


class Tell(Protocol):
    """What an update tells its values to."""

    def __call__(self, part: Part, formula: str, value: Any, before: Any = None) -> Any:
        """Take note of a value and give it back.

        The formula has {symbol} and {1−symbol} for hyper-parameters and ᵗ for the number of the update, counted from 1. Where
        the value is carried from step to step, "v ← …", `before` is what it was.
        """


def silent(part: Part, formula: str, value: Any, before: Any = None) -> Any:  # noqa: ARG001 it is a Tell
    """Tell nobody."""
    return value


def explain(optimizer: Optimizer, params: Array, grad: Array, state: Any, step: int) -> list[Term]:
    """All lines of an update; it is run on what it is given, and nothing is computed a second way.

    `params`, `grad` and `state` are as for `update`. The effective rate is −Δθ/g in each coordinate, NaN where g = 0.
    """
    told: dict[Part, Term] = {}
    numbers = _numbers(optimizer)

    def add(part: Part, formula: str, value: Array) -> None:
        shown = _NUMBER.sub(lambda found: _number(numbers, *found.groups()), formula)
        told[part] = Term(part, shown.replace("ᵗ", str(step + 1).translate(_RAISED)), value)

    def listen(part: Part, formula: str, value: Any, before: Any = None) -> Any:
        add(part, formula, value)
        if before is not None:
            add(_BEFORE[part], formula.split(maxsplit=1)[0] + " before", before)
        return value

    add(Part.PARAMS, "θ", params)
    query = optimizer.query(params, state)
    ahead = optimizer.query_formula if query is not params else ""
    if query is not params:
        add(Part.QUERY, ahead or "look-ahead", query)
    add(Part.GRADIENT, f"g = ∇L({ahead or 'θ'})", grad)
    tells = "tell" in inspect.signature(optimizer.update).parameters
    moved, _ = optimizer.update(params, grad, state, step, **({"tell": listen} if tells else {}))
    subtracted = told.get(Part.STEP, Term(Part.STEP, "", params - moved))
    change = -subtracted.value
    told[Part.STEP] = Term(Part.STEP, f"Δθ = −{subtracted.formula}" if subtracted.formula else "Δθ", change)
    add(Part.MOVED, "θ ← θ + Δθ", moved)
    with np.errstate(all="ignore"):
        add(Part.RATE, "−Δθ/g", np.where(grad != 0, -change / grad, np.nan))
    return [told[part] for part in Part if part in told]


def _numbers(optimizer: Optimizer) -> dict[str, float]:
    """The hyper-parameters by their symbols."""
    settings = declared(type(optimizer))
    found = {each.setting.symbol: getattr(optimizer, name) for name, each in settings.items() if each.setting}
    return {"α": optimizer.learning_rate, **found}


def _number(numbers: dict[str, float], complement: str | None, symbol: str) -> str:
    value = numbers[symbol]
    text = f"{1 - value:.6g}" if complement else f"{value:.6g}"
    return text.replace("e-0", "e−").replace("e-", "e−")
