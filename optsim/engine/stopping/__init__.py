"""The early-stopping rules, one file each; a new file is found by itself."""

from optsim.engine.stopping_rule import StoppingRule
from optsim.registry import Registry

STOPPING_RULES: Registry[StoppingRule] = Registry(
    __name__,
    StoppingRule,  # type: ignore[type-abstract]
    "early-stopping rule",
    "optsim.stopping_rules",
)
