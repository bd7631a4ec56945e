"""RAdam: Adam that takes plain momentum's steps until its average of squares has seen enough gradients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Beta1, Beta2, Epsilon, EpsilonHat, LearningRate, Setting
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.engine.updates.moments import first_powers, next_power, of_runs

Threshold = Annotated[
    float, Setting(help="length of the average of squares, in gradients, above which it is used", least=4)
]


class RAdamState(NamedTuple):
    """State of RAdam: both moments, shape (..., dim), and β₁ᵗ, β₂ᵗ, shape (..., 1)."""

    first_moment: Array
    second_moment: Array
    beta1_power: Array
    beta2_power: Array


@dataclass(frozen=True, kw_only=True)
class RAdam(ElementwiseOptimizer):
    """θ ← θ − α r m̂/(√v̂ + ε) once ρ > threshold, before that θ ← θ − αm̂; m and v as in Adam.

    ρ = ρ∞ − 2tβ₂ᵗ/(1−β₂ᵗ) with ρ∞ = 2/(1−β₂) − 1 is the length of the average of squares, and
    r = √((ρ−4)(ρ−2)ρ∞/((ρ∞−4)(ρ∞−2)ρ)). Liu et al. (2020), "On the variance of the adaptive learning rate and beyond", with a
    threshold of 4; torch and optax have 5. torch has ε beside √v before its correction.
    """

    name: ClassVar[str] = "radam"
    title: ClassVar[str] = "RAdam"
    formula: ClassVar[str] = "m ← β₁m + (1−β₁)g ; v ← β₂v + (1−β₂)g² ; θ ← θ − αs m̂   (s: r/(√v̂ + ε), at first 1)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"torch": {"epsilon_hat": True}, "optax": {}}

    learning_rate: LearningRate = 0.001
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8
    threshold: Threshold = 5.0
    epsilon_hat: EpsilonHat = False

    def init(self, params: Array) -> RAdamState:
        """Both moments zero, both powers β⁰ = 1."""
        ones = first_powers(params)
        return RAdamState(np.zeros_like(params), np.zeros_like(params), ones, ones)

    def change(self, params: Array, grad: Array, state: RAdamState, step: int) -> tuple[Array, RAdamState]:
        """Return the change of one step."""
        first = self.beta1 * state.first_moment + (1 - self.beta1) * grad
        second = self.beta2 * state.second_moment + (1 - self.beta2) * (grad * grad)
        self.trace("first_moment", "m ← {β₁}·m + {1−β₁}·g", first, before=state.first_moment)
        self.trace("second_moment", "v ← {β₂}·v + {1−β₂}·g²", second, before=state.second_moment)
        power1, power2 = next_power(state.beta1_power, self.beta1), next_power(state.beta2_power, self.beta2)
        m_hat = self.trace("first_moment_corrected", "m̂ = m/(1 − {β₁}ᵗ)", first / (1 - power1))
        length, rectified = self._rectification(power2, step)
        self.trace("rectification", "ρ", length, title="how many slopes v stands for")
        scale = np.where(length > self.threshold, rectified / self._root(second, power2), 1.0)
        self.trace("scale", "s", scale, title="r/(√v̂ + ε), 1 while v is unsure")
        update = self.trace("step", "{α}·s·m̂", self.learning_rate * scale * m_hat)
        return update, RAdamState(first, second, power1, power2)

    def preconditioner(self, state: RAdamState, step: int) -> Array:
        """(√v̂ + ε)/r, 1 while v is unsure."""
        length, rectified = self._rectification(state.beta2_power, step)
        return np.where(length > self.threshold, self._root(state.second_moment, state.beta2_power) / rectified, 1.0)

    def _root(self, second: Array, power2: Array) -> Array:
        """Return √v̂ + ε."""
        root: Array
        if self.epsilon_hat:
            root = (np.sqrt(second) + self.epsilon) / np.sqrt(1 - power2)
        else:
            root = np.sqrt(second / (1 - power2)) + self.epsilon
        return root

    def _rectification(self, power2: Array, step: int) -> tuple[Array, Array]:
        """Return ρ and r, shape (..., 1); r is 1 where ρ is not above the threshold."""
        longest = 2 / (1 - of_runs(self.beta2)) - 1
        length = longest - 2 * (step + 1) * power2 / (1 - power2)
        known = np.where(length > of_runs(self.threshold), length, longest)
        numerator = (known - 4) * (known - 2) * longest
        return length, np.sqrt(numerator / ((longest - 4) * (longest - 2) * known))
