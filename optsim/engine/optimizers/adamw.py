"""AdamW: Adam with weight decay beside the step, not in the gradient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from optsim.engine.optimizers.adam import Adam
from optsim.engine.updates.elementwise import WeightDecay


@dataclass(frozen=True, kw_only=True)
class AdamW(Adam):
    """θ ← θ − α(m̂/(√v̂ + ε) + λθ), m̂ and v̂ as in Adam.

    Loshchilov and Hutter (2019), "Decoupled weight decay regularization", with the decay times α as in torch and optax. With
    λ = 0 it is Adam. In the ε̂ form, αₜ m/(√v + ε) in place of α m̂/(√v̂ + ε), αₜ = α√(1−β₂ᵗ)/(1−β₁ᵗ).
    """

    name: ClassVar[str] = "adamw"
    title: ClassVar[str] = "AdamW"
    formula: ClassVar[str] = "m ← β₁m + (1−β₁)g ; v ← β₂v + (1−β₂)g² ; θ ← θ − α m̂/(√v̂ + ε) − αλθ"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "torch": {"weight_decay": 0.01},
        "optax": {"weight_decay": 1e-4},
        "keras": {"epsilon": 1e-7, "epsilon_hat": True, "weight_decay": 0.004},
    }

    weight_decay: WeightDecay = 0.01
