"""A sweep that is run in small portions; what is known so far can be asked at any time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optsim.engine.lane import Lane
from optsim.engine.runs.outcomes import STATUSES
from optsim.engine.settings import Array
from optsim.engine.status import Status
from optsim.scenario.sweep.targets import OBJECTIVE
from optsim.sweeps.block import run_rectangle
from optsim.sweeps.live.contest import Contest
from optsim.sweeps.live.slices import Workload, settings_on
from optsim.sweeps.plan import Plan, Rectangle
from optsim.sweeps.rows import FAILED, BlockRows
from optsim.sweeps.statistics.quantiles import quantile
from optsim.sweeps.statistics.sensitivity import Sensitivity, sensitivity_of, tuned_among
from optsim.sweeps.workloads import Standing, are_scored, as_given, standings

#: runs of a portion: numbers of all of them, and networks
_NUMBERS, _NETWORKS = 4096, 8
#: runs that are looked at on a screen
MOST_LIVE = 200_000
UNKNOWN = -2
_DIVERGED = STATUSES.index(Status.DIVERGED)

Statuses = npt.NDArray[np.int8]


class Portion(NamedTuple):
    """A part of what is to be run: cells of a plan."""

    plan: Plan
    rectangle: Rectangle

    def run(self) -> BlockRows:
        """Run it; it may be done anywhere, and gives the bits of the races."""
        return run_rectangle(self.plan, self.rectangle)


class CellSummary(NamedTuple):
    """A setting of a lane over the seeds: quartiles of the goal, and how many are known, diverged, failed, without the goal."""

    low: float
    median: float
    high: float
    known: int
    diverged: int
    failed: int
    missed: int


class _Results:
    """Goal values and statuses of a plan's lanes, (settings, seeds) each."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        shapes = {name: (plan.settings_of(name)[1], plan.seeds) for name in plan.scenario.lanes}
        self.values: dict[str, Array] = {name: np.full(shape, np.nan) for name, shape in shapes.items()}
        self.statuses: dict[str, Statuses] = {name: np.full(shape, UNKNOWN, np.int8) for name, shape in shapes.items()}
        self.causes: dict[tuple[str, int], str] = {}
        self.done = 0

    def take(self, result: BlockRows) -> None:
        rows, names = result.rows, list(self.values)
        values = rows.goal_values(self.plan.goal)
        seeds, settings = np.divmod(rows.cell, self.plan.cells_of_a_seed)
        for place, name in enumerate(names):
            own = rows.lane == place
            at = settings[own] - self.plan.settings_of(name)[0], seeds[own]
            self.values[name][at], self.statuses[name][at] = values[own], rows.status[own]
        self.causes |= {(names[each.lane], each.cell): each.cause for each in result.failures}
        self.done += len(rows)


