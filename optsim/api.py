"""The public names, all in one place; `import optsim` offers them and loads them when one is first used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from optsim.engine.capabilities.states import Run
from optsim.engine.objective import Objective
from optsim.engine.objectives import OBJECTIVES
from optsim.engine.optimizer import Optimizer
from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.race import Race
from optsim.engine.result import RunResult
from optsim.engine.schedules import SCHEDULES
from optsim.engine.status import Status
from optsim.engine.stopping import STOPPING_RULES
from optsim.scenario import Scenario, ScenarioError, load
from optsim.sweeps.api import compare, sweep
from optsim.sweeps.result import SweepResult

__all__ = [
    "OBJECTIVES",
    "OPTIMIZERS",
    "SCHEDULES",
    "STOPPING_RULES",
    "Objective",
    "Optimizer",
    "Race",
    "Run",
    "RunResult",
    "Scenario",
    "ScenarioError",
    "Status",
    "SweepResult",
    "compare",
    "load",
    "run",
    "sweep",
]


def run(
    scenario: Scenario | str | Path | Mapping[str, Any],
    *,
    steps: int | None = None,
    seed: int | None = None,
    params: bool = False,
) -> dict[str, RunResult]:
    """Run a scenario to its end and return what every lane measured, by lane name.

    `scenario` is one, its name, its file, or its tables as a dict. `params` also keeps the parameters of every step. Raises
    ScenarioError for a scenario that cannot be used, BadValueError for steps or a seed that cannot.
    """
    if isinstance(scenario, Mapping):
        scenario = Scenario.from_dict(scenario)
    elif not isinstance(scenario, Scenario):
        scenario = load(scenario)
    race = scenario.race(seed=seed, steps=steps, keep_params=params)
    race.advance(race.budget)
    return race.result()
