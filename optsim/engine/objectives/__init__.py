"""The objectives, one file each; a new file is found by itself."""

from optsim.engine.objective import Objective
from optsim.registry import Registry

OBJECTIVES: Registry[Objective] = Registry(__name__, Objective, "objective", "optsim.objectives")  # type: ignore[type-abstract]
