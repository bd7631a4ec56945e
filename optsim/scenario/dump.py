"""Writes a scenario as the files that load to it: what `load` reads, in the other direction."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import is_dataclass, replace
from typing import Any

import numpy as np
import tomli_w

from optsim.engine.data.examples import Data
from optsim.engine.lane import Lane
from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array, Setting, declared
from optsim.scenario.demo.demo import Demo
from optsim.scenario.lanes.schedules import schedule_table
from optsim.scenario.scenario import Scenario

_PLAIN = Setting(help="")
_Stated = Callable[[object], dict[str, Any]]
_Named = Callable[[Data], Sequence[str]]


def scenario_files(scenario: Scenario, stem: str, *, seed: int | None = None) -> dict[str, str]:
    """The texts of `stem`.toml and, where it learns from a table, of `stem`-data.csv beside it, by file name.

    Settings at their default are left out; numbers have all their digits. `seed` takes the place of the scenario's own.
    Raises ValueError for an objective, optimizer, schedule or rule without a name: a file cannot name it.
    """
    document, tables = _document(scenario, f"{stem}-data.csv", _stated, _named)
    if seed is not None:
        document["budget"]["seed"] = seed
    document = {**scenario.listing.tables(), **document}
    if scenario.demo is not None:
        document["demo"] = _demo(scenario.demo)
    if texts := {language: each.table() for language, each in scenario.texts.items()}:
        document["text"] = texts
    sweep = "" if scenario.sweep is None or not scenario.sweep.table else _sweep(scenario.sweep.table)
    return {f"{stem}.toml": tomli_w.dumps(document, multiline_strings=True) + sweep, **tables}


def resolved(scenario: Scenario) -> tuple[dict[str, Any], dict[str, str]]:
    """The tables of a scenario file that says every setting, defaults too, and the texts of the data files that it names.

    All that a race is made of; a demo is not, nor where it is offered, nor what it is called in other languages.
    Raises ValueError for an objective, optimizer, schedule or rule without a name.
    """
    return _document(scenario, "data.csv", _all, _bare)


def _document(
    scenario: Scenario, data_file: str, settings: _Stated, named: _Named
) -> tuple[dict[str, Any], dict[str, str]]:
    """The tables and the data files; `settings` picks of an instance what is said, `named` of data the names of columns."""
    objective, tables = _objective(scenario, data_file, settings, named)
    top = {key: text for key in ("title", "description") if (text := getattr(scenario, key))}
    if scenario.numerics != "fast":
        top["numerics"] = scenario.numerics
    budget: dict[str, Any] = {**_length(scenario), "seed": scenario.seed}
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


def _sweep(table: Mapping[str, Any]) -> str:
    """The section of a sweep: ranges in braces, since a table of their own would come after all lists, and axes have an order."""
    lines = ["", "[sweep]"]
    for key, value in table.items():
        if isinstance(value, Mapping):
            name, _, _ = tomli_w.dumps({key: 0}).rpartition(" = ")
            inner = ", ".join(tomli_w.dumps({end: _plain(each)}).strip() for end, each in value.items())
            lines.append(f"{name} = {{ {inner} }}")
        else:
            lines.append(tomli_w.dumps({key: _plain(value)}).strip())
    return "\n".join([*lines, ""])


def _length(scenario: Scenario) -> dict[str, int]:
    """Epochs where they are of several lengths, else steps."""
    if scenario.sweep is not None and scenario.sweep.epochs is not None:
        return {"epochs": scenario.sweep.epochs}
    several = any(lane.batch_size is not None for lane in scenario.lanes.values())
    return {"steps": scenario.steps} if scenario.epochs is None or not several else {"epochs": scenario.epochs}


def _objective(
    scenario: Scenario, data_file: str, settings: _Stated, named: _Named
) -> tuple[dict[str, Any], dict[str, str]]:
    """The table, and the files that it names."""
    stated = settings(scenario.objective)
    data, tables = stated.pop("data", None), {}
    table = {"kind": _name(scenario.objective), **stated}
    if isinstance(data, Data):
        stated = settings(data)
        if data.table is None:
            table["data"] = {key: stated[key] for key in stated if key in data.drawn}
        else:
            names = named(data)
            table["data"] = {"path": data_file, **_of_a_table(data, stated, names)}
            tables[data_file] = _csv(data.table, names)
    return table, tables


def _of_a_table(data: Data, stated: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """The settings of examples from a file, which says the rest: the fewest with which it means the same."""
    section = {key: stated[key] for key in stated if key == "validation"}
    if "labels" in stated:
        section["labels"] = stated["labels"]
    if data.missing == "mean":
        section["missing"] = "mean"
    if names or data.missing == "mean":
        # names that are numbers, and a first row with holes, might be taken for one another
        section["header"] = bool(names)
    if "constants" in stated and data.constants_matter:
        section["constants"] = stated["constants"]
    return section


def _named(data: Data) -> Sequence[str]:
    """The names of the columns."""
    return data.names


def _bare(data: Data) -> Sequence[str]:  # noqa: ARG001 as the other
    """No names: a recording has numbers alone."""
    return ()


def _lane(lane: Lane, settings: _Stated) -> dict[str, Any]:
    table = {"optimizer": _name(lane.optimizer), **_in_use(lane.optimizer, settings(lane.optimizer))}
    # what a reader wants to see first, also where it is the default
    table = {"optimizer": table.pop("optimizer"), "learning_rate": lane.optimizer.learning_rate, **table}
    own = {key: getattr(lane, key) for key in ("title", "batch_size", "start")}
    table |= {key: _plain(value) for key, value in own.items() if value not in (None, "")}
    if lane.schedule is not None:
        table["schedule"] = schedule_table(lane.schedule, _name, settings)
    if lane.fork is not None:
        table["fork"] = {"lane": lane.fork.lane, "step": lane.fork.step}
    if lane.edits:
        table["edits"] = list(_edits(lane))
    return table


def _in_use(optimizer: Optimizer, stated: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of an optimizer, but for what many have and what does nothing: that is its default anyway.

    So a file that is older than a setting of that kind says the same.
    """
    known = declared(type(optimizer))
    return {
        key: value
        for key, value in stated.items()
        if optimizer.in_use(key) or value != known[key].default or not (known[key].setting or _PLAIN).common
    }


def _demo(demo: Demo) -> dict[str, Any]:
    acts = [{act.verb: _plain(act.value), **({} if act.rest is None else {"rest": act.rest})} for act in demo.do]
    return {**_stated(replace(demo, do=())), "do": acts}


def _edits(lane: Lane) -> Iterable[dict[str, Any]]:
    """Each edit with what it changes."""
    before = lane.optimizer
    for step, optimizer in lane.edits:
        old, new = _all(before), _all(optimizer)
        yield {"step": step, **{key: value for key, value in new.items() if value != old[key]}}
        before = optimizer


def _stated(instance: object) -> dict[str, Any]:
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
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, np.generic):
        return value.item()
    return value


def _name(instance: Any) -> str:
    name = getattr(type(instance), "name", "")
    if not name or not is_dataclass(instance):
        raise ValueError(f"{type(instance).__name__} has no name that a scenario file could give")
    return str(name)


def _csv(table: Array, names: Sequence[str]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    if names:
        rows.writerow(names)
    rows.writerows(["" if value != value else value for value in row] for row in table.tolist())  # noqa: PLR0124 a hole is NaN
    return text.getvalue()
