"""From the tables of a scenario file to a Scenario, with all faults told at once."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from optsim.engine.data import Data
from optsim.engine.fields import Array, Declared, Setting
from optsim.engine.lane import Lane
from optsim.engine.objective import Objective
from optsim.engine.objectives import OBJECTIVES
from optsim.engine.optimizer import Optimizer
from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.registry import Registry
from optsim.engine.rule import StoppingRule
from optsim.engine.schedule import Schedule
from optsim.engine.schedules import SCHEDULES
from optsim.engine.stopping import STOPPING_RULES
from optsim.scenario.problems import ScenarioError
from optsim.scenario.scenario import Scenario, View
from optsim.scenario.tables import Faults

T = TypeVar("T")

_SECTIONS = ("title", "description", "objective", "budget", "early_stopping", "lanes", "view")
_LONGEST_NAME = 20


def scenario_from(table: Mapping[str, Any], *, source: str, name: str = "", folder: Path | None = None) -> Scenario:
    """A scenario from tables; data files are looked for in `folder`. Raises ScenarioError with all problems."""
    faults = Faults()
    faults.unknown_keys(table, _SECTIONS, "")
    title, description = _text(table, "title", faults), _text(table, "description", faults)
    objective = _objective(table, faults, folder)
    lanes = _lanes(table, faults)
    budget = _budget(table, faults, objective)
    rules = _early_stopping(table, faults, objective)
    view = _view(table, faults, objective)
    if faults.found or objective is None:
        raise ScenarioError(source, faults.found)
    return Scenario(
        objective=objective,
        lanes=lanes,
        early_stopping=rules,
        view=view,
        title=title,
        description=description,
        name=name,
        **budget,
    )


def _text(table: Mapping[str, Any], key: str, faults: Faults) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        faults.add(key, "must be a text")
        return ""
    return value.strip()


def _class(registry: Registry[T], value: object, key: str, faults: Faults) -> type[T] | None:
    """The class that a name (or a class from Python) stands for."""
    if isinstance(value, type) and issubclass(value, registry.base):
        return value
    if isinstance(value, str) and value in registry:
        return registry[value]
    if value is None:
        faults.add(key, f"is missing; there are: {', '.join(registry)}")
    elif isinstance(value, str):
        faults.add(key, f"no {registry.kind} is named {value!r}; {registry.suggest(value)}")
    else:
        faults.add(key, f"must be the name of an {registry.kind}, not {value!r}")
    return None


def _without(table: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in table.items() if key not in keys}


def _objective(table: Mapping[str, Any], faults: Faults, folder: Path | None) -> Objective | None:
    value = table.get("objective")
    if isinstance(value, Objective):
        return value
    if isinstance(value, type):
        value = {"kind": value}
    if value is None:
        faults.add("objective", f"is missing: a table [objective] with kind = one of {', '.join(OBJECTIVES)}")
        return None
    section = faults.table(value, "objective")
    if section is None:
        return None
    cls = _class(OBJECTIVES, section.get("kind"), "objective.kind", faults)
    if cls is None:
        return None
    before = len(faults.found)
    ready: dict[str, Any] = {}
    if "data" in section and "data" in getattr(cls, "__dataclass_fields__", {}):
        ready["data"] = _data(section["data"], faults, folder)
    built = faults.build(cls, _without(section, "kind", *ready), "objective", ready) if _all_made(ready) else None
    if not _all_made(ready) and len(faults.found) > before:
        # the other keys are still checked, against default data
        faults.build(cls, _without(section, "kind", "data", "batch_size"), "objective", {"data": Data()})
    return built


def _all_made(ready: Mapping[str, Any]) -> bool:
    return all(value is not None for value in ready.values())


def _data(value: object, faults: Faults, folder: Path | None) -> Data | None:
    if isinstance(value, Data):
        return value
    section = faults.table(value, "objective.data")
    if section is None:
        return None
    if "path" not in section:
        return faults.build(Data, _without(section, "table"), "objective.data", {"table": None})
    for key in ("kind", "examples", "noise"):
        if key in section:
            faults.add(f"objective.data.{key}", "has no meaning together with path: the file says it")
    table = _read_table(section["path"], faults, folder)
    if table is None:
        return None
    return faults.build(Data, _without(section, "path", "kind"), "objective.data", {"kind": "table", "table": table})


def _read_table(path: object, faults: Faults, folder: Path | None) -> Array | None:
    """The numbers of a CSV file, with or without a line of names."""
    key = "objective.data.path"
    if not isinstance(path, str):
        faults.add(key, "must be the path of a CSV file")
        return None
    file = (folder or Path()) / path
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            rows = [row for row in csv.reader(lines) if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        faults.add(key, f"cannot be read: {file}: {getattr(error, 'strerror', None) or error}")
        return None
    named = bool(rows) and not all(map(_is_number, rows[0]))
    numbers = rows[1:] if named else rows
    for line, row in enumerate(numbers, start=2 if named else 1):
        if len(row) != len(rows[0]) or not all(map(_is_number, row)):
            faults.add(key, f"{file}, line {line}: must be {len(rows[0])} numbers, not {','.join(row)[:40]!r}")
            return None
    return np.array(numbers, dtype=np.float64).reshape(len(numbers), -1)


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _lanes(table: Mapping[str, Any], faults: Faults) -> dict[str, Lane]:
    section = faults.table(table.get("lanes", {}), "lanes")
    if section is None:
        return {}
    if not section:
        faults.add("lanes", 'there is none; add for instance [lanes.adam] with optimizer = "adam"')
    lanes = {}
    for name, value in section.items():
        at = f"lanes.{name}"
        if not str(name).strip():
            faults.add(at, "a lane needs a name that can be seen")
        if len(str(name)) > _LONGEST_NAME:
            faults.add(at, f"a name has at most {_LONGEST_NAME} characters, this one has {len(str(name))}")
        lane = _lane(str(name), value, at, faults)
        if lane is not None:
            lanes[lane.name] = lane
    return lanes


def _lane(name: str, value: object, at: str, faults: Faults) -> Lane | None:
    if isinstance(value, Optimizer):
        return Lane(name, value)
    if isinstance(value, Lane):
        return replace(value, name=name)
    if isinstance(value, type):
        value = {"optimizer": value}
    section = faults.table(value, at)
    if section is None:
        return None
    if isinstance(section.get("optimizer"), Optimizer):
        faults.unknown_keys(section, ("optimizer", "schedule"), at)
        optimizer: Optimizer | None = section["optimizer"]
    else:
        cls = _class(OPTIMIZERS, section.get("optimizer"), f"{at}.optimizer", faults)
        optimizer = faults.build(cls, _without(section, "optimizer", "schedule"), at) if cls else None
    schedule = _schedule(section["schedule"], f"{at}.schedule", faults) if "schedule" in section else None
    return Lane(name, optimizer, schedule) if optimizer is not None else None


def _schedule(value: object, at: str, faults: Faults) -> Schedule | None:
    if isinstance(value, Schedule):
        return value
    section = faults.table(value, at)
    if section is None:
        return None
    cls = _class(SCHEDULES, section.get("kind"), f"{at}.kind", faults)
    return faults.build(cls, _without(section, "kind"), at) if cls else None


_BUDGET = {
    "steps": Declared("steps", int, False, None, Setting(help="updates", least=1)),
    "epochs": Declared("epochs", int, False, None, Setting(help="passes over the data", least=1)),
    "seed": Declared("seed", int, False, None, Setting(help="the seed of all randomness", least=0, below=2**64)),
    "target_loss": Declared("target_loss", float, False, None, Setting(help="a lane ends when its loss is this low")),
}


def _budget(table: Mapping[str, Any], faults: Faults, objective: Objective | None) -> dict[str, Any]:
    section = faults.table(table.get("budget", {}), "budget")
    if section is None:
        return {}
    faults.unknown_keys(section, _BUDGET, "budget")
    before = len(faults.found)
    budget = {
        key: faults.value(setting, section[key], f"budget.{key}") for key, setting in _BUDGET.items() if key in section
    }
    if len(faults.found) > before:
        return {}
    if ("steps" in budget) == ("epochs" in budget):
        faults.add("budget", "give either steps or epochs, for instance steps = 400")
    epochs = budget.pop("epochs", None)
    if epochs is not None and objective is not None:
        if not objective.has_data:
            faults.add("budget.epochs", f"a {type(objective).name} objective has no data and so no epochs; use steps")
        budget["steps"] = epochs * objective.steps_per_epoch
    return budget


def _early_stopping(table: Mapping[str, Any], faults: Faults, objective: Objective | None) -> tuple[StoppingRule, ...]:
    value = table.get("early_stopping", [])
    sections = value if isinstance(value, list | tuple) else [value]
    rules = []
    for number, section in enumerate(sections, start=1):
        at = "early_stopping" if len(sections) == 1 else f"early_stopping[{number}]"
        rule = section if isinstance(section, StoppingRule) else _rule(section, at, faults, objective)
        if rule is None:
            continue
        if objective is not None and rule.monitor == "validation_loss" and not objective.has_validation:
            faults.add(f"{at}.monitor", 'is "validation_loss", but nothing is held out here; use monitor = "loss"')
        rules.append(rule)
    return tuple(rules)


def _rule(value: object, at: str, faults: Faults, objective: Objective | None) -> StoppingRule | None:
    section = faults.table(value, at)
    if section is None:
        return None
    cls = _class(STOPPING_RULES, section.get("rule", "patience"), f"{at}.rule", faults)
    if cls is None:
        return None
    settings = _without(section, "rule")
    if objective is not None and not objective.has_validation:
        settings.setdefault("monitor", "loss")
    return faults.build(cls, settings, at)


def _view(table: Mapping[str, Any], faults: Faults, objective: Objective | None) -> View:
    section = table.get("view", {})
    if isinstance(section, View):
        return section
    section = faults.table(section, "view")
    view = faults.build(View, section, "view") if section is not None else None
    if view is not None and objective is not None:
        if view.x in ("epoch", "examples") and not objective.has_data:
            faults.add("view.x", f'is "{view.x}", but there is no data; use "step" or "evaluations"')
        if view.y == "validation_loss" and not objective.has_validation:
            faults.add("view.y", 'is "validation_loss", but nothing is held out here')
    return view or View()
