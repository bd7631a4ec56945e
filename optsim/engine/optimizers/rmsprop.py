"""RMSProp: as AdaGrad, with a moving average in place of the sum, so that the rate does not die."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from optsim.engine.explain import Part, Tell, silent
from optsim.engine.fields import Array, Decay, Epsilon, LearningRate
from optsim.engine.optimizer import Optimizer


class RMSPropState(NamedTuple):
    """What RMSProp carries: the moving average E[g²], shape (..., dim)."""

    mean_square: Array


@dataclass(frozen=True, kw_only=True)
class RMSProp(Optimizer):
    """E ← γE + (1 − γ)g² ; θ ← θ − αg/√(E + ε), ε inside the root.

    Tieleman and Hinton (2012), lecture 6.5 of "Neural networks for machine learning". Equals optax's and Keras'; torch
    has ε outside the root.
    """

    name: ClassVar[str] = "rmsprop"
    title: ClassVar[str] = "RMSProp"
    formula: ClassVar[str] = "E ← γE + (1−γ)g² ; θ ← θ − αg/√(E + ε)"

    learning_rate: LearningRate = 0.001
    decay: Decay = 0.9
    epsilon: Epsilon = 1e-8

    def init(self, params: Array) -> RMSPropState:
        """An average of nothing."""
        return RMSPropState(np.zeros_like(params))

    def update(
        self, params: Array, grad: Array, state: RMSPropState, step: int, tell: Tell = silent
    ) -> tuple[Array, RMSPropState]:
        """One step."""
        mean_square = self.decay * state.mean_square + (1 - self.decay) * (grad * grad)
        tell(Part.SECOND, "E ← {γ}·E + {1−γ}·g²", mean_square, state.mean_square)
        moved = tell(Part.STEP, "{α}·g/√(E + {ε})", self.learning_rate * grad / np.sqrt(mean_square + self.epsilon))
        return params - moved, RMSPropState(mean_square)
