"""Edits of a race that stands at a step: each gives a new scenario, the old one stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from optsim.engine.lane import Lane
from optsim.engine.lane_label import Fork
from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import BadValueError, declared
from optsim.faults import Titled
from optsim.scenario import Scenario
from optsim.scenario.lanes.names import fresh_name, name_faults, normal_name


def tuned(scenario: Scenario, name: str, step: int, settings: Mapping[str, Any]) -> Scenario:
    """A lane with other hyper-parameters from a step on. Raises BadValueError for values that cannot work."""
    lane = scenario.lanes[name]
    return _with(scenario, name, lane.edited(step, replace(lane.at(step), **settings)))  # type: ignore[type-var]


def scaled_rate(scenario: Scenario, name: str, step: int, factor: float) -> Scenario:
    """A lane whose learning rate is multiplied from a step on."""
    rate = scenario.lanes[name].at(step).learning_rate * factor
    # three digits are what a person reads: nine times up and nine times down ends where it began
    return tuned(scenario, name, step, {"learning_rate": float(f"{rate:.3g}")})


def forked(scenario: Scenario, name: str, step: int) -> tuple[Scenario, str]:
    """A copy of a lane with all its past, and the copy's name."""
    copy = fresh_name(name, scenario.lanes)
    lane = scenario.lanes[name]._replace(name=copy, fork=Fork(name, step))
    return scenario.with_lanes([*scenario.lanes.values(), lane]), copy


def added(scenario: Scenario, optimizer: Optimizer) -> tuple[Scenario, str]:
    """A new lane from step 0 on, and its name."""
    name = fresh_name(optimizer.name, scenario.lanes)
    return scenario.with_lanes([*scenario.lanes.values(), Lane(name, optimizer)]), name


def deleted(scenario: Scenario, name: str) -> Scenario:
    """The scenario without a lane. Raises BadValueError for the last one."""
    if len(scenario.lanes) == 1:
        raise BadValueError("lanes", "the last lane stays: a race needs at least one")
    return scenario.with_lanes(lane for lane in scenario.lanes.values() if lane.name != name)


def renamed(scenario: Scenario, name: str, new: str) -> Scenario:
    """A lane with another name. Raises BadValueError for a name that cannot be."""
    new = normal_name(new).strip()
    for fault in name_faults(new):
        raise BadValueError("name", fault)
    if new == name:
        return scenario
    if new in scenario.lanes:
        raise BadValueError("name", "there is another lane named {new!r}", new=new)
    changed = scenario.with_lanes(
        lane._replace(fork=lane.fork._replace(lane=new)) if lane.fork is not None and lane.fork.lane == name else lane
        for lane in scenario.lanes.values()
    )
    names = {each: new if each == name else each for each in scenario.lanes}
    texts = {language: each.of_lanes({names[old]: old for old in names}) for language, each in scenario.texts.items()}
    named = _with(changed, name, changed.lanes[name]._replace(name=new))
    return replace(named, view=scenario.view.with_names(names), texts=texts)


def started_at(scenario: Scenario, start: tuple[float, ...]) -> Scenario:
    """The scenario with another start point, of all lanes: also of those that had one of their own.

    Raises BadValueError where the objective has none to choose.
    """
    if "start" not in declared(type(scenario.objective)):
        objective = Titled("objective", scenario.objective.name, scenario.objective.title)
        raise BadValueError("start", "{objective} has no start point to move", objective=objective)
    edited = replace(scenario, objective=replace(scenario.objective, start=start))  # type: ignore[type-var]
    if all(lane.start is None for lane in scenario.lanes.values()):
        return edited
    return edited.with_lanes(lane._replace(start=None) for lane in scenario.lanes.values())


def _with(scenario: Scenario, name: str, lane: Lane) -> Scenario:
    return scenario.with_lanes(lane if each.name == name else each for each in scenario.lanes.values())
