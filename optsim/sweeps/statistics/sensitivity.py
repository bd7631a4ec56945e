"""Sensitivity of each lane to what was varied: its best setting, and how wide the range is that is nearly as good."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optsim.engine.settings import Array
from optsim.scenario.sweep.sweep import Axis, Number
from optsim.scenario.sweep.targets import OBJECTIVE
from optsim.sweeps.plan import Plan
from optsim.sweeps.rows import Rows
from optsim.sweeps.statistics.quantiles import QUARTILES, quantiles

#: a value is nearly as good up to so many times the best
WITHIN = 2.0


class Width(NamedTuple):
    """Range of an axis in which the goal value is within 2 × of the best, the other axes at their best."""

    axis: str
    low: float
    high: float


class Sensitivity(NamedTuple):
    """Goal values of a lane over its settings: quartiles over the seeds, (settings,) each, and the best by the median.

    `settings` has the values by the name of the axis, `edges` the axes at an end of whose grid the best lies. `best` is None
    where no setting has a finite value.
    """

    lane: str
    settings: tuple[dict[str, Number], ...]
    median: Array
    low: Array
    high: Array
    best: int | None
    width: Width | None
    edges: tuple[str, ...]
    diverged: float
    failed: int


def sensitivities(plan: Plan, rows: Rows) -> tuple[Sensitivity, ...]:
    """The sensitivity of each lane; of runs that are not there nothing is known."""
    values = rows.goal_values(plan.goal)
    return tuple(_of_lane(plan, rows, values, place) for place in range(len(plan.scenario.lanes)))


def values_by_setting(plan: Plan, rows: Rows, values: Array, place: int) -> Array:
    """The values of a lane, (settings, seeds); NaN for runs that are not there."""
    first, family = plan.settings_of(list(plan.scenario.lanes)[place])
    own = rows.lane == place
    seeds, settings = np.divmod(rows.cell[own], plan.cells_of_a_seed)
    table = np.full((family, plan.seeds), np.nan)
    table[settings - first, seeds] = values[own]
    return table


def _of_lane(plan: Plan, rows: Rows, values: Array, place: int) -> Sensitivity:
    name = list(plan.scenario.lanes)[place]
    own = rows.lane == place
    return sensitivity_of(
        plan,
        name,
        values_by_setting(plan, rows, values, place),
        diverged=float(np.mean(rows.diverged[own])) if own.any() else math.nan,
        failed=int(np.count_nonzero(rows.failed[own])),
    )


def sensitivity_of(plan: Plan, name: str, table: Array, *, diverged: float, failed: int) -> Sensitivity:
    """The sensitivity of a lane by its values.

    Args:
        plan: the plan.
        name: the lane.
        table: its values, (settings, seeds), NaN for runs that are not there or failed.
        diverged: the share of its runs that have.
        failed: the number of its runs that have.
    """
    low, median, high = quantiles(table, QUARTILES)
    settings = tuple({plan.axes[axis].name: value for axis, value in each.items()} for each in plan.values_of(name))
    own = Sensitivity(name, settings, median, low, high, None, None, (), diverged, failed)
    return tuned_among(plan, own, range(len(median)))


def tuned_among(plan: Plan, own: Sensitivity, among: Sequence[int]) -> Sensitivity:
    """The same with the best of some settings, by their numbers, in place of the best of all."""
    known = [number for number in among if np.isfinite(own.median[number])]
    if not known:
        return own._replace(best=None, width=None, edges=())
    best, by_place = min(known, key=own.median.__getitem__), plan.values_of(own.lane)
    return own._replace(best=best, width=_width(plan, by_place, own.median, best), edges=_edges(plan, by_place[best]))


def _edges(plan: Plan, values: dict[int, Number]) -> tuple[str, ...]:
    """The axes at an end of which a setting lies; those of the objective are no choice."""
    return tuple(
        plan.axes[place].name
        for place, value in values.items()
        if plan.trials is None and plan.axes[place].owner != OBJECTIVE and _at_end(plan.axes[place], value)
    )


def _at_end(axis: Axis, value: Number) -> bool:
    numbers = [each for each in axis.values if isinstance(each, int | float) and not isinstance(each, bool)]
    return len(numbers) == len(axis.values) > 1 and value in (min(numbers), max(numbers))


def _width(plan: Plan, by_place: Sequence[dict[int, Number]], median: Array, best: int) -> Width | None:
    """The width along the first axis of numbers; None where there is none, or nothing is twice as much as the best."""
    axes = [place for place in by_place[best] if len(plan.axes[place].values) > 1]
    if plan.trials is not None or not axes or not median[best] > 0:
        return None
    axis = axes[0]
    others = {place: value for place, value in by_place[best].items() if place != axis}
    line = sorted(
        (float(each[axis]), number)
        for number, each in enumerate(by_place)
        if isinstance(each[axis], int | float) and all(each[place] == value for place, value in others.items())
    )
    at = next((at for at, (_, number) in enumerate(line) if number == best), None)
    if at is None:
        return None
    good = [median[number] <= WITHIN * median[best] for _, number in line]
    low = high = at
    while low > 0 and good[low - 1]:
        low -= 1
    while high < len(line) - 1 and good[high + 1]:
        high += 1
    return Width(plan.axes[axis].name, line[low][0], line[high][0])
