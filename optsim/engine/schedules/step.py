"""Step decay: the rate falls by a factor after every N steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from optsim.engine.numerics.exact_scalars import power
from optsim.engine.schedule import Schedule
from optsim.engine.settings import Setting

Rate = Annotated[float, Setting(help="factor at each fall", above=0, most=1)]
Steps = Annotated[int, Setting(help="steps between two falls", least=1)]


@dataclass(frozen=True, kw_only=True)
class StepDecay(Schedule):
    """rate^⌊t/steps⌋, as torch's StepLR."""

    name: ClassVar[str] = "step"

    steps: Steps
    rate: Rate = 0.1

    def factor(self, step: int) -> float:
        """The factor at a step."""
        return power(self.rate, step // self.steps)
