"""Settings that an axis can vary, and who has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args, get_origin

from optsim.engine.lane import Lane
from optsim.engine.objective import Objective
from optsim.engine.settings import BadValueError, Declared, Setting, declared
from optsim.scenario.sweep.sweep import Axis

OBJECTIVE = "objective"
_BATCH_SIZE = Declared("batch_size", int, False, None, Setting(help="examples in a mini-batch", least=1, scale="log"))
_VARIED = (float, int, bool, str)


def settings_of(lane: Lane, objective: Objective) -> Mapping[str, Declared]:
    """The settings of a lane that can be an axis, by name."""
    known = {name: each for name, each in declared(type(lane.optimizer)).items() if _can_vary(each)}
    return known | ({"batch_size": _BATCH_SIZE} if _has_batches(lane, objective) else {})


def settings_of_objective(objective: Objective) -> Mapping[str, Declared]:
    """The numbers of an objective, by name."""
    return {name: each for name, each in declared(type(objective)).items() if is_number(each)}


def is_number(setting: Declared) -> bool:
    """Tell if a setting can be a number: not a table of them."""
    return get_origin(setting.type) is not Mapping and any(
        each in (float, int) for each in (setting.type, *get_args(setting.type))
    )


def _can_vary(setting: Declared) -> bool:
    return setting.type in _VARIED or is_number(setting) or get_origin(setting.type) is Literal


def _has_batches(lane: Lane, objective: Objective) -> bool:
    if lane.optimizer.exact and not objective.has_data:
        return False
    try:
        objective.with_batch_size(1)
    except BadValueError:
        return False
    return True


def owners(name: str, lanes: Mapping[str, Lane], objective: Objective) -> list[str]:
    """The lanes that have the setting of an axis by itself, whatever other axes there are."""
    owner, _, key = name.rpartition(".")
    known = lanes if not owner else {owner: lanes[owner]} if owner in lanes else {}
    return [lane for lane, each in known.items() if key in settings_of(each, objective)]


def possible(lanes: Iterable[Lane], objective: Objective) -> list[str]:
    """The names that an axis can have; first those of all lanes."""
    shared: dict[str, None] = {}
    own: dict[str, None] = {}
    for lane in lanes:
        for key in settings_of(lane, objective):
            shared[key] = own[f"{lane.name}.{key}"] = None
    return [*shared, *own, *(f"{OBJECTIVE}.{key}" for key in settings_of_objective(objective))]


def setting_of(name: str, lanes: Mapping[str, Lane], objective: Objective) -> Declared | None:
    """The setting of an axis; None where nothing has it."""
    owner, _, key = name.rpartition(".")
    if owner == OBJECTIVE:
        return settings_of_objective(objective).get(key)
    having = owners(name, lanes, objective)
    return settings_of(lanes[having[0]], objective)[key] if having else None


def axes_of_lanes(axes: Sequence[Axis], lanes: Mapping[str, Lane], objective: Objective) -> dict[str, tuple[int, ...]]:
    """By lane, the places of the axes that it has; one of its own goes before one of all lanes."""
    having: dict[str, dict[str, int]] = {name: {} for name in lanes}
    for own in (False, True):
        for place, axis in enumerate(axes):
            if axis.owner == OBJECTIVE:
                for known in having.values():
                    known[axis.name] = place
            elif own is bool(axis.owner):
                for name in owners(axis.name, lanes, objective):
                    having[name][axis.key] = place
    return {name: tuple(sorted(known.values())) for name, known in having.items()}
