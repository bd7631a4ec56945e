"""The standing of a race at the cursor in one fact: the lanes that lead, those at the target, those that diverged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from optsim.analysis.ranking import Rank, standings
from optsim.engine.capabilities.curves import Curves
from optsim.engine.status import Status
from optsim.facts import Fact

#: losses that differ by no more than this share are level
_LEVEL = 0.01


class AllDiverged(Fact):
    """Every lane has diverged."""

    code: ClassVar[str] = "standing.all_diverged"


class FirstAtTarget(Fact):
    """Lanes were the first at the target, at a step; another one may be lower in the end."""

    code: ClassVar[str] = "standing.first_at_target"
    lanes: tuple[str, ...]
    step: int
    diverged: tuple[str, ...]


class Leads(Fact):
    """Lanes lead with the lowest loss, those first that have it, the others level with it but for a share `within`."""

    code: ClassVar[str] = "standing.leads"
    lanes: tuple[str, ...]
    loss: float
    within: float
    diverged: tuple[str, ...]


def final_standing(race: Curves) -> Fact:
    """Return which lanes lead at the cursor, and which have not come that far."""
    ranked = sorted(standings(race), key=lambda each: (each.rank, each.loss))
    first = ranked[0]
    if first.status is Status.DIVERGED:
        return AllDiverged()
    diverged = tuple(each.name for each in ranked if each.status is Status.DIVERGED)
    if first.status is Status.TARGET_REACHED:
        return _at_target(race, diverged)
    return Leads(_level(ranked), first.loss, _LEVEL, diverged)


def _level(ranked: Sequence[Rank]) -> tuple[str, ...]:
    """Return the names of the lanes whose loss is level with the first one's."""
    lowest = ranked[0].loss
    return tuple(each.name for each in ranked if abs(each.loss - lowest) <= _LEVEL * abs(lowest))


def _at_target(race: Curves, diverged: tuple[str, ...]) -> Fact:
    there = [run for run in race.runs.values() if run.status is Status.TARGET_REACHED]
    step = min(run.last_step for run in there)
    return FirstAtTarget(tuple(run.name for run in there if run.last_step == step), step, diverged)
