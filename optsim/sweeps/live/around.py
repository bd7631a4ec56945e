"""Sweep around a race: what if its learning rates were others?"""

from __future__ import annotations

from contextlib import suppress

from optsim.engine.lane import Lane
from optsim.engine.settings import BadValueError
from optsim.scenario import Scenario
from optsim.scenario.sweep.section import with_value
from optsim.scenario.sweep.targets import settings_of
from optsim.sweeps.api import varied

RATE = "learning_rate"
#: from a tenth to ten times the rate of a lane, in so many values a side, each with so many seeds
FACTOR, A_SIDE, SEEDS = 10.0, 4, 5


def around(scenario: Scenario) -> Scenario:
    """The scenario with a sweep of the learning rate of each lane around its own; what its section says of seeds and goal holds.

    Raises BadValueError where no lane has a rate, ScenarioError where the axes cannot be.
    """
    axes = {
        f"{name}.{RATE}": rates
        for name, lane in scenario.lanes.items()
        if RATE in settings_of(lane, scenario.objective) and len(rates := rates_around(lane)) > 1
    }
    if not axes:
        raise BadValueError("sweep", "no lane here has a learning rate that could be another one")
    seeds = {} if scenario.sweep is not None and "seeds" in scenario.sweep.table else {"seeds": SEEDS}
    return varied(scenario, {**axes, **seeds})


def rates_around(lane: Lane) -> list[float]:
    """The rates around a lane's own that its optimizer can have, in three digits but its own."""
    own = float(getattr(lane.optimizer, RATE))
    factors = (FACTOR ** (number / A_SIDE) for number in range(-A_SIDE, A_SIDE + 1))
    rates = [own if factor == 1 else float(f"{own * factor:.3g}") for factor in factors]
    return [rate for rate in dict.fromkeys(rates) if _can_have(lane, rate)]


def _can_have(lane: Lane, rate: float) -> bool:
    with suppress(BadValueError):
        with_value(lane, RATE, rate)
        return True
    return False
