"""Claims of sign-and-box."""

from functools import cache

import numpy as np
import pytest

from optsim import load
from optsim.engine.objectives.quadratic import Quadratic
from tests.scenario.claims.measuring import lane, raced, shipped
from tests.scenario.claims.quotes import claim, told_elsewhere

NAME = "sign-and-box"
told_elsewhere(NAME, "Every lane has α = 0.01, and all but one the weight decay λ = 1")
SIGNS = ("signsgd", "lion")
RATE = 0.01


@cache
def others():
    """Both sign methods on bowls of other minima, curvatures and starts, with other decays: (decay, paths)."""
    found = []
    for seed in range(16):
        rng = np.random.default_rng(seed)
        decay = float(rng.choice([0.5, 1.0, 2.0]))
        bowl = Quadratic(
            eigenvalues=tuple(rng.uniform(0.2, 3.0, 2)),
            center=tuple(rng.uniform(-4, 4, 2)),
            start=tuple(rng.uniform(-3, 3, 2)),
        )
        lanes = [lane(name, name, RATE, weight_decay=decay) for name in SIGNS]
        found.append((decay, bowl, raced(bowl, lanes, 1500)))
    return found


@claim(
    NAME,
    "what it is outside by shrinks by the factor 1 − αλ a step or more; what is inside stays inside",
    "the two cancel at |x| = 1/λ. So both end in the box |x| ≤ 1/λ",
)
def test_nothing_leaves_the_box_and_what_is_outside_comes_in():
    for decay, _, runs in others():
        for run in runs.values():
            outside = np.maximum(np.abs(run.params) - 1 / decay, 0)
            assert (outside[1:] <= (1 - RATE * decay) * outside[:-1] + 1e-12).all()
            assert outside[-1].max() < 1e-2


@claim(
    NAME,
    "In the box, and not in the loss, decay and sign methods have their own minimum: the loss that is lowest with |x| ≤ 1/λ",
)
def test_they_end_where_the_loss_is_lowest_in_the_box():
    for decay, bowl, runs in others():
        lowest = np.clip(bowl.minimizer, -1 / decay, 1 / decay)
        for run in runs.values():
            assert np.abs(run.params[-200:] - lowest).max() < 6 * RATE


@claim(
    NAME,
    "here with x at its wall, 1, and y at its own minimum, 0.5, give or take a step",
    "signSGD and Lion end at the wall of the box, x = 1",
)
def test_where_the_signs_end():
    for name in SIGNS:
        x, y = shipped(NAME)[name].params[-1]
        assert x == pytest.approx(1, abs=1e-5)
        assert y == pytest.approx(0.5, abs=1.5 * RATE)


@claim(
    NAME,
    "AdamW divides by the size of the gradient: nearly a sign, so nearly the same place",
    "It ends at x = 0.92 and y = 0.41",
)
def test_where_adamw_ends():
    assert shipped(NAME)["adamw"].params[-1] == pytest.approx([0.92, 0.41], abs=0.006)


@claim(
    NAME,
    "with decay it ends at the minimum of the loss plus ½λ‖x‖², (1.5, 0.25), outside of the box",
    "SGD with decay ends outside of the box, half way to the minimum",
)
def test_where_sgd_ends():
    assert shipped(NAME)["sgd"].params[-1] == pytest.approx([1.5, 0.25], abs=1e-5)


@claim(
    NAME,
    "Lion without decay goes to the minimum of the loss, x = 3, and hovers there",
    "Lion without decay goes to the minimum",
)
def test_where_lion_goes_without_decay():
    end = shipped(NAME)["lion, no decay"].params[-100:]
    assert np.abs(end - [3, 0.5]).max() < 0.15


@claim(NAME, "decay with λ = 1 makes a box of |x| ≤ 1")
def test_the_lanes_differ_in_the_method_alone():
    optimizers = {name: each.optimizer for name, each in load(NAME).lanes.items()}
    assert {each.learning_rate for each in optimizers.values()} == {RATE}
    assert {name: each.weight_decay for name, each in optimizers.items()} == {
        "signsgd": 1.0, "lion": 1.0, "adamw": 1.0, "sgd": 1.0, "lion, no decay": 0.0,
    }  # fmt: skip
