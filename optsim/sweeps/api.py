"""Sweeps and comparisons for programs: what `optsim.sweep` and `optsim.compare` are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from optsim.engine.settings import BadValueError
from optsim.scenario import Scenario, ScenarioError, load
from optsim.scenario.sweep.section import goal_of, seeds_fault, sweep_of
from optsim.scenario.sweep.sweep import Goal
from optsim.scenario.tables import Faults
from optsim.sweeps.comparison import Comparison, compare_lanes, compare_results
from optsim.sweeps.executors.choice import executor_of
from optsim.sweeps.executors.executor import Sequential
from optsim.sweeps.plan import Plan
from optsim.sweeps.result import SweepResult
from optsim.sweeps.run import run_sweep
from optsim.sweeps.statistics.verdict import MOST_SEEDS
from optsim.sweeps.store import Store

Given = Scenario | str | Path | Mapping[str, Any]


def scenario_of(given: Given) -> Scenario:
    """A scenario, by its name, its file or its tables. Raises ScenarioError."""
    if isinstance(given, Scenario):
        return given
    return Scenario.from_dict(given) if isinstance(given, Mapping) else load(given)


def varied(scenario: Scenario, changes: Mapping[str, Any], *, at: str = "sweep", epochs: int | None = None) -> Scenario:
    """A scenario whose section [sweep] has other keys besides its own, or in their place. Raises ScenarioError.

    Args:
        scenario: the scenario.
        changes: as in a file.
        at: what faults are told of.
        epochs: the budget where the file says it in epochs.
    """
    before = scenario.sweep
    table = {**(before.table if before is not None else {}), **changes}
    epochs = epochs or (before.epochs if before is not None else scenario.epochs)
    faults = Faults()
    sweep = sweep_of(table, at, faults, scenario.lanes, scenario.objective, epochs)
    if sweep is not None and (fault := seeds_fault(scenario.seed, sweep.seeds)):
        faults.add(f"{at}.seeds", fault)
    if sweep is None or faults.problems:
        raise ScenarioError(scenario.name or "scenario", faults.problems)
    return replace(scenario, sweep=sweep)


def sweep(  # noqa: PLR0913 each says another thing about the sweep
    scenario: Given,
    vary: Mapping[str, Any] | None = None,
    *,
    seeds: int | None = None,
    goal: str | None = None,
    trials: int | None = None,
    jobs: int | None = 1,
    on: str | None = None,
    scheduler: str | None = None,
    out: str | Path | None = None,
    timeout: float | None = None,
    watch: Callable[[int, int], object] | None = None,
) -> SweepResult:
    """Run a scenario over a grid of settings and seeds.

    >>> import optsim
    >>> result = optsim.sweep("saddle", {"learning_rate": [0.01, 0.1]}, seeds=2)
    >>> result.best("adam")["learning_rate"]
    0.1

    Args:
        scenario: one, its name, its file, or its tables.
        vary: axes as in [sweep] of a file: `{"learning_rate": [0.01, 0.1], "adam.beta2": {"from": 0.9, "to": 0.999, "points": 5}}`.
        seeds: seeds of each setting, from the budget's on.
        goal: "loss < 1e-3", "final" or "best".
        trials: settings that are drawn from the ranges, in place of a grid.
        jobs: processes; None for as many as there are cores. With more than one, call from below `if __name__ == "__main__"`.
        on: "loky", "dask" or "ray".
        scheduler: the address of dask's scheduler.
        out: a folder, in which finished blocks are kept and found again.
        timeout: seconds after which a block is stopped, and run again in halves; a cell that takes longer twice has failed.
        watch: is told how many blocks of how many are done.

    Raises:
        ScenarioError: for a scenario or axes that cannot be used.
        ExecutorError, StoreError: where processes or the folder cannot be used.
    """
    changes = dict(vary or {})
    changes |= {
        key: value for key, value in (("seeds", seeds), ("goal", goal), ("trials", trials)) if value is not None
    }
    plan = Plan.of(varied(scenario_of(scenario), changes))
    executor = (
        Sequential()
        if (jobs, on, scheduler, timeout) == (1, None, None, None)
        else executor_of(on, jobs, scheduler, plan.blocks, timeout)
    )
    store = None if out is None else Store.create(Path(out), plan)
    return run_sweep(plan, executor, store=store, watch=watch)


def compare(
    first: Given | SweepResult,
    second: str | SweepResult,
    third: str | None = None,
    *,
    goal: str | None = None,
    most: int = MOST_SEEDS,
) -> Comparison:
    """Compare two lanes of a scenario, `compare("saddle", "gd", "adam")`, or the best of two sweeps.

    Lanes meet the same noise seed by seed, until a verdict stands or `most` seeds are run; `str` of the result is the sentence.
    Raises BadValueError, ScenarioError.

    >>> import optsim
    >>> optsim.compare("noisy-quadratic", "sgd", "adam").verdict.pairs >= 10
    True
    """
    if isinstance(first, SweepResult) or isinstance(second, SweepResult):
        if not (isinstance(first, SweepResult) and isinstance(second, SweepResult)) or third is not None:
            raise BadValueError("compare", "takes a scenario and two lanes, or two results of sweeps")
        return compare_results(first, second, ("first", "second"))
    if third is None:
        raise BadValueError("compare", "takes a scenario and two lanes, or two results of sweeps")
    scenario = scenario_of(first)
    own = scenario.sweep
    return compare_lanes(
        scenario,
        second,
        third,
        goal_named(scenario, goal) if goal is not None else own.goal if own is not None else Goal(),
        most=most,
        epochs=own.epochs if own is not None else None,
    )


def goal_named(scenario: Scenario, text: str) -> Goal:
    """The goal of a text. Raises ScenarioError."""
    faults = Faults()
    goal = goal_of(text, "goal", faults, scenario.objective)
    if goal is None:
        raise ScenarioError(scenario.name or "scenario", faults.problems)
    return goal