class LiveSweep:
    """Runs of a plan, of its lanes as they were given, and the contest of those that were tuned.

    `portions` says what is to be run, and `take` takes what came of it, one after the other: whoever runs them may do so in
    another thread. Seeds are outermost, so that each setting has a value early.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._grid = _Results(plan)
        # with two seeds it is known if anything is left to chance
        self._given = _Results(as_given(plan, max(plan.seeds, 2)))
        self.contest: Contest | None = None
        self._sensitivities: dict[tuple[str, Workload], Sensitivity] = {}

    @property
    def lanes(self) -> list[str]:
        """The names of the lanes."""
        return list(self.plan.scenario.lanes)

    @property
    def runs_done(self) -> int:
        """The number of runs of the plan that are done."""
        return self._grid.done

    @property
    def grid_done(self) -> bool:
        """True where all runs of the plan, and of the lanes as they were given, are done."""
        return self._grid.done == self.plan.runs and self._given.done == self._given.plan.runs

    @property
    def is_contested(self) -> bool:
        """True where lanes are compared at their best settings: not where the objective is varied, which is no choice."""
        return all(axis.owner != OBJECTIVE for axis in self.plan.axes)

    def portions(self) -> Iterator[Portion]:
        """Yield what is to be run next; each is handed to `take` before the next is asked for."""
        for seed in range(self._given.plan.seeds):
            for results in (self._grid, self._given):
                yield from _portions(results.plan, seed) if seed < results.plan.seeds else ()
        self.contest = self._new_contest()
        if self.contest is not None:
            for plan, rectangle in self.contest.portions():
                yield Portion(plan, rectangle)

    def take(self, portion: Portion, result: BlockRows) -> None:
        """Take the results of a portion."""
        if self.contest is not None:
            self.contest.take(portion.plan, portion.rectangle, result)
            return
        (self._given if portion.plan is self._given.plan else self._grid).take(result)
        self._sensitivities = {}

    def _new_contest(self) -> Contest | None:
        """The contest of the lanes that have a best setting; None where there are none, nothing is left to chance, or the objective is varied."""
        known = {name: self.sensitivity(name) for name in self.lanes}
        settled = {name: own.best for name, own in known.items() if own.best is not None}
        if not settled or not self.is_contested or not self.by_chance:
            return None
        best = min(settled, key=self.best_median)
        return Contest(self.plan, {name: self.tuned(name, setting) for name, setting in settled.items()}, best)

    def tuned(self, name: str, setting: int) -> Lane:
        """A lane with one of its settings."""
        first, _ = self.plan.settings_of(name)
        return self.plan.lane(name, self.plan.setting(first + setting))

    @cached_property
    def start_loss(self) -> float:
        """The highest loss at the start, of the race as it was given."""
        race = replace(self.plan.scenario, sweep=None).race()
        return max((run.loss for run in race.runs.values() if math.isfinite(run.loss)), default=math.nan)

    @cached_property
    def least_loss(self) -> float | None:
        """The loss of the objective's known minima; None where none are known."""
        objective = self.plan.scenario.objective
        minima = np.array(objective.minima)
        return float(objective.loss(minima).min()) if minima.size else None

    @property
    def by_chance(self) -> bool:
        """True where seeds differ in what is known of any lane."""
        return any(_differ(each) for results in (self._grid, self._given) for each in results.values.values())

    # what is known so far

    def sensitivity(self, name: str, workload: Workload = ()) -> Sensitivity:
        """What is known of a lane over its settings; the best one is that on a workload, where one is given."""
        key = name, workload
        if key not in self._sensitivities:
            self._sensitivities[key] = (
                tuned_among(self.plan, self.sensitivity(name), settings_on(self.plan, name, workload))
                if workload
                else self._over_all(name)
            )
        return self._sensitivities[key]

    def _over_all(self, name: str) -> Sensitivity:
        statuses = self._grid.statuses[name]
        known = np.count_nonzero(statuses != UNKNOWN)
        return sensitivity_of(
            self.plan,
            name,
            self._grid.values[name],
            diverged=float(np.count_nonzero(statuses == _DIVERGED) / known) if known else math.nan,
            failed=int(np.count_nonzero(statuses == FAILED)),
        )

    def standings(self) -> tuple[Standing, ...]:
        """The lanes as given and tuned over all workloads; none before all is known, or where the plan has no scores."""
        return self._standings if self.grid_done and are_scored(self.plan) else ()

    @cached_property
    def _standings(self) -> tuple[Standing, ...]:
        """Of runs that are all done."""
        values = {name: each[:, : self.plan.seeds] for name, each in self._given.values.items()}
        given = {
            name: sensitivity_of(self._given.plan, name, each, diverged=math.nan, failed=0)
            for name, each in values.items()
        }
        return standings(self.plan, given, {name: self.sensitivity(name) for name in self.lanes})

    def best_median(self, name: str) -> float:
        """The lowest median of a lane; infinite where there is none."""
        own = self.sensitivity(name)
        return math.inf if own.best is None else float(own.median[own.best])

    def given_median(self, name: str, workload: Workload = ()) -> float:
        """The median of a lane as it was given, on a workload where the objective is varied; NaN before it is known."""
        own = tuple(value for _, value in workload)
        every = [tuple(each.values()) for each in self._given.plan.values_of(name)]
        return quantile(self._given.values[name][every.index(own), : self.plan.seeds], 0.5)

    def statuses(self, name: str) -> Statuses:
        """The statuses of a lane's runs, (settings, seeds), `UNKNOWN` of those that are not done."""
        return self._grid.statuses[name]

    def diverged(self, name: str) -> npt.NDArray[np.bool_]:
        """Which settings of a lane have diverged with half of the seeds or more."""
        return _mostly(self._grid.statuses[name], _DIVERGED)

    def failed(self, name: str) -> npt.NDArray[np.bool_]:
        """Which settings of a lane have failed with half of the seeds or more."""
        return _mostly(self._grid.statuses[name], FAILED)

    def summary(self, name: str, setting: int) -> CellSummary:
        """A setting of a lane over the seeds."""
        own, statuses = self.sensitivity(name), self._grid.statuses[name][setting]
        values = self._grid.values[name][setting]
        diverged, failed = (int(np.count_nonzero(statuses == each)) for each in (_DIVERGED, FAILED))
        missed = int(np.count_nonzero(np.isposinf(values))) - diverged
        return CellSummary(
            float(own.low[setting]),
            float(own.median[setting]),
            float(own.high[setting]),
            int(np.count_nonzero(statuses != UNKNOWN)),
            diverged,
            failed,
            max(missed, 0),
        )

    def run_of(self, name: str, setting: int, seed: int) -> tuple[float, int]:
        """The goal value of one run, and its status."""
        return float(self._grid.values[name][setting, seed]), int(self._grid.statuses[name][setting, seed])

    def cell(self, name: str, setting: int, seed: int) -> int:
        """The number of the cell of a lane's setting with a seed."""
        return seed * self.plan.cells_of_a_seed + self.plan.settings_of(name)[0] + setting

    def cause(self, name: str, setting: int) -> str:
        """What ended the first run of a setting that has failed; empty where none has."""
        cells = (self.cell(name, setting, seed) for seed in range(self.plan.seeds))
        return next((self._grid.causes[name, cell] for cell in cells if (name, cell) in self._grid.causes), "")


def _differ(values: Array) -> bool:
    known = np.where(np.isfinite(values), values, np.nan)
    return bool((np.fmax.reduce(known, axis=1) > np.fmin.reduce(known, axis=1)).any())


def _mostly(statuses: Statuses, status: int) -> npt.NDArray[np.bool_]:
    known = np.count_nonzero(statuses != UNKNOWN, axis=1)
    mostly: npt.NDArray[np.bool_] = (known > 0) & (2 * np.count_nonzero(statuses == status, axis=1) >= known)
    return mostly


def _portions(plan: Plan, seed: int) -> Iterator[Portion]:
    """The portions of one seed."""
    objective, own = plan.scenario.objective, plan.cells_of_a_seed
    most = _NETWORKS if objective.has_data else max(1, _NUMBERS // max(1, objective.dim))
    parts = min(-(-plan.runs_of_a_seed // most), own)
    for part in range(parts):
        first, last = (number * own // parts for number in (part, part + 1))
        yield Portion(plan, Rectangle(first, last, seed, seed + 1))
