"""Of the update: noise, effective rates, velocities."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OBJECTIVES, Race
from optsim.analysis.insights.facts import (
    AtPoint,
    EffectiveRateFell,
    EffectiveRates,
    GradientZero,
    NoiseAboveSlope,
    RunsOnVelocity,
)
from optsim.analysis.insights.lane_insight import insight
from tests.analysis.insights.support import BOWL, make, told
from tests.engine.support import Linear


@given(name=st.sampled_from(["adagrad", "rmsprop", "adam"]), step=st.integers(0, 40), rate=st.floats(1e-4, 0.1))
@settings(max_examples=40, deadline=None)
def test_effective_rates_are_those_of_the_equations(name, step, rate):
    bowl = OBJECTIVES["quadratic"](eigenvalues=(9.0, 0.3), start=(2.0, -2.0))
    race, rates = told(bowl, make(name, rate), step)
    grads = race.history.params[:, 0] * np.array([9.0, 0.3])
    squares = np.zeros(2)
    for grad in grads[: step + 1]:
        match name:
            case "adagrad":
                squares += grad**2
            case "rmsprop":
                squares = 0.9 * squares + 0.1 * grad**2
            case "adam":
                squares = 0.999 * squares + 0.001 * grad**2
    if name == "adam":
        squares /= 1 - 0.999 ** (step + 1)
    factors = sorted(1 / np.sqrt(squares + (0 if name == "adam" else 1e-8)))
    first = sorted(np.sqrt(grads[0] ** 2 / squares))
    match rates:
        case AtPoint():
            pass
        case EffectiveRates():
            assert [rates.least, rates.largest] == pytest.approx(factors, rel=1e-3)
            assert rates.everywhere
        case _:
            assert name == "adagrad"
            assert rates == EffectiveRateFell(
                pytest.approx(first[0], rel=1e-3),
                pytest.approx(first[1], rel=1e-3),
                rate_changed=False,
                everywhere=True,
                by_sums=True,
            )


@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e4])
def test_that_adagrad_has_slowed_down_does_not_depend_on_the_scale_of_the_objective(scale):
    bowl = OBJECTIVES["quadratic"](eigenvalues=(scale, 0.3 * scale), start=(2.0, -2.0))
    _, fell = told(bowl, make("adagrad", 0.01, epsilon=0.0), 12)
    # after 12 steps of nearly the same gradient
    assert fell.least == pytest.approx(1 / np.sqrt(13), rel=0.02)
    assert fell.largest == pytest.approx(1 / np.sqrt(13), rel=0.02)
    assert fell.by_sums


def test_momentum_runs_on_its_velocity():
    _, runs = told(BOWL, make("momentum", 0.02), 5)
    v, position = np.zeros(2), np.array([2.0, -2.0])
    for _ in range(6):
        grad = np.array([1.0, 0.25]) * position
        v = 0.9 * v + 0.02 * grad
        position = position - v
    own = 0.02 * np.linalg.norm(grad)
    assert runs == RunsOnVelocity(pytest.approx(np.linalg.norm(v)), pytest.approx(own), uphill=False)


def test_uphill_means_that_the_next_loss_is_higher():
    race = Race(OBJECTIVES["quadratic"](eigenvalues=(1.0,), start=(1.0,)), {"lane": make("momentum", 0.05)}, steps=60)
    seen = 0
    for _ in range(60):
        race.advance()
        if getattr(insight(race, 0), "uphill", False):
            seen += 1
            step = race.step
            race.advance()
            assert race.history.loss[step + 1, 0] > race.history.loss[step, 0]
            race.back()
    assert seen > 5


def test_noise_larger_than_the_slope():
    noisy = OBJECTIVES["quadratic"](eigenvalues=(1.0, 0.25), start=(2.0, -2.0), noise=0.1)
    race, noise = told(noisy, make("sgd", 0.1), 150, seed=1)
    slope = np.linalg.norm(np.array([1.0, 0.25]) * race.runs["lane"].params)
    assert noise == NoiseAboveSlope(pytest.approx(slope), pytest.approx(0.1 * np.sqrt(2)))
    assert not isinstance(told(noisy, make("gd", 0.1), 150, seed=1)[1], NoiseAboveSlope)


def test_a_gradient_of_zero():
    assert told(Linear(slope=(0.0, 0.0)), make("gd", 0.1), 1)[1] == GradientZero(batch=False)
    assert told(Linear(slope=(0.0, 1.0)), make("gd", 0.1), 1)[1] is None


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("adam", {"weight_decay": 0.1}),
        ("momentum", {"cautious": True}),
        ("ademamix", {}),
        ("schedule_free_adamw", {}),
        ("rmsprop", {"centered": True}),
    ],
)
def test_nothing_is_said_of_the_rates_of_an_update_with_lines_of_its_own(name, more):
    _, found = told(BOWL, make(name, 0.02, **more), 5)
    assert not isinstance(found, EffectiveRates | EffectiveRateFell | RunsOnVelocity)


def test_a_gradient_of_zero_is_told_where_nothing_moves_any_more():
    """On a slope that ends, momentum moves on without a gradient; descent does not."""

    class Ramp(Linear):
        def evaluate(self, params, sample=None):
            grad = np.where(params > -1.0, 1.0, 0.0)
            return np.maximum(params, -1.0).sum(axis=-1), grad

    ramp = Ramp()
    assert not isinstance(told(ramp, make("momentum", 0.4), 4)[1], GradientZero)
    assert told(ramp, make("gd", 0.4), 4)[1] == GradientZero(batch=False)
