"""Claims of ravine."""

import numpy as np
import pytest

from optsim import Status, load
from tests.scenario.claims.measuring import for_good, from_start, lane, raced, shipped
from tests.scenario.claims.quotes import claim, told_elsewhere

SCENARIO = load("ravine")
STARTS = np.random.default_rng(6).uniform((2, 0.2), (6, 1), (12, 2)) * np.array([-1, 1])
told_elsewhere(
    "ravine", "A valley 50 times steeper across than along", "A valley fifty times steeper across than along"
)


def crossings(position):
    """How often the sign changes."""
    return int((position[1:] * position[:-1] < 0).sum())


@claim(
    "ravine",
    "The first, third and fourth lane have the same α = 0.02, safe for descent",
    "gd at a safe rate does not zigzag, but crawls along the flat floor: 0.98 of the way is left after each step",
    "● At a safe rate descent does not zigzag, but crawls: 2 % of the way a step",
    "It is twice as fast along the floor, and cannot be much faster",
    "twice as fast, and hardly to be beaten",
)
@pytest.mark.parametrize("start", STARTS)
def test_descent_crawls_or_zigzags(start):
    rates = [each.optimizer.learning_rate for each in SCENARIO.lanes.values()]
    assert rates == [0.02, 0.039, 0.02, 0.02]
    run = raced(from_start(SCENARIO.objective, start), [*SCENARIO.lanes.values(), lane("more", "gd", 0.041)], 200)
    safe, zigzag = run["gd-safe"].params, run["gd-zigzag"].params
    np.testing.assert_allclose(safe[1:, 0] / safe[:-1, 0], 0.98, rtol=1e-9)
    assert crossings(safe[:, 1]) <= 2
    assert (zigzag[1:, 1] * zigzag[:-1, 1] < 0).all()
    assert np.log(zigzag[100, 0] / zigzag[0, 0]) / np.log(safe[100, 0] / safe[0, 0]) == pytest.approx(2, abs=0.05)
    # just above the limit it climbs the walls
    assert np.abs(run["more"].params[100, 1]) > 10 * np.abs(start[1])


@claim(
    "ravine",
    "Momentum adds up the slope along the floor, to five times the step, 1/(1 − γ), while the slopes across change sign and "
    "cancel out: at the same α it is far faster",
    "at the same α slopes along add up, slopes across cancel out",
    "NAG looks ahead and brakes before the overshoot: here it is as fast, with less ringing",
    "▼ NAG looks ahead and brakes in time: as fast, and it rings less",
)
@pytest.mark.parametrize("start", STARTS)
def test_momentum_adds_up_along_and_cancels_across(start):
    run = raced(from_start(SCENARIO.objective, start), SCENARIO.lanes.values(), 300)
    within = {name: for_good(each.loss < 1e-8) for name, each in run.items()}
    assert 2 * within["momentum"] < within["gd-safe"]
    assert within["nag"] <= 1.05 * within["momentum"]
    momentum, nag = run["momentum"].params, run["nag"].params
    # along: the step grows to several times that of the slope at hand, across the steps come to nothing
    steps, slopes = np.diff(momentum[:12], axis=0), SCENARIO.objective.curvatures * momentum[:11]
    along = -steps[:, 0] / (0.02 * slopes[:, 0])
    assert (np.diff(along) > 0).all()
    assert along[-1] > 4
    across = np.diff(momentum[:41, 1])
    assert abs(across.sum() + start[1]) < 0.1 * np.abs(across).sum()
    assert crossings(momentum[:40, 1]) > 3 * crossings(nag[:40, 1])
    assert momentum[:, 0].max() > 1.5 * nag[:, 0].max() > 0


@claim("ravine", "Both are at 10⁻¹⁰ within 114 steps; descent is not after 300")
def test_who_is_at_the_target():
    run = shipped("ravine")
    assert all(run[name].status is Status.TARGET_REACHED for name in ("momentum", "nag"))
    assert max(run[name].end_step for name in ("momentum", "nag")) == 114
    assert all(run[name].status is Status.OUT_OF_STEPS for name in ("gd-safe", "gd-zigzag"))
