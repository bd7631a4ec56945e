"""The learning-rate schedules, one file each; a new file is found by itself."""

from optsim.engine.schedule import Schedule
from optsim.registry import Registry

SCHEDULES: Registry[Schedule] = Registry(__name__, Schedule, "schedule", "optsim.schedules")  # type: ignore[type-abstract]
