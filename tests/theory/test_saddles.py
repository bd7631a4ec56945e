"""Leaving a saddle: when theory says so, and when lanes do."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race
from optsim.engine.objectives.saddle import Saddle
from optsim.theory.claims import SaddleEscape
from optsim.theory.saddles import escape_steps, growth
from optsim.theory.silences import NotAtSaddle, UnstableUphill
from optsim.theory.verdicts import Theory

DOWN = np.array([-1.0])


def made(name, rate, beta=0.9):
    return OPTIMIZERS[name](learning_rate=rate, **({"momentum": beta} if name in ("momentum", "nag") else {}))


def escape_of(race, place=0):
    """The claim of the escape of a lane, None where there is none."""
    claims = Theory(race).verdict(place).claims
    return next((claim for claim in claims if isinstance(claim, SaddleEscape)), None)


@pytest.mark.parametrize(("start", "steps"), [(0.1, 25), (1e-6, 145)])
def test_published_escapes_of_gd(start, steps):
    assert escape_steps(made("gd", 0.1).linear(DOWN), np.zeros(1), np.array([start]), 1.0) == steps


@given(power=st.floats(-300, -1), alpha=st.floats(0.02, 0.5))
def test_a_start_may_be_so_tiny_that_its_square_is_none(power, alpha):
    start = 10.0**power
    expected = -math.log(start) / math.log1p(alpha)
    found = escape_steps(made("gd", alpha).linear(DOWN), np.zeros(1), np.array([start]), 1.0)
    assert found == pytest.approx(expected, abs=1.01)


def test_gd_never_leaves_from_the_ridge_and_nobody_leaves_a_bowl():
    assert escape_steps(made("gd", 0.1).linear(DOWN), np.zeros(1), np.zeros(1), 1.0) == math.inf
    assert escape_steps(made("gd", 0.1).linear(-DOWN), np.zeros(1), np.array([0.5]), 1.0) == math.inf


@given(alpha=st.floats(0.01, 0.5), beta=st.floats(0, 0.95), down=st.floats(0.1, 2))
def test_growth_of_heavy_ball_and_nag(alpha, beta, down):
    x = alpha * down
    heavy_ball = (1 + beta + x + math.sqrt((1 + beta + x) ** 2 - 4 * beta)) / 2
    nag = max(np.roots([1, -(1 + beta) * (1 + x), beta * (1 + x)]).real)
    assert growth(made("momentum", alpha, beta).linear(np.array([-down]))) == pytest.approx(heavy_ball)
    assert growth(made("nag", alpha, beta).linear(np.array([-down]))) == pytest.approx(nag)
    assert growth(made("gd", alpha).linear(np.array([-down]))) == pytest.approx(1 + x)


@given(alpha=st.floats(0.01, 0.4), sigma=st.floats(1e-8, 1e-2))
def test_noise_leaves_from_the_ridge_when_the_formula_says(alpha, sigma):
    q = (1 + alpha) ** 2
    expected = math.ceil(math.log((q - 1) / (alpha * sigma) ** 2 + 1) / math.log(q) - 1e-9)
    found = escape_steps(made("sgd", alpha).linear(DOWN), np.array([sigma**2]), np.zeros(1), 1.0)
    assert abs(found - expected) <= 1


@pytest.mark.parametrize("name", ["gd", "momentum", "nag"])
@given(start=st.floats(1e-10, 0.3), alpha=st.floats(0.02, 0.3), beta=st.floats(0, 0.95))
@settings(max_examples=25)
def test_without_noise_a_lane_leaves_at_that_very_step(name, start, alpha, beta):
    race = Race(Saddle(curvatures=(1.0, -1.0), start=(0.5, start)), {name: made(name, alpha, beta)}, steps=3000)
    race.advance(3000)
    escape = escape_of(race)
    assert abs(escape.measured - escape.predicted) <= 1


@pytest.mark.parametrize("name", ["gd", "momentum", "nag"])
def test_with_a_quartic_it_leaves_about_then(name):
    race = Race(Saddle(curvatures=(1.0, -0.5), quartic=0.02, start=(2.0, 1e-4)), {name: made(name, 0.05)}, steps=3000)
    race.advance(3000)
    escape = escape_of(race)
    assert escape.measured == pytest.approx(escape.predicted, rel=0.03)


def test_from_the_ridge_without_noise_it_is_never_and_with_noise_some_time():
    saddle = {"curvatures": (1.0, -1.0), "start": (0.5, 0.0)}
    lanes = {"gd": made("gd", 0.1), "sgd": made("sgd", 0.1)}
    race = Race(Saddle(noise=1e-3, **saddle), lanes, steps=400)
    race.advance(400)
    gd, sgd = (escape_of(race, place) for place in (0, 1))
    assert gd.predicted == math.inf
    assert gd.measured is None
    assert sgd.measured == pytest.approx(sgd.predicted, abs=25)


def test_who_starts_outside_has_nothing_to_leave():
    race = Race(Saddle(curvatures=(1.0, -1.0), start=(0.5, 2.0)), {"gd": made("gd", 0.1)}, steps=10)
    assert escape_of(race) is None
    assert Theory(race).verdict(0).silence == NotAtSaddle()


@pytest.mark.parametrize(("name", "rate"), [("sgd", 0.1), ("momentum", 0.02), ("nag", 0.02)])
@pytest.mark.parametrize(("start", "noise"), [(0.0, 1e-2), (0.01, 1e-2), (0.0, 1e-4)])
def test_half_of_all_runs_leave_between_the_quartiles(name, rate, start, noise):
    saddle = Saddle(curvatures=(1.0, -0.5), noise=noise, start=(0.0, start))
    optimizer = OPTIMIZERS[name](learning_rate=rate)
    steps = 1000
    left = []
    for seed in range(100):
        race = Race(saddle, {"lane": optimizer}, steps=steps, seed=seed, target_loss=-0.75)
        race.advance(steps)
        left.append(int(np.argmax(np.abs(race.history.params[:, 0, 1]) >= 1)))
    race = Race(saddle, {"lane": optimizer}, steps=steps)
    claim = escape_of(race)
    early, late = claim.quartiles
    assert early < late
    inside = np.mean((np.array(left) >= early) & (np.array(left) <= late))
    assert inside == pytest.approx(0.5, abs=0.15)
    if start == 0:
        # the root mean square is out before most runs are
        assert np.mean(np.array(left) > claim.predicted) > 0.5


def test_without_noise_there_is_one_step_and_no_quartiles():
    race = Race(
        Saddle(curvatures=(1.0, -0.5), start=(0.0, 1e-3)),
        {"gd": OPTIMIZERS["gd"](learning_rate=0.1)},
        steps=9,
    )
    claim = escape_of(race)
    assert claim.quartiles is None


def test_a_lane_that_is_beyond_the_limit_along_another_direction_is_promised_no_escape():
    saddle = Saddle(curvatures=(100.0, -0.5), start=(1.0, 1e-6))
    race = Race(saddle, {"gd": OPTIMIZERS["gd"](learning_rate=0.05)}, steps=400)
    race.advance(400)
    assert escape_of(race) is None
    assert Theory(race).verdict(0).silence == UnstableUphill()
    assert race.history.params[race.head, 0, 1] < 0.01
