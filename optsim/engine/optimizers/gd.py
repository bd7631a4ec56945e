"""Gradient descent: a step along the negative gradient of the whole objective."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from optsim.engine.settings import Array, LearningRate
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.engine.updates.linear_map import LinearMap, linear_map


@dataclass(frozen=True, kw_only=True)
class GradientDescent(ElementwiseOptimizer):
    """θ ← θ − α∇L(θ), the gradient always exact: no noise, all the data.

    Cauchy (1847), "Méthode générale pour la résolution des systèmes d'équations simultanées".
    """

    name: ClassVar[str] = "gd"
    title: ClassVar[str] = "Gradient descent"
    formula: ClassVar[str] = "θ ← θ − α∇L(θ)   (the whole objective)"
    exact: ClassVar[bool] = True

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"torch": {}, "optax": {}, "keras": {}}

    learning_rate: LearningRate = 0.01

    def change(self, params: Array, grad: Array, state: Any, step: int) -> tuple[Array, Any]:
        """Return the change of one step."""
        return self.trace("step", "{α}·g", self.learning_rate * grad), state

    def preconditioner(self, state: Any, step: int) -> float:
        """It divides by nothing."""
        return 1.0

    def plain_stability_limit(self) -> float:
        """2: above it the largest curvature overshoots by more than it started with."""
        return 2.0

    def plain_linear(self, curvatures: Array) -> LinearMap:
        """x ← (1 − αλ)x; no noise enters."""
        return linear_map((1 - self.learning_rate * curvatures, 0), (0, 0), (-self.learning_rate, 0))
