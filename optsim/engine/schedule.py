"""What a schedule is: the factor on the learning rate at each step."""

from __future__ import annotations

from abc import ABC, abstractmethod

from optsim.engine.settings import Settings


class Schedule(Settings, ABC):
    """Base of every schedule: a frozen dataclass whose fields are its settings."""

    @abstractmethod
    def factor(self, step: int) -> float:
        """What the learning rate is multiplied with at a step (from 0)."""
