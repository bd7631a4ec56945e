"""Labels of codes: statuses and units."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "status.running": "running",
        "status.out_of_steps": "out of steps",
        "status.target_reached": "target reached",
        "status.stopped_early": "stopped early",
        "status.diverged": "diverged",
        "unit.epoch": "epoch",
        "unit.step": "step",
        "unit.evaluations": "evaluations",
        "unit.examples": "examples",
        "units.epoch": "epochs",
        "units.step": "steps",
    }
)
