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
        faults.add("objective", f"has {dim:,} parameters, and at most {MOST_PARAMS:,} can race")
        return
    at_once = numbers_of_lane(objective)
    if lanes * at_once > MOST_NUMBERS:
        all_lanes = f"{lanes} lanes with {at_once:,} numbers each"
        faults.add("objective", f"is too large: {all_lanes}, and there is room for {MOST_NUMBERS:,} in all")


def numbers_of_lane(objective: Objective) -> int:
    """Return how many numbers a lane has at once in a step: parameters, or units at examples."""
    data = getattr(objective, "data", None)
    if not isinstance(data, Data):
        return objective.dim
    return max(objective.dim, data.total * max(data.inputs, *getattr(objective, "hidden", ()), 1))
