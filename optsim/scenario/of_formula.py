"""Scenario of a formula that stands in place of a file: the usual seven optimizers on it."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np

from optsim.engine.objectives.formula import Formula
from optsim.faults import Fault
from optsim.scenario.problems import Problem, ScenarioError
from optsim.scenario.scenario import Scenario
from optsim.scenario.tables import Faults

_STEPS = 1000
#: where all lanes start, in turn over the parameters: the first of these at which the formula has a value and a gradient
_STARTS = (
    (-1.5, 2.0, 1.0),
    (1.5, 2.0, 1.0),
    (0.5, 0.25, 0.75),
    (3.0, 4.0, 5.0),
    (-3.0, -4.0, -5.0),
    (50.0, 60.0, 70.0),
)
#: rate of the optimizers whose steps have the size of their rate, whatever that of the gradient is
_OWN_SIZE = 0.05
_SCALED = ("gd", "sgd", "momentum", "nag")
_UNSCALED = ("adagrad", "rmsprop", "adam")
#: share of 1/λmax that the others begin with, and the rates in which that is rounded down
_SHARE, _ROUND = 0.5, (1, 2, 5)
_WORD = re.compile(r"[A-Za-z_]\w*")
#: what a text ends with that is the name of a file
_FILES = (".toml", ".jsonl", ".csv", ".json")
_MOST_PARAMS = 1000


def is_formula(text: str) -> bool:
    """Tell if a text is meant as a formula: it has * ^ ( or [, or is of x, y, z and constants alone with a + - or /."""
    from optsim.engine.formulas.parse import CONSTANTS, COORDINATES  # noqa: PLC0415 most texts are names

    if text.endswith(_FILES):
        return False
    if re.search(r"[*^(\[]", text):
        return True
    words = set(_WORD.findall(re.sub(r"\d[\d.]*[eE][-+]?\d+", "1", text)))
    return bool(re.search(r"[-+/]", text)) and bool(words & {*COORDINATES}) and words <= {*COORDINATES, *CONSTANTS}


def scenario_of(text: str) -> Scenario:
    """Return the race on a formula. Raises ScenarioError where it is none."""
    settings: dict[str, Any] = {"f": text}
    written = _objective(settings, text)
    if written.dim > _MOST_PARAMS:
        message = "has {dim:,} parameters, and at most {most:,} are possible on the command line; a file can have more"
        raise ScenarioError(text, [Problem("objective.f", Fault(message, dim=written.dim, most=_MOST_PARAMS))])
    # of a vector nobody has said how long it is
    dim = 2 if written.dim == 1 and written.is_vector and "x[" not in text else written.dim
    started = _started(settings | {"dim": dim}, text)
    settings |= {"dim": dim, "start": list(started.start)}
    if minima := started.found_minima():
        settings["minima"] = [list(point) for point in minima]
    return Scenario.from_dict(
        {
            "title": " ".join(text.split()),
            "objective": {"kind": Formula.name, **settings},
            "budget": {"steps": _STEPS},
            "lanes": _lanes(_rate(started)),
            "view": {"panel": ["chart", "map"], "speed": 50},
        },
        source=text,
        name="formula",
    )


def _started(settings: dict[str, Any], text: str) -> Formula:
    """Return the objective with a start at which it has a value. Raises ScenarioError where none has been found."""
    starts = [[start[place % len(start)] for place in range(settings["dim"])] for start in _STARTS]
    for start in starts:
        objective = _objective(settings | {"start": start}, text)
        with np.errstate(all="ignore"):
            loss, slope = objective.function(np.array(start))
        if np.isfinite(loss) and np.isfinite(slope).all():
            return objective
    tried = ", ".join(f"{start[0]:g}" if len(start) == 1 else f"({start[0]:g}, {start[1]:g}, …)" for start in starts)
    message = (
        "has no value, or no gradient, at any of the starts that were tried ({tried}); a file can have its own start"
    )
    raise ScenarioError(text, [Problem("objective.f", Fault(message, tried=tried))])


def _objective(settings: dict[str, Any], text: str) -> Formula:
    """Return the objective of some settings. Raises ScenarioError."""
    faults = Faults()
    objective = faults.build(Formula, settings, "objective")
    if objective is None:
        raise ScenarioError(text, faults.problems)
    return objective


def _lanes(rate: float) -> dict[str, dict[str, str | float]]:
    rates = dict.fromkeys(_SCALED, rate) | dict.fromkeys(_UNSCALED, _OWN_SIZE)
    return {name: {"optimizer": name, "learning_rate": each} for name, each in rates.items()}


def _rate(objective: Formula) -> float:
    """Return half of 1/λmax at the start, rounded down to 1, 2 or 5; there no method diverges at once."""
    known = objective.curvature_range(np.array(objective.start))
    largest = max(map(abs, known)) if known is not None else 0.0
    if not (math.isfinite(largest) and largest > 0):
        return _OWN_SIZE
    largest_rate = min(_SHARE / largest, _SHARE)
    unit = 10.0 ** math.floor(math.log10(largest_rate))
    return max(each * unit for each in _ROUND if each * unit <= largest_rate * (1 + 1e-9))
