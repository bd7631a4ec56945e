"""Ranges are declared once and checked whenever settings are made."""

from __future__ import annotations

import math

import numpy as np
import pytest

from optsim import OBJECTIVES, OPTIMIZERS, SCHEDULES, STOPPING_RULES
from optsim.engine.settings import BadValueError, Setting, declared
from optsim.faults import OutOfRange


@pytest.mark.parametrize(
    ("cls", "settings", "message"),
    [
        (OPTIMIZERS["gd"], {"learning_rate": 0.0}, "learning_rate: must be above 0, not 0"),
        (OPTIMIZERS["gd"], {"learning_rate": -1}, "learning_rate: must be above 0, not -1"),
        (OPTIMIZERS["gd"], {"learning_rate": math.nan}, "learning_rate: must be a finite number, not nan"),
        (OPTIMIZERS["gd"], {"learning_rate": math.inf}, "learning_rate: must be a finite number, not inf"),
        (OPTIMIZERS["gd"], {"learning_rate": "fast"}, "learning_rate: must be a number, not 'fast'"),
        (OPTIMIZERS["gd"], {"learning_rate": True}, "learning_rate: must be a number, not True"),
        (OPTIMIZERS["gd"], {"learning_rate": None}, "learning_rate: must be a number, not None"),
        (OPTIMIZERS["gd"], {"learning_rate": np.float64(-2)}, "learning_rate: must be above 0, not -2"),
        (OPTIMIZERS["gd"], {"learning_rate": np.float32(-2)}, "learning_rate: must be above 0, not -2"),
        (OPTIMIZERS["gd"], {"learning_rate": np.int64(-2)}, "learning_rate: must be above 0, not -2"),
        (OPTIMIZERS["momentum"], {"momentum": 1.0}, "momentum: must be at least 0 and below 1, not 1"),
        (OPTIMIZERS["nag"], {"momentum": -0.1}, "momentum: must be at least 0 and below 1, not -0.1"),
        (OPTIMIZERS["adagrad"], {"epsilon": -1e-8}, "epsilon: must be at least 0, not -1e-08"),
        (OPTIMIZERS["rmsprop"], {"decay": 1.5}, "decay: must be at least 0 and below 1, not 1.5"),
        (OPTIMIZERS["adam"], {"beta2": 1.0}, "beta2: must be at least 0 and below 1, not 1"),
        (OBJECTIVES["quadratic"], {}, r"eigenvalues: give either eigenvalues = \[...\] or a spectrum with dim"),
        (OBJECTIVES["quadratic"], {"eigenvalues": (1.0, 0.0)}, "eigenvalues: must be above 0, not 0"),
        (OBJECTIVES["quadratic"], {"eigenvalues": (1.0, math.nan)}, "eigenvalues: must be a finite number, not nan"),
        (OBJECTIVES["quadratic"], {"spectrum": "inverse"}, "dim: must be given with spectrum"),
        (OBJECTIVES["quadratic"], {"eigenvalues": (1.0,), "dim": 2}, "dim: is 2, but there are 1 eigenvalues"),
        (OBJECTIVES["quadratic"], {"eigenvalues": (1.0,), "start": (1.0, 2.0)}, "start: has 2 numbers, but"),
        (OBJECTIVES["quadratic"], {"eigenvalues": (1.0,), "center": (1.0, 2.0)}, "center: has 2 numbers, but"),
        (OBJECTIVES["quadratic"], {"eigenvalues": (1.0,) * 3, "rotation": 30.0}, "rotation: an angle needs 2"),
        (OBJECTIVES["quadratic"], {"eigenvalues": (1.0,), "noise": -1.0}, "noise: must be at least 0, not -1"),
        (OBJECTIVES["saddle"], {"curvatures": ()}, "curvatures: needs at least one number"),
        (OBJECTIVES["saddle"], {"curvatures": (1.0,), "start": (1.0, 2.0)}, "start: has 2 numbers, but there are 1"),
        (OBJECTIVES["rosenbrock"], {"start": (1.0,)}, "start: must be two numbers, x and y, not 1"),
        (OBJECTIVES["rosenbrock"], {"noise": -0.5}, "noise: must be at least 0, not -0.5"),
        (SCHEDULES["cosine"], {"steps": 0}, "steps: must be at least 1, not 0"),
        (SCHEDULES["exponential"], {"rate": 0.0}, "rate: must be above 0 and at most 1, not 0"),
        (STOPPING_RULES["patience"], {"patience": -1}, "patience: must be at least 0, not -1"),
        (STOPPING_RULES["patience"], {"patience": 2.5}, "patience: must be a whole number, not 2.5"),
        (OBJECTIVES["mlp"], {"batch_size": 4.0}, "batch_size: must be a whole number, not 4.0"),
    ],
)
def test_values_that_cannot_work(cls, settings, message):
    with pytest.raises(BadValueError, match=f"^{message}") as error:
        cls(**settings)
    assert str(error.value) == f"{error.value.key}: {error.value.message}"


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        ({}, "a finite number"),
        ({"above": 0}, "above 0"),
        ({"least": 1, "most": 3}, "at least 1 and at most 3"),
        ({"above": 0, "below": 0.5}, "above 0 and below 0.5"),
    ],
)
def test_ranges_in_words(bounds, words):
    fault = OutOfRange("9", **dict(Setting(help="", **bounds).bounds()))
    assert str(fault) == f"must be {words}, not 9"


@pytest.mark.parametrize("bound", ["above", "below"])
def test_an_open_bound_is_outside(bound):
    assert Setting(help="", **{bound: 1}).fault(1.0)
    assert not Setting(help="", **{bound: 1}).fault(1.5 if bound == "above" else 0.5)


@pytest.mark.parametrize("bound", ["least", "most"])
def test_a_closed_bound_is_inside(bound):
    assert not Setting(help="", **{bound: 1}).fault(1.0)
    assert Setting(help="", **{bound: 1}).fault(0.5 if bound == "least" else 1.5)


def test_settings_are_declared_in_their_order_with_all_that_a_form_needs():
    settings = declared(OPTIMIZERS["adam"])
    own = ["beta1", "beta2", "epsilon", "bias_correction", "epsilon_hat"]
    assert list(settings) == ["learning_rate", *own, "weight_decay", "weight_decay_kind", "cautious"]
    rate = settings["learning_rate"]
    assert (rate.type, rate.required, rate.default) == (float, False, 0.001)
    assert (rate.setting.symbol, rate.setting.scale) == ("α", "log")
    assert declared(OBJECTIVES["saddle"])["curvatures"].required


@pytest.mark.parametrize(
    "cls",
    [cls for registry in (OPTIMIZERS, OBJECTIVES, SCHEDULES, STOPPING_RULES) for cls in registry.values()],
    ids=lambda cls: cls.name,
)
def test_every_setting_has_a_line_of_help_and_a_default_inside_its_range(cls):
    for key, each in declared(cls).items():
        assert each.setting is not None or key in {"start", "data"}, key
        assert each.required or each.default is None or each.fault(each.default) is None
