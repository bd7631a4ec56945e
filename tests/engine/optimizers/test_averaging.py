"""Averaged SGD: the mean of SGD's own iterates, and its variance on the noisy quadratic."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race
from optsim.engine.objectives.quadratic import Quadratic

COORDINATES = 20_000
FIVE_ERRORS = 5 * math.sqrt(2 / COORDINATES)


def averaged(alpha, start):
    return OPTIMIZERS["averaged_sgd"](learning_rate=alpha, average_from=start)


def variance(alpha, lam, sigma, start, steps):
    """The variance of the mean of the iterates after a step, of a run that begins at the minimum.

    An iterate is −αΣaᵏξ, a = 1 − αλ. A draw before the tail is in the mean by what of it is left there, a draw in the tail by all that
    follows: two geometric series.
    """
    a, length = 1 - alpha * lam, steps - start
    before = sum((a**k * (1 - a**length) * a) ** 2 for k in range(start))
    within = sum((1 - a**k) ** 2 for k in range(1, length + 1))
    return (sigma / (lam * length)) ** 2 * (before + within)


@pytest.mark.parametrize("start", [0, 1, 40, 99])
def test_it_is_the_mean_of_what_sgd_does(start):
    bowl = Quadratic(eigenvalues=(1.0, 0.3), noise=0.5, start=(2.0, -1.0))
    lanes = {"sgd": OPTIMIZERS["sgd"](learning_rate=0.1), "mean": averaged(0.1, start)}
    race = Race(bowl, lanes, steps=100, keep_params=True)
    race.advance(100)
    iterates = race.history.params[:, 0]
    for step in (1, 2, 40, 41, 42, 100):
        tail = iterates[start + 1 : step + 1] if step > start else iterates[step : step + 1]
        np.testing.assert_allclose(race.params_at(step)[1], tail.mean(axis=0), rtol=1e-12)


def test_its_variance_is_that_of_theory_and_below_the_floor_of_sgd():
    alpha, lam, sigma, steps = 0.1, 1.0, 1.0, 400
    bowl = Quadratic(eigenvalues=(lam,) * COORDINATES, noise=sigma, start=(0.0,) * COORDINATES)
    lanes = {"all": averaged(alpha, 0), "half": averaged(alpha, steps // 2)}
    race = Race(bowl, lanes, steps=steps, keep_params=False)
    race.advance(steps)
    for name, start in (("all", 0), ("half", steps // 2)):
        measured = float((race.runs[name].params ** 2).mean())
        assert measured == pytest.approx(variance(alpha, lam, sigma, start, steps), rel=FIVE_ERRORS)
        # what no method that sees as many gradients is below, in the long run: σ²/(nλ²)
        assert measured == pytest.approx(sigma**2 / (lam**2 * (steps - start)), rel=0.1)
        assert measured < 0.1 * alpha * sigma**2 / (lam * (2 - alpha * lam))


@settings(max_examples=4, deadline=None)
@given(alpha=st.floats(0.05, 0.5), lam=st.floats(0.5, 2.0), sigma=st.floats(0.01, 10), start=st.integers(0, 90))
def test_its_variance_anywhere(alpha, lam, sigma, start):
    bowl = Quadratic(eigenvalues=(lam,) * COORDINATES, noise=sigma, start=(0.0,) * COORDINATES)
    race = Race(bowl, {"mean": averaged(alpha, start)}, steps=100, keep_params=False)
    race.advance(100)
    measured = float((race.runs["mean"].params ** 2).mean())
    assert measured == pytest.approx(variance(alpha, lam, sigma, start, 100), rel=FIVE_ERRORS)


def test_a_tail_forgets_the_start_that_the_whole_mean_carries():
    """Without noise the mean of all iterates is (1 − aⁿ)a/(n(1 − a)) of the start, that of a tail a^t₀ times less and more."""
    alpha, start, steps = 0.1, 50, 100
    a = 1 - alpha
    race = Race(
        Quadratic(eigenvalues=(1.0,), start=(1.0,)),
        {"all": averaged(alpha, 0), "tail": averaged(alpha, start)},
        steps=steps,
    )
    race.advance(steps)
    assert race.runs["all"].params[0] == pytest.approx(a * (1 - a**steps) / (steps * (1 - a)), rel=1e-12)
    assert race.runs["tail"].params[0] == pytest.approx(a**51 * (1 - a**50) / (50 * (1 - a)), rel=1e-9)


def test_it_is_the_average_of_torch():
    torch = pytest.importorskip("torch")
    race = Race(
        Quadratic(eigenvalues=(1.0, 0.3), start=(2.0, -1.0)),
        {"mean": OPTIMIZERS["averaged_sgd"](learning_rate=0.1, average_from=11, weight_decay=0.05)},
        steps=40,
    )
    race.advance(40)
    params = torch.tensor([2.0, -1.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.ASGD([params], lr=0.1, lambd=0.0, alpha=0.0, t0=10, weight_decay=0.05)
    for _ in range(40):
        optimizer.zero_grad()
        (0.5 * (torch.tensor([1.0, 0.3], dtype=torch.float64) * params**2).sum()).backward()
        optimizer.step()
    # torch has its rates in 32 bits
    np.testing.assert_allclose(race.runs["mean"].params, optimizer.state[params]["ax"].numpy(), rtol=1e-6)
