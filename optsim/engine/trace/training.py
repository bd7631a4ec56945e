"""The eight steps of training, told with the values of one step by the very code that computes them.

An objective whose `evaluate` takes `report` passes its intermediate values to it, if there is one. While a race runs there
is none.
"""

from __future__ import annotations

import inspect
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from optsim.engine.numerics.numerics import FAST
from optsim.engine.settings import Array

if TYPE_CHECKING:
    from optsim.engine.objective import Objective


class Stage(Enum):
    """The steps of training, in the article's order and words."""

    ARCHITECTURE = "architecture"
    INPUT = "input"
    HIDDEN = "hidden layers"
    OUTPUT = "output"
    ERROR = "error"
    BACK = "back-propagation"
    UPDATE = "weight update"
    BEST = "best model"

    @property
    def number(self) -> int:
        """Which of the eight it is, from 1."""
        return list(Stage).index(self) + 1


class Line(NamedTuple):
    """One line: the step of training, a formula, and its value for one lane, of any shape."""

    stage: Stage
    formula: str
    value: Array

    @property
    def norm(self) -> float:
        """Euclidean norm of all entries; of a single number the number itself."""
        return float(FAST.row_norm(self.value.reshape(-1))) if self.value.ndim else float(self.value)


class Report(Protocol):
    """What an objective reports its values to."""

    def __call__(self, stage: Stage, formula: str, value: Array) -> None:
        """Take note of a value, which has the leading axes of the parameters."""


def explain_training(objective: Objective, params: Array, sample: Any) -> list[Line]:
    """What an objective does with the parameters (1, dim) of one lane to get their gradient; nothing if it does not report."""
    if "report" not in inspect.signature(objective.evaluate).parameters:
        return []
    lines: list[Line] = []

    def report(stage: Stage, formula: str, value: Array) -> None:
        lines.append(Line(stage, formula, value[0]))

    objective.evaluate(params, sample, report=report)  # type: ignore[call-arg]
    return lines
