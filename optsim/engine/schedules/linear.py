"""Linear decay: from the full rate down to a last share of it along a straight line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim.engine.schedule import DecaySteps, FinalShare, Schedule


@dataclass(frozen=True, kw_only=True)
class Linear(Schedule):
    """1 − (1 − final)·t/steps, then final, as optax.linear_schedule and torch's LinearLR that starts at 1."""

    name: ClassVar[str] = "linear"

    steps: DecaySteps
    final: FinalShare = 0.0

    @property
    def length(self) -> int:
        """The steps of the decay."""
        return self.steps

    def factor(self, step: int) -> float:
        """The factor at a step."""
        remaining = 1 - min(step / self.steps, 1.0)
        return self.final + (1 - self.final) * remaining
