"""Adam: momentum's direction, RMSProp's scale, and a correction for averages that start at zero."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Beta1, Beta2, BiasCorrection, Epsilon, EpsilonHat, LearningRate
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.engine.updates.moments import first_powers, next_power


class AdamState(NamedTuple):
    """State of Adam: both moments, shape (..., dim), and β₁ᵗ, β₂ᵗ, shape (..., 1)."""

    first_moment: Array
    second_moment: Array
    beta1_power: Array
    beta2_power: Array


@dataclass(frozen=True, kw_only=True)
class Adam(ElementwiseOptimizer):
    """m ← β₁m + (1−β₁)g ; v ← β₂v + (1−β₂)g² ; θ ← θ − α m̂/(√v̂ + ε), ε outside the root.

    Kingma and Ba (2015), "Adam: a method for stochastic optimization", algorithm 1, as in torch and optax. Keras has the
    form at the end of their section 2, θ ← θ − αₜ m/(√v + ε̂), αₜ = α√(1−β₂ᵗ)/(1−β₁ᵗ), here epsilon_hat. With bias_correction
    off, m̂ = m and v̂ = v, and the two are one.
    """

    name: ClassVar[str] = "adam"
    title: ClassVar[str] = "Adam"
    formula: ClassVar[str] = "m ← β₁m + (1−β₁)g ; v ← β₂v + (1−β₂)g² ; θ ← θ − α m̂/(√v̂ + ε)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "torch": {"epsilon": 1e-8},
        "optax": {"epsilon": 1e-8},
        "keras": {"epsilon": 1e-7, "epsilon_hat": True},
    }

    learning_rate: LearningRate = 0.001
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8
    bias_correction: BiasCorrection = True
    epsilon_hat: EpsilonHat = False

    @property
    def plain_equation(self) -> str:
        """In the form that it has."""
        if not self.bias_correction:
            return Adam.formula.replace("m̂", "m").replace("v̂", "v")
        return Adam.formula.replace("α m̂/(√v̂ + ε)", "αₜ m/(√v + ε)") if self.epsilon_hat else Adam.formula

    def init(self, params: Array) -> AdamState:
        """Both moments zero, both powers β⁰ = 1."""
        ones = first_powers(params)
        return AdamState(np.zeros_like(params), np.zeros_like(params), ones, ones)

    def change(self, params: Array, grad: Array, state: AdamState, step: int) -> tuple[Array, AdamState]:
        """Return the change of one step."""
        first = self.beta1 * state.first_moment + (1 - self.beta1) * grad
        second = self.beta2 * state.second_moment + (1 - self.beta2) * (grad * grad)
        self.trace("first_moment", "m ← {β₁}·m + {1−β₁}·g", first, before=state.first_moment)
        self.trace("second_moment", "v ← {β₂}·v + {1−β₂}·g²", second, before=state.second_moment)
        power1 = next_power(state.beta1_power, self.beta1)
        power2 = next_power(state.beta2_power, self.beta2)
        new_state = AdamState(first, second, power1, power2)
        if self.bias_correction and self.epsilon_hat:
            corrected = self.learning_rate * np.sqrt(1 - power2) / (1 - power1)
            formula = "{α}·√(1 − {β₂}ᵗ)/(1 − {β₁}ᵗ)·m/(√v + {ε})"
            return self.trace("step", formula, corrected * first / (np.sqrt(second) + self.epsilon)), new_state
        m_hat, v_hat = first, second
        if self.bias_correction:
            m_hat = self.trace("first_moment_corrected", "m̂ = m/(1 − {β₁}ᵗ)", first / (1 - power1))
            v_hat = self.trace("second_moment_corrected", "v̂ = v/(1 − {β₂}ᵗ)", second / (1 - power2))
        formula = "{α}·m̂/(√v̂ + {ε})" if self.bias_correction else "{α}·m/(√v + {ε})"
        update = self.trace("step", formula, self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon))
        return update, new_state

    def preconditioner(self, state: AdamState, step: int) -> Array:
        """√v̂ + ε."""
        if self.bias_correction and self.epsilon_hat:
            hat: Array = (np.sqrt(state.second_moment) + self.epsilon) / np.sqrt(1 - state.beta2_power)
            return hat
        correction = 1 - state.beta2_power if self.bias_correction else 1.0
        root: Array = np.sqrt(state.second_moment / correction) + self.epsilon
        return root

    def plain_first_step(self) -> float:
        """α; without the correction (1 − β₁)/√(1 − β₂) times that."""
        return self.learning_rate * (1.0 if self.bias_correction else (1 - self.beta1) / math.sqrt(1 - self.beta2))
