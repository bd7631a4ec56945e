"""Claims of heavy-ball-cycles."""

from dataclasses import replace

import numpy as np
import pytest

from optsim import Status, load
from tests.scenario.claims.measuring import from_start, raced, shipped
from tests.scenario.claims.quotes import claim
from tests.theory.literature import best_descent, best_heavy_ball, standard_nag

SCENARIO = load("heavy-ball-cycles")
NAMES = ("momentum", "gd", "nag")


@claim(
    "heavy-ball-cycles",
    "Momentum never arrives. It runs through the same three points for ever",
    "the cycle jumps to and fro over the flat middle piece",
    "Plain descent and NAG arrive, momentum does not",
    "momentum itself still circles",
)
def test_momentum_cycles_and_the_others_arrive():
    run = shipped("heavy-ball-cycles")
    x = run["momentum"].params[:, 0]
    np.testing.assert_allclose(x[50:-3], x[53:], atol=1e-9)
    assert sorted(np.abs(x[-3:])) == pytest.approx([0.647, 1.802, 2.116], abs=1e-3)
    # below 1, from 1 to 2, from 2 on
    assert set(np.digitize(x[-3:], [1, 2])) == {0, 2}
    assert max(run["gd"].loss[-1], run["nag"].loss[-1]) < 1e-5


@claim(
    "heavy-ball-cycles",
    "Its α = 1/9 and γ = 4/9 are the best constant ones there are for any quadratic with curvatures from 1 to 25",
    "One minimum, and momentum with the best settings that there are for quadratics",
    "Gradient descent and NAG with their usual settings for the same curvatures, α = 2/(25 + 1) and α = 1/25, converge",
)
def test_the_settings_are_the_usual_ones():
    for name, usual in zip(NAMES, (best_heavy_ball(1, 25), best_descent(1, 25), standard_nag(1, 25)), strict=True):
        optimizer = SCENARIO.lanes[name].optimizer
        assert optimizer.learning_rate == pytest.approx(usual.learning_rate)
        assert getattr(optimizer, "momentum", 0.0) == pytest.approx(usual.momentum)


@claim("heavy-ball-cycles", "Gradient descent and NAG")
@pytest.mark.parametrize("start", np.random.default_rng(3).uniform(-10, 10, 12))
def test_descent_and_nag_converge_from_anywhere(start):
    run = raced(from_start(SCENARIO.objective, [start]), [SCENARIO.lanes[name] for name in NAMES[1:]], 300)
    assert all(each.loss[-1] < 1e-9 for each in run.values())


@claim(
    "heavy-ball-cycles",
    "Lower the rate of momentum by one `−` and it is free; raise it by one `+` and, from most steps, it flies apart",
    "Two copies, one at 0.8 times the rate, one at 1.25 times",
    "One is free and converges, the other flies apart",
)
def test_in_the_cycle_a_lower_rate_frees_it_and_a_higher_one_mostly_does_not():
    flown = 0
    for step in range(60, 84):
        lower, higher = (with_rate_from(step, factor) for factor in (0.8, 1.25))
        assert lower.loss[-1] < 1e-15
        flown += higher.status is Status.DIVERGED
    assert flown > 12


def with_rate_from(step, factor):
    """Momentum whose rate is multiplied from a step on."""
    momentum = SCENARIO.lanes["momentum"]
    changed = replace(momentum.optimizer, learning_rate=factor * momentum.optimizer.learning_rate)
    return raced(SCENARIO.objective, [momentum.edited(step, changed)], 300)["momentum"]
