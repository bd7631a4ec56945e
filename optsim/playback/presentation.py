"""Presentation of what is opened: its title, what is to be seen in it, and its first view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from optsim.engine.capabilities.curves import Curves
from optsim.facts import Fact
from optsim.scenario import Scenario
from optsim.scenario.data.facts import DataFact
from optsim.scenario.view import View
from optsim.system.limits import LONGEST_SHOWN, MOST_LINES


class NoDescription(Fact):
    """The scenario does not describe itself."""

    code: ClassVar[str] = "no_description"


class CurvesAlone(Fact):
    """Nothing is known of what made some curves."""

    code: ClassVar[str] = "curves_alone"


class Description(NamedTuple):
    """Description in Markdown, and how many characters more are in the file; `instead` where there is none, why.

    `facts` are told in its place where it is not a person's, each with the name of what it is about.
    """

    text: str = ""
    more: int = 0
    instead: Fact | None = None
    facts: Sequence[tuple[str, Fact]] = ()


@dataclass(frozen=True)
class Presentation:
    """Title and name for files; `describe` and `tell_data` are asked once, when there is time; the first view, and titles of lanes."""

    title: str
    name: str
    describe: Callable[[], Description] = Description
    tell_data: Callable[[], Sequence[DataFact]] = tuple
    view: View = field(default_factory=View)
    lane_titles: Mapping[str, str] = field(default_factory=dict)


def description(scenario: Scenario) -> Description:
    """Return the description; of a very long one the beginning."""
    whole = scenario.description
    shown = "\n".join(whole[:LONGEST_SHOWN].split("\n")[:MOST_LINES])
    return Description(shown, len(whole) - len(shown))


def of_scenario(scenario: Scenario, curves: Curves) -> Presentation:
    """That of a scenario's race."""
    return Presentation(
        title=scenario.title or scenario.name or curves.title,
        name=scenario.name or scenario.title,
        describe=lambda: description(scenario) if scenario.description else Description(instead=NoDescription()),
        tell_data=lambda: _data_facts(scenario),
        view=scenario.view,
        lane_titles={name: lane.title for name, lane in scenario.lanes.items() if lane.title},
    )


def _data_facts(scenario: Scenario) -> Sequence[DataFact]:
    from optsim.scenario.data.findings import data_facts  # noqa: PLC0415 most scenarios have no data

    return data_facts(scenario)


def of_curves(curves: Curves) -> Presentation:
    """That of curves alone."""

    def describe() -> Description:
        return Description(facts=curves.about) if curves.about else Description(instead=CurvesAlone())

    return Presentation(curves.title, curves.title, describe)
