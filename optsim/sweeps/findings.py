"""Findings of a sweep or a comparison, as facts."""

from __future__ import annotations

from collections.abc import Iterator

from optsim.facts import Fact
from optsim.sweeps.comparison import Comparison
from optsim.sweeps.facts import AtEdge, ChosenOn, NoneReached, RunFailed, SlowUpdates, Tuning
from optsim.sweeps.plan import Plan
from optsim.sweeps.result import SweepResult

_MOST_FAILURES = 10


def tuning_of(plan: Plan) -> Tuning:
    """All that the figures of a sweep depend on."""
    return Tuning(
        tuple(axis.name for axis in plan.axes),
        tuple(len(axis.values) for axis in plan.axes),
        plan.trials,
        plan.seeds,
        plan.scenario.seed,
        plan.scenario.steps,
        plan.epochs,
        str(plan.goal),
    )


def notes_of(result: SweepResult) -> Iterator[Fact]:
    """What a reader of the table of lanes has to know."""
    lanes = list(result.plan.scenario.lanes)
    for own in result.sensitivity.values():
        if own.best is None:
            yield NoneReached(own.lane, str(result.plan.goal))
        if own.edges:
            yield AtEdge(own.lane, own.edges)
    for name, why in (result.slow or {}).items():
        yield SlowUpdates(name, why)
    for failure in result.failures[:_MOST_FAILURES]:
        yield RunFailed(failure.cell, lanes[failure.lane], failure.cause)


def chosen_of(comparison: Comparison) -> Iterator[Fact]:
    """What was chosen on the same runs that are compared."""
    for name, setting, number in zip(comparison.names, comparison.settings, comparison.chosen_of, strict=True):
        if number > 1:
            yield ChosenOn(name, ", ".join(f"{axis} = {value!r}" for axis, value in setting.items()), number)
