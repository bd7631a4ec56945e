"""Presentation of what is opened: its title, what is to be seen in it, and its first view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from optsim.engine.capabilities.curves import Curves
from optsim.scenario import Scenario
from optsim.scenario.data.words import data_facts
from optsim.scenario.describe import description

#: what is known of the data, by what it is about
DataFacts = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Presentation:
    """Title and name for files; `describe` and `tell_data` are asked once, when there is time; x, y and scale of the chart."""

    title: str
    name: str
    describe: Callable[[], str] = lambda: ""
    tell_data: Callable[[], DataFacts] = tuple
    x: str = "step"
    y: str = "loss"
    log: bool = True


def of_scenario(scenario: Scenario, curves: Curves) -> Presentation:
    """That of a scenario's race."""
    return Presentation(
        title=scenario.title or scenario.name or curves.title,
        name=scenario.name or scenario.title,
        describe=lambda: description(scenario) or "This scenario has no description.",
        tell_data=lambda: data_facts(scenario),
        x=scenario.view.x,
        y=scenario.view.y,
        log=scenario.log_scale,
    )


def of_curves(curves: Curves) -> Presentation:
    """That of curves alone."""
    return Presentation(curves.title, curves.title, lambda: "Curves alone: nothing is known of what made them.")
