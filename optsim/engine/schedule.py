"""Base of schedules: the factor on the learning rate at each step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, NamedTuple

from optsim.engine.settings import Setting, Settings

#: what schedules that decay to a last share have in common
DecaySteps = Annotated[int, Setting(help="steps until the end of the decay", least=1)]
FinalShare = Annotated[float, Setting(help="share of the learning rate at the end", least=0, most=1)]


class Schedule(Settings, ABC):
    """Base of every schedule: a frozen dataclass whose fields are its settings."""

    @abstractmethod
    def factor(self, step: int) -> float:
        """Return what the learning rate is multiplied with at a step (from 0)."""

    @property
    def length(self) -> int | None:
        """The steps after which the factor stays as it is; None where it never does."""
        return None


class Phase(NamedTuple):
    """One part of several schedules in a row, and how many steps it lasts; None for the last one."""

    schedule: Schedule
    length: int | None = None


@dataclass(frozen=True)
class ScheduleSequence(Schedule):
    """Schedules one after the other. Each begins at the full learning rate, at its own step 0, when the one before is over."""

    phases: tuple[Phase, ...]

    def factor(self, step: int) -> float:
        """The factor of the phase that a step is in."""
        for schedule, length in self.phases[:-1]:
            if length is None or step < length:
                return schedule.factor(step)
            step -= length
        return self.phases[-1].schedule.factor(step)


def phases_of(schedule: Schedule) -> tuple[Phase, ...]:
    """Return the parts of a schedule: one where it is not several in a row."""
    return schedule.phases if isinstance(schedule, ScheduleSequence) else (Phase(schedule),)
