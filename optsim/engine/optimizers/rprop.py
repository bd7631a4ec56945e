"""Rprop: every parameter has a step of its own, longer while its gradient keeps its sign, shorter when it turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.settings import Array, LearningRate, Setting
from optsim.engine.updates.elementwise import ElementwiseOptimizer

Shrink = Annotated[float, Setting(help="factor of a step whose gradient turned", symbol="η₋", above=0, below=1)]
Grow = Annotated[float, Setting(help="factor of a step whose gradient kept its sign", symbol="η₊", above=1)]
Shortest = Annotated[float, Setting(help="shortest step", least=0, scale="log")]
Longest = Annotated[float, Setting(help="longest step", above=0, scale="log")]


class RpropState(NamedTuple):
    """State of Rprop: the step of each parameter as a multiple of α, and the last gradient, 0 where it had turned."""

    size: Array
    last_gradient: Array


@dataclass(frozen=True, kw_only=True)
class Rprop(ElementwiseOptimizer):
    """θ ← θ − αs sign(g): s grows by η₊ where g keeps its sign, shrinks by η₋ where it turns; there no step is made.

    Riedmiller and Braun (1993), "A direct adaptive method for faster backpropagation learning: the RPROP algorithm", as in
    torch. α is the first step, so s is 1 at first; a schedule makes all steps shorter, which torch's lr does not.
    optax 0.2.8 steps by its last change where the gradient did not turn: another path.
    """

    name: ClassVar[str] = "rprop"
    title: ClassVar[str] = "Rprop"
    formula: ClassVar[str] = "θ ← θ − αs sign(f)   (s grows while g keeps its sign; f: g, 0 where it has turned)"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"torch": {}}

    learning_rate: LearningRate = 0.01
    shrink: Shrink = 0.5
    grow: Grow = 1.2
    shortest: Shortest = 1e-6
    longest: Longest = 50.0

    def init(self, params: Array) -> RpropState:
        """Steps of α, and no gradient yet."""
        return RpropState(np.ones_like(params), np.zeros_like(params))

    def change(self, params: Array, grad: Array, state: RpropState, step: int) -> tuple[Array, RpropState]:
        """Return the change of one step."""
        sign_product = np.sign(grad) * np.sign(state.last_gradient)
        factor = np.where(sign_product > 0, self.grow, np.where(sign_product < 0, self.shrink, 1.0))
        low, high = self.shortest / self.learning_rate, self.longest / self.learning_rate
        size = np.minimum(np.maximum(state.size * factor, low), high)
        followed = np.where(sign_product < 0, 0.0, grad)
        self.trace("step_size", "s", size, title="its own step size, in α")
        self.trace("followed_gradient", "f", followed, title="the slope, 0 where it has turned")
        update = self.trace("step", "{α}·s·sign(f)", self.learning_rate * size * np.sign(followed))
        return update, RpropState(size, followed)

    def plain_first_step(self) -> float:
        """α."""
        return self.learning_rate
