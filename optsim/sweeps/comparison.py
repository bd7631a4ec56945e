"""Comparison of two: lanes of a scenario seed by seed until a verdict stands, or the best of two sweeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.settings import BadValueError
from optsim.facts import Fact
from optsim.languages import english
from optsim.scenario import Scenario
from optsim.scenario.fault_facts import no_lane
from optsim.scenario.sweep.sweep import Goal
from optsim.sweeps.block import run_rectangle
from optsim.sweeps.facts import Better, Tie
from optsim.sweeps.plan import Plan, Rectangle
from optsim.sweeps.result import SweepResult
from optsim.sweeps.rows import Rows
from optsim.sweeps.statistics.sensitivity import values_by_setting
from optsim.sweeps.statistics.verdict import MOST_SEEDS, Verdict, looks, verdict


class Comparison(NamedTuple):
    """Two that were compared, the goal, the first seed and the steps, and the verdict on them.

    `settings` are those that each was chosen at, of how many, where that was done on the same runs.
    """

    names: tuple[str, str]
    goal: Goal
    seed: int
    steps: int
    verdict: Verdict
    most: int
    settings: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    chosen_of: tuple[int, int] = (1, 1)

    def __str__(self) -> str:
        """The verdict as a sentence, in English."""
        return english().sentence(self.fact)

    @property
    def fact(self) -> Fact:
        """The verdict as a fact."""
        own = self.verdict
        if own.better is None:
            return Tie(*self.names, own.pairs, own.more)
        one, other = self.names[own.better], self.names[1 - own.better]
        return Better(one, other, own.scale, abs(own.effect), own.margin, own.p, own.pairs)


def compare_lanes(
    scenario: Scenario,
    one: str,
    other: str,
    goal: Goal,
    *,
    most: int = MOST_SEEDS,
    epochs: int | None = None,
    watch: Callable[[Verdict], object] | None = None,
) -> Comparison:
    """Compare two lanes under the same noise, until one is better or `most` seeds are run. Raises BadValueError."""
    for name in (one, other):
        if name not in scenario.lanes:
            raise BadValueError("compare", no_lane(name, scenario.lanes))
    if one == other:
        raise BadValueError("compare", "{one!r} is compared with itself; give two lanes", one=one)
    lanes = [scenario.lanes[one], scenario.lanes[other]]
    plan = Plan(replace(scenario.with_lanes(lanes), sweep=None), (), most, None, goal, epochs or scenario.epochs)
    parts: list[Rows] = []
    before, own = 0, verdict(np.empty(0), np.empty(0), most)
    for seeds in looks(most):
        parts.append(run_rectangle(plan, Rectangle(0, 1, before, seeds)).rows)
        before, values = seeds, _by_lane(plan, Rows.joined(parts))
        own = verdict(values[0][:seeds], values[1][:seeds], most)
        if watch is not None:
            watch(own)
        if own.better is not None:
            break
    return Comparison((one, other), goal, scenario.seed, scenario.steps, own, most)


def _by_lane(plan: Plan, rows: Rows) -> list[Any]:
    values = rows.goal_values(plan.goal)
    return [values_by_setting(plan, rows, values, place)[0] for place in (0, 1)]


def compare_results(one: SweepResult, other: SweepResult, names: tuple[str, str]) -> Comparison:
    """Compare the best of two sweeps on the seeds that both have. Raises BadValueError where that cannot be."""
    if one.plan.goal != other.plan.goal:
        raise BadValueError("compare", "the goals differ: {one} and {other}", one=one.plan.goal, other=other.plan.goal)
    chosen = [_best(each, name) for each, name in zip((one, other), names, strict=True)]
    seeds = [
        dict(zip(map(each.plan.seed, range(each.plan.seeds)), values, strict=True))
        for each, (*_, values) in zip((one, other), chosen, strict=True)
    ]
    shared = sorted(seeds[0].keys() & seeds[1].keys())
    if not shared:
        raise BadValueError("compare", "the sweeps have no seed in common, so nothing can be paired")
    pairs = [np.array([each[seed] for seed in shared]) for each in seeds]
    own = verdict(pairs[0], pairs[1], max(len(shared), looks()[0]))
    (lane, settings, count, _), (lane_2, settings_2, count_2, _) = chosen
    return Comparison(
        (f"{names[0]}: {lane}", f"{names[1]}: {lane_2}"),
        one.plan.goal,
        shared[0],
        one.plan.scenario.steps,
        own,
        len(shared),
        (settings, settings_2),
        (count, count_2),
    )


def _best(result: SweepResult, name: str) -> tuple[str, dict[str, Any], int, Any]:
    """The best lane and setting of a sweep, of how many, and its values by seed. Raises BadValueError."""
    known = [each for each in result.sensitivity.values() if each.best is not None]
    if not known:
        raise BadValueError(name, "no run has reached the goal, so there is nothing to compare")
    best = min(known, key=lambda each: float(each.median[each.best or 0]))
    place = list(result.plan.scenario.lanes).index(best.lane)
    values = values_by_setting(result.plan, result.rows, result.rows.goal_values(result.plan.goal), place)
    number = best.best or 0
    return (
        best.lane,
        best.settings[number],
        sum(len(each.settings) for each in result.sensitivity.values()),
        values[number],
    )
