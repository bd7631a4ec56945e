"""Scenario of a formula that stands in place of a file: the usual seven optimizers on it."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from optsim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from optsim.engine.objective import Objective

_STEPS = 1000
#: where all lanes start, in turn over the parameters
_START = (-1.5, 2.0, 1.0)
#: rate of the optimizers whose steps have the size of their rate, whatever that of the gradient is
_OWN_SIZE = 0.05
_SCALED = ("gd", "sgd", "momentum", "nag")
_UNSCALED = ("adagrad", "rmsprop", "adam")
#: share of 1/λmax that the others begin with, and the rates in which that is rounded down
_SHARE, _ROUND = 0.5, (1, 2, 5)
_WORD = re.compile(r"[A-Za-z_]\w*\s*\(?")


def is_formula(text: str) -> bool:
    """Tell if a text can only be meant as a formula: of x, y, z or x[i], with an operator or a function."""
    from optsim.engine.formulas.parse import CONSTANTS, COORDINATES  # noqa: PLC0415 most texts are names

    # the exponent of a number is no word
    words = _WORD.findall(re.sub(r"\d[\d.]*[eE][-+]?\d+", "1", text))
    named = {word.strip() for word in words if not word.endswith("(")}
    called = len(named) < len({word.strip() for word in words})
    if not (called or re.search(r"[-+*/^\[]", text)):
        return False
    return bool(named & {*COORDINATES}) and named <= {*COORDINATES, *CONSTANTS}


def scenario_of(text: str) -> Scenario:
    """Return the race on a formula. Raises ScenarioError where it is none."""
    objective = {"kind": "formula", "f": text}
    first = Scenario.from_dict({"objective": objective, "budget": {"steps": 1}, "lanes": _lanes(1.0)}, source=text)
    start = [_START[place % len(_START)] for place in range(first.objective.dim)]
    rate = _rate(first.objective, start)
    return Scenario.from_dict(
        {
            "title": " ".join(text.split()),
            "objective": {**objective, "start": start},
            "budget": {"steps": _STEPS},
            "lanes": _lanes(rate),
            "view": {"panel": ["chart", "map"], "speed": 50},
        },
        source=text,
        name="formula",
    )


def _lanes(rate: float) -> dict[str, dict[str, str | float]]:
    rates = dict.fromkeys(_SCALED, rate) | dict.fromkeys(_UNSCALED, _OWN_SIZE)
    return {name: {"optimizer": name, "learning_rate": each} for name, each in rates.items()}


def _rate(objective: Objective, start: list[float]) -> float:
    """Return half of 1/λmax at the start, rounded down to 1, 2 or 5; there no method diverges at once."""
    import numpy as np  # noqa: PLC0415 it is there by now

    known = objective.curvature_range(np.array(start))
    largest = max(map(abs, known)) if known is not None else 0.0
    if not (math.isfinite(largest) and largest > 0):
        return _OWN_SIZE
    largest_rate = min(_SHARE / largest, _SHARE)
    unit = 10.0 ** math.floor(math.log10(largest_rate))
    return max(each * unit for each in _ROUND if each * unit <= largest_rate * (1 + 1e-9))
