"""Linear warm-up: small first steps, then the full rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from optsim.engine.schedule import Schedule
from optsim.engine.settings import Setting

Steps = Annotated[int, Setting(help="steps until the full rate is reached", least=1)]


@dataclass(frozen=True, kw_only=True)
class Warmup(Schedule):
    """min(1, (t + 1)/steps): the first step is already above zero."""

    name: ClassVar[str] = "warmup"

    steps: Steps

    @property
    def length(self) -> int:
        """The steps of the warm-up."""
        return self.steps

    def factor(self, step: int) -> float:
        """The factor at a step."""
        return min(1.0, (step + 1) / self.steps)
