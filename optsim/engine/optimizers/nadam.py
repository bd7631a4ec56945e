"""NAdam: Adam with Nesterov's look-ahead in its first moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Beta1, Beta2, Epsilon, LearningRate
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.engine.updates.moments import first_powers, next_power


class NAdamState(NamedTuple):
    """State of NAdam: both moments, shape (..., dim), and β₁ᵗ, β₂ᵗ, shape (..., 1)."""

    first_moment: Array
    second_moment: Array
    beta1_power: Array
    beta2_power: Array


@dataclass(frozen=True, kw_only=True)
class NAdam(ElementwiseOptimizer):
    """θ ← θ − α n/(√v̂ + ε) with n = β₁m/(1−β₁ᵗ⁺¹) + (1−β₁)g/(1−β₁ᵗ), m and v as in Adam.

    Dozat (2016), "Incorporating Nesterov momentum into Adam", with β₁ the same at every step, as in optax. torch and Keras let
    β₁ grow with the step: another path.
    """

    name: ClassVar[str] = "nadam"
    title: ClassVar[str] = "NAdam"
    formula: ClassVar[str] = "m ← β₁m + (1−β₁)g ; v ← β₂v + (1−β₂)g² ; θ ← θ − α n/(√v̂ + ε)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"optax": {}}

    learning_rate: LearningRate = 0.001
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8

    @property
    def plain_equation(self) -> str:
        """That of NAdam, where it is NAdamW too."""
        return NAdam.formula

    def init(self, params: Array) -> NAdamState:
        """Both moments zero, both powers β⁰ = 1."""
        ones = first_powers(params)
        return NAdamState(np.zeros_like(params), np.zeros_like(params), ones, ones)

    def change(self, params: Array, grad: Array, state: NAdamState, step: int) -> tuple[Array, NAdamState]:
        """Return the change of one step."""
        first = self.beta1 * state.first_moment + (1 - self.beta1) * grad
        second = self.beta2 * state.second_moment + (1 - self.beta2) * (grad * grad)
        self.trace("first_moment", "m ← {β₁}·m + {1−β₁}·g", first, before=state.first_moment)
        self.trace("second_moment", "v ← {β₂}·v + {1−β₂}·g²", second, before=state.second_moment)
        power1, power2 = next_power(state.beta1_power, self.beta1), next_power(state.beta2_power, self.beta2)
        ahead = self.beta1 * first / (1 - next_power(power1, self.beta1)) + (1 - self.beta1) * grad / (1 - power1)
        formula = "n = {β₁}·m/(1 − {β₁}·{β₁}ᵗ) + {1−β₁}·g/(1 − {β₁}ᵗ)"
        self.trace("first_moment_corrected", formula, ahead, title="that mean, a step ahead")
        v_hat = self.trace("second_moment_corrected", "v̂ = v/(1 − {β₂}ᵗ)", second / (1 - power2))
        update = self.learning_rate * ahead / (np.sqrt(v_hat) + self.epsilon)
        return self.trace("step", "{α}·n/(√v̂ + {ε})", update), NAdamState(first, second, power1, power2)

    def preconditioner(self, state: NAdamState, step: int) -> Array:
        """√v̂ + ε."""
        root: Array = np.sqrt(state.second_moment / (1 - state.beta2_power)) + self.epsilon
        return root

    def plain_first_step(self) -> float:
        """α(1 + β₁/(1 + β₁)): the look-ahead makes the first step longer than Adam's."""
        return self.learning_rate * (1 + self.beta1 / (1 + self.beta1))
