"""DoG: the step size is the distance travelled over the root of the sum of squared gradients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.numerics.numerics import STRICT
from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array, Epsilon, Setting
from optsim.engine.updates.moments import of_runs

Scale = Annotated[float, Setting(help="factor on the step size that it finds", symbol="α", above=0, scale="log")]
FirstDistance = Annotated[
    float, Setting(help="distance that it begins with, as a share of 1 + ‖θ₀‖", above=0, scale="log")
]


class DoGState(NamedTuple):
    """State of DoG: the start, shape (..., dim), and of each run the largest distance and Σ‖g‖², shape (..., 1)."""

    start: Array
    distance: Array
    sum_of_squares: Array


@dataclass(frozen=True, kw_only=True)
class DoG(Optimizer):
    """r ← max(r, ‖θ − θ₀‖) ; G ← G + ‖g‖² ; θ ← θ − αrg/√(G + ε): one rate for all parameters, and none to choose.

    Ivgi, Hinder and Carmon (2023), "DoG is SGD's best friend: a parameter-free dynamic step size schedule", r = 1e-6(1 + ‖θ₀‖)
    at first, as in optax. The authors average the parameters; here they are those of the last step.
    """

    name: ClassVar[str] = "dog"
    title: ClassVar[str] = "DoG"
    formula: ClassVar[str] = "θ ← θ − αrg/√(G + ε)   (r: largest ‖θ − θ₀‖, G: sum of ‖g‖²)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"optax": {}}

    learning_rate: Scale = 1.0
    epsilon: Epsilon = 1e-8
    first_distance: FirstDistance = 1e-6

    def init(self, params: Array) -> DoGState:
        """At the start, with the distance that it begins with."""
        distance = of_runs(self.first_distance) * (1 + STRICT.row_norm(params)[..., None])
        return DoGState(np.array(params), distance, np.zeros_like(distance))

    def update(self, params: Array, grad: Array, state: DoGState, step: int) -> tuple[Array, DoGState]:
        """One step."""
        distance = np.maximum(state.distance, STRICT.row_norm(params - state.start)[..., None])
        total = state.sum_of_squares + STRICT.row_sum(grad * grad)[..., None]
        title = "farthest from the start so far"
        self.trace("distance", "r = max(r, ‖θ − θ₀‖)", distance, title=title)
        title = "all squared slopes so far, summed"
        self.trace("gradient_norms", "G = ΣΣg²", total, title=title)
        rate = self.learning_rate * distance / np.sqrt(total + self.epsilon)
        self.trace("found_rate", "η = {α}·r/√(G + {ε})", rate, title="the rate found from these")
        return params - self.trace("step", "η·g", rate * grad), DoGState(state.start, distance, total)
