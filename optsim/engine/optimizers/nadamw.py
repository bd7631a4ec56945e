"""NAdamW: NAdam with weight decay beside the step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from optsim.engine.optimizers.nadam import NAdam
from optsim.engine.updates.elementwise import WeightDecay


@dataclass(frozen=True, kw_only=True)
class NAdamW(NAdam):
    """θ ← θ − α(n/(√v̂ + ε) + λθ), n and v̂ as in NAdam.

    Dozat (2016), "Incorporating Nesterov momentum into Adam", with the decay of AdamW, as in optax.
    """

    name: ClassVar[str] = "nadamw"
    title: ClassVar[str] = "NAdamW"
    formula: ClassVar[str] = "m ← β₁m + (1−β₁)g ; v ← β₂v + (1−β₂)g² ; θ ← θ − α n/(√v̂ + ε) − αλθ"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"optax": {"weight_decay": 1e-4}}

    weight_decay: WeightDecay = 0.01
