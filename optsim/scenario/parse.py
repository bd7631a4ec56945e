"""From the tables of a scenario file to a Scenario, with all faults told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from optsim.engine.data.examples import Data
from optsim.engine.lane import Lane
from optsim.engine.objective import Objective
from optsim.engine.objectives import OBJECTIVES
from optsim.engine.optimizer import Optimizer
from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.schedule import Schedule
from optsim.engine.schedules import SCHEDULES
from optsim.engine.settings import Declared, Setting, declared
from optsim.engine.setup import lane_faults, steps_of
from optsim.engine.stopping import STOPPING_RULES
from optsim.engine.stopping_rule import StoppingRule
from optsim.registry import Registry
from optsim.scenario.data.choice import DataKeys
from optsim.scenario.data.reading import DataReading
from optsim.scenario.data_file import Files, read_data_file
from optsim.scenario.demo_section import demo_of
from optsim.scenario.edits import edited_lane, fork_of
from optsim.scenario.lane_names import control_character, name_faults, normal_name
from optsim.scenario.lane_settings import own_of_lane
from optsim.scenario.problems import ScenarioError
from optsim.scenario.scenario import Scenario, View
from optsim.scenario.size import check_size
from optsim.scenario.tables import Faults, TooManyFaultsError, join
from optsim.suggest import nearest
from optsim.system.limits import LARGEST_SEED, MOST_LANES, MOST_RULES, MOST_STEPS, shape_faults

T = TypeVar("T")

_SECTIONS = ("title", "description", "numerics", "objective", "budget", "early_stopping", "lanes", "view", "demo")
#: settings of data that no scenario file has without a path
_FROM_A_FILE = {"table": None, "names": (), "missing": "drop", "constants": "zero"}
_OF_A_LANE = ("optimizer", "as", "title", "batch_size", "start", "schedule", "edits", "fork")


def scenario_from(table: Mapping[str, Any], *, source: str, name: str = "", files: Files = None) -> Scenario:
    """A scenario from tables; data files are looked for among `files`. Raises ScenarioError with all problems."""
    faults = Faults()
    try:
        for key, fault in shape_faults(table):
            faults.add(key, fault)
        found = None if faults.found else _scenario(table, name, files, faults)
    except TooManyFaultsError:
        found = None
    if found is None:
        raise ScenarioError(source, faults.found)
    return found


def _scenario(table: Mapping[str, Any], name: str, files: Files, faults: Faults) -> Scenario | None:
    """The scenario; None where there are problems, which are noted."""
    faults.unknown_keys(table, _SECTIONS, "")
    title, description = _text(table, "title", faults), _text(table, "description", faults)
    numerics = faults.value(declared(Scenario)["numerics"], table.get("numerics", "fast"), "numerics")
    objective, reading = _objective(table, faults, files)
    traits = _traits(table, objective)
    lanes = _lanes(table, faults, objective)
    budget = _budget(table, faults, traits, lanes)
    rules = _early_stopping(table, faults, traits)
    view = _view(table, faults, traits)
    demo = demo_of(table["demo"], "demo", faults, table.get("lanes")) if "demo" in table else None
    if objective is not None:
        check_size(objective, len(lanes), faults)
    if faults.found or objective is None:
        return None
    return Scenario(
        objective=objective,
        lanes=lanes,
        early_stopping=rules,
        numerics=numerics,
        view=view,
        demo=demo,
        reading=reading,
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
    hidden = control_character(value.replace("\n", "").replace("\t", ""))
    if hidden:
        faults.add(key, f"has a character that cannot be shown, {hidden}")
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


def _objective(table: Mapping[str, Any], faults: Faults, files: Files) -> tuple[Objective | None, DataReading | None]:
    """The objective, None where a problem was noted; and what was read of its data file."""
    value = table.get("objective")
    if isinstance(value, Objective):
        return value, None
    if isinstance(value, type):
        value = {"kind": value}
    if value is None:
        faults.add("objective", f"is missing: a table [objective] with kind = one of {', '.join(OBJECTIVES)}")
        return None, None
    section = faults.table(value, "objective")
    cls = _class(OBJECTIVES, section.get("kind"), "objective.kind", faults) if section is not None else None
    if section is None or cls is None:
        return None, None
    if "data" in section and "data" in getattr(cls, "__dataclass_fields__", {}):
        return _with_data(cls, section, faults, files)
    return faults.build(cls, _without(section, "kind"), "objective"), None


def _with_data(
    cls: type[Objective], section: Mapping[str, Any], faults: Faults, files: Files
) -> tuple[Objective | None, DataReading | None]:
    """An objective that learns from data."""
    data, reading = _data(section["data"], faults, files)
    if data is not None:
        return faults.build(cls, _without(section, "kind", "data"), "objective", {"data": data}), reading
    # the other keys are still checked, against default data
    faults.build(cls, _without(section, "kind", "data", "batch_size"), "objective", {"data": Data()})
    return None, None


@dataclass(frozen=True)
class _Traits:
    """Properties of an objective that the other sections need."""

    name: str
    has_data: bool
    has_validation: bool
    steps_per_epoch: int = 1
    objective: Objective | None = None


def _traits(table: Mapping[str, Any], objective: Objective | None) -> _Traits | None:
    """Return the traits of the objective; of one with faults as far as its kind tells; None where that is not known."""
    if objective is not None:
        name = type(objective).name or type(objective).__name__
        return _Traits(name, objective.has_data, objective.has_validation, objective.steps_per_epoch, objective)
    section = table.get("objective")
    kind = section.get("kind") if isinstance(section, Mapping) else None
    cls = OBJECTIVES.get(kind) if isinstance(kind, str) else None
    if cls is None or cls.has_data is not Objective.has_data:
        return None
    return _Traits(cls.name, has_data=False, has_validation=False)


def _data(value: object, faults: Faults, files: Files) -> tuple[Data | None, DataReading | None]:
    """The data, and what was read of a file; None for data where a problem was noted."""
    if isinstance(value, Data):
        return value, None
    section = faults.table(value, "objective.data")
    if section is None:
        return None, None
    if "path" not in section:
        for key in section:
            if key in declared(DataKeys):
                faults.add(f"objective.data.{key}", 'says how a file is read; give its path = "file.csv"')
        section = _without(section, *declared(DataKeys))
        return faults.build(Data, section, "objective.data", _FROM_A_FILE), None
    for key in ("kind", "examples", "noise"):
        if key in section:
            faults.add(f"objective.data.{key}", "has no meaning together with path: the file says it")
    found = read_data_file(_without(section, "kind", "examples", "noise"), faults, files)
    return (None, None) if found is None else found


def _lanes(table: Mapping[str, Any], faults: Faults, objective: Objective | None) -> dict[str, Lane]:
    section = faults.table(table.get("lanes", {}), "lanes")
    if section is None:
        return {}
    if not section:
        faults.add("lanes", 'there is none; add for instance [lanes.adam] with optimizer = "adam"')
    if len(section) > MOST_LANES:
        faults.add("lanes", f"there are {len(section):,}, and at most {MOST_LANES:,} can race")
        return {}
    lanes: dict[str, Lane] = {}
    spelled: dict[str, str] = {}
    for key, value in section.items():
        name, at = normal_name(str(key)), join("lanes", str(key))
        other = spelled.setdefault(name, at)
        if other != at:
            faults.add(at, f"is the same name as {other} in another spelling of its letters; give one of them another")
        for fault in name_faults(name):
            faults.add(at, fault)
        lane = _lane(name, value, at, faults)
        if lane is None:
            continue
        for part, fault in lane_faults(objective, lane) if objective is not None else ():
            faults.add(join(at, part), fault)
        lanes[lane.name] = lane
    return lanes


def _lane(name: str, value: object, at: str, faults: Faults) -> Lane | None:
    if isinstance(value, Optimizer):
        return Lane(name, value)
    if isinstance(value, Lane):
        return value._replace(name=name)
    if isinstance(value, type):
        value = {"optimizer": value}
    section = faults.table(value, at)
    if section is None:
        return None
    if isinstance(section.get("optimizer"), Optimizer):
        faults.unknown_keys(section, _OF_A_LANE, at)
        optimizer: Optimizer | None = section["optimizer"]
    else:
        cls = _class(OPTIMIZERS, section.get("optimizer"), f"{at}.optimizer", faults)
        optimizer = _optimizer(cls, section, at, faults) if cls else None
    schedule = _schedule(section["schedule"], f"{at}.schedule", faults) if "schedule" in section else None
    fork = fork_of(section["fork"], f"{at}.fork", faults) if "fork" in section else None
    own = own_of_lane(section, at, faults)
    if optimizer is None or own is None:
        return None
    lane = Lane(name, optimizer, schedule, fork=fork, **own)
    return edited_lane(lane, section.get("edits", []), f"{at}.edits", faults)


def _optimizer(cls: type[Optimizer], section: Mapping[str, Any], at: str, faults: Faults) -> Optimizer | None:
    """The optimizer of a lane's table; a key that nobody knows may be meant for the lane, too."""
    known = declared(cls)
    faults.unknown_keys(section, [*known, *_OF_A_LANE], at)
    said = {key: value for key, value in section.items() if key in known and key not in _OF_A_LANE}
    return faults.build(cls, {**_preset(cls, section, at, faults), **said}, at)


