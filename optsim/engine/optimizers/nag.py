"""Nesterov's accelerated gradient: momentum whose gradient is taken where the velocity is about to carry it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

import numpy as np

from optsim.engine.settings import Array, LearningRate, MomentumFactor, Setting
from optsim.engine.updates.elementwise import ElementwiseOptimizer
from optsim.engine.updates.linear_map import LinearMap, linear_map
from optsim.facts import Fact

Convention = Annotated[
    Literal["article", "keras", "torch"],
    Setting(help="θ stands behind the look-ahead point; or is that point, with α inside or outside of the velocity"),
]

#: what it is for, in every convention
_VELOCITY = "velocity: slopes so far, fading"
_EQUATIONS = {
    "article": "v ← γv + α∇L(θ − γv) ; θ ← θ − v",
    "keras": "v ← γv + αg ; θ ← θ − (γv + αg)",
    "torch": "v ← γv + g ; θ ← θ − α(g + γv)",
}
#: what θ and v are by convention
_STATES = {
    "article": "θ is behind the look-ahead point, v is a sum of steps, α·g",
    "keras": "θ is the look-ahead point, v is a sum of steps, α·g",
    "torch": "θ is the look-ahead point, v is a sum of gradients, g",
}


class PointAndVelocity(Fact):
    """Meaning of θ and v, by the convention."""

    code: ClassVar[str] = "optimizer.nag.state"

    convention: Literal["article", "keras", "torch"]

    def english(self) -> str:
        """Return it in words."""
        return _STATES[self.convention]


class NesterovState(NamedTuple):
    """State of NAG: the velocity v, shape (..., dim)."""

    velocity: Array


@dataclass(frozen=True, kw_only=True)
class Nesterov(ElementwiseOptimizer):
    """v ← γv + α∇L(θ − γv) ; θ ← θ − v.

    Nesterov (1983); this form by Sutskever et al. (2013), "On the importance of initialization and momentum in deep
    learning". Three spellings are in use:

    - "article": the gradient is taken at the look-ahead point θ − γv.
    - "keras": θ is the look-ahead point of the same sequence: v ← γv + αg ; θ ← θ − γv − αg.
    - "torch": as "keras" with α outside, v ← γv + g ; θ ← θ − α(g + γv), also in optax. The same while α is constant.
    """

    name: ClassVar[str] = "nag"
    title: ClassVar[str] = "NAG"
    formula: ClassVar[str] = _EQUATIONS["article"]
    query_formula: ClassVar[str] = "θ − {γ}·v"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "torch": {"convention": "torch"},
        "optax": {"convention": "torch"},
        "keras": {"convention": "keras"},
    }

    learning_rate: LearningRate = 0.01
    momentum: MomentumFactor = 0.9
    convention: Convention = "article"

    @property
    def plain_equation(self) -> str:
        """In this convention."""
        return _EQUATIONS[self.convention]

    @property
    def carried(self) -> Fact:
        """The point that θ is, and the unit of the velocity."""
        return PointAndVelocity(self.convention)

    def init(self, params: Array) -> NesterovState:
        """At rest."""
        return NesterovState(np.zeros_like(params))

    def query(self, params: Array, state: NesterovState) -> Array:
        """The look-ahead point θ − γv, unless θ itself is that point."""
        if self.convention != "article":
            return params
        ahead: Array = params - self.momentum * state.velocity
        return ahead

    def change(self, params: Array, grad: Array, state: NesterovState, step: int) -> tuple[Array, NesterovState]:
        """Return the change of one step."""
        decayed = self.momentum * state.velocity
        if self.convention == "torch":
            velocity = self.trace(
                "first_moment", "v ← {γ}·v + g", decayed + grad, before=state.velocity, title=_VELOCITY
            )
            update = self.learning_rate * (grad + self.momentum * velocity)
            return self.trace("step", "{α}·(g + {γ}·v)", update), NesterovState(velocity)
        by_gradient = self.learning_rate * grad
        velocity = self.trace(
            "first_moment", "v ← {γ}·v + {α}·g", decayed + by_gradient, before=state.velocity, title=_VELOCITY
        )
        if self.convention == "keras":
            update = self.trace("step", "({γ}·v + {α}·g)", self.momentum * velocity + by_gradient)
            return update, NesterovState(velocity)
        return self.trace("step", "v", velocity), NesterovState(velocity)

    def preconditioner(self, state: Any, step: int) -> float:
        """It divides by nothing."""
        return 1.0

    def plain_stability_limit(self) -> float:
        """2(1 + γ)/(1 + 2γ): lower than that of gradient descent."""
        return 2 * (1 + self.momentum) / (1 + 2 * self.momentum)

    def plain_linear(self, curvatures: Array) -> LinearMap:
        """(x, v) ← (x − v⁺, v⁺) with v⁺ = γ(1 − αλ)v + α(λx + ξ); where x is the look-ahead point, its gradient is λx + ξ."""
        rate, momentum = self.learning_rate, self.momentum
        pull = rate * curvatures
        if self.convention == "article":
            return linear_map((1 - pull, -momentum * (1 - pull)), (pull, momentum * (1 - pull)), (-rate, rate))
        inside, outside = (rate, 1.0) if self.convention == "keras" else (1.0, rate)
        pull = inside * curvatures
        return linear_map(
            (1 - (1 + momentum) * outside * pull, -outside * momentum * momentum),
            (pull, momentum),
            (-(1 + momentum) * outside * inside, inside),
        )
