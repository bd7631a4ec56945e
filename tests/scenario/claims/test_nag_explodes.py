"""Claims of nag-explodes."""

import numpy as np
import pytest

from optsim import OPTIMIZERS, Status, load
from optsim.theory.quadratics import rates
from tests.scenario.claims.measuring import from_start, raced, shipped
from tests.scenario.claims.quotes import claim

SCENARIO = load("nag-explodes")


@claim(
    "nag-explodes",
    "NAG explodes",
    "The lane nag below runs at α = 1.3, just below its limit, and converges",
    "Descent and momentum converge",
    "NAG explodes, and the race says why",
    "▼ NAG at 1.3, just below its limit, converges",
)
@pytest.mark.parametrize("start", np.random.default_rng(5).normal(size=(12, 2)))
def test_nag_explodes_from_any_start_where_the_others_converge(start):
    run = raced(from_start(SCENARIO.objective, start), SCENARIO.lanes.values(), 300)
    assert run.pop("nag").status is Status.DIVERGED
    assert all(each.loss[-1] < 1e-9 for each in run.values())


@claim(
    "nag-explodes",
    "On a quadratic each method has a sharp limit for α·λmax, the rate times the largest curvature. At the same α, and γ = 0.9",
    "At the same α momentum is stable where descent no longer is",
    "at the same α it is stable where descent no longer is",
)
@pytest.mark.parametrize(("name", "limit"), [("gd", 2.0), ("momentum", 3.8), ("nag", 3.8 / 2.8)])
def test_the_limits_are_sharp(name, limit):
    def rate(share: float) -> float:
        return float(rates(OPTIMIZERS[name](learning_rate=share * limit).linear(np.ones(1)))[0])

    assert rate(0.999) < 1 < rate(1.001)
    assert OPTIMIZERS[name](learning_rate=1.0).stability_limit() == pytest.approx(limit)


@claim(
    "nag-explodes",
    "NAG's slope at the look-ahead point takes α·λ of the velocity away from it. "
    "Up to α·λ = 1 that is a brake; beyond it turns the velocity round, and pushes",
)
@pytest.mark.parametrize("product", np.linspace(0.1, 1.9, 12))
def test_the_look_ahead_takes_away_from_the_velocity(product):
    # at the minimum there is nothing but the velocity
    nag = OPTIMIZERS["nag"](learning_rate=product)
    velocity = np.array([1.0])
    state = nag.init(np.zeros(1))._replace(velocity=velocity)
    at = nag.query(np.zeros(1), state)
    _, after = nag.update(np.zeros(1), at, state, 1)
    assert after.velocity[0] == pytest.approx(0.9 * (1 - product))


def test_one_press_more_is_above_the_limit():
    below = SCENARIO.lanes["nag below"].optimizer
    assert below.learning_rate < below.stability_limit() < 1.25 * below.learning_rate
    assert shipped("nag-explodes")["nag"].status is Status.DIVERGED
