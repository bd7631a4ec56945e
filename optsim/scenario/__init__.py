"""Scenarios: TOML in, a checked description of a race out, with every problem told at once.

Names are loaded when they are first used: where the bundled scenarios are must be known before anything else is loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optsim.scenario.bundled import names
    from optsim.scenario.find import load
    from optsim.scenario.problems import Problem, ScenarioError
    from optsim.scenario.scenario import Scenario
    from optsim.scenario.view import View

__all__ = ["Problem", "Scenario", "ScenarioError", "View", "load", "names"]

if not TYPE_CHECKING:
    _HOMES = {
        "Problem": "problems",
        "Scenario": "scenario",
        "ScenarioError": "problems",
        "View": "view",
        "load": "find",
        "names": "bundled",
    }

    def __getattr__(name: str) -> object:
        """A public name, loaded when it is first used."""
        if name not in _HOMES:
            raise AttributeError(f"module 'optsim.scenario' has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f"optsim.scenario.{_HOMES[name]}"), name)
        return value