def _preset(cls: type[Optimizer], section: Mapping[str, Any], at: str, faults: Faults) -> Mapping[str, Any]:
    """The settings of another library that a lane asks for with `as`; what it says itself goes before them."""
    if "as" not in section:
        return {}
    library = section["as"]
    if isinstance(library, str) and library in cls.presets:
        return cls.presets[library]
    known = f"; {nearest(str(library), list(cls.presets))}" if cls.presets else ""
    faults.add(f"{at}.as", f"no settings of {cls.title or cls.__name__} are known as {library!r}{known}")
    return {}


def _schedule(value: object, at: str, faults: Faults) -> Schedule | None:
    if isinstance(value, Schedule):
        return value
    section = faults.table(value, at)
    if section is None:
        return None
    cls = _class(SCHEDULES, section.get("kind"), f"{at}.kind", faults)
    return faults.build(cls, _without(section, "kind"), at) if cls else None


_BUDGET = {
    "steps": Declared("steps", int, False, None, Setting(help="updates", least=1, limit=MOST_STEPS)),
    "epochs": Declared("epochs", int, False, None, Setting(help="passes over the data", least=1, limit=MOST_STEPS)),
    "seed": Declared(
        "seed", int, False, None, Setting(help="the seed of all randomness", least=0, below=2**64, limit=LARGEST_SEED)
    ),
    "target_loss": Declared("target_loss", float, False, None, Setting(help="a lane ends when its loss is this low")),
}


