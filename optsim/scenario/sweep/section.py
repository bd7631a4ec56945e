"""Reader of the section [sweep], with all its faults."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from optsim.engine.lane import Edit, Lane
from optsim.engine.objective import Objective
from optsim.engine.settings import BadValueError, Declared, Setting
from optsim.engine.setup import lane_faults
from optsim.facts import Fact
from optsim.faults import Fault, suggestion
from optsim.scenario.sweep.sweep import Axis, Goal, Number, Scale, Sweep, grid
from optsim.scenario.sweep.targets import OBJECTIVE, axes_of_lanes, is_number, owners, possible, setting_of
from optsim.scenario.tables import Faults, join, shown_value
from optsim.system.limits import LARGEST_SEED, MOST_POINTS, MOST_RUNS

_WHOLE = {
    "seeds": Declared("seeds", int, False, 1, Setting(help="seeds of each cell", least=1, limit=MOST_RUNS)),
    "trials": Declared("trials", int, False, None, Setting(help="settings that are drawn", least=1, limit=MOST_RUNS)),
}
_RANGE = ("from", "to", "points", "scale")
_POINTS = Declared("points", int, False, None, Setting(help="values of the axis", least=1, limit=MOST_POINTS))
_END = Declared("from", float, False, None, Setting(help="an end of the axis"))
_GOAL = re.compile(r"(loss|validation_loss)\s*(<=?)\s*(\S+)")
_EXAMPLE = "{ from = 1e-3, to = 1, points = 25 }"


def sweep_of(
    value: object, at: str, faults: Faults, lanes: Mapping[str, Lane], objective: Objective, epochs: int | None
) -> Sweep | None:
    """The sweep; None where a problem was noted."""
    if isinstance(value, Sweep):
        return value
    section = faults.table(value, at)
    if section is None:
        return None
    before = len(faults.problems)
    whole = {key: faults.value(each, section[key], join(at, key)) for key, each in _WHOLE.items() if key in section}
    goal = goal_of(section["goal"], join(at, "goal"), faults, objective) if "goal" in section else Goal()
    axes = [
        axis_of(str(name), each, at, faults, lanes, objective, drawn="trials" in section)
        for name, each in section.items()
        if name not in (*_WHOLE, "goal")
    ]
    if "trials" in section and not axes:
        faults.add(
            join(at, "trials"),
            "are drawn from ranges, and there is none; add for instance learning_rate = {example}",
            example=_EXAMPLE,
        )
    if len(faults.problems) > before or goal is None:
        return None
    sweep = Sweep(axes=tuple(each for each in axes if each), goal=goal, epochs=epochs, table=dict(section), **whole)
    _check_runs(sweep, at, faults, lanes, objective)
    return sweep


def _check_runs(sweep: Sweep, at: str, faults: Faults, lanes: Mapping[str, Lane], objective: Objective) -> None:
    """Note axes that no lane is left for, and a grid that is beyond all reason."""
    by_lane = axes_of_lanes(sweep.axes, lanes, objective)
    used = {place for places in by_lane.values() for place in places}
    for place, axis in enumerate(sweep.axes):
        if place not in used and lanes:
            faults.add(join(at, axis.name), "does nothing: each lane that has it has an axis of its own; leave it out")
    sizes = [len(axis.values) for axis in sweep.axes]
    runs = sweep.seeds * sum(
        (sweep.trials if places else 1) if sweep.trials else math.prod(sizes[place] for place in places)
        for places in by_lane.values()
    )
    if runs > MOST_RUNS:
        faults.add(
            at,
            "has {runs:,} runs, and at most {most:,} are possible; take fewer points or seeds, or trials",
            runs=runs,
            most=MOST_RUNS,
        )


def seeds_fault(first: int, seeds: int) -> Fault | None:
    """Return what is wrong with so many seeds from one on, or None."""
    last = first + seeds - 1
    message = "are too many: from {first} on the last one is {last}, and none is above {most}"
    return Fault(message, first=first, last=last, most=LARGEST_SEED) if last > LARGEST_SEED else None


def goal_of(value: object, at: str, faults: Faults, objective: Objective) -> Goal | None:
    """The goal; None where a problem was noted."""
    if value in ("final", "best"):
        return Goal(value)
    match = _GOAL.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        limit = float(match[3]) if match else math.nan
    except ValueError:
        limit = math.nan
    if match is None or not math.isfinite(limit):
        faults.add(
            at, 'must be "loss < 1e-3" with a number of yours, "final" or "best", not {value}', value=shown_value(value)
        )
        return None
    if match[1] == "validation_loss" and not objective.has_validation:
        faults.add(at, 'is about "validation_loss", but nothing is held out here; use "loss < …"')
        return None
    return Goal("steps", match[1], limit, match[2] == "<")  # type: ignore[arg-type]


def axis_of(
    name: str,
    value: object,
    at: str,
    faults: Faults,
    lanes: Mapping[str, Lane],
    objective: Objective,
    *,
    drawn: bool,
) -> Axis | None:
    """One axis; None where a problem was noted."""
    key = join(at, name)
    setting = setting_of(name, lanes, objective)
    if setting is None:
        faults.add(
            key,
            "is an axis that nothing here has; {suggestion}",
            suggestion=suggestion(name, possible(lanes.values(), objective)),
        )
        return None
    before = len(faults.problems)
    if isinstance(value, list | tuple):
        axis = _listed(name, value, key, faults, setting)
    elif isinstance(value, Mapping):
        axis = _ranged(name, value, key, faults, setting, drawn=drawn)
    else:
        faults.add(
            key,
            "must be a list of values or a range, for instance {example}, not {value}",
            example=_EXAMPLE,
            value=shown_value(value),
        )
        return None
    if axis is None or len(faults.problems) > before:
        return None
    _try_values(axis, key, faults, lanes, objective)
    return axis


def _listed(name: str, values: list[Any] | tuple[Any, ...], key: str, faults: Faults, setting: Declared) -> Axis | None:
    if not values:
        faults.add(key, "is empty; give values, or leave it out")
    if len(values) > MOST_POINTS:
        faults.add(key, "has {count:,} values, and at most {most:,} are possible", count=len(values), most=MOST_POINTS)
        return None
    converted = [faults.value(setting, each, key) for each in values]
    if len({*map(repr, converted)}) < len(converted):
        faults.add(key, "has a value twice; each is run once")
    return Axis(name, tuple(converted), whole=setting.type is int)


def _ranged(
    name: str, table: Mapping[str, Any], key: str, faults: Faults, setting: Declared, *, drawn: bool
) -> Axis | None:
    """An axis of a range: its grid, or the range that trials are drawn from."""
    faults.unknown_keys(table, _RANGE, key)
    if not is_number(setting):
        faults.add(key, "is no number, so it has no range; give a list of values")
        return None
    if "from" not in table or "to" not in table:
        faults.add(key, "needs both ends, for instance {example}", example=_EXAMPLE)
        return None
    low, high = (faults.value(_END, table[end], join(key, end)) for end in ("from", "to"))
    scale = _scale(table, key, faults, setting)
    if low is None or high is None or scale is None:
        return None
    if not low < high:
        faults.add(key, "must go up, not from {low:g} to {high:g}", low=low, high=high)
    if scale == "log" and min(low, high) <= 0:
        faults.add(key, 'has no log scale, which is of numbers above 0; use scale = "lin"')
    points = _points(table, key, faults, drawn=drawn)
    whole = setting.type is int
    if not low < high or (scale == "log" and low <= 0) or (points is None and not drawn):
        return None
    if points is None:
        return Axis(name, (), low, high, scale, whole)
    return Axis(name, _grid(low, high, points, scale, key, faults, whole=whole), low, high, scale, whole)


def _scale(table: Mapping[str, Any], key: str, faults: Faults, setting: Declared) -> Scale | None:
    """The scale: that of the table, else the one that the setting declares."""
    known: dict[object, Scale] = {"lin": "lin", "linear": "lin", "log": "log"}
    declared_scale = setting.setting.scale if setting.setting else "linear"
    value = table.get("scale", declared_scale)
    if not isinstance(value, str) or value not in known:
        faults.add(join(key, "scale"), 'must be "lin" or "log", not {value}', value=shown_value(value))
        return None
    if value == "log" and "scale" not in table and isinstance(table["from"], int | float) and table["from"] <= 0:
        faults.add(key, 'begins at 0 or below, which its own scale, log, does not have; say scale = "lin"')
        return None
    return known[value]


def _points(table: Mapping[str, Any], key: str, faults: Faults, *, drawn: bool) -> int | None:
    if drawn:
        if "points" in table:
            faults.add(join(key, "points"), "are of a grid, and trials are drawn; leave one of the two out")
        return None
    if "points" not in table:
        faults.add(join(key, "points"), "is missing: how many values the axis has; or draw trials")
        return None
    before = len(faults.problems)
    points: int | None = faults.value(_POINTS, table["points"], join(key, "points"))
    # of a number beyond all reason no grid is made
    return None if len(faults.problems) > before else points


def _grid(
    low: float, high: float, points: int, scale: Scale, key: str, faults: Faults, *, whole: bool
) -> tuple[Number, ...]:
    if points == 1:
        faults.add(join(key, "points"), "is 1, which is no range; give a list of one value")
    values = grid(low, high, points, scale)
    if not whole:
        return tuple(values)
    rounded = tuple(dict.fromkeys(round(each) for each in values))
    if len(rounded) < len(values):
        faults.add(
            key,
            "has only {count} whole numbers at {points} points; give as many, or a list",
            count=len(rounded),
            points=points,
        )
    return rounded


def _try_values(axis: Axis, key: str, faults: Faults, lanes: Mapping[str, Lane], objective: Objective) -> None:
    """Note a value that a lane or the objective cannot have."""
    # between two that can be, all can
    values = (
        axis.values
        if axis.low == axis.high
        else (axis.at(0.0), axis.at(1.0))
        if not axis.values
        else (axis.values[0], axis.values[-1])
    )
    if axis.owner == OBJECTIVE:
        for value in values:
            if fault := objective_fault(objective, axis.key, value):
                faults.add(key, "cannot be {value!r}: {fault}", value=value, fault=fault)
                return
    for name in owners(axis.name, lanes, objective) if axis.owner != OBJECTIVE else ():
        for value in values:
            if fault := lane_fault(lanes[name], objective, axis.key, value):
                faults.add(key, "cannot be {value!r} in {name}: {fault}", value=value, name=name, fault=fault)
                return


def objective_fault(objective: Objective, key: str, value: Number) -> Fact | None:
    """Return why an objective cannot have a value, or None."""
    try:
        replace(objective, **{key: value})  # type: ignore[type-var]
    except BadValueError as error:
        return _of_another(error, key)
    return None


def lane_fault(lane: Lane, objective: Objective, key: str, value: Number) -> Fact | None:
    """Return why a lane cannot have a value, or None."""
    try:
        changed = with_value(lane, key, value)
    except BadValueError as error:
        return _of_another(error, key)
    faults = lane_faults(objective, changed) if key == "batch_size" else ()
    return next((fault for _, fault in faults), None)


def _of_another(error: BadValueError, key: str) -> Fact:
    """Return the fault of a value, with its key where that is another one than was meant."""
    return error.fault if error.key == key else Fault("{key} {fault}", key=error.key, fault=error.fault)


def with_value(lane: Lane, key: str, value: Number) -> Lane:
    """A lane with another value of a setting; edits that do not change the setting keep to it. Raises BadValueError."""
    if key == "batch_size":
        return lane._replace(batch_size=int(value))
    before = getattr(lane.optimizer, key)
    edits: list[Edit] = []
    for edit in lane.edits:
        if getattr(edit.optimizer, key) != before:
            edits += lane.edits[len(edits) :]
            break
        edits.append(edit._replace(optimizer=replace(edit.optimizer, **{key: value})))  # type: ignore[type-var]
    return lane._replace(optimizer=replace(lane.optimizer, **{key: value}), edits=tuple(edits))  # type: ignore[type-var]
