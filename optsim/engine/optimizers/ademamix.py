"""AdEMAMix: Adam with a second, slow average of gradients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Beta1, Beta2, Epsilon, LearningRate, Setting
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.engine.updates.moments import first_powers, next_power

Beta3 = Annotated[float, Setting(help="share of the slow average that is kept", symbol="β₃", least=0, below=1)]
SlowWeight = Annotated[float, Setting(help="weight of the slow average beside the fast one", symbol="a", least=0)]


class AdEMAMixState(NamedTuple):
    """State of AdEMAMix: fast and slow average and second moment, shape (..., dim), and β₁ᵗ, β₂ᵗ, shape (..., 1)."""

    first_moment: Array
    slow_moment: Array
    second_moment: Array
    beta1_power: Array
    beta2_power: Array


@dataclass(frozen=True, kw_only=True)
class AdEMAMix(ElementwiseOptimizer):
    """s ← β₃s + (1−β₃)g ; θ ← θ − α(m̂ + as)/(√v̂ + ε), m and v as in Adam; s is not corrected.

    Pagliardini, Ablin and Grangier (2024), "The AdEMAMix optimizer: better, faster, older", without the schedules of a and β₃
    that the paper adds for long runs, as in optax.
    """

    name: ClassVar[str] = "ademamix"
    title: ClassVar[str] = "AdEMAMix"
    formula: ClassVar[str] = "m ← β₁m + (1−β₁)g ; s ← β₃s + (1−β₃)g ; v ← β₂v + (1−β₂)g² ; θ ← θ − α(m̂ + as)/(√v̂ + ε)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"optax": {}}

    learning_rate: LearningRate = 0.001
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    beta3: Beta3 = 0.9999
    slow_weight: SlowWeight = 5.0
    epsilon: Epsilon = 1e-8

    def init(self, params: Array) -> AdEMAMixState:
        """All moments zero, both powers β⁰ = 1."""
        ones, zeros = first_powers(params), np.zeros_like(params)
        return AdEMAMixState(zeros, zeros, zeros, ones, ones)

    def change(self, params: Array, grad: Array, state: AdEMAMixState, step: int) -> tuple[Array, AdEMAMixState]:
        """Return the change of one step."""
        first = self.beta1 * state.first_moment + (1 - self.beta1) * grad
        slow = self.beta3 * state.slow_moment + (1 - self.beta3) * grad
        second = self.beta2 * state.second_moment + (1 - self.beta2) * (grad * grad)
        self.trace("first_moment", "m ← {β₁}·m + {1−β₁}·g", first, before=state.first_moment)
        formula = "s ← {β₃}·s + {1−β₃}·g"
        self.trace("slow_moment", formula, slow, before=state.slow_moment, title="mean over far more steps")
        self.trace("second_moment", "v ← {β₂}·v + {1−β₂}·g²", second, before=state.second_moment)
        power1, power2 = next_power(state.beta1_power, self.beta1), next_power(state.beta2_power, self.beta2)
        m_hat = self.trace("first_moment_corrected", "m̂ = m/(1 − {β₁}ᵗ)", first / (1 - power1))
        v_hat = self.trace("second_moment_corrected", "v̂ = v/(1 − {β₂}ᵗ)", second / (1 - power2))
        update = self.learning_rate * (m_hat + self.slow_weight * slow) / (np.sqrt(v_hat) + self.epsilon)
        new_state = AdEMAMixState(first, slow, second, power1, power2)
        return self.trace("step", "{α}·(m̂ + {a}·s)/(√v̂ + {ε})", update), new_state

    def preconditioner(self, state: AdEMAMixState, step: int) -> Array:
        """√v̂ + ε."""
        root: Array = np.sqrt(state.second_moment / (1 - state.beta2_power)) + self.epsilon
        return root

    def plain_first_step(self) -> float:
        """α(1 + a(1 − β₃)): the slow average has seen but one gradient."""
        return self.learning_rate * (1 + self.slow_weight * (1 - self.beta3))
