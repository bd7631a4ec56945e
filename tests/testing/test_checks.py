"""The conformance checks pass what keeps to the rules, and name what does not."""

# ruff: noqa: ARG001, ARG005 what is wrong with them is the point

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

import numpy as np
import pytest

from optsim import OBJECTIVES, OPTIMIZERS, Objective, Optimizer
from optsim.engine.settings import Array, LearningRate
from optsim.engine.updates.linear_map import Modes, linear_map
from optsim.testing import check_objective, check_optimizer, variants


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_every_optimizer_of_the_registry_keeps_to_the_rules(name):
    check_optimizer(OPTIMIZERS[name])
    for preset in OPTIMIZERS[name].presets.values():
        check_optimizer(OPTIMIZERS[name](**preset))


def test_variants_are_all_choices():
    plain = [each for each in variants(OPTIMIZERS["momentum"]) if not each.weight_decay and not each.cautious]
    assert [each.convention for each in plain] == ["article", "torch", "average"]
    assert {(each.weight_decay > 0, each.weight_decay_kind, each.cautious) for each in variants(OPTIMIZERS["sgd"])} >= {
        (False, "decoupled", False), (True, "decoupled", False), (True, "l2", False), (False, "decoupled", True),
    }  # fmt: skip
    assert list(variants(OPTIMIZERS["dog"])) == [OPTIMIZERS["dog"]()]


class One(NamedTuple):
    kept: Array


@dataclass(frozen=True, kw_only=True)
class Plain(Optimizer):
    """θ ← θ − αg."""

    name: ClassVar[str] = "plain"
    title: ClassVar[str] = "Plain"
    formula: ClassVar[str] = "θ ← θ − αg"

    learning_rate: LearningRate = 0.01

    def update(self, params, grad, state, step):
        return params - self.learning_rate * grad, state


def test_an_optimizer_of_ones_own_passes():
    check_optimizer(Plain)
    check_optimizer(Plain(learning_rate=0.3))


def wrong(**methods):
    """Plain, with something wrong."""
    return dataclass(frozen=True, kw_only=True)(type("Wrong", (Plain,), {"__doc__": "Wrong.", **methods}))


def writes(self, params, grad, state, step):
    params -= self.learning_rate * grad
    return params, state


def sees_all_rows(self, params, grad, state, step):
    return params - self.learning_rate * grad / (1 + np.abs(grad).max()), state


COUNT = iter(range(10**9))


def remembers(self, params, grad, state, step):
    return params - self.learning_rate * grad * (1 + next(COUNT)), state


def climbs(self, params, grad, state, step):
    return params + self.learning_rate * grad, state


def tells_lies(self, params, grad, state, step):
    self.trace("step", "g", grad)
    return params - self.learning_rate * grad, state


@pytest.mark.parametrize(
    ("methods", "told"),
    [
        ({"title": ""}, "needs a class attribute `title`"),
        ({"update": writes}, "read-only|writeable"),
        ({"update": sees_all_rows}, "a run alone and the same run in a batch differ"),
        ({"update": remembers}, "other bits the second time"),
        ({"update": climbs, "formula": "up"}, "no lower in a bowl"),
        ({"update": tells_lies}, "not what is subtracted"),
        ({"init": lambda self, params: [np.zeros_like(params)]}, "must be a named tuple"),
        ({"init": lambda self, params: One(np.zeros(7))}, "has shape"),
        ({"stability_limit": lambda self: -1.0}, "a positive number"),
        (
            {
                "stability_limit": lambda self: 3.0,
                "linear": lambda self, c: linear_map((1 - self.learning_rate * c, 0), (0, 0), (-self.learning_rate, 0)),
            },
            "it is not stable",
        ),
        ({"linear": lambda self, c: linear_map((1 - c, 0), (0, 0), (-1, 0))}, "not the matrix of update"),
        ({"first_step": lambda self: 7.0}, "the first step is"),
        ({"presets": {"torch": {"beta": 1}}}, "which are no settings"),
    ],
)
def test_what_is_wrong_with_an_optimizer_is_named(methods, told):
    with pytest.raises((AssertionError, ValueError), match=told):
        check_optimizer(wrong(**methods))


def test_a_class_that_is_no_frozen_dataclass_is_told():
    class Loose(Optimizer):
        """Loose."""

        learning_rate = 0.1

        def update(self, params, grad, state, step):
            return params, state

    with pytest.raises(AssertionError, match="must be a dataclass"):
        check_optimizer(Loose)


@dataclass(frozen=True, kw_only=True)
class Bowl(Objective):
    """½ ‖x‖²."""

    title: ClassVar[str] = "Bowl"
    dim: int = field(default=3, init=False)

    def initial(self, noise):
        return np.ones(3)

    def evaluate(self, params, sample=None):
        return 0.5 * (params * params).sum(axis=-1), params.copy()


def test_an_objective_of_ones_own_passes():
    check_objective(Bowl)


@pytest.mark.parametrize("name", [name for name in OBJECTIVES if name not in ("quadratic", "saddle")])
def test_objectives_with_defaults_keep_to_the_rules(name):
    check_objective(OBJECTIVES[name])


@pytest.mark.parametrize(
    ("methods", "told"),
    [
        ({"evaluate": lambda self, p, sample=None: (0.5 * (p * p).sum(axis=-1), 1.001 * p)}, "off the slope"),
        ({"evaluate": lambda self, p, sample=None: (0.5 * (p * p).sum(), p.copy())}, "shape|batch"),
        ({"initial": lambda self, noise: np.ones(2)}, "initial.. gave shape"),
        ({"initial": lambda self, noise: np.array([1.0, np.nan, 0.0])}, "not finite"),
        ({"stochastic": property(lambda self: True)}, "must say whether"),
        (
            # noise that is 1 on average
            {
                "stochastic": property(lambda self: True),
                "sample": lambda self, noise, step: 1.0 + noise.normal(step, 3),
                "evaluate": lambda self, p, sample=None: (
                    0.5 * (p * p).sum(axis=-1) + (0 if sample is None else (sample * p).sum(axis=-1)),
                    p + (0 if sample is None else sample),
                ),
            },
            "mean of 200 sampled gradients",
        ),
        ({"minima": property(lambda self: ((1.0, 0.0, 0.0),))}, "slope at the minimum"),
        ({"largest_curvature": property(lambda self: 2.0)}, "largest_curvature is not"),
        (
            {"modes": property(lambda self: Modes(np.array([1.0, 2.0, 1.0]), None, np.zeros(3), np.zeros(3)))},
            "modes are not those",
        ),
        ({"title": ""}, "needs a class attribute `title`"),
    ],
)
def test_what_is_wrong_with_an_objective_is_named(methods, told):
    with pytest.raises(AssertionError, match=told):
        check_objective(dataclass(frozen=True, kw_only=True)(type("Wrong", (Bowl,), {"__doc__": "Wrong.", **methods})))
