"""Lion: the sign of an interpolation between momentum and gradient; every parameter moves by the same amount."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Beta1, Beta2, LearningRate
from optsim.engine.updates.elementwise import ElementwiseOptimizer


class LionState(NamedTuple):
    """State of Lion: the moving average m of gradients, shape (..., dim)."""

    first_moment: Array


@dataclass(frozen=True, kw_only=True)
class Lion(ElementwiseOptimizer):
    """θ ← θ − α sign(β₁m + (1−β₁)g) ; m ← β₂m + (1−β₂)g.

    Chen et al. (2023), "Symbolic discovery of optimization algorithms". Their weight decay is the decoupled one: with λ the
    parameters end in |θ| ≤ 1/λ.
    """

    name: ClassVar[str] = "lion"
    title: ClassVar[str] = "Lion"
    formula: ClassVar[str] = "θ ← θ − α sign(β₁m + (1−β₁)g)   (then m ← β₂m + (1−β₂)g)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "lion_pytorch": {},
        "optax": {"weight_decay": 0.001},
        "keras": {},
    }

    learning_rate: LearningRate = 0.0001
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.99

    def init(self, params: Array) -> LionState:
        """An average of nothing."""
        return LionState(np.zeros_like(params))

    def change(self, params: Array, grad: Array, state: LionState, step: int) -> tuple[Array, LionState]:
        """Return the change of one step."""
        mixed = self.beta1 * state.first_moment + (1 - self.beta1) * grad
        self.trace("interpolation", "c = {β₁}·m + {1−β₁}·g", mixed, title="the mean, mixed with this slope")
        update = self.trace("step", "{α}·sign(c)", self.learning_rate * np.sign(mixed))
        first = self.beta2 * state.first_moment + (1 - self.beta2) * grad
        self.trace(
            "first_moment",
            "m ← {β₂}·m + {1−β₂}·g",
            first,
            before=state.first_moment,
            title="mean of the slopes, for later",
        )
        return update, LionState(first)

    def plain_first_step(self) -> float:
        """α, as every step."""
        return self.learning_rate
