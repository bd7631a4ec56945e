"""AdaBelief: Adam scaled by how far the gradient is from what was expected of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Beta1, Beta2, Epsilon, LearningRate
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.engine.updates.moments import first_powers, next_power


class AdaBeliefState(NamedTuple):
    """State of AdaBelief: m and s, shape (..., dim), and β₁ᵗ, β₂ᵗ, shape (..., 1)."""

    first_moment: Array
    belief: Array
    beta1_power: Array
    beta2_power: Array


@dataclass(frozen=True, kw_only=True)
class AdaBelief(ElementwiseOptimizer):
    """m ← β₁m + (1−β₁)g ; s ← β₂s + (1−β₂)(g − m)² + ε ; θ ← θ − α m̂/(√ŝ + ε).

    Zhuang et al. (2020), "AdaBelief optimizer: adapting stepsizes by the belief in observed gradients", with both ε of their
    code and of optax.
    """

    name: ClassVar[str] = "adabelief"
    title: ClassVar[str] = "AdaBelief"
    formula: ClassVar[str] = "m ← β₁m + (1−β₁)g ; s ← β₂s + (1−β₂)(g − m)² + ε ; θ ← θ − α m̂/(√ŝ + ε)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"optax": {}}

    learning_rate: LearningRate = 0.001
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-16

    def init(self, params: Array) -> AdaBeliefState:
        """Nothing expected, both powers β⁰ = 1."""
        ones = first_powers(params)
        return AdaBeliefState(np.zeros_like(params), np.zeros_like(params), ones, ones)

    def change(self, params: Array, grad: Array, state: AdaBeliefState, step: int) -> tuple[Array, AdaBeliefState]:
        """Return the change of one step."""
        first = self.beta1 * state.first_moment + (1 - self.beta1) * grad
        surprise = grad - first
        belief = self.beta2 * state.belief + (1 - self.beta2) * (surprise * surprise) + self.epsilon
        self.trace("first_moment", "m ← {β₁}·m + {1−β₁}·g", first, before=state.first_moment)
        self.trace(
            "second_moment",
            "s ← {β₂}·s + {1−β₂}·(g − m)² + {ε}",
            belief,
            before=state.belief,
            title="how far slopes are from that mean",
        )
        power1, power2 = next_power(state.beta1_power, self.beta1), next_power(state.beta2_power, self.beta2)
        m_hat = self.trace("first_moment_corrected", "m̂ = m/(1 − {β₁}ᵗ)", first / (1 - power1))
        s_hat = self.trace("second_moment_corrected", "ŝ = s/(1 − {β₂}ᵗ)", belief / (1 - power2))
        update = self.trace("step", "{α}·m̂/(√ŝ + {ε})", self.learning_rate * m_hat / (np.sqrt(s_hat) + self.epsilon))
        return update, AdaBeliefState(first, belief, power1, power2)

    def preconditioner(self, state: AdaBeliefState, step: int) -> Array:
        """√ŝ + ε."""
        root: Array = np.sqrt(state.belief / (1 - state.beta2_power)) + self.epsilon
        return root

    def plain_first_step(self) -> float | None:
        """α/β₁: the first average is (1 − β₁)g, so the first surprise β₁g."""
        return self.learning_rate / self.beta1 if self.beta1 else None
