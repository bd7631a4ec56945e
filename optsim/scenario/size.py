"""Objectives that are too large to race."""

from __future__ import annotations

from optsim.engine.data.examples import Data
from optsim.engine.objective import Objective
from optsim.scenario.tables import Faults
from optsim.system.limits import MOST_NUMBERS, MOST_PARAMS


def check_size(objective: Objective, lanes: int, faults: Faults) -> None:
    """Note an objective of which nobody could wait for a step, or that would not fit into memory."""
    dim = objective.dim
    if dim > MOST_PARAMS:
        faults.add("objective", "has {dim:,} parameters, and at most {most:,} can race", dim=dim, most=MOST_PARAMS)
        return
    at_once = numbers_of_lane(objective)
    if lanes * at_once > MOST_NUMBERS:
        message = "is too large: {lanes} lanes with {each:,} numbers each, and there is room for {most:,} in all"
        faults.add("objective", message, lanes=lanes, each=at_once, most=MOST_NUMBERS)


def numbers_of_lane(objective: Objective) -> int:
    """Return how many numbers a lane has at once in a step: parameters, or units at examples."""
    data = getattr(objective, "data", None)
    if not isinstance(data, Data):
        return objective.dim
    return max(objective.dim, data.total * max(data.inputs, *getattr(objective, "hidden", ()), 1))
