"""Conditions of a demo: a fact about the race, an operator, a number. They are read, never run."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from optsim.engine.history.quantities import QUANTITIES
from optsim.faults import FaultError, suggestion
from optsim.scenario.fault_facts import too_long
from optsim.scenario.lanes.names import normal_name

#: what is known of a race as a whole, at the step that is shown
RACE_FACTS: Mapping[str, str] = MappingProxyType(
    {
        "step": "the step that is shown",
        "head": "the newest step that is computed",
        "epoch": "passes over the data up to the step that is shown, of the selected lane",
        "running": "how many lanes run",
        "stopped": "how many lanes early stopping has struck",
        "diverged": "how many lanes have diverged",
        "reached": "how many lanes have reached the target loss",
    }
)
#: what is known of a lane besides its quantities, at the step that is shown
_BESIDE: Mapping[str, str] = MappingProxyType(
    {
        "best_loss": "the best one so far of the loss that is watched",
        "rank": "1 for the lane that leads",
    }
)
LONGEST_CONDITION = 200

OPERATORS: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {
        "<=": operator.le,
        ">=": operator.ge,
        "==": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        ">": operator.gt,
    }
)
# a lane's name may hold an operator, too: the last one counts
_FORM = re.compile(r"(?P<name>.*[^<>=!\s])\s*(?P<operator><=|>=|==|!=|<|>)\s*(?P<number>[^<>=!\s][^<>=!]*)", re.DOTALL)
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


class BadConditionError(FaultError):
    """A text that is no condition; the message says why, and what would be one."""


class Condition(NamedTuple):
    """`fact` of the race or of a lane (`lane` empty: of the selected one), compared with a number."""

    fact: str
    lane: str
    operator: str
    number: float

    @property
    def name(self) -> str:
        """The fact as it is written: loss, adam.loss."""
        return f"{self.lane}.{self.fact}" if self.lane else self.fact

    def holds(self, value: float) -> bool:
        """Tell if it is true of a value; of NaN nothing is true but "is another number"."""
        return OPERATORS[self.operator](value, self.number)


def read_condition(text: str) -> Condition:
    """NAME OP NUMBER. Raises BadConditionError."""
    if len(text) > LONGEST_CONDITION:
        raise BadConditionError(too_long(len(text), LONGEST_CONDITION))
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise BadConditionError(
            "must be a name, an operator (< <= > >= == !=) and a number, "
            'for instance "step >= 200" or "adam.loss < 0.1"'
        )
    if not NUMBER.fullmatch(match["number"]) or not math.isfinite(float(match["number"])):
        raise BadConditionError(
            "needs a finite number after {operator}, not {number!r}", operator=match["operator"], number=match["number"]
        )
    fact, lane = subject(match["name"])
    return Condition(fact, lane, match["operator"], float(match["number"]))


def lane_facts() -> tuple[str, ...]:
    """Return what is known of a lane at the step that is shown: all quantities, and what there is besides."""
    return (*QUANTITIES, *_BESIDE)


def subject(name: str) -> tuple[str, str]:
    """Return the fact and the lane of a name. Raises BadConditionError where nothing is called so."""
    lane, dot, fact = name.rpartition(".")
    lane, fact, known_of_lane = normal_name(lane.strip()), fact.strip(), lane_facts()
    if dot and fact in known_of_lane and lane:
        return fact, lane
    if not dot and (fact in RACE_FACTS or fact in known_of_lane):
        return fact, ""
    known = known_of_lane if dot else (*RACE_FACTS, *known_of_lane)
    there = suggestion(fact, known)
    if dot and lane:
        raise BadConditionError(
            "nothing of the lane {lane!r} is called {fact!r}; {suggestion}", lane=lane, fact=fact, suggestion=there
        )
    raise BadConditionError("nothing is called {name!r}; {suggestion}", name=fact, suggestion=there)
