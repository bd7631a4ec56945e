"""Workloads of a sweep whose objective is varied: what each lane costs on them, as given and tuned, and its score over all."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from optsim.engine.settings import Array
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


def standings_of(result: SweepResult) -> tuple[Standing, ...]:
    """The standings of all lanes, as given and tuned, measured against the best of all of these.

    Costs are medians over the seeds of the steps to the goal; tuned ones the lowest over a lane's settings on each workload. None
    where the objective is not varied, settings were drawn, or the goal is no number of steps, which alone has ratios.
    """
    plan = result.plan
    axes = tuple(axis for axis in plan.axes if axis.owner == OBJECTIVE)
    if not axes or plan.trials is not None or plan.goal.kind != "steps":
        return ()
    given = run_sweep(Plan(replace(plan.scenario, sweep=None), axes, plan.seeds, None, plan.goal, plan.epochs))
    names = [axis.name for axis in axes]
    columns = [
        (lane, tuned, _costs(own, names))
        for tuned, each in ((False, given), (True, result))
        for lane, own in each.sensitivity.items()
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
