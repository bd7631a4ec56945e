"""Slices of a plan's settings: along one axis, and along two, the others as they are at one setting."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optsim.engine.settings import Array
from optsim.scenario.sweep.sweep import Axis, Number
from optsim.scenario.sweep.targets import OBJECTIVE
from optsim.sweeps.plan import Plan
from optsim.sweeps.workloads import workload_axes

_LEAST_DECADE = 8.0


#: what the objective is where it is varied: values by the place of their axes
Workload = tuple[tuple[int, Number], ...]


class Slice(NamedTuple):
    """Settings of a lane along an axis, in its order: their numbers, and where they lie on it."""

    settings: tuple[int, ...]
    x: Array


class Table(NamedTuple):
    """Settings of a lane along two axes: their numbers, (rows, columns), and the values of both axes."""

    settings: tuple[tuple[int, ...], ...]
    columns: Axis
    rows: Axis


def is_numeric(axis: Axis) -> bool:
    """Tell if an axis is of numbers."""
    return all(isinstance(each, int | float) and not isinstance(each, bool) for each in axis.values)


def has_several(axis: Axis) -> bool:
    """Tell if an axis has more than one value."""
    return len(axis.values) > 1 or axis.low < axis.high


def varied_keys(plan: Plan) -> tuple[str, ...]:
    """The settings that are varied, those of numbers first, in the order of the axes."""
    used = sorted({place for places in plan.lane_axes.values() for place in places})
    axes = sorted(
        (plan.axes[place] for place in used if has_several(plan.axes[place])), key=lambda a: not is_numeric(a)
    )
    return tuple(dict.fromkeys(axis.key for axis in axes))


def is_logarithmic(plan: Plan, key: str) -> bool:
    """Tell if the values of a setting are to be seen on a log axis: as the axis says, or as its list is spread."""
    axes = [axis for axis in plan.axes if axis.key == key and has_several(axis)]
    if any(axis.scale == "log" for axis in axes):
        return True
    values = [float(each) for axis in axes if is_numeric(axis) for each in axis.values]
    listed = all(axis.low == axis.high for axis in axes)
    return bool(values) and listed and min(values) > 0 and max(values) / min(values) >= _LEAST_DECADE


def place_of(plan: Plan, lane: str, key: str) -> int | None:
    """The place of a lane's axis of a setting; None where it has none."""
    own = (place for place in plan.lane_axes[lane] if plan.axes[place].key == key and has_several(plan.axes[place]))
    return next(own, None)


def position(axis: Axis, value: Number) -> float:
    """Where a value lies on an axis: the number, or which of the values it is."""
    return float(value) if is_numeric(axis) else float(axis.values.index(value))


def workload_at(plan: Plan, lane: str, setting: int) -> Workload:
    """The values of the objective in a setting, by the place of their axes; none where it is not varied, or drawn with the rest."""
    varied = workload_axes(plan)
    values = plan.values_of(lane)[setting].items()
    return tuple((place, value) for place, value in values if plan.axes[place] in varied)


def settings_on(plan: Plan, lane: str, workload: Workload) -> list[int]:
    """The settings of a lane on a workload."""
    values = plan.values_of(lane)
    return [number for number, each in enumerate(values) if all(each[place] == value for place, value in workload)]


def slice_of(plan: Plan, lane: str, key: str, about: int) -> Slice:
    """The settings of a lane along a setting, the others as they are at one of them; of trials all of them."""
    place, values = place_of(plan, lane, key), plan.values_of(lane)
    if place is None:
        return Slice((about,), np.full(1, np.nan))
    others = {axis: value for axis, value in values[about].items() if axis != place}
    near = [
        number
        for number, each in enumerate(values)
        if plan.trials is not None or all(each[axis] == value for axis, value in others.items())
    ]
    x = {number: position(plan.axes[place], values[number][place]) for number in near}
    ordered = sorted(near, key=x.__getitem__)
    return Slice(tuple(ordered), np.array([x[number] for number in ordered]))


def tuned_slice(plan: Plan, lane: str, key: str, medians: Array, about: int) -> Slice:
    """The settings of a lane along a setting, the others tuned at each of its values: the lowest median there.

    Where nothing is known the others are as at one setting, and numbers of the objective are so everywhere.

    Args:
        plan: the plan.
        lane: the lane.
        key: the setting.
        medians: of the lane's settings.
        about: that setting.
    """
    place, values = place_of(plan, lane, key), plan.values_of(lane)
    along = slice_of(plan, lane, key, about)
    if place is None or plan.trials is not None:
        return along
    best = {values[number][place]: number for number in along.settings}
    fixed = {
        axis: value for axis, value in values[about].items() if axis != place and plan.axes[axis].owner == OBJECTIVE
    }
    for number, each in enumerate(values):
        if any(each[axis] != value for axis, value in fixed.items()):
            continue
        if not medians[number] >= medians[best[each[place]]] and np.isfinite(medians[number]):
            best[each[place]] = number
    return Slice(tuple(best[values[number][place]] for number in along.settings), along.x)


def table_of(plan: Plan, lane: str, about: int) -> Table | None:
    """The settings of a lane along its first two axes; None where it has no two, or its settings were drawn."""
    places = [place for place in plan.lane_axes[lane] if has_several(plan.axes[place])]
    if len(places) < 2 or plan.trials is not None:
        return None
    columns, rows = (plan.axes[place] for place in places[:2])
    values = plan.values_of(lane)
    others = {axis: value for axis, value in values[about].items() if axis not in places[:2]}
    numbers = {
        (each[places[1]], each[places[0]]): number
        for number, each in enumerate(values)
        if all(each[axis] == value for axis, value in others.items())
    }
    settings = tuple(tuple(numbers[row, column] for column in columns.values) for row in rows.values)
    return Table(settings, columns, rows)


def nearest_setting(along: Slice, x: float) -> int:
    """The place in a slice that lies nearest to a position."""
    return int(np.argmin(np.abs(along.x - x))) if np.isfinite(along.x).all() and np.isfinite(x) else 0


def given_setting(plan: Plan, lane: str) -> int:
    """The setting of a lane that is as it was given, else one in the middle."""
    values = plan.values_of(lane)
    own = {
        place: getattr(
            plan.scenario.objective if plan.axes[place].owner == OBJECTIVE else _owner(plan, lane, place),
            plan.axes[place].key,
            None,
        )
        for place in plan.lane_axes[lane]
    }
    return next((number for number, each in enumerate(values) if each == own), len(values) // 2)


def _owner(plan: Plan, lane: str, place: int) -> object:
    own = plan.scenario.lanes[lane]
    return own if plan.axes[place].key == "batch_size" else own.optimizer
