"""Adan: averages of the gradient, of its differences, and of the square of a look-ahead of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Epsilon, LearningRate, Setting
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.engine.updates.moments import first_powers, next_power

Beta1 = Annotated[float, Setting(help="share of the average of gradients that is kept", symbol="β₁", least=0, below=1)]
Beta2 = Annotated[
    float, Setting(help="share of the average of differences that is kept", symbol="β₂", least=0, below=1)
]
Beta3 = Annotated[float, Setting(help="share of the average of squares that is kept", symbol="β₃", least=0, below=1)]


class AdanState(NamedTuple):
    """State of Adan: averages of gradients, differences and squares, the last gradient, and the powers of each β."""

    first_moment: Array
    difference_moment: Array
    second_moment: Array
    last_gradient: Array
    beta1_power: Array
    beta2_power: Array
    beta3_power: Array


@dataclass(frozen=True, kw_only=True)
class Adan(ElementwiseOptimizer):
    """θ ← θ − α(m̂ + β₂v̂)/(√n̂ + ε): m averages g, v the differences d of gradients, n the squares (g + β₂d)².

    Xie et al. (2022), "Adan: adaptive Nesterov momentum algorithm for faster optimizing deep models", d = 0 at the first
    step. The β are shares that are kept, 1 − β of the paper. optax 0.2.8 has 1 − β₂ in place of β₂ in two places.
    """

    name: ClassVar[str] = "adan"
    title: ClassVar[str] = "Adan"
    formula: ClassVar[str] = (
        "m ← β₁m + (1−β₁)g ; v ← β₂v + (1−β₂)d ; n ← β₃n + (1−β₃)(g + β₂d)² ; θ ← θ − α(m̂ + β₂v̂)/(√n̂ + ε)"
    )
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"pytorch_optimizer": {}}

    learning_rate: LearningRate = 0.001
    beta1: Beta1 = 0.98
    beta2: Beta2 = 0.92
    beta3: Beta3 = 0.99
    epsilon: Epsilon = 1e-8

    def init(self, params: Array) -> AdanState:
        """All averages zero, all powers β⁰ = 1."""
        ones, zeros = first_powers(params), np.zeros_like(params)
        return AdanState(zeros, zeros, zeros, zeros, ones, ones, ones)

    def change(self, params: Array, grad: Array, state: AdanState, step: int) -> tuple[Array, AdanState]:
        """Return the change of one step."""
        change = np.where(step > 0, grad - state.last_gradient, 0.0)
        first = self.beta1 * state.first_moment + (1 - self.beta1) * grad
        slope = self.beta2 * state.difference_moment + (1 - self.beta2) * change
        ahead = grad + self.beta2 * change
        second = self.beta3 * state.second_moment + (1 - self.beta3) * (ahead * ahead)
        self.trace("gradient_difference", "d", change, title="change of the slope")
        self.trace("first_moment", "m ← {β₁}·m + {1−β₁}·g", first, before=state.first_moment)
        formula, was = "v ← {β₂}·v + {1−β₂}·d", state.difference_moment
        self.trace("difference_moment", formula, slope, before=was, title="mean of those changes")
        formula = "n ← {β₃}·n + {1−β₃}·(g + {β₂}·d)²"
        self.trace("second_moment", formula, second, before=state.second_moment)
        powers = (
            next_power(state.beta1_power, self.beta1),
            next_power(state.beta2_power, self.beta2),
            next_power(state.beta3_power, self.beta3),
        )
        m_hat = self.trace("first_moment_corrected", "m̂ = m/(1 − {β₁}ᵗ)", first / (1 - powers[0]))
        v_hat = slope / (1 - powers[1])
        self.trace("difference_corrected", "v̂ = v/(1 − {β₂}ᵗ)", v_hat, title="that mean, unbiased")
        n_hat = self.trace("second_moment_corrected", "n̂ = n/(1 − {β₃}ᵗ)", second / (1 - powers[2]))
        update = self.learning_rate * (m_hat + self.beta2 * v_hat) / (np.sqrt(n_hat) + self.epsilon)
        new_state = AdanState(first, slope, second, grad, *powers)
        return self.trace("step", "{α}·(m̂ + {β₂}·v̂)/(√n̂ + {ε})", update), new_state

    def preconditioner(self, state: AdanState, step: int) -> Array:
        """√n̂ + ε."""
        root: Array = np.sqrt(state.second_moment / (1 - state.beta3_power)) + self.epsilon
        return root

    def plain_first_step(self) -> float:
        """α."""
        return self.learning_rate
