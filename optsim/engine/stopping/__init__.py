"""The early-stopping rules, one file each; a new file is found by itself."""

from optsim.engine.registry import Registry
from optsim.engine.rule import StoppingRule

STOPPING_RULES: Registry[StoppingRule] = Registry(__name__, StoppingRule, "early-stopping rule")  # type: ignore[type-abstract]
