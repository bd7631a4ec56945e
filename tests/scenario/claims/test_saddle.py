"""Claims of saddle."""

import numpy as np
import pytest

from optsim import load
from tests.scenario.claims.measuring import first, from_start, lane, lanes, raced, shipped
from tests.scenario.claims.quotes import claim

SCENARIO = load("saddle")


def left(objective, racing, steps=1500):
    """The step at which each lane is past |y| = 1."""
    return {name: first(np.abs(run.params[:, 1]) > 1) for name, run in raced(objective, racing, steps).items()}


@claim(
    "saddle",
    "Every lane starts almost on the ridge, y = 0.001, with the same α = 0.05",
    "is past 1 after 284",
    "at the same α they are past y = 1 after 63 and 59 steps",
    "9 and 20 steps",
    "it needs 59, and is not down by the end",
)
def test_when_each_lane_leaves():
    assert {each.optimizer.learning_rate for each in SCENARIO.lanes.values()} == {0.05}
    gone = left(SCENARIO.objective, SCENARIO.lanes.values())
    assert gone == {"gd": 284, "sgd": 284, "momentum": 63, "nag": 59, "adagrad": 59, "rmsprop": 9, "adam": 20}
    run = shipped("saddle")
    assert run["adagrad"].params[-1, 1] < 2.4
    for name in set(run) - {"adagrad"}:
        assert run[name].loss[-1] == pytest.approx(-0.78, abs=0.005)
        assert abs(run[name].params[-1, 1]) == pytest.approx(2.5, abs=0.05)


@claim(
    "saddle",
    "the slope along y is tiny, so the step is tiny. y grows by the factor 1 + α/2 a step",
    "sgd takes the same path to the bit: nothing is noisy here",
    "A gradient below 0.01 moves it by less than 0.0005",
)
def test_plain_descent_all_but_stands_still():
    gd, sgd = (shipped("saddle")[name] for name in ("gd", "sgd"))
    assert np.array_equal(gd.params, sgd.params)
    np.testing.assert_allclose(gd.params[:150, 1], 1e-3 * (1 + 0.05 / 2) ** np.arange(150), rtol=1e-2)
    slow = gd.grad_norm[:-1] < 0.01
    assert slow.any()
    assert (gd.update_norm[:-1][slow] < 0.0005).all()


@claim(
    "saddle",
    "That is their longer step: at the same effective rate α/(1 − γ) = 0.05, α = 0.005, they need 341 and 336, more than descent",
)
def test_at_the_same_effective_rate_momentum_and_nag_are_later():
    assert left(SCENARIO.objective, lanes(momentum=0.005, nag=0.005)) == {"momentum": 341, "nag": 336}


@claim(
    "saddle",
    "Momentum and NAG add up the little slope",
    "RMSProp and Adam divide by the size of the gradient, so that even a tiny slope, as long as it is large beside √ε = 0.0001, moves them by about α a step",
    "Adam and RMSProp divide by the size of the gradient: a tiny slope moves them, too",
    "AdaGrad divides by the root of a sum that only grows: its steps shrink",
)
@pytest.mark.parametrize("height", np.geomspace(2e-4, 1e-2, 4))
@pytest.mark.parametrize("rate", [0.02, 0.05, 0.1])
def test_who_leaves_before_whom_at_other_rates_and_starts(height, rate):
    objective = from_start(SCENARIO.objective, (2.0, height))
    racing = lanes(gd=rate, momentum=rate, nag=rate, adagrad=rate, rmsprop=rate, adam=rate)
    equal = [lane(f"{name} equal", name, rate / 10) for name in ("momentum", "nag")]
    gone = left(objective, [*racing, *equal], 3000)
    assert max(gone["momentum"], gone["nag"]) < gone["gd"] / 2
    assert gone["gd"] < min(gone["momentum equal"], gone["nag equal"]) < 1.5 * gone["gd"]
    assert max(gone["rmsprop"], gone["adam"]) < min(gone["momentum"], gone["nag"])
    run = raced(objective, lanes(adagrad=rate, rmsprop=rate, adam=rate), 20)
    for name in ("rmsprop", "adam"):
        steps = np.abs(np.diff(run[name].params[:6, 1]))
        assert ((0.5 * rate < steps) & (steps < 3.5 * rate)).all()
    assert np.abs(np.diff(run["adagrad"].params[:, 1]))[-1] < 0.5 * rate


@claim("saddle", "Plain descent is past y = 1 after 284 steps; from y = 0.1 after 97, from y = 0.5 after 31")
@pytest.mark.parametrize(("start", "steps"), [(1e-3, 284), (0.1, 97), (0.5, 31)])
def test_how_long_plain_descent_stands_there(start, steps):
    assert left(from_start(SCENARIO.objective, (2.0, start)), lanes(gd=0.05)) == {"gd": steps}


@claim(
    "saddle",
    "Fork it on the saddle, and give the copy 2.4 times the rate",
    "The original needs more than twice as long",
)
@pytest.mark.parametrize("step", range(100, 160, 5))
def test_a_fork_with_more_rate_needs_half_as_long(step):
    gd = SCENARIO.lanes["gd"]
    copy = gd._replace(name="copy").edited(step, type(gd.optimizer)(learning_rate=0.122))
    gone = left(SCENARIO.objective, [gd, copy])
    assert (gone["gd"] - step) / (gone["copy"] - step) == pytest.approx(2.4, abs=0.15)


@claim("saddle", "A plateau in the loss is the saddle, not the goal")
def test_the_plateau_in_the_loss_is_the_saddle():
    gd = shipped("saddle")["gd"]
    assert np.ptp(gd.loss[100:180]) < 0.02
    assert np.abs(gd.params[100:180]).max() < 0.2
    assert gd.loss[100] > gd.loss[-1] + 0.7
