"""The optimizers, one file each; a new file is found by itself."""

from optsim.engine.optimizer import Optimizer
from optsim.registry import Registry

OPTIMIZERS: Registry[Optimizer] = Registry(__name__, Optimizer, "optimizer", "optsim.optimizers")  # type: ignore[type-abstract]
