"""Rates, floors and risk: against the formulas of the literature, other ways to compute them, and what lanes do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, SCHEDULES, Race
from optsim.analysis.theory_check import theory_check
from optsim.engine.lane import Lane
from optsim.engine.objectives.quadratic import Quadratic
from optsim.theory.claims import ConvergenceRate, FirstStep, NoiseFloor, StabilityLimit, Verdict
from optsim.theory.forecast import Forecast
from optsim.theory.measurement import fitted_rate
from optsim.theory.quadratics import (
    beginning,
    expected_loss,
    floor,
    floors,
    onward,
    rates,
    transfer,
)
from optsim.theory.silences import NoQuadratic, NotLinear
from optsim.theory.verdicts import Theory
from tests.theory.literature import best_descent, best_heavy_ball, standard_nag

LINEAR = [
    ("sgd", {}),
    *(("momentum", {"convention": convention}) for convention in ("article", "torch", "average")),
    *(("nag", {"convention": convention}) for convention in ("article", "torch", "keras")),
]
TUNED = {"gd": best_descent, "momentum": best_heavy_ball, "nag": standard_nag}


def made(name, rate, beta, **more):
    """An optimizer, with a momentum where it has one."""
    factor = {"momentum": beta} if name in ("momentum", "nag") else {}
    return OPTIMIZERS[name](learning_rate=rate, **factor, **more)


@pytest.mark.parametrize(("name", "settings_"), LINEAR)
@given(share=st.floats(0.01, 1.5), beta=st.floats(0, 0.99), curvature=st.floats(0.01, 100))
def test_rates_are_the_largest_eigenvalues(name, settings_, share, beta, curvature):
    one = made(name, 1.0, beta, **settings_)
    linear = made(name, share * one.stability_limit() / curvature, beta, **settings_).linear(np.array([curvature]))
    expected = np.abs(np.linalg.eigvals(linear.matrix[0])).max()
    # a double root is known to half the digits only
    assert rates(linear)[0] == pytest.approx(expected, rel=1e-6, abs=1e-7)
    assert (rates(linear)[0] < 1) == (share < 1) or share == pytest.approx(1)


def raced(lane, spectrum, *, steps, seed=0, **bowl):
    objective = Quadratic(eigenvalues=tuple(spectrum), **{"start": (1.0,) * len(spectrum), **bowl})
    race = Race(objective, [lane], steps=steps, seed=seed)
    race.advance(steps)
    return race


@pytest.mark.sampled(5)
@pytest.mark.parametrize("condition", [10.0, 100.0, 1000.0])
@pytest.mark.parametrize("name", ["gd", "momentum", "nag"])
def test_measured_rates_are_those_of_theory(name, condition):
    tuned = TUNED[name](1 / condition, 1.0)
    lane = Lane(name, made(name, tuned.learning_rate, tuned.momentum))
    race = raced(lane, np.geomspace(1, 1 / condition, 7), steps=30_000, rotation="random")
    linear = lane.optimizer.linear(np.geomspace(1, 1 / condition, 7))
    # a double root is known to half the digits only
    assert rates(linear).max() == pytest.approx(tuned.rate, rel=1e-7)
    assert fitted_rate(race, 0).value == pytest.approx(tuned.rate, rel=0.01)
    # what counts is how far it is from 1
    assert 1 - fitted_rate(race, 0).value == pytest.approx(1 - tuned.rate, rel=0.03)


@pytest.mark.parametrize(("name", "rate"), [("gd", 0.980198), ("momentum", 0.818182), ("nag", 0.9)])
def test_published_rates_at_condition_100(name, rate):
    assert TUNED[name](0.01, 1.0).rate == pytest.approx(rate, abs=5e-7)


@given(st.floats(1e-3, 10), st.floats(1.0, 1e4))
def test_no_tuning_of_descent_or_heavy_ball_is_better(least, condition):
    largest = least * condition
    curvatures = np.array([least, largest])
    for name in ("gd", "momentum"):
        best = TUNED[name](least, largest)
        for factor in (0.97, 1.03):
            other = made(name, best.learning_rate * factor, best.momentum).linear(curvatures)
            assert rates(other).max() >= best.rate - 1e-7


# floors


def literature(name, alpha, beta, lam):
    x, c = alpha * lam, 1 - alpha * lam
    match name:
        case "sgd":
            return alpha / (lam * (2 - x))
        case "momentum":
            return alpha * (1 + beta) / (lam * (1 - beta) * (2 * (1 + beta) - x))
        case "nag":
            return alpha * (1 + beta * c) / (lam * (1 - beta * c) * (1 + (1 + 2 * beta) * c))


@pytest.mark.parametrize("name", ["sgd", "momentum", "nag"])
@given(share=st.floats(0.01, 0.98), beta=st.floats(0, 0.97), lam=st.floats(0.01, 50), sigma=st.floats(0.01, 10))
def test_floors_are_those_of_the_literature(name, share, beta, lam, sigma):
    alpha = share * made(name, 1.0, beta).stability_limit() / lam
    linear = made(name, alpha, beta).linear(np.array([lam]))
    found = floors(linear, np.array([sigma**2]))[0]
    assert found == pytest.approx(sigma**2 * literature(name, alpha, beta, lam), rel=1e-7)


@pytest.mark.parametrize(("name", "published"), [("sgd", 0.0526316), ("momentum", 0.5135135), ("nag", 0.2706340)])
def test_published_floors(name, published):
    linear = made(name, 0.1, 0.9).linear(np.ones(1))
    assert floors(linear, np.ones(1))[0] == pytest.approx(published, abs=5e-8)
    assert floor(np.ones(1), linear, np.ones(1)) == pytest.approx(published / 2, abs=5e-8)


@pytest.mark.parametrize(("name", "settings_"), LINEAR)
def test_a_floor_is_where_the_recursion_ends(name, settings_):
    curvatures, variance = np.array([1.0, 0.3, 0.05]), np.array([1.0, 4.0, 0.25])
    linear = made(name, 0.1, 0.8, **settings_).linear(curvatures)
    late = onward(beginning(np.array([3.0, -1.0, 2.0])), transfer(linear, variance), 1 << 14)
    assert expected_loss(curvatures, late)[0] == pytest.approx(floor(curvatures, linear, variance), rel=1e-9)


def test_without_noise_there_is_no_floor_and_beyond_the_limit_it_is_infinite():
    curvatures = np.array([1.0, 0.1])
    assert floor(curvatures, made("sgd", 0.5, 0).linear(curvatures), np.zeros(2)) == 0
    assert floor(curvatures, made("sgd", 2.5, 0).linear(curvatures), np.ones(2)) == math.inf


# risk


NOISY_MODEL = {
    "sgd": (0.5, 0.0, {0: 2.593689, 1: 1.939221, 10: 0.931613, 50: 0.319226, 200: 0.068630}, 0.044481),
    "momentum": (0.1, 0.9, {0: 2.593689, 1: 2.436711, 10: 1.156264, 50: 0.200046, 200: 0.082963}, 0.081738),
}


@pytest.mark.parametrize("name", NOISY_MODEL)
def test_the_risk_of_the_noisy_quadratic_model(name):
    alpha, beta, published, last = NOISY_MODEL[name]
    curvatures = 1 / np.arange(1, 101)
    linear = made(name, alpha, beta).linear(curvatures)
    step = transfer(linear, curvatures / 16)
    # θ₀ ~ N(0, I): no mean, but a spread
    start = beginning(np.zeros(100))
    start[:, 2] = 1.0
    for t, value in published.items():
        assert expected_loss(curvatures, onward(start, step, t))[0] == pytest.approx(value, abs=5e-7)
    assert floor(curvatures, linear, curvatures / 16) == pytest.approx(last, abs=5e-7)


@pytest.mark.parametrize("name", ["sgd", "momentum", "nag"])
def test_many_seeds_have_the_expected_mean_and_spread(name):
    # 300 copies of the spectrum are 300 seeds in one race
    copies, times = 300, (1, 10, 50, 200)
    spectrum = 1 / np.arange(1, 101)
    start = np.random.default_rng(5).standard_normal(100)
    alpha = 0.5 if name == "sgd" else 0.1
    bowl = Quadratic(
        eigenvalues=tuple(np.tile(spectrum, copies)),
        noise="curvature",
        batch_size=16,
        start=tuple(np.tile(start, copies)),
    )
    race = Race(bowl, {name: made(name, alpha, 0.9)}, steps=200, seed=9)
    race.advance(200)
    forecast = Forecast(
        Race(
            Quadratic(eigenvalues=tuple(spectrum), noise="curvature", batch_size=16, start=tuple(start)),
            race.lanes,
            steps=200,
        )
    )
    forecast.race.advance(200)
    forecast.advance(lambda: True)
    for t in times:
        by_seed = 0.5 * (race.params_at(t)[0].reshape(copies, 100) ** 2 * spectrum).sum(axis=1)
        mean, spread = forecast.expected()[t, 0], forecast.spread()[t, 0]
        assert by_seed.mean() == pytest.approx(mean, abs=5 * spread / math.sqrt(copies))
        # the standard error of a standard deviation, with room for tails fatter than normal
        assert by_seed.std() == pytest.approx(spread, rel=5 * 1.5 / math.sqrt(2 * copies))


@given(
    spectrum=st.lists(st.floats(0.01, 10), min_size=1, max_size=5),
    share=st.floats(0.01, 0.98),
    beta=st.floats(0, 0.95),
    which=st.sampled_from(LINEAR),
    seed=st.integers(0, 1000),
)
@settings(max_examples=60)
def test_without_noise_the_forecast_is_the_race(spectrum, share, beta, which, seed):
    name, settings_ = which
    alpha = share * made(name, 1.0, beta, **settings_).stability_limit() / max(spectrum)
    lanes = [
        Lane("constant", made(name, alpha, beta, **settings_)),
        Lane("scheduled", made(name, alpha, beta, **settings_), SCHEDULES["exponential"](rate=0.97)),
        Lane("edited", made(name, alpha, beta, **settings_)).edited(7, made(name, alpha / 3, beta / 2, **settings_)),
        Lane("adam", OPTIMIZERS["adam"]()),
    ]
    objective = Quadratic(
        eigenvalues=tuple(spectrum), rotation="random", start="normal", center=tuple(range(len(spectrum)))
    )
    race = Race(objective, lanes, steps=40, seed=seed)
    race.advance(40)
    forecast = Forecast(race)
    forecast.advance(lambda: True)
    assert forecast.places == [0, 1, 2]
    measured, expected = race.history.loss[:, :3], forecast.expected()[:, :3]
    # a lane that is no longer stable after its edit ends; and what was large leaves its rounding errors behind
    known = np.isfinite(measured)
    largest = np.maximum.accumulate(np.where(known, measured, 0.0))
    assert (np.abs(expected - measured)[known] <= (1e-6 * measured + 1e-11 * largest)[known]).all()
    assert not forecast.spread()[:, :3][known].any()
    assert np.isnan(forecast.expected()[:, 3]).all()


def test_a_forecast_follows_a_race_and_never_goes_before_it():
    race = Race(
        Quadratic(eigenvalues=(1.0, 0.1), noise=0.1, start=(1.0, 1.0)), {"sgd": made("sgd", 0.1, 0)}, steps=2000
    )
    forecast = Forecast(race)
    for head in (0, 1, 700, 1500):
        race.advance(head - race.head)
        assert forecast.behind
        forecast.advance(lambda: True)
        assert not forecast.behind
        assert len(forecast.expected()) == head + 1
    few = iter(range(3))
    again = Forecast(race)
    again.advance(lambda: next(few, None) is not None)
    assert len(again.expected()) == 4


def claims(race, place=0):
    return {type(claim): claim for claim in Theory(race).verdict(place).claims}


def test_what_is_claimed_of_a_bowl_without_noise():
    lane = Lane("momentum", made("momentum", 0.33, 0.66))
    race = raced(lane, (1.0, 0.01), steps=600)
    found = claims(race)
    assert set(found) == {StabilityLimit, ConvergenceRate}
    limit, rate = found.values()
    assert (limit.predicted, limit.measured) == (pytest.approx(2 * 1.66), pytest.approx(0.33))
    assert rate.measured == pytest.approx(rate.predicted, rel=0.01)
    assert Theory(race).verdict(0).silence is None


def test_a_direction_in_which_it_does_not_start_has_no_say():
    race = raced(Lane("gd", made("gd", 0.5, 0)), (1.0, 0.01), start=(1.0, 0.0), steps=100)
    assert claims(race)[ConvergenceRate].predicted == pytest.approx(0.5)


@pytest.mark.parametrize("name", ["sgd", "momentum", "nag"])
def test_what_is_claimed_of_a_bowl_with_noise(name):
    race = raced(Lane(name, made(name, 0.1, 0.5)), (1.0, 0.5), noise=0.3, steps=40_000)
    found = claims(race)
    assert set(found) == {StabilityLimit, NoiseFloor}
    # the losses of one lane are correlated over some 1/αλ steps
    assert found[NoiseFloor].measured == pytest.approx(found[NoiseFloor].predicted, rel=5 * math.sqrt(2 * 40 / 40_000))


def test_a_lane_that_has_just_begun_has_nothing_measured():
    race = Race(Quadratic(eigenvalues=(1.0,), noise=0.1, start=(1.0,)), {"sgd": made("sgd", 0.1, 0)}, steps=100)
    assert claims(race)[NoiseFloor].measured is None
    assert fitted_rate(race, 0) == (None, None)


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam"])
def test_of_adaptive_methods_the_first_step_is_known_and_the_rest_is_silence(name):
    race = Race(
        Quadratic(eigenvalues=(1.0, 0.3), start=(2.0, -3.0)), {name: OPTIMIZERS[name](learning_rate=0.1)}, steps=50
    )
    race.advance(3)
    verdict = Theory(race).verdict(0)
    (claim,) = verdict.claims
    assert isinstance(claim, FirstStep)
    assert claim.measured == pytest.approx(claim.predicted, rel=1e-6)
    assert verdict.silence == NotLinear(name, OPTIMIZERS[name].title)


def test_where_the_function_is_no_quadratic_theory_says_so():
    race = Race(Quadratic(eigenvalues=(1.0,), start=(1.0,)), {"gd": made("gd", 0.1, 0)}, steps=5)
    assert Theory(race).verdict(0).silence is None
    from optsim.engine.objectives.rosenbrock import Rosenbrock  # noqa: PLC0415

    race = Race(Rosenbrock(), {"gd": made("gd", 0.001, 0)}, steps=5)
    assert Theory(race).verdict(0) == Verdict((), NoQuadratic())
    assert Forecast(race).places == []


extreme = st.one_of(st.floats(1e-300, 1e300), st.floats(0.01, 10))


@given(
    curvatures=st.lists(extreme, min_size=1, max_size=3),
    start=st.lists(st.one_of(extreme, st.just(0.0)), min_size=3, max_size=3),
    noise=st.one_of(extreme, st.just(0.0), st.just("curvature")),
    rate=extreme,
    beta=st.sampled_from([0.0, 0.5, 0.999999, 1 - 1e-16]),
    which=st.sampled_from([*LINEAR, ("gd", {}), ("adam", {"epsilon": 0.0, "epsilon_hat": True})]),
)
@settings(max_examples=200)
def test_whatever_the_numbers_theory_says_something_and_breaks_nothing(curvatures, start, noise, rate, beta, which):
    name, settings_ = which
    objective = Quadratic(eigenvalues=tuple(curvatures), noise=noise, start=tuple(start[: len(curvatures)]))
    with np.errstate(all="ignore"):
        race = Race(objective, {"it": made(name, rate, beta, **settings_)}, steps=60)
        race.advance(60)
    theory = Theory(race)
    theory.forecast.advance(lambda: True)
    assert theory_check(theory.verdict(0)).parts
    for claim in theory.verdict(0).claims:
        assert not math.isnan(claim.predicted)


def test_a_forecast_that_keeps_few_rows_has_every_so_manyth_and_computes_the_others_again():
    lanes = [
        Lane("gd", OPTIMIZERS["gd"](learning_rate=0.01)),
        Lane("momentum", OPTIMIZERS["momentum"](learning_rate=0.02), SCHEDULES["cosine"](steps=300)),
    ]
    race = Race(Quadratic(eigenvalues=(1.0, 0.25), noise=0.1, start=(2.0, -2.0)), lanes, steps=500)
    race.advance(500)
    whole, few = Forecast(race), Forecast(race, 32)
    for each in (whole, few):
        each.advance(lambda: True)
    assert (whole.every, few.every) == (1, 16)
    np.testing.assert_array_equal(few.expected(), whole.expected()[::16])
    np.testing.assert_array_equal(few.spread(), whole.spread()[::16])
    for step in (0, 16, 499, 3, 250, 251, 249, 500):
        np.testing.assert_array_equal(few.at(step), (whole.expected()[step], whole.spread()[step]))
    assert few.at(501) is None
