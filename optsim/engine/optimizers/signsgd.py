"""signSGD: every parameter moves by the same amount, whatever the size of its gradient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from optsim.engine.settings import Array, LearningRate
from optsim.engine.updates.elementwise import ElementwiseOptimizer


@dataclass(frozen=True, kw_only=True)
class SignSGD(ElementwiseOptimizer):
    """θ ← θ − α sign(g).

    Bernstein et al. (2018), "signSGD: compressed optimisation for non-convex problems".
    """

    name: ClassVar[str] = "signsgd"
    title: ClassVar[str] = "signSGD"
    formula: ClassVar[str] = "θ ← θ − α sign(g)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"optax": {}}

    learning_rate: LearningRate = 0.001

    def change(self, params: Array, grad: Array, state: Any, step: int) -> tuple[Array, Any]:
        """Return the change of one step."""
        return self.trace("step", "{α}·sign(g)", self.learning_rate * np.sign(grad)), state

    def plain_first_step(self) -> float:
        """α, as every step."""
        return self.learning_rate
