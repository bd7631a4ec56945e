"""Schedule-Free SGD: a running average in place of a schedule, its gradient taken between average and iterate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

import numpy as np

from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array, LearningRate, Setting
from optsim.engine.updates.elementwise import WeightDecay
from optsim.engine.updates.moments import of_runs

Interpolation = Annotated[
    float, Setting(help="share of the average in the point of the gradient", symbol="β", least=0, below=1)
]


class ScheduleFreeSGDState(NamedTuple):
    """State of Schedule-Free: the iterate z, shape (..., dim), and of each run the largest α and Σα², shape (..., 1)."""

    iterate: Array
    largest_rate: Array
    sum_of_weights: Array


@dataclass(frozen=True, kw_only=True)
class ScheduleFreeSGD(Optimizer):
    """z ← z − α∇L((1−β)z + βθ) ; θ ← (1−c)θ + cz with c = α²/Σα² of the largest α so far.

    Defazio et al. (2024), "The road less scheduled". θ, where the loss is measured, is their average x: the point at which they
    evaluate. Libraries keep y = (1−β)z + βθ as their parameters, and need `eval` to see θ. Weight decay is added to the
    gradient, λy.
    """

    name: ClassVar[str] = "schedule_free_sgd"
    title: ClassVar[str] = "Schedule-Free SGD"
    formula: ClassVar[str] = "z ← z − αg ; θ ← θ − c(θ − z)   (g at y = (1−β)z + βθ; c: α² over its sum so far)"
    query_formula: ClassVar[str] = "{1−β}·z + {β}·θ"
    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {"schedulefree": {}, "optax": {}}

    learning_rate: LearningRate = 0.01
    beta: Interpolation = 0.9
    weight_decay: WeightDecay = 0.0

    @property
    def equation(self) -> str:
        """With weight decay, where it is wanted."""
        return (
            self.formula.replace("αg", "αw").replace("(g at", "(w = g + λy, g at")
            if self.in_use("weight_decay")
            else self.formula
        )

    def in_use(self, key: str) -> bool:
        """Tell if weight decay does something."""
        return key != "weight_decay" or isinstance(self.weight_decay, np.ndarray) or self.weight_decay != 0

    def init(self, params: Array) -> ScheduleFreeSGDState:
        """Average and iterate at the start."""
        zeros = np.zeros((*params.shape[:-1], 1))
        return ScheduleFreeSGDState(np.array(params), zeros, zeros)

    def query(self, params: Array, state: ScheduleFreeSGDState) -> Array:
        """The point y between iterate and average."""
        between: Array = (1 - self.beta) * state.iterate + self.beta * params
        return between

    def update(
        self, params: Array, grad: Array, state: ScheduleFreeSGDState, step: int
    ) -> tuple[Array, ScheduleFreeSGDState]:
        """One step of the iterate, and of the average towards it."""
        largest = np.maximum(state.largest_rate, of_runs(self.learning_rate))
        total = state.sum_of_weights + largest * largest
        direction = grad + self.weight_decay * self.query(params, state)
        self.trace("penalised_gradient", "w = g + {λ}·y", direction)
        iterate = state.iterate - self.learning_rate * direction
        self.trace("iterate", "z ← z − {α}·w", iterate, before=state.iterate, title="where the point ahead goes")
        share = self.trace("share", "c", largest * largest / total, title="share of the point ahead")
        update = self.trace("step", "c·(θ − z)", share * (params - iterate), title="part of the way to the point ahead")
        return params - update, ScheduleFreeSGDState(iterate, largest, total)

    def preconditioner(self, state: ScheduleFreeSGDState, step: int) -> float:
        """It divides by nothing."""
        return 1.0
