"""What the engine's tests share: problems to race on, lanes to race, objectives of a tester's own, equality to the bit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

import numpy as np

from optsim import OPTIMIZERS, Objective, Optimizer, Race
from optsim.engine.data.examples import Data
from optsim.engine.lane import Lane
from optsim.engine.objectives.mlp import MLP
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.schedules.cosine import Cosine

SEVEN = ("gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam")

RATES = {"gd": 0.1, "sgd": 0.1, "momentum": 0.02, "nag": 0.02, "adagrad": 0.5, "rmsprop": 0.02, "adam": 0.05}

PROBLEMS = {
    "dim 2": Quadratic(eigenvalues=(1.0, 0.04), noise=0.1, rotation=30.0, start=(2.0, -1.0)),
    "dim 100": Quadratic(spectrum="inverse", dim=100, noise="curvature", batch_size=16),
    "tanh": MLP(hidden=(8, 7), batch_size=6, data=Data(kind="ridge", examples=40, validation=0.5)),
    "relu": MLP(hidden=(9,), activation="relu", batch_size=5, weight_decay=0.01, data=Data(examples=30)),
}


def seven(**rates: float) -> dict[str, Optimizer]:
    """A lane of each algorithm, by name, with the usual rates or others."""
    return {name: OPTIMIZERS[name](learning_rate=(RATES | rates)[name]) for name in SEVEN}


def every_optimizer() -> dict[str, Optimizer]:
    """A lane of each optimizer that there is, by name, with its own defaults but the usual rates."""
    return {name: cls(learning_rate=RATES.get(name, 0.01)) for name, cls in OPTIMIZERS.items()}


def many_lanes() -> dict[str, Lane]:
    """Lanes of every kind of company: alone in their group, with other rates, with other factors, scheduled, not corrected."""
    optimizers = seven() | {
        "momentum, less": OPTIMIZERS["momentum"](learning_rate=0.01, momentum=0.5),
        "momentum, more": OPTIMIZERS["momentum"](learning_rate=0.03, momentum=0.95),
        "nag, less": OPTIMIZERS["nag"](learning_rate=0.02, momentum=0.6),
        "rmsprop, long": OPTIMIZERS["rmsprop"](learning_rate=0.01, decay=0.99),
        "adam, raw": OPTIMIZERS["adam"](learning_rate=0.02, bias_correction=False),
        "adam, short": OPTIMIZERS["adam"](learning_rate=0.02, beta1=0.8, beta2=0.95, epsilon=1e-4),
    }
    lanes = {name: Lane(name, optimizer) for name, optimizer in optimizers.items()}
    for kind in ("sgd", "adam"):
        lanes[f"{kind}, cosine"] = Lane(f"{kind}, cosine", optimizers[kind], Cosine(steps=50, final=0.1))
    return lanes


def same_bits(left, right) -> bool:
    """Whether two arrays, or nested tuples of arrays, are equal to the last bit, NaN included."""
    if isinstance(left, tuple):
        return type(left) is type(right) and len(left) == len(right) and all(map(same_bits, left, right))
    left, right = np.asarray(left), np.asarray(right)
    return left.shape == right.shape and left.dtype == right.dtype and left.tobytes() == right.tobytes()


def path(race: Race, name: str):
    """A lane's parameters at every step that is computed, shape (steps + 1, dim)."""
    return race.history.params[:, race.runs[name].place]


def run_path(objective: Objective, optimizer: Optimizer, steps: int, seed: int = 0):
    """The parameters of a lone lane at steps 0 to `steps`, shape (steps + 1, dim)."""
    race = Race(objective, {"lane": optimizer}, steps=steps, seed=seed, keep_params=True)
    race.advance(steps)
    return path(race, "lane")


@dataclass(frozen=True, kw_only=True)
class Linear(Objective):
    """f(x) = cᵀx from the origin: the gradient is the slope c everywhere."""

    slope: tuple[float, ...] = (1.0,)

    @property
    def dim(self):
        return len(self.slope)

    def initial(self, noise):
        return np.zeros(self.dim)

    def evaluate(self, params, sample=None):
        slope = np.broadcast_to(np.array(self.slope), params.shape)
        return (slope * params).sum(axis=-1), slope.copy()


class Cycle(Objective):
    """Lessard, Recht and Packard's convex function on which the heavy ball cycles for ever."""

    dim = 1

    def initial(self, noise):
        return np.array([3.3])

    def evaluate(self, params, sample=None):
        x = params[..., 0]
        slope = np.where(x < 1, 25 * x, np.where(x < 2, x + 24, 25 * x - 24))
        low, high = 12.5 * x * x, 12.5 * x * x - 24 * x + 36
        return np.where(x < 1, low, np.where(x < 2, 0.5 * x * x + 24 * x - 12, high)), slope[..., None]


@dataclass(frozen=True, kw_only=True, eq=False)
class Script(Objective):
    """Losses read from a list: under `ticking()` the only parameter is the number of the step."""

    losses: tuple[float, ...] = field(default=(1.0,), metadata={"free": True})
    held_out: tuple[float, ...] = ()
    per_epoch: int = 1
    has_data: ClassVar[bool] = True
    dim: ClassVar[int] = 1

    def __post_init__(self) -> None:
        """Any number is allowed in a script, NaN too."""

    @property
    def steps_per_epoch(self):
        return self.per_epoch

    @property
    def has_validation(self):
        return bool(self.held_out)

    @cached_property
    def _script(self):
        return np.array(self.losses)

    def initial(self, noise):
        return np.zeros(1)

    def evaluate(self, params, sample=None):
        step = np.minimum(params[..., 0].astype(int), len(self.losses) - 1)
        return self._script[step], np.full(params.shape, -1.0)

    def validation_loss(self, params):
        epoch = np.minimum(params[..., 0].astype(int) // self.per_epoch, len(self.held_out) - 1)
        return np.array(self.held_out)[epoch]


@dataclass(frozen=True, kw_only=True, eq=False)
class Readings(Script):
    """The same without data: every step counts."""

    has_data: ClassVar[bool] = False


def ticking() -> Optimizer:
    """The optimizer that counts steps on a Script."""
    return OPTIMIZERS["sgd"](learning_rate=1.0)
