"""Cosine decay: from the full rate down to a last share of it along half a cosine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from optsim.engine.numerics.exact_scalars import cos_pi
from optsim.engine.schedule import DecaySteps, FinalShare, Schedule


@dataclass(frozen=True, kw_only=True)
class Cosine(Schedule):
    """final + (1 − final)·½(1 + cos(πt/steps)), then final.

    Loshchilov and Hutter (2017), "SGDR: stochastic gradient descent with warm restarts", without the restarts.
    """

    name: ClassVar[str] = "cosine"

    steps: DecaySteps
    final: FinalShare = 0.0

    @property
    def length(self) -> int:
        """The steps of the decay."""
        return self.steps

    def factor(self, step: int) -> float:
        """The factor at a step."""
        done = min(step / self.steps, 1.0)
        return self.final + (1 - self.final) * 0.5 * (1 + cos_pi(done))
