"""Inverse square root decay, the classical rate of stochastic approximation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar

from optsim.engine.schedule import Schedule
from optsim.engine.settings import Setting

Steps = Annotated[int, Setting(help="steps until the rate has fallen to 1/√2", least=1)]


@dataclass(frozen=True, kw_only=True)
class InverseSqrt(Schedule):
    """1/√(1 + t/steps)."""

    name: ClassVar[str] = "inverse_sqrt"

    steps: Steps = 1

    def factor(self, step: int) -> float:
        """The factor at a step."""
        return 1 / math.sqrt(1 + step / self.steps)
