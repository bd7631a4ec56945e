"""RMSProp: as AdaGrad, with a moving average in place of the sum, so that the rate does not die."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array, Decay, Epsilon, EpsilonInside, LearningRate


class RMSPropState(NamedTuple):
    """What RMSProp carries: the moving average E[g²], shape (..., dim)."""

    mean_square: Array


@dataclass(frozen=True, kw_only=True)
class RMSProp(Optimizer):
    """E ← γE + (1 − γ)g² ; θ ← θ − αg/√(E + ε), ε inside the root.

    Tieleman and Hinton (2012), lecture 6.5 of "Neural networks for machine learning". optax and Keras have ε inside the
    root, torch outside: inside, an ε of 1e-8 is a floor of 1e-4 under the root mean square of the gradient.
    """

    name: ClassVar[str] = "rmsprop"
    title: ClassVar[str] = "RMSProp"
    formula: ClassVar[str] = "E ← γE + (1−γ)g² ; θ ← θ − αg/√(E + ε)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "torch": {"decay": 0.99, "epsilon": 1e-8, "epsilon_inside": False},
        "optax": {"decay": 0.9, "epsilon": 1e-8},
        "keras": {"decay": 0.9, "epsilon": 1e-7},
    }

    learning_rate: LearningRate = 0.001
    decay: Decay = 0.9
    epsilon: Epsilon = 1e-8
    epsilon_inside: EpsilonInside = True

    @property
    def equation(self) -> str:
        """With ε where it stands."""
        return self.formula if self.epsilon_inside else self.formula.replace("√(E + ε)", "(√E + ε)")

    def init(self, params: Array) -> RMSPropState:
        """An average of nothing."""
        return RMSPropState(np.zeros_like(params))

    def update(self, params: Array, grad: Array, state: RMSPropState, step: int) -> tuple[Array, RMSPropState]:
        """One step."""
        mean_square = self.decay * state.mean_square + (1 - self.decay) * (grad * grad)
        self.trace("second_moment", "E ← {γ}·E + {1−γ}·g²", mean_square, before=state.mean_square)
        if self.epsilon_inside:
            moved = self.trace(
                "step", "{α}·g/√(E + {ε})", self.learning_rate * grad / np.sqrt(mean_square + self.epsilon)
            )
        else:
            size = np.sqrt(mean_square) + self.epsilon
            moved = self.trace("step", "{α}·g/(√E + {ε})", self.learning_rate * grad / size)
        return params - moved, RMSPropState(mean_square)

    def first_step(self) -> float:
        """α/√(1 − γ): the average of squares has seen but one."""
        return self.learning_rate / math.sqrt(1 - self.decay)
