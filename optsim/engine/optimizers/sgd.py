"""Stochastic gradient descent: a step along the negative gradient of a sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from optsim.engine.settings import Array, LearningRate
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.engine.updates.linear_map import LinearMap, linear_map


@dataclass(frozen=True, kw_only=True)
class SGD(ElementwiseOptimizer):
    """θ ← θ − αg, g the gradient of a mini-batch or with the scenario's noise.

    Robbins and Monro (1951), "A stochastic approximation method". The same as torch SGD, optax.sgd, Keras SGD.
    """

    name: ClassVar[str] = "sgd"
    title: ClassVar[str] = "SGD"
    formula: ClassVar[str] = "θ ← θ − αg"

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"torch": {}, "optax": {}, "keras": {}}

    learning_rate: LearningRate = 0.01

    def change(self, params: Array, grad: Array, state: Any, step: int) -> tuple[Array, Any]:
        """Return the change of one step."""
        return self.trace("step", "{α}·g", self.learning_rate * grad), state

    def preconditioner(self, state: Any, step: int) -> float:
        """It divides by nothing."""
        return 1.0

    def plain_stability_limit(self) -> float:
        """2, as for gradient descent."""
        return 2.0

    def plain_linear(self, curvatures: Array) -> LinearMap:
        """x ← (1 − αλ)x − αξ; nothing is carried."""
        return linear_map((1 - self.learning_rate * curvatures, 0), (0, 0), (-self.learning_rate, 0))
