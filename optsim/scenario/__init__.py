"""Scenarios: TOML in, a checked description of a race out, with every problem told at once."""

from optsim.scenario.find import load
from optsim.scenario.problems import Problem, ScenarioError
from optsim.scenario.scenario import Scenario, View
from optsim.shipped import names

__all__ = ["Problem", "Scenario", "ScenarioError", "View", "load", "names"]
