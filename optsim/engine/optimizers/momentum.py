"""Momentum (heavy ball): the step is a decaying sum of past gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from optsim.engine.explain import Part, Tell, silent
from optsim.engine.fields import Array, LearningRate, MomentumFactor
from optsim.engine.optimizer import Optimizer


class MomentumState(NamedTuple):
    """What momentum carries: the velocity v, shape (..., dim)."""

    velocity: Array


@dataclass(frozen=True, kw_only=True)
class Momentum(Optimizer):
    """v ← γv + αg ; θ ← θ − v.

    Polyak (1964), "Some methods of speeding up the convergence of iteration methods". The rate is inside the velocity,
    as in Keras; torch and optax keep it outside, which is the same while α is constant. The effective rate is α/(1 − γ).
    """

    name: ClassVar[str] = "momentum"
    title: ClassVar[str] = "Momentum"
    formula: ClassVar[str] = "v ← γv + αg ; θ ← θ − v"

    learning_rate: LearningRate = 0.01
    momentum: MomentumFactor = 0.9

    def init(self, params: Array) -> MomentumState:
        """At rest."""
        return MomentumState(np.zeros_like(params))

    def update(
        self, params: Array, grad: Array, state: MomentumState, step: int, tell: Tell = silent
    ) -> tuple[Array, MomentumState]:
        """One step."""
        velocity = self.momentum * state.velocity + self.learning_rate * grad
        tell(Part.FIRST, "v ← {γ}·v + {α}·g", velocity, state.velocity)
        return params - tell(Part.STEP, "v", velocity), MomentumState(velocity)

    def stability_limit(self) -> float:
        """2(1 + γ)."""
        return 2 * (1 + self.momentum)
