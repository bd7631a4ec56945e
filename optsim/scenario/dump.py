"""Writes a scenario as the files that load to it: what `load` reads, in the other direction."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import is_dataclass, replace
from typing import Any

import numpy as np
import tomli_w

from optsim.engine.data import Data
from optsim.engine.fields import Array, declared
from optsim.engine.lane import Lane
from optsim.scenario.demo import Demo
from optsim.scenario.scenario import Scenario

_Said = Callable[[object], dict[str, Any]]


def scenario_files(scenario: Scenario, stem: str, *, seed: int | None = None) -> dict[str, str]:
    """The texts of `stem`.toml and, where it learns from a table, of `stem`-data.csv beside it, by file name.

    Settings at their default are left out; numbers have all their digits. `seed` takes the place of the scenario's own.
    Raises ValueError for an objective, optimizer, schedule or rule without a name: a file cannot name it.
    """
    document, tables = _document(scenario, f"{stem}-data.csv", _told)
    if seed is not None:
        document["budget"]["seed"] = seed
    if scenario.demo is not None:
        document["demo"] = _demo(scenario.demo)
    return {f"{stem}.toml": tomli_w.dumps(document, multiline_strings=True), **tables}


def resolved(scenario: Scenario) -> tuple[dict[str, Any], dict[str, str]]:
    """The tables of a scenario file that says every setting, defaults too, and the texts of the data files that it names.

    All that a race is made of; a demo is not.
    Raises ValueError for an objective, optimizer, schedule or rule without a name.
    """
    return _document(scenario, "data.csv", _all)


def _document(scenario: Scenario, data_file: str, settings: _Said) -> tuple[dict[str, Any], dict[str, str]]:
    """The tables and the data files; `settings` picks of an instance what is said."""
    objective, tables = _objective(scenario, data_file, settings)
    top = {key: text for key in ("title", "description") if (text := getattr(scenario, key))}
    if scenario.numerics != "fast":
        top["numerics"] = scenario.numerics
    budget: dict[str, Any] = {"steps": scenario.steps, "seed": scenario.seed}
    if scenario.target_loss is not None:
        budget["target_loss"] = float(scenario.target_loss)
    document = {**top, "objective": objective, "budget": budget}
    rules = [{"rule": _name(rule), **_all(rule)} for rule in scenario.early_stopping]
    if rules:
        document["early_stopping"] = rules[0] if len(rules) == 1 else rules
    document["lanes"] = {name: _lane(lane, settings) for name, lane in scenario.lanes.items()}
    if view := settings(scenario.view):
        document["view"] = view
    return document, tables


def _objective(scenario: Scenario, data_file: str, settings: _Said) -> tuple[dict[str, Any], dict[str, str]]:
    """The table, and the files that it names."""
    said = settings(scenario.objective)
    data, tables = said.pop("data", None), {}
    table = {"kind": _name(scenario.objective), **said}
    if isinstance(data, Data):
        section = settings(data)
        if data.table is not None:
            # the file says the rest
            section = {"path": data_file, **{key: section[key] for key in section if key == "validation"}}
            tables[data_file] = _csv(data.table)
        table["data"] = section
    return table, tables


def _lane(lane: Lane, settings: _Said) -> dict[str, Any]:
    table = {"optimizer": _name(lane.optimizer), **settings(lane.optimizer)}
    # what a reader wants to see first, also where it is the default
    table = {"optimizer": table.pop("optimizer"), "learning_rate": lane.optimizer.learning_rate, **table}
    if lane.schedule is not None:
        table["schedule"] = {"kind": _name(lane.schedule), **settings(lane.schedule)}
    if lane.fork is not None:
        table["fork"] = {"lane": lane.fork.lane, "step": lane.fork.step}
    if lane.edits:
        table["edits"] = list(_edits(lane))
    return table


def _demo(demo: Demo) -> dict[str, Any]:
    acts = [{act.verb: _plain(act.value)} for act in demo.do]
    return {**_told(replace(demo, do=())), "do": acts}


def _edits(lane: Lane) -> Iterable[dict[str, Any]]:
    """Each edit with what it changes."""
    before = lane.optimizer
    for step, optimizer in lane.edits:
        old, new = _all(before), _all(optimizer)
        yield {"step": step, **{key: value for key, value in new.items() if value != old[key]}}
        before = optimizer


def _told(instance: object) -> dict[str, Any]:
    """The declared settings that a file has to say: those that are not at their default."""
    known = declared(type(instance))
    return {
        name: value
        for name, value in _all(instance).items()
        if known[name].required or not _same(getattr(instance, name), known[name].default)
    }


def _all(instance: object) -> dict[str, Any]:
    """The declared settings that are set."""
    values = ((name, getattr(instance, name)) for name in declared(type(instance)))
    return {name: _plain(value) for name, value in values if value is not None}


def _same(value: Any, default: Any) -> bool:
    return isinstance(value, type(default)) and not isinstance(value, np.ndarray | Data) and bool(value == default)


def _plain(value: Any) -> Any:
    """A value as TOML has it."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        return value.item()
    return value


def _name(instance: Any) -> str:
    name = getattr(type(instance), "name", "")
    if not name or not is_dataclass(instance):
        raise ValueError(f"{type(instance).__name__} has no name that a scenario file could give")
    return str(name)


def _csv(table: Array) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table.tolist())
    return text.getvalue()
