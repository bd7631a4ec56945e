"""Where the optimizers of other libraries stand after the steps of a problem of `library_cases`."""

from __future__ import annotations

import os

import numpy as np

from optsim.engine.lane import Lane
from tests.engine.library_cases import Model, given, lane, loss_in, model, ours


def theirs(problem: str, of: Lane, library: str) -> np.ndarray:
    """Where a library's optimizer of that name stands after the steps. Raises ImportError where it is not installed."""
    run = {"optax": _optax, "keras": _keras}.get(library)
    found = model(problem, of)
    return run(found, of.name) if run else _torch(found, of.name, library)


def apart(problem: str, name: str, library: str, *, varying: bool) -> float:
    """max |Δθ| after the steps."""
    of = lane(problem, name, library, varying=varying)
    return float(np.abs(theirs(problem, of, library) - ours(problem, of)).max())


def _made_by_torch(name: str, params: list, alpha: float):
    from torch import optim  # noqa: PLC0415

    make = {
        "gd": (optim.SGD, {}),
        "sgd": (optim.SGD, {}),
        "sgd, l2": (optim.SGD, {"weight_decay": 0.05}),
        "momentum": (optim.SGD, {"momentum": 0.9}),
        "momentum, l2": (optim.SGD, {"momentum": 0.9, "weight_decay": 0.05}),
        "nag": (optim.SGD, {"momentum": 0.9, "nesterov": True}),
        "nag, l2": (optim.SGD, {"momentum": 0.9, "nesterov": True, "weight_decay": 0.05}),
        "adagrad": (optim.Adagrad, {}),
        "adagrad, l2": (optim.Adagrad, {"weight_decay": 0.05}),
        "rmsprop": (optim.RMSprop, {}),
        "rmsprop, centered": (optim.RMSprop, {"centered": True}),
        "adam": (optim.Adam, {}),
        "adam, l2": (optim.Adam, {"weight_decay": 0.05}),
        "adamw": (optim.AdamW, {}),
        "amsgrad": (optim.Adam, {"amsgrad": True}),
        "adadelta": (optim.Adadelta, {}),
        "adamax": (optim.Adamax, {}),
        "radam": (optim.RAdam, {}),
        "rprop": (optim.Rprop, {}),
    }
    cls, settings = make[name]
    return cls(params, lr=alpha, **settings)


def _made_by_schedulefree(name: str, params: list, alpha: float):
    import schedulefree  # noqa: PLC0415

    cls = schedulefree.AdamWScheduleFree if "adamw" in name else schedulefree.SGDScheduleFree
    optimizer = cls(params, lr=alpha, weight_decay=0.05 if "decay" in name else 0.0)
    optimizer.train()
    return optimizer


def _made_by_lion_pytorch(name: str, params: list, alpha: float):  # noqa: ARG001 it has but one
    from lion_pytorch import Lion  # noqa: PLC0415

    return Lion(params, lr=alpha)


def _made_by_prodigyopt(name: str, params: list, alpha: float):  # noqa: ARG001 it has but one
    from prodigyopt import Prodigy  # noqa: PLC0415

    return Prodigy(params, lr=alpha)


def _made_by_pytorch_optimizer(name: str, params: list, alpha: float):
    import pytorch_optimizer as library  # noqa: PLC0415

    make = {
        "adan": (library.Adan, {}),
        "ademamix, cautious": (library.AdEMAMix, {"cautious": True, "alpha": 0.0}),
        "lion, cautious": (library.Lion, {"cautious": True, "weight_decay": 0.0}),
    }
    cls, settings = make[name]
    return cls(params, lr=alpha, **settings)


_MAKE = {
    "torch": _made_by_torch,
    "schedulefree": _made_by_schedulefree,
    "lion_pytorch": _made_by_lion_pytorch,
    "prodigyopt": _made_by_prodigyopt,
    "pytorch_optimizer": _made_by_pytorch_optimizer,
}


def _torch(model: Model, name: str, library: str) -> np.ndarray:
    """An optimizer of torch, or of a library that has its interface."""
    import torch  # noqa: PLC0415

    params = torch.tensor(model.start, requires_grad=True)
    optimizer = _MAKE[library](name, [params], model.rates[0])
    loss = loss_in(torch, model)
    for sample, alpha in zip(model.samples, model.rates, strict=True):
        optimizer.param_groups[0]["lr"] = alpha
        optimizer.zero_grad()
        loss(params, sample).backward()
        optimizer.step()
    if hasattr(optimizer, "eval"):
        # from the point of the gradient to the average
        optimizer.eval()
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
        "rmsprop, centered": lambda: optax.rmsprop(alpha, centered=True),
        "adam": lambda: optax.adam(alpha),
        "adamw": lambda: optax.adamw(alpha),
        "nadam": lambda: optax.nadam(alpha),
        "nadamw": lambda: optax.nadamw(alpha),
        "amsgrad": lambda: optax.amsgrad(alpha),
        "lion": lambda: optax.lion(alpha),
        "ademamix": lambda: optax.contrib.ademamix(alpha),
        "signsgd": lambda: optax.sign_sgd(alpha),
        "adadelta": lambda: optax.adadelta(alpha),
        "adamax": lambda: optax.adamax(alpha),
        "radam": lambda: optax.radam(alpha),
        "adabelief": lambda: optax.adabelief(alpha),
        "dog": lambda: optax.contrib.dog(alpha),
        "prodigy": lambda: optax.contrib.prodigy(alpha),
        "schedule_free_sgd": lambda: optax.contrib.schedule_free_sgd(model.rates[0]),
    }[name]()
    gradient = jax.jit(jax.grad(loss_in(jax.numpy, model)))
    params = jax.numpy.asarray(model.start)
    state, update = optimizer.init(params), jax.jit(optimizer.update)
    for sample in model.samples:
        drawn = None if sample is None else given(jax.numpy, sample)
        updates, state = update(gradient(params, drawn), state, params)
        params = optax.apply_updates(params, updates)
    if name == "schedule_free_sgd":
        params = optax.contrib.schedule_free_eval_params(state, params)
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
        "rmsprop, centered": lambda: optimizers.RMSprop(alpha, centered=True),
        "adam": lambda: optimizers.Adam(alpha),
        "adamw": lambda: optimizers.AdamW(alpha),
        "lion": lambda: optimizers.Lion(alpha),
        "adadelta": lambda: optimizers.Adadelta(alpha),
        "adamax": lambda: optimizers.Adamax(alpha),
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
    os.environ.setdefault("KERAS_BACKEND", "torch")
    import keras  # noqa: PLC0415

    return keras
