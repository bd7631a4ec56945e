"""Adamax: Adam with the largest of decaying gradients in place of their root mean square."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Beta1, Epsilon, LearningRate, Setting
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.engine.updates.moments import first_powers, next_power

Beta2 = Annotated[float, Setting(help="share of the largest gradient that is kept", symbol="β₂", least=0, below=1)]
EpsilonInside = Annotated[bool, Setting(help="ε in the maximum, beside |g|; or added to the maximum")]


class AdamaxState(NamedTuple):
    """State of Adamax: the first moment and the decaying maximum, shape (..., dim), and β₁ᵗ, shape (..., 1)."""

    first_moment: Array
    largest: Array
    beta1_power: Array


@dataclass(frozen=True, kw_only=True)
class Adamax(ElementwiseOptimizer):
    """m ← β₁m + (1−β₁)g ; w ← max(β₂w, |g| + ε) ; θ ← θ − α m̂/w.

    Kingma and Ba (2015), "Adam: a method for stochastic optimization", algorithm 2, which has no ε. torch and optax have it
    beside |g|, Keras beside w.
    """

    name: ClassVar[str] = "adamax"
    title: ClassVar[str] = "Adamax"
    formula: ClassVar[str] = "m ← β₁m + (1−β₁)g ; w ← max(β₂w, |g| + ε) ; θ ← θ − α m̂/w"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "torch": {},
        "optax": {},
        "keras": {"epsilon": 1e-7, "epsilon_inside": False},
    }

    learning_rate: LearningRate = 0.002
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8
    epsilon_inside: EpsilonInside = True

    @property
    def plain_equation(self) -> str:
        """With ε where it stands."""
        if self.epsilon_inside:
            return self.formula
        return "m ← β₁m + (1−β₁)g ; w ← max(β₂w, |g|) ; θ ← θ − α m̂/(w + ε)"

    def init(self, params: Array) -> AdamaxState:
        """Nothing seen, β⁰ = 1."""
        return AdamaxState(np.zeros_like(params), np.zeros_like(params), first_powers(params))

    def change(self, params: Array, grad: Array, state: AdamaxState, step: int) -> tuple[Array, AdamaxState]:
        """Return the change of one step."""
        first = self.beta1 * state.first_moment + (1 - self.beta1) * grad
        self.trace("first_moment", "m ← {β₁}·m + {1−β₁}·g", first, before=state.first_moment)
        size = np.abs(grad) + self.epsilon if self.epsilon_inside else np.abs(grad)
        largest = np.maximum(self.beta2 * state.largest, size)
        formula = "w ← max({β₂}·w, |g| + {ε})" if self.epsilon_inside else "w ← max({β₂}·w, |g|)"
        self.trace("largest_gradient", formula, largest, before=state.largest, title="the largest slope, fading")
        power = next_power(state.beta1_power, self.beta1)
        m_hat = self.trace("first_moment_corrected", "m̂ = m/(1 − {β₁}ᵗ)", first / (1 - power))
        shown, below = ("w", largest) if self.epsilon_inside else ("(w + {ε})", largest + self.epsilon)
        update = self.trace("step", f"{{α}}·m̂/{shown}", self.learning_rate * m_hat / below)
        return update, AdamaxState(first, largest, power)

    def preconditioner(self, state: AdamaxState, step: int) -> Array:
        """w, or w + ε."""
        return state.largest if self.epsilon_inside else state.largest + self.epsilon

    def plain_first_step(self) -> float:
        """α."""
        return self.learning_rate
