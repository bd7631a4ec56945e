"""RMSProp: as AdaGrad, with a moving average in place of the sum, so that the rate does not die."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Decay, Epsilon, EpsilonInside, LearningRate, Setting
from optsim.engine.updates.elementwise import ElementwiseOptimizer

Centered = Annotated[bool, Setting(help="divide by the standard deviation: take the average of g off, squared")]


class RMSPropState(NamedTuple):
    """State of RMSProp: the moving average E[g²], shape (..., dim)."""

    mean_square: Array


class CenteredState(NamedTuple):
    """State of centred RMSProp: the moving averages E[g²] and E[g], shape (..., dim)."""

    mean_square: Array
    mean_gradient: Array


@dataclass(frozen=True, kw_only=True)
class RMSProp(ElementwiseOptimizer):
    """E ← γE + (1 − γ)g² ; θ ← θ − αg/√(E + ε), ε inside the root.

    Tieleman and Hinton (2012), lecture 6.5 of "Neural networks for machine learning". optax and Keras have ε inside the
    root, torch outside: inside, an ε of 1e-8 is a floor of 1e-4 under the root mean square of the gradient. Centred, after
    Graves (2013), "Generating sequences with recurrent neural networks", it divides by √(E − m² + ε), m ← γm + (1 − γ)g.
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
    centered: Centered = False

    @property
    def plain_equation(self) -> str:
        """With ε where it stands."""
        variance, average = ("E − m²", "m ← γm + (1−γ)g ; ") if self.centered else ("E", "")
        root = f"(√({variance}) + ε)" if self.centered else "(√E + ε)"
        return average + self.formula.replace("√(E + ε)", f"√({variance} + ε)" if self.epsilon_inside else root)

    def init(self, params: Array) -> RMSPropState | CenteredState:
        """Averages of nothing."""
        zeros = np.zeros_like(params)
        return CenteredState(zeros, zeros) if self.centered else RMSPropState(zeros)

    def change(
        self, params: Array, grad: Array, state: RMSPropState | CenteredState, step: int
    ) -> tuple[Array, RMSPropState | CenteredState]:
        """Return the change of one step."""
        new_state: RMSPropState | CenteredState
        mean_square = self.decay * state.mean_square + (1 - self.decay) * (grad * grad)
        self.trace(
            "second_moment",
            "E ← {γ}·E + {1−γ}·g²",
            mean_square,
            before=state.mean_square,
            title="how large slopes usually are",
        )
        new_state, variance, shown = RMSPropState(mean_square), mean_square, "E"
        if isinstance(state, CenteredState):
            mean = self.decay * state.mean_gradient + (1 - self.decay) * grad
            formula, was = "m ← {γ}·m + {1−γ}·g", state.mean_gradient
            self.trace("mean_gradient", formula, mean, before=was, title="mean of the slopes so far")
            new_state, variance, shown = CenteredState(mean_square, mean), mean_square - mean * mean, "E − m²"
        if self.epsilon_inside:
            update = self.learning_rate * grad / np.sqrt(variance + self.epsilon)
            return self.trace("step", f"{{α}}·g/√({shown} + {{ε}})", update), new_state
        root = shown if shown == "E" else f"({shown})"
        update = self.learning_rate * grad / (np.sqrt(variance) + self.epsilon)
        return self.trace("step", f"{{α}}·g/(√{root} + {{ε}})", update), new_state

    def preconditioner(self, state: RMSPropState | CenteredState, step: int) -> Array:
        """√(E + ε), or √E + ε; centred with E − m²."""
        variance, epsilon = state.mean_square, self.epsilon
        if isinstance(state, CenteredState):
            variance = variance - state.mean_gradient * state.mean_gradient
        root: Array = np.sqrt(variance + epsilon) if self.epsilon_inside else np.sqrt(variance) + epsilon
        return root

    def plain_first_step(self) -> float | None:
        """α/√(1 − γ): the average of squares has seen but one. Centred, α/√(γ(1 − γ)); nothing where γ = 0."""
        variance_share = self.decay * (1 - self.decay) if self.centered else 1 - self.decay
        return self.learning_rate / math.sqrt(variance_share) if variance_share else None
