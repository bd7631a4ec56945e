"""AdaDelta: as RMSProp, with the size of past changes in place of a learning rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Decay, Epsilon, LearningRate
from optsim.engine.updates.elementwise import ElementwiseOptimizer


class AdaDeltaState(NamedTuple):
    """State of AdaDelta: the moving averages E of squared gradients and D of squared changes, shape (..., dim)."""

    mean_square: Array
    mean_square_change: Array


@dataclass(frozen=True, kw_only=True)
class AdaDelta(ElementwiseOptimizer):
    """E ← γE + (1−γ)g² ; θ ← θ − αu ; D ← γD + (1−γ)u² with u = √(D + ε)/√(E + ε)·g, D of the step before.

    Zeiler (2012), "ADADELTA: an adaptive learning rate method", where α is 1. The first steps are as long as √ε lets them be.
    Keras has γ = 0.95 and ε = 1e-7.
    """

    name: ClassVar[str] = "adadelta"
    title: ClassVar[str] = "AdaDelta"
    formula: ClassVar[str] = "E ← γE + (1−γ)g² ; θ ← θ − α√(D + ε)/√(E + ε)·g   (D: average of squared changes before)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "torch": {},
        "optax": {},
        "keras": {"decay": 0.95, "epsilon": 1e-7},
    }

    learning_rate: LearningRate = 1.0
    decay: Decay = 0.9
    epsilon: Epsilon = 1e-6

    def init(self, params: Array) -> AdaDeltaState:
        """Averages of nothing."""
        return AdaDeltaState(np.zeros_like(params), np.zeros_like(params))

    def change(self, params: Array, grad: Array, state: AdaDeltaState, step: int) -> tuple[Array, AdaDeltaState]:
        """Return the change of one step."""
        mean_square = self.decay * state.mean_square + (1 - self.decay) * (grad * grad)
        self.trace(
            "second_moment",
            "E ← {γ}·E + {1−γ}·g²",
            mean_square,
            before=state.mean_square,
            title="how large slopes usually are",
        )
        size = np.sqrt(state.mean_square_change + self.epsilon) / np.sqrt(mean_square + self.epsilon)
        unit = size * grad
        changes = self.decay * state.mean_square_change + (1 - self.decay) * (unit * unit)
        self.trace("size_of_changes", "D", state.mean_square_change, title="how large steps usually were")
        update = self.learning_rate * unit
        self.trace("step", "{α}·√(D + {ε})/√(E + {ε})·g", update)
        return update, AdaDeltaState(mean_square, changes)
