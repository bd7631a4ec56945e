"""The public names, all in one place; `import optsim` offers them and loads them when one is first used."""

from __future__ import annotations

from optsim.api.notebook_player import NotebookPlayer, player
from optsim.api.result import Result
from optsim.api.run import run
from optsim.api.seeds_result import LaneOverSeeds, SeedsResult
from optsim.api.show import NoTerminalError, show
from optsim.api.sweep_result import SweepResult, sweep
from optsim.engine.capabilities.states import Run
from optsim.engine.objective import Objective
from optsim.engine.objectives import OBJECTIVES
from optsim.engine.optimizer import Optimizer
from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.race import Race
from optsim.engine.result import RunResult
from optsim.engine.schedules import SCHEDULES
from optsim.engine.settings import Array, BadValueError, LearningRate, Setting
from optsim.engine.status import Status
from optsim.engine.stopping import STOPPING_RULES
from optsim.scenario import Scenario, ScenarioError, load
from optsim.sweeps.api import compare
from optsim.system.optional_library import MissingLibraryError

__all__ = [
    "OBJECTIVES",
    "OPTIMIZERS",
    "SCHEDULES",
    "STOPPING_RULES",
    "Array",
    "BadValueError",
    "LaneOverSeeds",
    "LearningRate",
    "MissingLibraryError",
    "NoTerminalError",
    "NotebookPlayer",
    "Objective",
    "Optimizer",
    "Race",
    "Result",
    "Run",
    "RunResult",
    "Scenario",
    "ScenarioError",
    "SeedsResult",
    "Setting",
    "Status",
    "SweepResult",
    "compare",
    "load",
    "player",
    "run",
    "show",
    "sweep",
]
