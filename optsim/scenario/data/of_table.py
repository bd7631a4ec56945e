"""Scenario of a table that stands in place of a file: the usual optimizers train a small network on its last column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from optsim.scenario.problems import ScenarioError
from optsim.scenario.scenario import Scenario

#: a network for a target of numbers, and one for a target of texts, each of which is a class
_KINDS = ("mlp", "classifier")
_HIDDEN, _BATCH, _STEPS, _VALIDATION = [16], 16, 1000, 0.25
#: all but momentum and NAG, which have the same effective rate as SGD; gd is left out, which reads the whole table at each step
_RATES = {"sgd": 0.05, "momentum": 0.005, "nag": 0.005, "adagrad": 0.05, "rmsprop": 0.005, "adam": 0.005}


def scenario_of(path: Path) -> Scenario:
    """Return the race on a table. Raises ScenarioError where nothing can be learned from it."""
    faults = []
    for kind in _KINDS:
        try:
            return Scenario.from_dict(_tables(kind, path), source=str(path), name=path.stem, files=path.parent)
        except ScenarioError as error:
            faults.append(error)
    # of a target of texts the second says what is wrong beside that
    raise faults[0]


def _tables(kind: str, path: Path) -> dict[str, Any]:
    return {
        "title": path.name,
        "objective": {
            "kind": kind,
            "hidden": _HIDDEN,
            "batch_size": _BATCH,
            "data": {"path": path.name, "validation": _VALIDATION},
        },
        "budget": {"steps": _STEPS},
        "lanes": {name: {"optimizer": name, "learning_rate": rate} for name, rate in _RATES.items()},
    }
