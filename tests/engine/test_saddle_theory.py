"""Leaving a saddle: how fast, from how near, and who never does."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race
from optsim.engine.objectives.saddle import Saddle
from tests.engine.support import run_path


def away(optimizer, y, steps, down=1.0):
    """|y| at every step on f = ½x² − ½·down·y²."""
    return np.abs(run_path(Saddle(curvatures=(1.0, -down), start=(1.0, y)), optimizer, steps)[:, 1])


@pytest.mark.parametrize(("start", "steps"), [(0.1, 25), (1e-6, 145)])
def test_escape_times_of_gd(start, steps):
    distance = away(OPTIMIZERS["gd"](learning_rate=0.1), start, 200)
    assert int(np.argmax(distance >= 1)) == steps


@given(alpha=st.floats(0.01, 0.4), down=st.floats(0.1, 1.5), start=st.floats(1e-9, 0.1))
def test_gd_leaves_like_a_power(alpha, down, start):
    t = np.arange(31)
    distance = away(OPTIMIZERS["gd"](learning_rate=alpha), start, 30, down)
    assert distance == pytest.approx(start * (1 + alpha * down) ** t, rel=1e-12)


@settings(max_examples=30)
@given(alpha=st.floats(0.05, 0.3), beta=st.floats(0.0, 0.95), down=st.floats(0.5, 2))
def test_growth_of_heavy_ball_and_nag(alpha, beta, down):
    x = alpha * down
    roots = {
        "momentum": (1 + beta + x + math.sqrt((1 + beta + x) ** 2 - 4 * beta)) / 2,
        "nag": max(np.roots([1, -(1 + beta) * (1 + x), beta * (1 + x)]).real),
    }
    for name, root in roots.items():
        steps = int(20 / math.log(root)) + 10
        distance = away(OPTIMIZERS[name](learning_rate=alpha, momentum=beta), 1e-9, steps, down)
        assert distance[-1] / distance[-2] == pytest.approx(root, rel=1e-4)


@pytest.mark.parametrize("name", ["gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam"])
def test_nobody_leaves_from_the_ridge_itself(name):
    assert away(OPTIMIZERS[name](learning_rate=0.1), 0.0, 500).max() == 0


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam"])
def test_adaptive_methods_do_not_care_how_flat_it_is(name):
    exact = OPTIMIZERS[name](learning_rate=0.1, epsilon=0.0)
    assert away(exact, 1e-6, 1)[1] == pytest.approx(1e-6 + away(exact, 1e-3, 1)[1] - 1e-3, rel=1e-9)


def test_noise_leaves_from_the_ridge():
    alpha, sigma, steps, coordinates = 0.1, 1e-3, 60, 20_000
    ridge = Saddle(curvatures=(-1.0,) * coordinates, noise=sigma, start=(0.0,) * coordinates)
    race = Race(ridge, {"sgd": OPTIMIZERS["sgd"](learning_rate=alpha)}, steps=steps, keep_params=False)
    race.advance(steps)
    q = (1 + alpha) ** 2
    for t in (1, 2, 10, 60):
        spread = alpha**2 * sigma**2 * (q**t - 1) / (q - 1)
        assert -2 * race.history.loss[t, 0] / coordinates == pytest.approx(spread, rel=5 * math.sqrt(2 / coordinates))


def test_a_tenth_of_the_noise_costs_so_many_steps_more():
    alpha, coordinates = 0.1, 4000

    def steps_until_one(sigma):
        ridge = Saddle(curvatures=(-1.0,) * coordinates, noise=sigma, start=(0.0,) * coordinates)
        race = Race(ridge, {"sgd": OPTIMIZERS["sgd"](learning_rate=alpha)}, steps=300, keep_params=False)
        race.advance(300)
        return int(np.argmax(-2 * race.history.loss[:, 0] / coordinates >= 1))

    assert steps_until_one(1e-3) - steps_until_one(1e-2) == pytest.approx(math.log(10) / math.log(1.1), abs=1)


def test_a_quartic_holds_it_from_below():
    race = Race(
        Saddle(curvatures=(1.0, -0.5), quartic=0.02, start=(2.0, 1e-3)),
        {"gd": OPTIMIZERS["gd"](learning_rate=0.05)},
        steps=2000,
    )
    race.advance(2000)
    # where −½y + 4·0.02·y³ = 0
    assert race.runs["gd"].params == pytest.approx([0, math.sqrt(0.5 / 0.08)], abs=1e-9)
    assert race.runs["gd"].loss == pytest.approx(-(0.5**2) / (16 * 0.02), rel=1e-9)
