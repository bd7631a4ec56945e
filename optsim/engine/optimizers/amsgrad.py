"""AMSGrad: Adam whose second moment never falls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Beta1, Beta2, BiasCorrection, Epsilon, LearningRate, Setting
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.engine.updates.moments import first_powers, next_power

Maximum = Annotated[
    Literal["raw", "corrected"], Setting(help="the largest v so far, then corrected; or the largest v̂ so far")
]


class AMSGradState(NamedTuple):
    """State of AMSGrad: both moments and the largest second one, shape (..., dim), and β₁ᵗ, β₂ᵗ, shape (..., 1)."""

    first_moment: Array
    second_moment: Array
    largest: Array
    beta1_power: Array
    beta2_power: Array


@dataclass(frozen=True, kw_only=True)
class AMSGrad(ElementwiseOptimizer):
    """w ← max(w, v) ; θ ← θ − α m̂/(√ŵ + ε), m and v as in Adam.

    Reddi, Kale and Kumar (2018), "On the convergence of Adam and beyond", who do not correct the moments: bias_correction =
    false. torch takes the largest v and corrects it, optax takes the largest v̂: two paths. Keras takes the largest v with ε
    beside √w before its correction: a third one.
    """

    name: ClassVar[str] = "amsgrad"
    title: ClassVar[str] = "AMSGrad"
    formula: ClassVar[str] = "m ← β₁m + (1−β₁)g ; v ← β₂v + (1−β₂)g² ; w ← max(w, v) ; θ ← θ − α m̂/(√ŵ + ε)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "torch": {"maximum": "raw"},
        "optax": {"maximum": "corrected"},
    }

    learning_rate: LearningRate = 0.001
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8
    bias_correction: BiasCorrection = True
    maximum: Maximum = "raw"

    @property
    def plain_equation(self) -> str:
        """In the form that it has."""
        if not self.bias_correction:
            return self.formula.replace("m̂", "m").replace("ŵ", "w")
        if self.maximum == "raw":
            return self.formula
        return self.formula.replace("ŵ", "w").replace("max(w, v)", "max(w, v/(1−β₂ᵗ))")

    def init(self, params: Array) -> AMSGradState:
        """All moments zero, both powers β⁰ = 1."""
        ones, zeros = first_powers(params), np.zeros_like(params)
        return AMSGradState(zeros, zeros, zeros, ones, ones)

    def change(self, params: Array, grad: Array, state: AMSGradState, step: int) -> tuple[Array, AMSGradState]:
        """Return the change of one step."""
        first = self.beta1 * state.first_moment + (1 - self.beta1) * grad
        second = self.beta2 * state.second_moment + (1 - self.beta2) * (grad * grad)
        self.trace("first_moment", "m ← {β₁}·m + {1−β₁}·g", first, before=state.first_moment)
        self.trace("second_moment", "v ← {β₂}·v + {1−β₂}·g²", second, before=state.second_moment)
        power1, power2 = next_power(state.beta1_power, self.beta1), next_power(state.beta2_power, self.beta2)
        raw = self.maximum == "raw" or not self.bias_correction
        candidate = second if raw else second / (1 - power2)
        largest = np.maximum(state.largest, candidate)
        formula = "w ← max(w, v)" if raw else "w ← max(w, v/(1 − {β₂}ᵗ))"
        self.trace(
            "largest_second_moment", formula, largest, before=state.largest, title="the largest that has ever been"
        )
        new_state = AMSGradState(first, second, largest, power1, power2)
        m_hat, w_hat, shown = first, largest, "{α}·m/(√w + {ε})"
        if self.bias_correction:
            m_hat, shown = first / (1 - power1), shown.replace("m/", "m̂/")
            self.trace("first_moment_corrected", "m̂ = m/(1 − {β₁}ᵗ)", m_hat)
        if self.bias_correction and raw:
            w_hat, shown = largest / (1 - power2), shown.replace("√w", "√ŵ")
            self.trace("second_moment_corrected", "ŵ = w/(1 − {β₂}ᵗ)", w_hat)
        return self.trace("step", shown, self.learning_rate * m_hat / (np.sqrt(w_hat) + self.epsilon)), new_state

    def preconditioner(self, state: AMSGradState, step: int) -> Array:
        """√ŵ + ε."""
        correction = 1 - state.beta2_power if self.bias_correction and self.maximum == "raw" else 1.0
        root: Array = np.sqrt(state.largest / correction) + self.epsilon
        return root

    def plain_first_step(self) -> float | None:
        """α, as Adam's."""
        return self.learning_rate if self.bias_correction else None
