"""The problems and settings on which the engine and other libraries must walk the same path.

The libraries take their own derivatives and their own defaults; all they are given is the starting point, each step's noise
or mini-batch, and its learning rate. The engine has the library's spelling: the optimizer's preset.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from optsim import OPTIMIZERS, SCHEDULES, Objective, Optimizer, Race
from optsim.engine.data.examples import Data
from optsim.engine.lane import Lane
from optsim.engine.numerics.noise import Noise
from optsim.engine.objectives.mlp import MLP
from optsim.engine.objectives.quadratic import Quadratic
from tests.engine.support import SEVEN

STEPS = 200
SEED = 13
LIBRARIES = ("torch", "optax", "keras", "schedulefree", "lion_pytorch", "prodigyopt", "pytorch_optimizer")
STAIRS = SCHEDULES["step"](steps=30, rate=0.7)

PROBLEMS: dict[str, Objective] = {
    "quadratic, 2": Quadratic(eigenvalues=(1.0, 0.1), rotation=35.0, center=(0.5, -0.25), start=(2.0, -1.0)),
    "noisy quadratic, 10": Quadratic(spectrum="inverse", dim=10, rotation="random", noise="curvature", batch_size=4),
    "noisy quadratic, 50": Quadratic(spectrum="geometric", dim=50, condition=50.0, rotation="random", noise=0.1),
    "network, tanh": MLP(
        hidden=(32, 32), batch_size=10, data=Data(kind="ridge", examples=240, noise=0.5, validation=200 / 240)
    ),
    "network, relu": MLP(
        hidden=(16,), activation="relu", batch_size=7, weight_decay=0.01, data=Data(kind="sine", examples=60)
    ),
}

# RMSProp must not arrive within the steps: at the minimum its effective rate grows until it is unstable, and whatever differs
# by a rounding error is five times as far apart after every step. What goes by signs must not arrive either: there the sign of
# a rounding error decides
ON_QUADRATICS = {
    "gd": 0.2, "sgd": 0.2, "momentum": 0.05, "nag": 0.05, "adagrad": 0.5, "rmsprop": 0.006, "adam": 0.05,
    "adamw": 0.05, "nadam": 0.05, "nadamw": 0.05, "amsgrad": 0.05, "ademamix": 0.02, "adan": 0.03, "radam": 0.05,
    "adamax": 0.05, "adabelief": 0.01, "adadelta": 1.0, "lion": 0.0037, "signsgd": 0.0037, "rprop": 0.003,
    "schedule_free_sgd": 0.2, "schedule_free_adamw": 0.05, "dog": 1.0, "prodigy": 1.0,
}  # fmt: skip
ON_NETWORKS = {
    "gd": 0.05, "sgd": 0.02, "momentum": 0.005, "nag": 0.005, "adagrad": 0.01, "rmsprop": 0.001, "adam": 0.003,
    "adamw": 0.003, "nadam": 0.003, "nadamw": 0.003, "amsgrad": 0.003, "ademamix": 0.001, "adan": 0.003, "radam": 0.003,
    "adamax": 0.003, "adabelief": 0.001, "adadelta": 1.0, "lion": 0.0007, "signsgd": 0.0007, "rprop": 0.0007,
    "schedule_free_sgd": 0.02, "schedule_free_adamw": 0.003, "dog": 1.0, "prodigy": 1.0,
}  # fmt: skip
_L2 = {"weight_decay": 0.05, "weight_decay_kind": "l2"}
#: what is compared besides the presets: by library a name, that of the optimizer before the comma, and the settings on top of
#: the preset of that library, if it has one
BESIDES: dict[str, dict[str, dict]] = {
    "torch": {
        "sgd, l2": _L2, "momentum, l2": _L2, "nag, l2": _L2, "adagrad, l2": _L2, "adam, l2": _L2,
        "rmsprop, centered": {"centered": True},
    },
    "optax": {"rmsprop, centered": {"centered": True}},
    "keras": {"rmsprop, centered": {"centered": True}},
    "schedulefree": {
        "schedule_free_sgd, decay": {"weight_decay": 0.05}, "schedule_free_adamw, decay": {"weight_decay": 0.05},
    },
    # without the slow average: with it the library masks the fast one alone
    "pytorch_optimizer": {
        "lion, cautious": {"cautious": True}, "ademamix, cautious": {"cautious": True, "slow_weight": 0.0},
    },
}  # fmt: skip
#: where the rate of a library means something else once it varies
CONSTANT_ONLY = {("torch", "rprop"), ("optax", "schedule_free_sgd")}


class Model(NamedTuple):
    """A problem as another library sees it: numbers only."""

    objective: Objective
    start: np.ndarray
    samples: list
    rates: list


def kind(name: str) -> type[Optimizer]:
    """The class of a comparison's name: "adam, l2"."""
    return OPTIMIZERS[name.split(",", maxsplit=1)[0]]


