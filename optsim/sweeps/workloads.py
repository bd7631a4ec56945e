"""Workloads of a sweep whose objective is varied: what each lane costs on them, as given and tuned, and its score over all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from optsim.engine.settings import Array
from optsim.scenario.sweep.sweep import Axis
from optsim.scenario.sweep.targets import OBJECTIVE
from optsim.sweeps.plan import Plan
from optsim.sweeps.result import SweepResult
from optsim.sweeps.run import run_sweep
from optsim.sweeps.statistics.profile import profile, score
from optsim.sweeps.statistics.sensitivity import Sensitivity

#: a lane is nearly as good as the best up to so many times its cost
NEAR = 2.0


class Standing(NamedTuple):
    """A lane over all workloads: the share that it gets to the goal on, that within NEAR of the best, and its score."""

    lane: str
    tuned: bool
    reached: float
    near: float
    score: float


def as_given(plan: Plan, seeds: int) -> Plan:
    """The plan of the lanes as they were given, over the workloads of a plan: one, where the objective is not varied."""
    return Plan(replace(plan.scenario, sweep=None), workload_axes(plan), seeds, None, plan.goal, plan.epochs)


def workload_axes(plan: Plan) -> tuple[Axis, ...]:
    """The axes that make the workloads: those of the objective, on a grid."""
    return () if plan.trials is not None else tuple(axis for axis in plan.axes if axis.owner == OBJECTIVE)


def are_scored(plan: Plan) -> bool:
    """Tell if lanes have a score: where the objective is varied, and the goal is a number of steps, which alone has ratios."""
    return bool(workload_axes(plan)) and plan.goal.kind == "steps"


def standings_of(result: SweepResult) -> tuple[Standing, ...]:
    """The standings of all lanes, as given and tuned, measured against the best of all of these; none where none are scored."""
    plan = result.plan
    if not are_scored(plan):
        return ()
    return standings(plan, run_sweep(as_given(plan, plan.seeds)).sensitivity, result.sensitivity)


def standings(plan: Plan, given: Mapping[str, Sensitivity], tuned: Mapping[str, Sensitivity]) -> tuple[Standing, ...]:
    """The standings of all lanes of a plan that has scores.

    Costs are medians over the seeds of the steps to the goal; tuned ones the lowest over a lane's settings on each workload.

    Args:
        plan: the plan.
        given: the lanes as they were given, on each workload.
        tuned: the lanes over all settings, by their names.
    """
    names = [axis.name for axis in workload_axes(plan)]
    columns = [
        (lane, is_tuned, _costs(own, names))
        for is_tuned, each in ((False, given), (True, tuned))
        for lane, own in each.items()
    ]
    costs = np.array([column for *_, column in columns]).T
    near, scores = profile(costs, NEAR), score(costs)
    reached = np.mean(np.isfinite(costs), axis=0)
    return tuple(
        Standing(lane, tuned, float(reached[place]), float(near[place]), float(scores[place]))
        for place, (lane, tuned, _) in enumerate(columns)
    )


def _costs(own: Sensitivity, names: list[str]) -> Array:
    """The lowest median of a lane on each workload, in the order in which these come; at least one step."""
    costs: dict[tuple[object, ...], float] = {}
    for setting, median in zip(own.settings, own.median, strict=True):
        workload = tuple(setting[name] for name in names)
        known = float(median) if not np.isnan(median) else np.inf
        costs[workload] = min(costs.get(workload, np.inf), max(known, 1.0))
    return np.array([costs[workload] for workload in sorted(costs, key=repr)])
