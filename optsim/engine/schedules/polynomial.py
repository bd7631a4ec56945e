"""Polynomial decay: the share of the steps that are left, to a power."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from optsim.engine.numerics.exact_scalars import power
from optsim.engine.schedule import DecaySteps, FinalShare, Schedule
from optsim.engine.settings import Setting

Power = Annotated[float, Setting(help="exponent of the share of steps that are left; 1 is linear", above=0)]


@dataclass(frozen=True, kw_only=True)
class Polynomial(Schedule):
    """final + (1 − final)(1 − t/steps)^power, then final, as optax.polynomial_schedule and, to 0, torch's PolynomialLR."""

    name: ClassVar[str] = "polynomial"

    steps: DecaySteps
    power: Power = 2.0
    final: FinalShare = 0.0

    @property
    def length(self) -> int:
        """The steps of the decay."""
        return self.steps

    def factor(self, step: int) -> float:
        """The factor at a step."""
        remaining = 1 - min(step / self.steps, 1.0)
        return self.final + (1 - self.final) * (power(remaining, self.power) if remaining else 0.0)
