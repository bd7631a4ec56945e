"""Prodigy: Adam with a learning rate that grows with the distance to the minimum that it estimates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.numerics.numerics import STRICT
from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array, Beta1, Beta2, Epsilon, Setting
from optsim.engine.updates.moments import first_powers, next_power, of_runs

Scale = Annotated[float, Setting(help="factor on the step size that it finds", symbol="α", above=0, scale="log")]
FirstDistance = Annotated[
    float, Setting(help="distance to the minimum that it begins with", symbol="d₀", above=0, scale="log")
]
BiasCorrection = Annotated[bool, Setting(help="step times √(1 − β₂ᵗ)/(1 − β₁ᵗ)")]


class ProdigyState(NamedTuple):
    """State of Prodigy: moments, sum of gradients and start, shape (..., dim), and numbers of each run, (..., 1)."""

    first_moment: Array
    second_moment: Array
    sum_of_gradients: Array
    start: Array
    distance: Array
    numerator: Array
    beta1_power: Array
    beta2_power: Array


@dataclass(frozen=True, kw_only=True)
class Prodigy(Optimizer):
    """m ← β₁m + (1−β₁)dg ; v ← β₂v + (1−β₂)d²g² ; θ ← θ − αd m/(√v + d′ε), d′ = max(d, N/‖S‖₁) the next distance d.

    N ← √β₂N + (d/d₀)αd⟨g, θ₀ − θ⟩ and S ← √β₂S + (d/d₀)αdg. Mishchenko and Defazio (2024), "Prodigy: an expeditiously adaptive
    parameter-free learner", algorithm 4. The bias correction is off in prodigyopt and on in optax.
    """

    name: ClassVar[str] = "prodigy"
    title: ClassVar[str] = "Prodigy"
    formula: ClassVar[str] = "m ← β₁m + (1−β₁)dg ; v ← β₂v + (1−β₂)d²g² ; θ ← θ − αd m/(√v + d′ε)   (d: distance found)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"prodigyopt": {}, "optax": {"bias_correction": True}}

    learning_rate: Scale = 1.0
    beta1: Beta1 = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8
    first_distance: FirstDistance = 1e-6
    bias_correction: BiasCorrection = False

    @property
    def equation(self) -> str:
        """In the form that it has."""
        return self.formula.replace("αd m", "αcd m") if self.bias_correction else self.formula

    def init(self, params: Array) -> ProdigyState:
        """At the start, with the distance that it begins with."""
        ones, zeros = first_powers(params), np.zeros_like(params)
        return ProdigyState(
            zeros, zeros, zeros, np.array(params), ones * of_runs(self.first_distance), ones * 0.0, ones, ones
        )

    def update(self, params: Array, grad: Array, state: ProdigyState, step: int) -> tuple[Array, ProdigyState]:
        """One step."""
        distance_before = state.distance
        power1, power2 = next_power(state.beta1_power, self.beta1), next_power(state.beta2_power, self.beta2)
        correction = np.sqrt(1 - power2) / (1 - power1) if self.bias_correction else first_powers(params)
        rate = distance_before * of_runs(self.learning_rate) * correction
        scaled = distance_before * grad
        first = self.beta1 * state.first_moment + (1 - self.beta1) * scaled
        second = self.beta2 * state.second_moment + (1 - self.beta2) * (scaled * scaled)
        distance, numerator, total = self._distance(params, grad, state, rate)
        self.trace("first_moment", "m ← {β₁}·m + {1−β₁}·d·g", first, before=state.first_moment)
        self.trace("second_moment", "v ← {β₂}·v + {1−β₂}·d²g²", second, before=state.second_moment)
        self.trace("distance", "d′ = max(d, N/‖S‖₁)", distance, title="guess of the way to the minimum")
        self.trace("correction", "c", correction, title="makes up for the start at 0")
        below = np.sqrt(second) + distance * self.epsilon
        update = np.divide(rate * first, below, out=np.zeros_like(params), where=below > 0)
        new_state = ProdigyState(first, second, total, state.start, distance, numerator, power1, power2)
        return params - self.trace("step", "{α}·c·d·m/(√v + {ε}·d′)", update), new_state

    def _distance(self, params: Array, grad: Array, state: ProdigyState, rate: Array) -> tuple[Array, Array, Array]:
        """Return the next distance and numerator, shape (..., 1), and the sum of gradients, shape (..., dim)."""
        distance_before, decay = (
            self.trace("distance_before", "d before", state.distance),
            np.sqrt(self.beta2),
        )
        weight = distance_before / of_runs(self.first_distance) * rate
        progress = STRICT.row_sum(grad * (state.start - params))[..., None]
        numerator = of_runs(decay) * state.numerator + weight * progress
        total = decay * state.sum_of_gradients + weight * grad
        size = STRICT.row_sum(np.abs(total))[..., None]
        estimate = np.divide(numerator, size, out=np.array(distance_before), where=size > 0)
        return np.maximum(distance_before, estimate), numerator, total
