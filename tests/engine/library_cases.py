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

STEPS = 200
SEED = 13
LIBRARIES = ("torch", "optax", "keras")
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
# by a rounding error is five times as far apart after every step
ON_QUADRATICS = {"gd": 0.2, "sgd": 0.2, "momentum": 0.05, "nag": 0.05, "adagrad": 0.5, "rmsprop": 0.006, "adam": 0.05}
ON_NETWORKS = {
    "gd": 0.05,
    "sgd": 0.02,
    "momentum": 0.005,
    "nag": 0.005,
    "adagrad": 0.01,
    "rmsprop": 0.001,
    "adam": 0.003,
}


class Model(NamedTuple):
    """A problem as another library sees it: numbers only."""

    objective: Objective
    start: np.ndarray
    samples: list
    rates: list


def rate(problem: str, name: str) -> float:
    return (ON_NETWORKS if problem.startswith("network") else ON_QUADRATICS)[name]


def lane(problem: str, name: str, library: str, *, varying: bool) -> Lane:
    """The engine's lane with a library's settings; a varying rate falls to a tenth and has jumps."""
    optimizer: Optimizer = OPTIMIZERS[name](learning_rate=rate(problem, name), **OPTIMIZERS[name].presets[library])
    return Lane(name, optimizer, STAIRS if varying else None)


def article(problem: str, name: str, *, varying: bool) -> Lane:
    """The lane with the article's own settings."""
    return Lane(name, OPTIMIZERS[name](learning_rate=rate(problem, name)), STAIRS if varying else None)


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


def _quadratic_loss(backend, bowl: Quadratic) -> Callable:
    axes = np.eye(bowl.dim) if bowl.basis is None else bowl.basis
    hessian = backend.asarray(axes @ np.diag(bowl.curvatures) @ axes.T)
    center = backend.asarray(bowl.minimizer)

    def loss(params, sample):
        offset = params - center
        value = offset @ hessian @ offset / 2
        return value if sample is None else value + backend.asarray(np.array(sample)) @ params

    return loss


def _network_loss(backend, network: MLP) -> Callable:
    inputs, targets = backend.asarray(network.split.inputs), backend.asarray(network.split.targets[:, 0])
    sizes = (inputs.shape[1], *network.hidden, 1)

    def loss(params, sample):
        rows = slice(None) if sample is None else backend.asarray(np.array(sample))
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


def theirs(problem: str, of: Lane, library: str) -> np.ndarray:
    """Where a library's optimizer of that name stands after the steps. Raises ImportError where it is not installed."""
    run = {"torch": _torch, "optax": _optax, "keras": _keras}[library]
    return run(model(problem, of), of.name)


def apart(problem: str, name: str, library: str, *, varying: bool) -> float:
    """max |Δθ| after the steps."""
    of = lane(problem, name, library, varying=varying)
    return float(np.abs(theirs(problem, of, library) - ours(problem, of)).max())


def _torch(model: Model, name: str) -> np.ndarray:
    import torch  # noqa: PLC0415

    params, alpha = torch.tensor(model.start, requires_grad=True), model.rates[0]
    optim = torch.optim
    optimizer = {
        "gd": lambda: optim.SGD([params], alpha),
        "sgd": lambda: optim.SGD([params], alpha),
        "momentum": lambda: optim.SGD([params], alpha, momentum=0.9),
        "nag": lambda: optim.SGD([params], alpha, momentum=0.9, nesterov=True),
        "adagrad": lambda: optim.Adagrad([params], alpha),
        "rmsprop": lambda: optim.RMSprop([params], alpha),
        "adam": lambda: optim.Adam([params], alpha),
    }[name]()
    loss = loss_in(torch, model)
    for sample, alpha in zip(model.samples, model.rates, strict=True):
        optimizer.param_groups[0]["lr"] = alpha
        optimizer.zero_grad()
        loss(params, sample).backward()
        optimizer.step()
    return params.detach().numpy()


def _optax(model: Model, name: str) -> np.ndarray:
    import jax  # noqa: PLC0415
    import optax  # noqa: PLC0415

    jax.config.update("jax_enable_x64", True)
    rates = jax.numpy.asarray(model.rates)

    def alpha(count):
        return rates[count]

    optimizer = {
        "gd": lambda: optax.sgd(alpha),
        "sgd": lambda: optax.sgd(alpha),
        "momentum": lambda: optax.sgd(alpha, momentum=0.9),
        "nag": lambda: optax.sgd(alpha, momentum=0.9, nesterov=True),
        "adagrad": lambda: optax.adagrad(alpha),
        "rmsprop": lambda: optax.rmsprop(alpha),
        "adam": lambda: optax.adam(alpha),
    }[name]()
    gradient = jax.grad(loss_in(jax.numpy, model))
    params = jax.numpy.asarray(model.start)
    state, update = optimizer.init(params), jax.jit(optimizer.update)
    for sample in model.samples:
        updates, state = update(gradient(params, sample), state, params)
        params = optax.apply_updates(params, updates)
    return np.asarray(params)


def _keras(model: Model, name: str) -> np.ndarray:
    import torch  # noqa: PLC0415

    keras = import_keras()
    keras.config.set_floatx("float64")
    params, alpha = keras.Variable(model.start, dtype="float64"), model.rates[0]
    optimizers = keras.optimizers
    optimizer = {
        "gd": lambda: optimizers.SGD(alpha),
        "sgd": lambda: optimizers.SGD(alpha),
        "momentum": lambda: optimizers.SGD(alpha, momentum=0.9),
        "nag": lambda: optimizers.SGD(alpha, momentum=0.9, nesterov=True),
        "adagrad": lambda: optimizers.Adagrad(alpha),
        "rmsprop": lambda: optimizers.RMSprop(alpha),
        "adam": lambda: optimizers.Adam(alpha),
    }[name]()
    loss = loss_in(torch, model)
    for sample, rate in zip(model.samples, model.rates, strict=True):
        optimizer.learning_rate.assign(rate)
        point = torch.tensor(keras.ops.convert_to_numpy(params), requires_grad=True)
        loss(point, sample).backward()
        optimizer.apply([point.grad], [params])
    return keras.ops.convert_to_numpy(params)


def import_keras():
    """Keras on torch, which computes in 64 bits on any machine; its backend is chosen by the environment alone."""
    import os  # noqa: PLC0415

    os.environ.setdefault("KERAS_BACKEND", "torch")
    import keras  # noqa: PLC0415

    return keras


def each_case(library: str) -> list[tuple[str, str, bool]]:
    """Problem, optimizer and whether the rate varies, of every comparison with a library."""
    each = itertools.product(PROBLEMS, OPTIMIZERS.items(), (False, True))
    return [
        (problem, name, varying)
        for problem, (name, cls), varying in each
        if library in cls.presets and name in ON_QUADRATICS
    ]
