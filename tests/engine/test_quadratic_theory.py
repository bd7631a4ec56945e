"""Deterministic descent on quadratics: closed forms, rates, and limits of stability that are sharp on both sides."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race, Status
from optsim.engine.objectives.quadratic import Quadratic
from tests.engine.support import Cycle, run_path

curvatures = st.floats(0.01, 10)
factors = st.floats(0.0, 0.97)


def companion(name, x, beta):
    """The matrix that takes (θ_t, θ_t−1) to (θ_t+1, θ_t) in one mode, x = αλ: from the recurrences of the literature."""
    match name:
        case "gd" | "sgd":
            return np.array([[1 - x, 0], [1, 0]])
        case "momentum":
            return np.array([[1 + beta - x, -beta], [1, 0]])
        case "nag":
            return np.array([[(1 + beta) * (1 - x), -beta * (1 - x)], [1, 0]])


def spectral_radius(name, x, beta):
    return max(abs(np.linalg.eigvals(companion(name, x, beta))))


@given(
    spectrum=st.lists(curvatures, min_size=1, max_size=6),
    share=st.floats(0.01, 1.05),
    start=st.floats(-3, 3),
    center=st.floats(-3, 3),
)
def test_gd_has_a_closed_form(spectrum, share, start, center):
    alpha, dim, steps = 2 * share / max(spectrum), len(spectrum), 60
    bowl = Quadratic(eigenvalues=tuple(spectrum), start=(start,) * dim, center=(center,) * dim)
    race = Race(bowl, {"gd": OPTIMIZERS["gd"](learning_rate=alpha)}, steps=steps, keep_params=True)
    race.advance(steps)
    t = np.arange(steps + 1)[:, None]
    lam = np.array(spectrum)
    offset = (1 - alpha * lam) ** t * (start - center)
    assert race.history.params[:, 0] == pytest.approx(center + offset, rel=1e-9, abs=1e-12)
    assert race.history.loss[:, 0] == pytest.approx(0.5 * (lam * offset**2).sum(axis=1), rel=1e-9, abs=1e-20)


@pytest.mark.parametrize("name", ["gd", "sgd", "momentum", "nag"])
@given(lam=curvatures, share=st.floats(0.01, 0.999), beta=factors)
def test_each_mode_follows_its_recurrence(name, lam, share, beta):
    settings_ = {} if name in ("gd", "sgd") else {"momentum": beta}
    alpha = share * OPTIMIZERS[name](learning_rate=1.0, **settings_).stability_limit() / lam
    optimizer = OPTIMIZERS[name](learning_rate=alpha, **settings_)
    path = run_path(Quadratic(eigenvalues=(lam,), start=(1.0,)), optimizer, 40)[:, 0]
    matrix, pair = companion(name, alpha * lam, beta), np.array([1.0, 1.0])
    expected = []
    for _ in range(41):
        expected.append(pair[0])
        pair = matrix @ pair
    assert path == pytest.approx(expected, rel=1e-8, abs=1e-10)


KAPPA = 100.0
LARGEST, SMALLEST = 1.0, 1.0 / KAPPA
BEST = {
    "gd": ({"learning_rate": 2 / (LARGEST + SMALLEST)}, (KAPPA - 1) / (KAPPA + 1)),
    "momentum": (
        {
            "learning_rate": (2 / (math.sqrt(LARGEST) + math.sqrt(SMALLEST))) ** 2,
            "momentum": ((math.sqrt(KAPPA) - 1) / (math.sqrt(KAPPA) + 1)) ** 2,
        },
        (math.sqrt(KAPPA) - 1) / (math.sqrt(KAPPA) + 1),
    ),
    "nag": (
        {"learning_rate": 1 / LARGEST, "momentum": (math.sqrt(KAPPA) - 1) / (math.sqrt(KAPPA) + 1)},
        1 - 1 / math.sqrt(KAPPA),
    ),
}


@pytest.mark.parametrize(("name", "published"), [("gd", 0.980198), ("momentum", 0.818182), ("nag", 0.9)])
def test_best_rates_at_condition_100(name, published):
    hyper_parameters, rate = BEST[name]
    assert rate == pytest.approx(published, abs=5e-7)
    bowl = Quadratic(eigenvalues=(LARGEST, SMALLEST), start=(1.0, 1.0))
    norms = np.linalg.norm(run_path(bowl, OPTIMIZERS[name](**hyper_parameters), 1500), axis=1)
    # heavy ball and NAG have a double root: the contraction nears the rate like 1 + 1/t
    late, span = 1000, 400
    assert (norms[late + span] / norms[late]) ** (1 / span) == pytest.approx(rate, rel=2e-3)


@pytest.mark.parametrize(
    ("name", "beta", "factor"),
    [("momentum", 0.9, math.sqrt(0.9)), ("nag", 0.9, math.sqrt(0.9 * 0.95)), ("gd", 0, 0.95)],
)
def test_rate_of_one_mode(name, beta, factor):
    assert spectral_radius(name, 0.05, beta) == pytest.approx(factor, rel=1e-9)
    settings_ = {"momentum": beta} if beta else {}
    optimizer = OPTIMIZERS[name](learning_rate=0.05, **settings_)
    norms = np.abs(run_path(Quadratic(eigenvalues=(1.0,), start=(1.0,)), optimizer, 2000)[:, 0])
    # the roots are complex: the envelope falls at the rate
    envelope = norms[1500:2000].max() / norms[500:1000].max()
    assert envelope ** (1 / 1000) == pytest.approx(factor, rel=1e-3)


@pytest.mark.parametrize("name", ["gd", "sgd", "momentum", "nag"])
@settings(max_examples=15)
@given(lam=st.floats(0.1, 50), beta=st.floats(0.0, 0.95))
def test_limits_of_stability_are_sharp(name, lam, beta):
    settings_ = {} if name in ("gd", "sgd") else {"momentum": beta}
    limit = OPTIMIZERS[name](learning_rate=1.0, **settings_).stability_limit()
    assert spectral_radius(name, limit * (1 - 1e-6), beta) < 1 < spectral_radius(name, limit * (1 + 1e-6), beta)
    bowl = Quadratic(eigenvalues=(lam, lam / 3), start=(1.0, 1.0))
    lanes = {
        "below": OPTIMIZERS[name](learning_rate=0.99 * limit / lam, **settings_),
        "above": OPTIMIZERS[name](learning_rate=1.01 * limit / lam, **settings_),
    }
    race = Race(bowl, lanes, steps=60_000, target_loss=1e-6)
    race.advance(60_000)
    below, above = race.runs["below"], race.runs["above"]
    assert below.status is Status.TARGET_REACHED
    assert above.status is Status.DIVERGED
    assert above.reason.startswith(f"α·λmax = {1.01 * limit:.4g} is above {limit:.4g}: loss is ")


def test_limits_by_name():
    made = {name: OPTIMIZERS[name](learning_rate=1.0, momentum=0.5) for name in ("momentum", "nag")}
    assert made["momentum"].stability_limit() == 3.0
    assert made["nag"].stability_limit() == 1.5
    assert [OPTIMIZERS[name]().stability_limit() for name in ("gd", "sgd")] == [2.0, 2.0]
    assert [OPTIMIZERS[name]().stability_limit() for name in ("adagrad", "rmsprop", "adam")] == [None] * 3


def test_nag_is_less_stable_than_gradient_descent():
    lanes = {name: OPTIMIZERS[name](learning_rate=1.5) for name in ("gd", "momentum", "nag")}
    race = Race(Quadratic(eigenvalues=(1.0,), start=(1.0,)), lanes, steps=2000, target_loss=1e-20)
    race.advance(2000)
    statuses = [race.runs[name].status for name in lanes]
    assert statuses == [Status.TARGET_REACHED, Status.TARGET_REACHED, Status.DIVERGED]


def test_the_heavy_ball_can_cycle_for_ever_on_a_convex_function():
    # Lessard, Recht and Packard (2016): L = 25, m = 1, the tuning that is best on quadratics
    ball = OPTIMIZERS["momentum"](learning_rate=1 / 9, momentum=4 / 9)
    path = run_path(Cycle(), ball, 600)[:, 0]
    assert path[300:-3] == pytest.approx(path[303:], abs=1e-9)
    assert np.abs(np.diff(path[300:])).min() > 0.5


@pytest.mark.parametrize(
    ("name", "hyper_parameters"),
    [("gd", {"learning_rate": 2 / 26}), ("nag", {"learning_rate": 1 / 25, "momentum": 4 / 6})],
)
def test_the_others_find_that_minimum(name, hyper_parameters):
    assert abs(run_path(Cycle(), OPTIMIZERS[name](**hyper_parameters), 600)[-1, 0]) < 1e-9
