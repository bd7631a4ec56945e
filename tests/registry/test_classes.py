"""The registries find every file of their package by itself."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import optsim.engine
from optsim import OBJECTIVES, OPTIMIZERS, SCHEDULES, STOPPING_RULES, Optimizer
from optsim.engine.optimizers.sgd import SGD
from optsim.registry import Registry

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
    assert str(OPTIMIZERS.suggest("ADAM")) == "did you mean 'adam'?"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of optimizers, and a registry of it: `package(file=code, …)`."""

    def made(**files):
        (folder := tmp_path / "catalogue").mkdir()
        (folder / "__init__.py").touch()
        for file, classes in files.items():
            text = "from optsim.engine.optimizers.sgd import SGD\n"
            text += "".join(f"class {cls}(SGD):\n    name = {name!r}\n" for cls, name in classes.items())
            (folder / f"{file}.py").write_text(text, encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))
        return Registry("catalogue", Optimizer, "optimizer")

    yield made
    for name in [name for name in sys.modules if name.partition(".")[0] == "catalogue"]:
        del sys.modules[name]


def test_a_file_may_bear_another_name_than_its_class(package):
    registry = package(my_lion={"Lion": "lion"}, two={"Two": "two", "Three": "three"})
    assert registry["lion"].name == "lion"
    assert list(registry) == ["lion", "three", "two"]
    with pytest.raises(KeyError, match=r"no optimizer is named 'lionn'; did you mean 'lion'\?"):
        registry["lionn"]


@pytest.mark.parametrize("ask", ["list", "another name"])
def test_a_name_that_two_files_give_is_told_with_both(package, ask):
    registry = package(a={"One": "lion"}, lion={"Lion": "lion"}, other={"Other": "other"})
    with pytest.raises(
        ValueError, match=r"another optimizer named 'lion': catalogue\.\w+\.\w+ and catalogue\.\w+\.\w+$"
    ):
        list(registry) if ask == "list" else registry["not there"]


def test_a_class_in_a_file_needs_a_name(package):
    with pytest.raises(ValueError, match="Nameless needs a class attribute `name`"):
        list(package(a={"Nameless": ""}))
