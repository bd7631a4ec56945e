"""Checks of a learning-rate schedule."""

from __future__ import annotations

import math

from optsim.engine.schedule import Schedule
from optsim.testing.assertions import check_declaration, demand, needed

_STEPS = (*range(2000), 10_000, 10**6, 10**9)


def check_schedule(schedule: type[Schedule] | Schedule) -> None:
    """Check a class with its defaults (3 steps, or 0.01, where there is none), or one instance.

    It is a frozen dataclass that says what it is; its factor is a finite number of at least 0 at each of the first 2000 steps
    and at some far ones, and depends on the step alone; not all factors are 0. After its `length`, where it has one, the factor stays as it is.

    Raises:
        AssertionError: with what is wrong.
    """
    instance = schedule(**needed(schedule)) if isinstance(schedule, type) else schedule
    check_declaration(type(instance), "name")
    demand(isinstance(hash(instance), int), "it must be hashable")
    factors = {step: instance.factor(step) for step in _STEPS}
    for step, factor in factors.items():
        demand(isinstance(factor, float | int), f"factor({step}) is a {type(factor).__name__}, not a number")
        demand(math.isfinite(factor) and factor >= 0, f"factor({step}) is {factor}: a finite number of at least 0")
    again = {step: instance.factor(step) for step in reversed(_STEPS)}
    demand(all(again[step] == factors[step] for step in _STEPS), "factor() gave another number for the same step")
    if instance.length is not None:
        after = {
            instance.factor(step) for step in (instance.length, instance.length + 1, 2 * instance.length + 7, 10**9)
        }
        demand(len(after) == 1, f"after its `length` of {instance.length} steps the factor still changes")
    demand(any(factors[step] > 0 for step in range(1000)), "factor() is 0 for the first thousand steps: nothing moves")