def rate(problem: str, name: str) -> float:
    return (ON_NETWORKS if problem.startswith("network") else ON_QUADRATICS)[kind(name).name]


def settings(name: str, library: str) -> dict:
    """The settings with which the engine's optimizer is the library's."""
    return {**kind(name).presets.get(library, {}), **BESIDES.get(library, {}).get(name, {})}


def lane(problem: str, name: str, library: str, *, varying: bool) -> Lane:
    """The engine's lane with a library's settings; a varying rate falls to a tenth and has jumps."""
    optimizer: Optimizer = kind(name)(learning_rate=rate(problem, name), **settings(name, library))
    return Lane(name, optimizer, STAIRS if varying else None)


def article(problem: str, name: str, *, varying: bool) -> Lane:
    """The lane with the article's own settings."""
    return Lane(name, kind(name)(learning_rate=rate(problem, name)), STAIRS if varying else None)


def model(problem: str, of: Lane) -> Model:
    noise = Noise(SEED)
    bound = PROBLEMS[problem].bind(noise)
    samples = [None if of.optimizer.exact else bound.sample(noise, step) for step in range(STEPS)]
    return Model(bound, bound.initial(noise), samples, [of.learning_rate(step) for step in range(STEPS)])


def ours(problem: str, of: Lane) -> np.ndarray:
    """Where the engine stands after the steps."""
    race = Race(PROBLEMS[problem], [of], steps=STEPS, seed=SEED)
    race.advance(STEPS)
    return race.state_at(STEPS).params[0]


def loss_in(backend, model: Model) -> Callable:
    """The loss as a function of parameters and sample, in torch or jax.numpy, from the formulas alone."""
    network = isinstance(model.objective, MLP)
    return (_network_loss if network else _quadratic_loss)(backend, model.objective)


def given(backend, sample):
    """A sample as the backend has it; what is its own already stays as it is."""
    return backend.asarray(np.array(sample)) if isinstance(sample, np.ndarray) else sample


def _quadratic_loss(backend, bowl: Quadratic) -> Callable:
    axes = np.eye(bowl.dim) if bowl.basis is None else bowl.basis
    hessian = backend.asarray(axes @ np.diag(bowl.curvatures) @ axes.T)
    center = backend.asarray(bowl.minimizer)

    def loss(params, sample):
        offset = params - center
        value = offset @ hessian @ offset / 2
        return value if sample is None else value + given(backend, sample) @ params

    return loss


def _network_loss(backend, network: MLP) -> Callable:
    inputs, targets = backend.asarray(network.split.inputs), backend.asarray(network.split.targets[:, 0])
    sizes = (inputs.shape[1], *network.hidden, 1)

    def loss(params, sample):
        rows = slice(None) if sample is None else given(backend, sample)
        units, at = inputs[rows], 0
        for layer, (below, above) in enumerate(pairwise(sizes)):
            weights = params[at : at + below * above].reshape(below, above)
            bias = params[at + below * above : at + (below + 1) * above]
            at += (below + 1) * above
            units = units @ weights + bias
            if layer < len(sizes) - 2:
                units = backend.tanh(units) if network.activation == "tanh" else backend.clip(units, 0, None)
        error = units[:, 0] - targets[rows]
        return (error * error).mean() + network.weight_decay / 2 * (params * params).sum()

    return loss


def names(library: str) -> list[str]:
    """What is compared with a library."""
    presets = [name for name, cls in OPTIMIZERS.items() if library in cls.presets]
    return sorted([*presets, *BESIDES.get(library, {})])


def problems(name: str) -> tuple[str, ...]:
    """The article's optimizers are compared on all problems, the others and their settings on one of each sort."""
    return tuple(PROBLEMS) if name in SEVEN else ("quadratic, 2", "noisy quadratic, 10", "network, relu")


def each_case(library: str) -> list[tuple[str, str, bool]]:
    """Problem, name and whether the rate varies, of every comparison with a library."""
    return [
        (problem, name, varying)
        for name in names(library)
        for problem, varying in itertools.product(problems(name), (False, True))
        if not varying or (library, name) not in CONSTANT_ONLY
    ]
