"""Noisy quadratics: the floors, the way there, and the risk of the noisy quadratic model, by many coordinates at a time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race
from optsim.engine.objectives.quadratic import Quadratic

COORDINATES = 20_000


def floor(name, alpha, beta, lam, sigma=1.0):
    """The stationary variance of one coordinate."""
    x = alpha * lam
    match name:
        case "sgd":
            return alpha * sigma**2 / (lam * (2 - x))
        case "momentum":
            return alpha * sigma**2 * (1 + beta) / (lam * (1 - beta) * (2 * (1 + beta) - x))
        case "nag":
            c = 1 - x
            return alpha * sigma**2 * (1 + beta * c) / (lam * (1 - beta * c) * (1 + (1 + 2 * beta) * c))


def noisy_lanes(alpha, beta):
    return {
        "sgd": OPTIMIZERS["sgd"](learning_rate=alpha),
        "momentum": OPTIMIZERS["momentum"](learning_rate=alpha, momentum=beta),
        "nag": OPTIMIZERS["nag"](learning_rate=alpha, momentum=beta),
    }


def settled(alpha, beta, lam, sigma=1.0, steps=300):
    """Each lane's variance over coordinates that are runs of their own, after many steps from the minimum."""
    bowl = Quadratic(eigenvalues=(lam,) * COORDINATES, noise=sigma, start=(0.0,) * COORDINATES)
    race = Race(bowl, noisy_lanes(alpha, beta), steps=steps, keep_params=False)
    race.advance(steps)
    return {name: float((run.params**2).mean()) for name, run in race.runs.items()}, race


FIVE_ERRORS = 5 * math.sqrt(2 / COORDINATES)


@pytest.mark.parametrize(("name", "published"), [("sgd", 0.0526316), ("momentum", 0.5135135), ("nag", 0.2706340)])
def test_published_floors(name, published):
    assert floor(name, 0.1, 0.9, 1.0) == pytest.approx(published, abs=5e-8)


def test_lanes_settle_at_their_floors():
    variances, race = settled(0.1, 0.9, 1.0)
    for name, variance in variances.items():
        expected = floor(name, 0.1, 0.9, 1.0)
        assert variance == pytest.approx(expected, rel=FIVE_ERRORS)
        assert race.runs[name].loss == pytest.approx(0.5 * COORDINATES * expected, rel=FIVE_ERRORS)


@settings(max_examples=4)
@given(alpha=st.floats(0.05, 0.5), beta=st.floats(0.2, 0.9), lam=st.floats(0.5, 2.0), sigma=st.floats(0.01, 10))
def test_floors_anywhere(alpha, beta, lam, sigma):
    variances, _ = settled(alpha, beta, lam, sigma)
    for name, variance in variances.items():
        assert variance == pytest.approx(floor(name, alpha, beta, lam, sigma), rel=FIVE_ERRORS)


def test_gd_sees_no_noise():
    bowl = Quadratic(eigenvalues=(1.0, 0.5), noise=1.0, start=(1.0, 1.0))
    race = Race(bowl, {"gd": OPTIMIZERS["gd"](learning_rate=0.5)}, steps=100)
    race.advance(100)
    assert race.runs["gd"].params == pytest.approx([0.5**100, 0.75**100], rel=1e-12)


def test_sgd_nears_its_floor_as_theory_says():
    alpha, start = 0.1, 3.0
    bowl = Quadratic(eigenvalues=(1.0,) * COORDINATES, noise=1.0, start=(start,) * COORDINATES)
    race = Race(bowl, {"sgd": OPTIMIZERS["sgd"](learning_rate=alpha)}, steps=60, keep_params=False)
    race.advance(60)
    lowest = floor("sgd", alpha, 0, 1.0)
    for t in (0, 1, 5, 20, 60):
        expected = lowest + (1 - alpha) ** (2 * t) * (start**2 - lowest)
        # the mean is known, so the error of x² is below √2 E x² at any step
        assert 2 * race.history.loss[t, 0] / COORDINATES == pytest.approx(expected, rel=FIVE_ERRORS)


def risk(alpha, beta, batch, dim, times):
    """Expected loss of the noisy quadratic model by the recursion of its second moments, and the spread of one run's loss."""
    h = 1 / np.arange(1, dim + 1)
    x, n = alpha * h, alpha**2 * h / batch
    s, q, c = np.ones(dim), np.zeros(dim), np.zeros(dim)
    found = {}
    for t in range(max(times) + 1):
        if t in times:
            found[t] = 0.5 * (h * s).sum(), math.sqrt((0.5 * (h * s) ** 2).sum())
        s, q, c = (
            (1 - x) ** 2 * s + beta**2 * q + 2 * (1 - x) * beta * c + n,
            x**2 * s + beta**2 * q - 2 * x * beta * c + n,
            -(1 - x) * x * s + beta**2 * q + (1 - 2 * x) * beta * c + n,
        )
    return found


PUBLISHED = {
    "sgd": (0.5, 0.0, {0: 2.593689, 1: 1.939221, 10: 0.931613, 50: 0.319226, 200: 0.068630}, 0.044481),
    "momentum": (0.1, 0.9, {0: 2.593689, 1: 2.436711, 10: 1.156264, 50: 0.200046, 200: 0.082963}, 0.081738),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_risk_of_the_noisy_quadratic_model(name):
    alpha, beta, published, limit = PUBLISHED[name]
    expected = risk(alpha, beta, 16, 100, {*published, 20_000})
    assert expected[20_000][0] == pytest.approx(limit, abs=5e-7)
    # 200 copies of the spectrum are 200 seeds in one run
    copies = 200
    bowl = Quadratic(
        eigenvalues=tuple(1 / i for i in range(1, 101)) * copies, noise="curvature", batch_size=16, start="normal"
    )
    settings_ = {"momentum": beta} if beta else {}
    race = Race(bowl, {name: OPTIMIZERS[name](learning_rate=alpha, **settings_)}, steps=200, keep_params=False)
    race.advance(200)
    for t, value in published.items():
        mean, spread = expected[t]
        assert mean == pytest.approx(value, abs=5e-7)
        assert race.history.loss[t, 0] / copies == pytest.approx(value, abs=5 * spread / math.sqrt(copies))


@given(batch=st.integers(1, 64))
@settings(max_examples=5)
def test_curvature_noise_has_the_covariance_of_the_bowl(batch):
    bowl = Quadratic(eigenvalues=(4.0, 0.25), rotation=30.0, noise="curvature", batch_size=batch, start=(0.0, 0.0))
    from optsim.engine.numerics.noise import Noise  # noqa: PLC0415

    noise, count = Noise(batch), 20_000
    drawn = np.array([bowl.sample(noise, step) for step in range(count)])
    covariance = drawn.T @ drawn / count * batch
    angle = math.radians(30)
    axes = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    expected = axes @ np.diag([4.0, 0.25]) @ axes.T
    assert covariance == pytest.approx(expected, abs=5 * 4 * math.sqrt(2 / count))