def _budget(
    table: Mapping[str, Any], faults: Faults, traits: _Traits | None, lanes: Mapping[str, Lane]
) -> dict[str, Any]:
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
    if epochs is not None and traits is not None:
        if not traits.has_data:
            faults.add("budget.epochs", f"a {traits.name} objective has no data and so no epochs; use steps")
        budget["steps"] = epochs * traits.steps_per_epoch
        if not faults.found and traits.objective is not None and any(lane.batch_size for lane in lanes.values()):
            budget |= {"epochs": epochs, "steps": steps_of(traits.objective, [*lanes.values()], epochs)}
        if budget["steps"] > MOST_STEPS:
            faults.add("budget.epochs", f"are {budget['steps']:,} steps in all, and a race has at most {MOST_STEPS:,}")
    return budget


def _early_stopping(table: Mapping[str, Any], faults: Faults, traits: _Traits | None) -> tuple[StoppingRule, ...]:
    value = table.get("early_stopping", [])
    sections = value if isinstance(value, list | tuple) else [value]
    if len(sections) > MOST_RULES:
        faults.add("early_stopping", f"there are {len(sections):,} rules, and at most {MOST_RULES} can watch")
        return ()
    rules = []
    for number, section in enumerate(sections, start=1):
        at = "early_stopping" if len(sections) == 1 else f"early_stopping[{number}]"
        rule = section if isinstance(section, StoppingRule) else _rule(section, at, faults, traits)
        if rule is None:
            continue
        if traits is not None and rule.monitor == "validation_loss" and not traits.has_validation:
            faults.add(f"{at}.monitor", 'is "validation_loss", but nothing is held out here; use monitor = "loss"')
        rules.append(rule)
    return tuple(rules)


def _rule(value: object, at: str, faults: Faults, traits: _Traits | None) -> StoppingRule | None:
    section = faults.table(value, at)
    if section is None:
        return None
    cls = _class(STOPPING_RULES, section.get("rule", "patience"), f"{at}.rule", faults)
    if cls is None:
        return None
    settings = _without(section, "rule")
    if traits is not None and not traits.has_validation:
        settings.setdefault("monitor", "loss")
    return faults.build(cls, settings, at)


def _view(table: Mapping[str, Any], faults: Faults, traits: _Traits | None) -> View:
    section = table.get("view", {})
    if isinstance(section, View):
        return section
    section = faults.table(section, "view")
    view = faults.build(View, section, "view") if section is not None else None
    if view is not None and traits is not None:
        if view.x in ("epoch", "examples") and not traits.has_data:
            faults.add("view.x", f'is "{view.x}", but there is no data; use "step" or "evaluations"')
        if view.y == "validation_loss" and not traits.has_validation:
            faults.add("view.y", 'is "validation_loss", but nothing is held out here')
        if view.y == "distance" and traits.objective is not None and not traits.objective.minima:
            faults.add("view.y", 'is "distance", but no minimum is known here; use "loss"')
    return view or View()
