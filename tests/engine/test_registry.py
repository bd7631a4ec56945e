"""The registries find every file of their package by itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

import optsim.engine
from optsim import OBJECTIVES, OPTIMIZERS, SCHEDULES, STOPPING_RULES, Optimizer
from optsim.engine.optimizers.sgd import SGD
from optsim.engine.registry import Registry

PACKAGES = {
    "optimizers": OPTIMIZERS,
    "objectives": OBJECTIVES,
    "schedules": SCHEDULES,
    "stopping": STOPPING_RULES,
}


@pytest.mark.parametrize("package", PACKAGES)
def test_one_file_is_one_class_of_the_same_name(package):
    folder = Path(optsim.engine.__file__).parent / package
    files = sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")
    assert files
    registry = PACKAGES[package]
    assert sorted(registry) == files
    assert len(registry) == len(files)
    for name, cls in registry.items():
        assert cls.name == name
        assert cls.__module__ == f"optsim.engine.{package}.{name}"


def test_what_must_be_there():
    assert {"gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam"} <= set(OPTIMIZERS)
    assert {"quadratic", "saddle", "rosenbrock", "mlp"} <= set(OBJECTIVES)
    assert "patience" in STOPPING_RULES


def fresh():
    return Registry("optsim.engine.optimizers", Optimizer, "optimizer")


def test_a_class_of_your_own_can_be_registered():
    registry = fresh()

    @registry.register
    @dataclass(frozen=True, kw_only=True)
    class Mine(SGD):
        name = "mine"

    assert registry["mine"] is Mine
    assert registry.register(Mine) is Mine
    assert "mine" not in OPTIMIZERS


def test_a_class_needs_a_name_of_its_own():
    class Nameless(Optimizer):
        def update(self, params, grad, state, step):
            return params, state

    class Taken(SGD):
        pass

    with pytest.raises(ValueError, match="Nameless needs a class attribute `name` to be registered as optimizer"):
        fresh().register(Nameless)
    with pytest.raises(ValueError, match="there is already another optimizer named 'sgd'"):
        fresh().register(Taken)


def test_a_name_that_is_not_there_gets_a_suggestion():
    with pytest.raises(KeyError, match=r"no optimizer is named 'adamm'; did you mean 'adam'\?"):
        OPTIMIZERS["adamm"]
    with pytest.raises(KeyError, match="no schedule is named 'xyz'; there are: cosine, exponential"):
        SCHEDULES["xyz"]
    assert OPTIMIZERS.get("adamm") is None
    assert OPTIMIZERS.suggest("ADAM") == "did you mean 'adam'?"
