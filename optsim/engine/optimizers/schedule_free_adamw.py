"""Schedule-Free AdamW: a running average in place of a schedule, its iterate scaled as Adam scales it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array, Beta2, Epsilon, LearningRate, Setting
from optsim.engine.updates.elementwise import WeightDecay
from optsim.engine.updates.moments import first_powers, next_power, of_runs

Interpolation = Annotated[
    float, Setting(help="share of the average in the point of the gradient", symbol="β₁", least=0, below=1)
]


class ScheduleFreeAdamWState(NamedTuple):
    """State of Schedule-Free: the iterate z and v, shape (..., dim), and of each run the largest α, Σα² and β₂ᵗ, shape (..., 1)."""

    iterate: Array
    second_moment: Array
    largest_rate: Array
    sum_of_weights: Array
    beta2_power: Array


@dataclass(frozen=True, kw_only=True)
class ScheduleFreeAdamW(Optimizer):
    """z ← z − α(g/(√v̂ + ε) + λy) ; θ ← θ − c(θ − z) with g at y = (1−β₁)z + β₁θ and c = α²/Σα² of the largest α so far.

    Defazio et al. (2024), "The road less scheduled". θ, where the loss is measured, is their average x: the point at which they
    evaluate. Libraries keep y as their parameters, and need `eval` to see θ. There is no first moment: β₁ is the share of
    the average in y. Weight decay is the decoupled one, at y.
    """

    name: ClassVar[str] = "schedule_free_adamw"
    title: ClassVar[str] = "Schedule-Free AdamW"
    formula: ClassVar[str] = (
        "v ← β₂v + (1−β₂)g² ; z ← z − αg/(√v̂ + ε) ; θ ← θ − c(θ − z)"
        "   (g at y = (1−β₁)z + β₁θ; c: α² over its sum so far)"
    )
    query_formula: ClassVar[str] = "{1−β₁}·z + {β₁}·θ"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"schedulefree": {}}

    learning_rate: LearningRate = 0.0025
    beta1: Interpolation = 0.9
    beta2: Beta2 = 0.999
    epsilon: Epsilon = 1e-8
    weight_decay: WeightDecay = 0.0

    @property
    def equation(self) -> str:
        """With weight decay, where it is wanted."""
        if not self.in_use("weight_decay"):
            return self.formula
        return self.formula.replace("αg/(√v̂ + ε)", "αw").replace("(g at", "(w = g/(√v̂ + ε) + λy, g at")

    def in_use(self, key: str) -> bool:
        """Tell if weight decay does something."""
        return key != "weight_decay" or isinstance(self.weight_decay, np.ndarray) or self.weight_decay != 0

    def init(self, params: Array) -> ScheduleFreeAdamWState:
        """Average and iterate at the start."""
        ones = first_powers(params)
        return ScheduleFreeAdamWState(np.array(params), np.zeros_like(params), 0.0 * ones, 0.0 * ones, ones)

    def query(self, params: Array, state: ScheduleFreeAdamWState) -> Array:
        """The point y between iterate and average."""
        between: Array = (1 - self.beta1) * state.iterate + self.beta1 * params
        return between

    def update(
        self, params: Array, grad: Array, state: ScheduleFreeAdamWState, step: int
    ) -> tuple[Array, ScheduleFreeAdamWState]:
        """One step of the iterate, and of the average towards it."""
        largest = np.maximum(state.largest_rate, of_runs(self.learning_rate))
        total = state.sum_of_weights + largest * largest
        second = self.beta2 * state.second_moment + (1 - self.beta2) * (grad * grad)
        self.trace(
            "second_moment",
            "v ← {β₂}·v + {1−β₂}·g²",
            second,
            before=state.second_moment,
            title="how large slopes usually are",
        )
        power = next_power(state.beta2_power, self.beta2)
        v_hat = self.trace("second_moment_corrected", "v̂ = v/(1 − {β₂}ᵗ)", second / (1 - power))
        direction = grad / (np.sqrt(v_hat) + self.epsilon) + self.weight_decay * self.query(params, state)
        self.trace("direction", "w = g/(√v̂ + {ε}) + {λ}·y", direction, title="the slope in units of its size")
        iterate = state.iterate - self.learning_rate * direction
        self.trace("iterate", "z ← z − {α}·w", iterate, before=state.iterate, title="where the point ahead goes")
        share = self.trace("share", "c", largest * largest / total, title="share of the point ahead")
        update = self.trace("step", "c·(θ − z)", share * (params - iterate), title="part of the way to the point ahead")
        return params - update, ScheduleFreeAdamWState(iterate, second, largest, total, power)

    def preconditioner(self, state: ScheduleFreeAdamWState, step: int) -> Array:
        """√v̂ + ε."""
        root: Array = np.sqrt(state.second_moment / (1 - state.beta2_power)) + self.epsilon
        return root
