"""Exponential decay: the same factor every step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from optsim.engine.numerics.exact_scalars import power
from optsim.engine.schedule import Schedule
from optsim.engine.settings import Setting

Rate = Annotated[float, Setting(help="factor over `steps` steps", above=0, most=1)]
Steps = Annotated[int, Setting(help="steps over which the rate falls by one factor", least=1)]


@dataclass(frozen=True, kw_only=True)
class Exponential(Schedule):
    """rate^(t/steps), as optax.exponential_decay."""

    name: ClassVar[str] = "exponential"

    rate: Rate
    steps: Steps = 1

    def factor(self, step: int) -> float:
        """The factor at a step."""
        return power(self.rate, step / self.steps)
