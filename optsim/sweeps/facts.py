"""Facts of sweeps: what was run, what each lane is sensitive to, and the verdict on two."""

from __future__ import annotations

from typing import ClassVar, Literal

from optsim.facts import Fact


class Tuning(Fact):
    """All that a figure of a sweep depends on: the grid or the trials, seeds from the first on, budget, and the goal that chose.

    `axes` are their names, `values` how many each has.
    """

    code: ClassVar[str] = "sweep.tuning"

    axes: tuple[str, ...]
    values: tuple[int, ...]
    trials: int | None
    seeds: int
    first_seed: int
    steps: int
    epochs: int | None
    goal: str


class AtEdge(Fact):
    """The best setting of a lane lies at an end of some axes, so that a better one may lie beyond."""

    code: ClassVar[str] = "sweep.at_edge"

    lane: str
    axes: tuple[str, ...]


class NoneReached(Fact):
    """No setting of a lane has a finite goal value in half of the seeds or more."""

    code: ClassVar[str] = "sweep.none_reached"

    lane: str
    goal: str


class SlowUpdates(Fact):
    """Updates of an optimizer were called as they are, which is slower: why."""

    code: ClassVar[str] = "sweep.slow"

    optimizer: str
    why: str


class RunFailed(Fact):
    """A run that an error has ended."""

    code: ClassVar[str] = "sweep.failed"

    cell: int
    lane: str
    why: str


class Better(Fact):
    """One of two is better: by how much, with half the interval, p, and the seeds that this took."""

    code: ClassVar[str] = "sweep.better"

    one: str
    other: str
    scale: Literal["ratio", "difference", "wins"]
    effect: float
    margin: float
    p: float
    pairs: int


class Tie(Fact):
    """Neither of two is better so far; `more` seeds would probably decide a difference of 1 %."""

    code: ClassVar[str] = "sweep.tie"

    one: str
    other: str
    pairs: int
    more: int | None


class ChosenOn(Fact):
    """What was compared was chosen on the runs that it is compared by: its setting, the best of so many."""

    code: ClassVar[str] = "sweep.chosen_on"

    lane: str
    setting: str
    settings: int
