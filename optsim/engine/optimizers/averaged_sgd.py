"""Averaged SGD: the parameters are the mean of the iterates from a step on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

import numpy as np

from optsim.engine.optimizer import Optimizer
from optsim.engine.settings import Array, LearningRate, Setting
from optsim.engine.updates.elementwise import WeightDecay

AverageFrom = Annotated[
    int, Setting(help="step after which iterates are averaged; up to it θ is the iterate", symbol="t₀", least=0)
]


class AveragedSGDState(NamedTuple):
    """State of averaged SGD: the iterate z, shape (..., dim)."""

    iterate: Array


@dataclass(frozen=True, kw_only=True)
class AveragedSGD(Optimizer):
    """z ← z − α∇L(z) ; θ ← θ − (θ − z)/max(1, t − t₀), t = 1, 2, …: the mean of the iterates after step t₀.

    Polyak and Juditsky (1992), "Acceleration of stochastic approximation by averaging", with t₀ = 0 (the start is not among the
    iterates); with a later t₀ tail averaging, Jain et al. (2018), "Parallelizing stochastic gradient descent for least squares
    regression". θ, where the loss is measured, is the mean; torch ASGD (with lambd = 0 and alpha = 0) keeps z as its parameters and
    the mean as `ax`, from one step later. Weight decay is added to the gradient, λz.
    """

    name: ClassVar[str] = "averaged_sgd"
    title: ClassVar[str] = "Averaged SGD"
    formula: ClassVar[str] = "z ← z − αg ; θ ← θ − (θ − z)/max(1, t − t₀)   (g at z; t = 1, 2, …)"
    query_formula: ClassVar[str] = "z"

    learning_rate: LearningRate = 0.01
    average_from: AverageFrom = 0
    weight_decay: WeightDecay = 0.0

    @property
    def equation(self) -> str:
        """With weight decay, where it is wanted."""
        return self.formula.replace("αg", "α(g + λz)") if self.in_use("weight_decay") else self.formula

    def in_use(self, key: str) -> bool:
        """Tell if weight decay does something."""
        return key != "weight_decay" or isinstance(self.weight_decay, np.ndarray) or self.weight_decay != 0

    def init(self, params: Array) -> AveragedSGDState:
        """Iterate at the start."""
        return AveragedSGDState(np.array(params))

    def query(self, params: Array, state: AveragedSGDState) -> Array:
        """The iterate."""
        return state.iterate

    def update(self, params: Array, grad: Array, state: AveragedSGDState, step: int) -> tuple[Array, AveragedSGDState]:
        """One step of the iterate, and the mean with it."""
        direction = grad + self.weight_decay * state.iterate
        self.trace("penalised_gradient", "w = g + {λ}·z", direction)
        iterate = state.iterate - self.learning_rate * direction
        self.trace("iterate", "z ← z − {α}·w", iterate, before=state.iterate, title="where plain SGD goes")
        averaged = np.maximum(1.0, step + 1 - np.asarray(self.average_from))
        update = self.trace(
            "step", "(θ − z)/max(1, t − {t₀})", (params - iterate) / averaged, title="part of the way to plain SGD"
        )
        return params - update, AveragedSGDState(iterate)

    def preconditioner(self, state: AveragedSGDState, step: int) -> float:
        """It divides by nothing."""
        return 1.0
