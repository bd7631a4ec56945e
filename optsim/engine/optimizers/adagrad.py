"""AdaGrad: each parameter's rate is divided by the root of the sum of its squared gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from optsim.engine.explain import Part, Tell, silent
from optsim.engine.fields import Array, Epsilon, LearningRate
from optsim.engine.optimizer import Optimizer


class AdaGradState(NamedTuple):
    """What AdaGrad carries: the sum G of squared gradients, shape (..., dim)."""

    sum_of_squares: Array


@dataclass(frozen=True, kw_only=True)
class AdaGrad(Optimizer):
    """G ← G + g² ; θ ← θ − αg/√(G + ε), ε inside the root.

    Duchi, Hazan and Singer (2011), "Adaptive subgradient methods for online learning and stochastic optimization". Equals
    torch's with eps = 0 and initial_accumulator_value = ε, optax's and Keras' with an initial accumulator of 0.
    """

    name: ClassVar[str] = "adagrad"
    title: ClassVar[str] = "AdaGrad"
    formula: ClassVar[str] = "G ← G + g² ; θ ← θ − αg/√(G + ε)"

    learning_rate: LearningRate = 0.01
    epsilon: Epsilon = 1e-8

    def init(self, params: Array) -> AdaGradState:
        """Nothing summed."""
        return AdaGradState(np.zeros_like(params))

    def update(
        self, params: Array, grad: Array, state: AdaGradState, step: int, tell: Tell = silent
    ) -> tuple[Array, AdaGradState]:
        """One step."""
        total = tell(Part.SECOND, "G ← G + g²", state.sum_of_squares + grad * grad, state.sum_of_squares)
        moved = tell(Part.STEP, "{α}·g/√(G + {ε})", self.learning_rate * grad / np.sqrt(total + self.epsilon))
        return params - moved, AdaGradState(total)
