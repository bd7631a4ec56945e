"""The section [lanes]."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optsim.engine.lane import Lane
from optsim.engine.objective import Objective
from optsim.engine.optimizer import Optimizer
from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.schedule import Schedule
from optsim.engine.settings import declared
from optsim.engine.setup import lane_faults
from optsim.faults import Titled, suggestion
from optsim.scenario.lanes.edits import edited_lane, fork_of
from optsim.scenario.lanes.names import name_faults, normal_name
from optsim.scenario.lanes.settings import own_of_lane
from optsim.scenario.sections.names import class_named
from optsim.scenario.tables import Faults, join
from optsim.system.limits import MOST_LANES

_OF_A_LANE = ("optimizer", "as", "title", "batch_size", "start", "schedule", "edits", "fork")


def lanes_of(table: Mapping[str, Any], faults: Faults, objective: Objective | None) -> dict[str, Lane]:
    """Return the lanes by name; those with problems are left out, which are noted."""
    section = faults.table(table.get("lanes", {}), "lanes")
    if section is None:
        return {}
    if not section:
        faults.add("lanes", 'there is none; add for instance [lanes.adam] with optimizer = "adam"')
    if len(section) > MOST_LANES:
        faults.add("lanes", "there are {count:,}, and at most {most:,} can race", count=len(section), most=MOST_LANES)
        return {}
    lanes: dict[str, Lane] = {}
    spelled: dict[str, str] = {}
    for key, value in section.items():
        name, at = normal_name(str(key)), join("lanes", str(key))
        other = spelled.setdefault(name, at)
        if other != at:
            faults.add(
                at,
                "is the same name as {other} in another spelling of its letters; give one of them another",
                other=other,
            )
        for unfit in name_faults(name):
            faults.add(at, unfit)
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
        cls = class_named(OPTIMIZERS, section.get("optimizer"), f"{at}.optimizer", faults)
        optimizer = _optimizer(cls, section, at, faults) if cls else None
    schedule = _schedule(section["schedule"], f"{at}.schedule", faults) if "schedule" in section else None
    fork = fork_of(section["fork"], f"{at}.fork", faults) if "fork" in section else None
    own = own_of_lane(section, at, faults)
    if optimizer is None or own is None:
        return None
    lane = Lane(name, optimizer, schedule, fork=fork, **own)
    return edited_lane(lane, section.get("edits", []), f"{at}.edits", faults)


def _schedule(value: object, at: str, faults: Faults) -> Schedule | None:
    from optsim.scenario.lanes.schedules import schedule_of  # noqa: PLC0415 most lanes have none

    return schedule_of(value, at, faults)


def _optimizer(cls: type[Optimizer], section: Mapping[str, Any], at: str, faults: Faults) -> Optimizer | None:
    """The optimizer of a lane's table; a key that nobody knows may be meant for the lane, too."""
    known = declared(cls)
    faults.unknown_keys(section, [*known, *_OF_A_LANE], at)
    settings = {key: value for key, value in section.items() if key in known and key not in _OF_A_LANE}
    return faults.build(cls, {**_preset(cls, section, at, faults), **settings}, at)


def _preset(cls: type[Optimizer], section: Mapping[str, Any], at: str, faults: Faults) -> Mapping[str, Any]:
    """The settings of another library that a lane asks for with `as`; what it says itself goes before them."""
    if "as" not in section:
        return {}
    library = section["as"]
    if isinstance(library, str) and library in cls.presets:
        return cls.presets[library]
    optimizer = Titled("optimizer", cls.name, cls.title or cls.__name__)
    if cls.presets:
        message = "no settings of {optimizer} are known as {library!r}; {suggestion}"
        there = suggestion(str(library), cls.presets)
        faults.add(f"{at}.as", message, optimizer=optimizer, library=library, suggestion=there)
    else:
        message = "no settings of {optimizer} are known as {library!r}"
        faults.add(f"{at}.as", message, optimizer=optimizer, library=library)
    return {}
