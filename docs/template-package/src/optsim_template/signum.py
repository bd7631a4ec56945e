"""Signum: the sign of the momentum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from optsim import Array, LearningRate, Optimizer
from optsim.engine.settings import MomentumFactor


class SignumState(NamedTuple):
    """The momentum m, shape (..., dim)."""

    momentum: Array


@dataclass(frozen=True, kw_only=True)
class Signum(Optimizer):
    """m ← γm + (1−γ)g ; θ ← θ − α sign(m).

    Bernstein et al. (2018), "signSGD: compressed optimisation for non-convex problems", algorithm 2.
    """

    name: ClassVar[str] = "signum"
    title: ClassVar[str] = "Signum"
    formula: ClassVar[str] = "m ← γm + (1−γ)g ; θ ← θ − α sign(m)"

    learning_rate: LearningRate = 0.01
    momentum: MomentumFactor = 0.9

    def init(self, params: Array) -> SignumState:
        """Return no momentum."""
        return SignumState(np.zeros_like(params))

    def update(self, params: Array, grad: Array, state: SignumState, step: int) -> tuple[Array, SignumState]:
        """Take one step; what is passed to `trace` is a line of Explain."""
        mixed = self.momentum * state.momentum + (1 - self.momentum) * grad
        momentum = self.trace("first_moment", "m ← {γ}·m + {1−γ}·g", mixed, before=state.momentum)
        return params - self.trace("step", "{α}·sign(m)", self.learning_rate * np.sign(momentum)), SignumState(momentum)
