"""Warm-up, stable, decay without the warm-up: the full rate for long, then a short decay at the end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from optsim.engine.numerics.exact_scalars import power
from optsim.engine.schedule import FinalShare, Schedule
from optsim.engine.settings import Setting

Stable = Annotated[int, Setting(help="steps at the full rate before the decay", least=0)]
DecaySteps = Annotated[int, Setting(help="steps of the decay", least=1)]
Decay = Annotated[
    Literal["linear", "sqrt", "power"],
    Setting(help="1 − s, 1 − √s or (1 − s)^power, s from 0 to 1 over the decay"),
]
Power = Annotated[float, Setting(help='exponent of decay = "power"', above=0)]


@dataclass(frozen=True, kw_only=True)
class WSD(Schedule):
    """1 for `stable` steps, then final + (1 − final)d(s) over `decay_steps`, s the share of them that is done; then final.

    Hu et al. (2024), "MiniCPM: unveiling the potential of small language models with scalable training strategies"; d = 1 − √s
    is from Hägele et al. (2024), "Scaling laws and compute-optimal training beyond fixed training durations". For the warm-up
    put a `warmup` before it in a list.
    """

    name: ClassVar[str] = "wsd"

    stable: Stable
    decay_steps: DecaySteps
    decay: Decay = "linear"
    power: Power = 2.0
    final: FinalShare = 0.0

    @property
    def length(self) -> int:
        """The steps at the full rate and those of the decay."""
        return self.stable + self.decay_steps

    def factor(self, step: int) -> float:
        """The factor at a step."""
        done = min(max(step - self.stable, 0) / self.decay_steps, 1.0)
        return self.final + (1 - self.final) * self._remaining(done)

    def in_use(self, key: str) -> bool:
        """Tell if the exponent matters."""
        return key != "power" or self.decay == "power"

    def _remaining(self, done: float) -> float:
        """The share of the rate that is left of the decay."""
        if self.decay == "sqrt":
            return 1 - math.sqrt(done)
        if self.decay == "power" and done < 1:
            return power(1 - done, self.power)
        return 1 - done
