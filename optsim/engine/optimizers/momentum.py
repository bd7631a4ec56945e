"""Momentum (heavy ball): the step is a decaying sum of past gradients."""

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
    Literal["article", "torch", "average"],
    Setting(help="α inside the velocity, outside of it, or outside of a moving average of gradients"),
]

#: what it is for, in every convention
_VELOCITY = "velocity: slopes so far, fading"
_EQUATIONS = {
    "article": "v ← γv + αg ; θ ← θ − v",
    "torch": "v ← γv + g ; θ ← θ − αv",
    "average": "v ← γv + (1−γ)g ; θ ← θ − αv",
}
#: what v is by convention
_VELOCITIES = {
    "article": "v is a sum of steps, α·g",
    "torch": "v is a sum of gradients, g",
    "average": "v is an average of gradients",
}


class Velocity(Fact):
    """Meaning of v, by the convention."""

    code: ClassVar[str] = "optimizer.momentum.state"

    convention: Literal["article", "torch", "average"]

    def english(self) -> str:
        """Return it in words."""
        return _VELOCITIES[self.convention]


class MomentumState(NamedTuple):
    """State of momentum: the velocity v, shape (..., dim)."""

    velocity: Array


@dataclass(frozen=True, kw_only=True)
class Momentum(ElementwiseOptimizer):
    """v ← γv + αg ; θ ← θ − v.

    Polyak (1964), "Some methods of speeding up the convergence of iteration methods". Three spellings are in use:

    - "article": α inside the velocity, as in Sutskever et al. (2013) and Keras. The effective rate is α/(1 − γ).
    - "torch": v ← γv + g ; θ ← θ − αv, also in optax. The same while α is constant; when α falls, all of the velocity is
      scaled down at once.
    - "average": v ← γv + (1−γ)g ; θ ← θ − αv. The effective rate is α: ten times smaller at γ = 0.9.
    """

    name: ClassVar[str] = "momentum"
    title: ClassVar[str] = "Momentum"
    formula: ClassVar[str] = _EQUATIONS["article"]
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "torch": {"convention": "torch"},
        "optax": {"convention": "torch"},
        "keras": {"convention": "article"},
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
        """The unit of the velocity."""
        return Velocity(self.convention)

    def init(self, params: Array) -> MomentumState:
        """At rest."""
        return MomentumState(np.zeros_like(params))

    def change(self, params: Array, grad: Array, state: MomentumState, step: int) -> tuple[Array, MomentumState]:
        """Return the change of one step."""
        decayed = self.momentum * state.velocity
        if self.convention == "article":
            velocity = self.trace(
                "first_moment",
                "v ← {γ}·v + {α}·g",
                decayed + self.learning_rate * grad,
                before=state.velocity,
                title=_VELOCITY,
            )
            return self.trace("step", "v", velocity), MomentumState(velocity)
        if self.convention == "torch":
            velocity = self.trace(
                "first_moment", "v ← {γ}·v + g", decayed + grad, before=state.velocity, title=_VELOCITY
            )
        else:
            added = (1 - self.momentum) * grad
            velocity = self.trace(
                "first_moment", "v ← {γ}·v + {1−γ}·g", decayed + added, before=state.velocity, title=_VELOCITY
            )
        return self.trace("step", "{α}·v", self.learning_rate * velocity), MomentumState(velocity)

    def preconditioner(self, state: Any, step: int) -> float:
        """It divides by nothing."""
        return 1.0

    def plain_stability_limit(self) -> float:
        """2(1 + γ); a moving average stands 1/(1 − γ) times more."""
        return 2 * (1 + self.momentum) / (1 - self.momentum if self.convention == "average" else 1)

    def plain_linear(self, curvatures: Array) -> LinearMap:
        """(x, v) ← (x − bv⁺, v⁺) with v⁺ = γv + a(λx + ξ): a = α and b = 1 in the article's spelling."""
        inside = {"article": self.learning_rate, "torch": 1.0, "average": 1 - self.momentum}[self.convention]
        outside = 1.0 if self.convention == "article" else self.learning_rate
        pull, momentum = inside * curvatures, self.momentum
        return linear_map((1 - outside * pull, -outside * momentum), (pull, momentum), (-outside * inside, inside))
