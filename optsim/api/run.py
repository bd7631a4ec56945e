"""Runs from Python: a scenario to its end, once or with several seeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import overload

import numpy as np

from optsim.api.opened import is_recording
from optsim.api.raced import Raced
from optsim.api.result import Result
from optsim.api.seeds_result import SeedsResult
from optsim.engine.settings import BadValueError
from optsim.scenario import Scenario
from optsim.sweeps.api import Given, scenario_of


@overload
def run(
    scenario: Given, *, steps: int | None = None, seed: int | None = None, params: bool = False, seeds: None = None
) -> Result: ...


@overload
def run(
    scenario: Given,
    *,
    steps: int | None = None,
    seed: int | None = None,
    params: bool = False,
    seeds: int | Iterable[int],
) -> SeedsResult: ...


def run(
    scenario: Given,
    *,
    steps: int | None = None,
    seed: int | None = None,
    params: bool = False,
    seeds: int | Iterable[int] | None = None,
) -> Result | SeedsResult:
    """Run a scenario to its end and return what every lane measured, by lane name.

    >>> import optsim
    >>> result = optsim.run("saddle", steps=200, seed=3)
    >>> result["adam"].loss.shape
    (201,)
    >>> optsim.run("x**2 + 10*y**2", steps=50)["momentum"].status
    <Status.OUT_OF_STEPS: 'out of steps'>
    >>> optsim.run("noisy-quadratic", seeds=5)["sgd"].loss.shape[0]
    5

    Args:
        scenario: one, its name, its file, a formula, or its tables as a dict.
        steps: another budget, for all lanes.
        seed: another seed.
        params: True to keep the parameters of every step.
        seeds: how many seeds, from `seed` (else the scenario's own) on, or which ones; all lanes then have an axis of seeds.

    Raises:
        ScenarioError: for a scenario that cannot be used.
        BadValueError: for steps or seeds that cannot, and for what is no scenario.
    """
    if isinstance(scenario, Raced):
        raise BadValueError("scenario", "is a result; its scenario is what can be run again: result.scenario")
    if is_recording(scenario):
        raise BadValueError(
            "scenario", f"is the recording {scenario}, which is not run again; optsim.show and optsim.player take it"
        )
    if not isinstance(scenario, Scenario | str | Path | Mapping):
        raise BadValueError(
            "scenario", f"is a scenario, its name, its file or its tables, not of {type(scenario).__name__}"
        )
    given = scenario_of(scenario)
    if seeds is None:
        return _result(given, steps, seed, params=params)
    numbers = _numbers(seeds, given.seed if seed is None else seed)
    return SeedsResult({each: _result(given, steps, each, params=params) for each in numbers})


def _result(scenario: Scenario, steps: int | None, seed: int | None, *, params: bool) -> Result:
    race = scenario.race(seed=seed, steps=steps, keep_params=params)
    race.advance(race.budget)
    epochs = scenario.epochs if steps is None else None
    return Result(replace(scenario, seed=race.seed, steps=race.budget, epochs=epochs), race)


def _numbers(seeds: int | Iterable[int], first: int) -> list[int]:
    """Return the seeds. Raises BadValueError where there is none, or one comes twice."""
    if isinstance(seeds, bool | str) or not isinstance(seeds, int | np.integer | Iterable):
        raise BadValueError("seeds", f"is how many there are, or which ones, not {seeds!r}")
    numbers = list(seeds if isinstance(seeds, Iterable) else range(first, first + int(seeds)))
    if not numbers:
        raise BadValueError("seeds", "at least one is needed")
    if not all(isinstance(each, int | np.integer) for each in numbers):
        raise BadValueError("seeds", f"are whole numbers, not {numbers!r}")
    if len(set(numbers)) < len(numbers):
        raise BadValueError("seeds", "each may be there once")
    return numbers
