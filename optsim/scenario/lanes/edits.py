"""Hyper-parameters that change at a step, as a scenario file has them: [[lanes.NAME.edits]]."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optsim.engine.lane import Lane
from optsim.engine.lane_label import Fork
from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Declared, Setting, declared
from optsim.scenario.fault_facts import missing
from optsim.scenario.tables import Faults
from optsim.system.limits import MOST_EDITS

edit_step = Declared("step", int, True, None, Setting(help="the update from which on it holds", least=1))
_fork_step = Declared("step", int, True, None, Setting(help="the step it was forked at", least=0))
_fork_lane = Declared("lane", str, True, None, Setting(help="the lane it was forked from"))
#: what a lane has from its first step to its last
_FIXED = ("batch_size", "start")


def edited_lane(lane: Lane, tables: object, at: str, faults: Faults) -> Lane | None:
    """A lane with the edits of an array of tables, each a step and what changes then; None where a problem was noted."""
    if not isinstance(tables, list | tuple):
        faults.add(at, "must be an array of tables, each with a step and what changes then")
        return None
    if len(tables) > MOST_EDITS:
        faults.add(at, "are {count:,}, and a lane has at most {most:,}", count=len(tables), most=MOST_EDITS)
        return None
    before, last = len(faults.problems), 0
    for number, value in enumerate(tables, start=1):
        here = f"{at}[{number}]"
        table = faults.table(value, here)
        if table is None:
            continue
        faults_before = len(faults.problems)
        step = needed(edit_step, table, here, faults)
        for key in _FIXED:
            if key in table:
                faults.add(f"{here}.{key}", "holds for the whole lane: it cannot change on the way")
        changed = {key: table[key] for key in table if key not in ("step", *_FIXED)}
        optimizer = tuned(lane.at(last), changed, here, faults)
        if optimizer is None or len(faults.problems) > faults_before:
            continue
        if step <= last:
            faults.add(
                f"{here}.step",
                "is {step}, but the edit before is at {last}; edits come in the order of their steps",
                step=step,
                last=last,
            )
            continue
        lane, last = lane.edited(step, optimizer), step
    return lane if len(faults.problems) == before else None


def fork_of(value: object, at: str, faults: Faults) -> Fork | None:
    """Origin of a forked lane: shown on the screen, without effect on the numbers."""
    table = faults.table(value, at)
    if table is None:
        return None
    before = len(faults.problems)
    faults.unknown_keys(table, (_fork_lane.name, _fork_step.name), at)
    fork = Fork(needed(_fork_lane, table, at, faults), needed(_fork_step, table, at, faults))
    return fork if len(faults.problems) == before else None


def needed(setting: Declared, table: Mapping[str, Any], at: str, faults: Faults) -> Any:
    """The value of a key that must be there."""
    key = f"{at}.{setting.name}"
    if setting.name not in table:
        faults.add(key, missing(setting.setting.help if setting.setting else "required"))
        return None
    return faults.value(setting, table[setting.name], key)


def tuned(optimizer: Optimizer, changes: Mapping[str, Any], at: str, faults: Faults) -> Optimizer | None:
    """An optimizer with other values for some hyper-parameters; None where a problem was noted."""
    present = {name: getattr(optimizer, name) for name in declared(type(optimizer))}
    return faults.build(type(optimizer), {**present, **changes}, at)
