"""Nesterov's accelerated gradient: momentum whose gradient is taken where the velocity is about to carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from optsim.engine.explain import Part, Tell, silent
from optsim.engine.fields import Array, LearningRate, MomentumFactor
from optsim.engine.optimizer import Optimizer


class NesterovState(NamedTuple):
    """What NAG carries: the velocity v, shape (..., dim)."""

    velocity: Array


@dataclass(frozen=True, kw_only=True)
class Nesterov(Optimizer):
    """v ← γv + α∇L(θ − γv) ; θ ← θ − v.

    Nesterov (1983); this form by Sutskever et al. (2013), "On the importance of initialization and momentum in deep
    learning". torch, optax and Keras store the look-ahead points θ − γv of the same sequence.
    """

    name: ClassVar[str] = "nag"
    title: ClassVar[str] = "NAG"
    formula: ClassVar[str] = "v ← γv + α∇L(θ − γv) ; θ ← θ − v"
    query_formula: ClassVar[str] = "θ − {γ}·v"

    learning_rate: LearningRate = 0.01
    momentum: MomentumFactor = 0.9

    def init(self, params: Array) -> NesterovState:
        """At rest."""
        return NesterovState(np.zeros_like(params))

    def query(self, params: Array, state: NesterovState) -> Array:
        """The look-ahead point θ − γv."""
        ahead: Array = params - self.momentum * state.velocity
        return ahead

    def update(
        self, params: Array, grad: Array, state: NesterovState, step: int, tell: Tell = silent
    ) -> tuple[Array, NesterovState]:
        """One step."""
        velocity = self.momentum * state.velocity + self.learning_rate * grad
        tell(Part.FIRST, "v ← {γ}·v + {α}·g", velocity, state.velocity)
        return params - tell(Part.STEP, "v", velocity), NesterovState(velocity)

    def stability_limit(self) -> float:
        """2(1 + γ)/(1 + 2γ): lower than that of gradient descent."""
        return 2 * (1 + self.momentum) / (1 + 2 * self.momentum)
