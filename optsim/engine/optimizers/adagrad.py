"""AdaGrad: each parameter's rate is divided by the root of the sum of its squared gradients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Epsilon, EpsilonInside, LearningRate, Setting
from optsim.engine.updates.elementwise import ElementwiseOptimizer

InitialAccumulator = Annotated[float, Setting(help="what the sum of squares starts with", least=0)]


class AdaGradState(NamedTuple):
    """State of AdaGrad: the sum G of squared gradients, shape (..., dim)."""

    sum_of_squares: Array


@dataclass(frozen=True, kw_only=True)
class AdaGrad(ElementwiseOptimizer):
    """G ← G + g² ; θ ← θ − αg/√(G + ε), ε inside the root.

    Duchi, Hazan and Singer (2011), "Adaptive subgradient methods for online learning and stochastic optimization". torch
    has ε outside the root; optax and Keras start the sum with 0.1, so that their first steps are shorter.
    """

    name: ClassVar[str] = "adagrad"
    title: ClassVar[str] = "AdaGrad"
    formula: ClassVar[str] = "G ← G + g² ; θ ← θ − αg/√(G + ε)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "torch": {"epsilon": 1e-10, "epsilon_inside": False},
        "optax": {"epsilon": 1e-7, "initial_accumulator": 0.1},
        "keras": {"epsilon": 1e-7, "initial_accumulator": 0.1},
    }

    learning_rate: LearningRate = 0.01
    epsilon: Epsilon = 1e-8
    epsilon_inside: EpsilonInside = True
    initial_accumulator: InitialAccumulator = 0.0

    @property
    def plain_equation(self) -> str:
        """With ε where it stands."""
        return self.formula if self.epsilon_inside else self.formula.replace("√(G + ε)", "(√G + ε)")

    def init(self, params: Array) -> AdaGradState:
        """Nothing summed but what it starts with."""
        return AdaGradState(np.zeros_like(params) + self.initial_accumulator)

    def change(self, params: Array, grad: Array, state: AdaGradState, step: int) -> tuple[Array, AdaGradState]:
        """Return the change of one step."""
        total = self.trace(
            "second_moment",
            "G ← G + g²",
            state.sum_of_squares + grad * grad,
            before=state.sum_of_squares,
            title="all squared slopes so far, summed",
        )
        if self.epsilon_inside:
            update = self.trace("step", "{α}·g/√(G + {ε})", self.learning_rate * grad / np.sqrt(total + self.epsilon))
        else:
            update = self.trace("step", "{α}·g/(√G + {ε})", self.learning_rate * grad / (np.sqrt(total) + self.epsilon))
        return update, AdaGradState(total)

    def preconditioner(self, state: AdaGradState, step: int) -> Array:
        """√(G + ε), or √G + ε."""
        total, epsilon = state.sum_of_squares, self.epsilon
        root: Array = np.sqrt(total + epsilon) if self.epsilon_inside else np.sqrt(total) + epsilon
        return root

    def plain_first_step(self) -> float | None:
        """α, where the sum starts with nothing."""
        return None if self.initial_accumulator else self.learning_rate
