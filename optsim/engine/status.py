"""Status and end of a run: every end has a cause."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from optsim.facts import Fact


class Status(Enum):
    """State of a run, or of its end; the value is the code that files and programs know it by.

    >>> import optsim
    >>> optsim.run("saddle", steps=5)["adam"].status is optsim.Status.OUT_OF_STEPS
    True
    """

    RUNNING = "running"
    OUT_OF_STEPS = "out of steps"
    TARGET_REACHED = "target reached"
    STOPPED_EARLY = "stopped early"
    DIVERGED = "diverged"

    @property
    def ended(self) -> bool:
        """True if the run takes no further step."""
        return self is not Status.RUNNING

    def __str__(self) -> str:
        return self.value


class End(NamedTuple):
    """The end of a run: after which step, how, and why; stopped early also by which of the race's rules."""

    step: int
    status: Status
    cause: Fact
    rule: int | None = None


class Event(NamedTuple):
    """Something that a person should see on the timeline, at a step of a lane; `rule` is which of the race's rules it is of."""

    step: int
    lane: str
    status: Status
    cause: Fact
    rule: int = 0
