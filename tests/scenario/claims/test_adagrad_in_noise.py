"""Claims of adagrad-in-noise."""

from dataclasses import replace

import numpy as np
import pytest

from optsim import load
from tests.scenario.claims.measuring import lanes, over_seeds, shipped_over_seeds
from tests.scenario.claims.quotes import claim, told_elsewhere

SCENARIO = load("adagrad-in-noise")
told_elsewhere(
    "adagrad-in-noise",
    "`adagrad-stalls` shows the other, a steep start that the sum never forgets",
    "`b` shows the middle half of 20 seeds",
)
ADAPTIVE = ("adagrad", "rmsprop", "adam")


def slope(steps, since=50):
    """The power of t with which the mean step falls."""
    rows = np.arange(since, len(steps) - 1)
    return np.polyfit(np.log(rows + 1), np.log(steps[rows].mean(axis=1)), 1)[0]


@claim(
    "adagrad-in-noise",
    "Fifty directions and a noise four times as large as the first gradients. adagrad, rmsprop and adam have the same α = 0.1",
    "One α for AdaGrad, RMSProp and Adam; the noise is larger than the gradient",
)
def test_one_rate_and_much_noise():
    assert {SCENARIO.lanes[name].optimizer.learning_rate for name in ADAPTIVE} == {0.1}
    start = np.sqrt(np.mean(SCENARIO.objective.curvatures**2))
    assert SCENARIO.objective.noise / start == pytest.approx(4, abs=0.2)


@claim(
    "adagrad-in-noise",
    "AdaGrad's step falls as 1/√t: the sum of squared gradients grows by the noise at every step, without end. "
    "After 100 steps it is a tenth of the first, after 400 a twentieth, whatever the landscape is like",
    "RMSProp's and Adam's do not: their averages stay at the size of the noise, and so do their steps",
    "AdaGrad's steps fall as 1/√t, those of RMSProp and Adam stay",
)
def test_adagrads_step_falls_as_one_over_the_root_of_t_and_the_others_do_not():
    batch = shipped_over_seeds("adagrad-in-noise")
    steps = {name: batch.of(batch.update_norm, name) for name in batch.names}
    assert slope(steps["adagrad"]) == pytest.approx(-0.5, abs=0.03)
    for name in ("rmsprop", "adam", "sgd"):
        assert slope(steps[name]) == pytest.approx(0, abs=0.03)
    for since, share in ((100, 0.1), (400, 0.05)):
        mean = steps["adagrad"][since - 5 : since + 5].mean() / steps["adagrad"][0].mean()
        assert mean == pytest.approx(share, rel=0.15)
    # on other landscapes as well
    for condition in (1.0, 30.0):
        other = over_seeds(
            replace(SCENARIO.objective, condition=condition), lanes(adagrad=0.1, rmsprop=0.1, adam=0.1), 600
        )
        assert slope(other.of(other.update_norm, "adagrad")) == pytest.approx(-0.5, abs=0.04)
        assert all(abs(slope(other.of(other.update_norm, name))) < 0.04 for name in ("rmsprop", "adam"))


@claim(
    "adagrad-in-noise",
    "RMSProp and Adam are ahead at first, and hover over a floor that they never leave, like sgd with a constant rate",
    "AdaGrad goes on falling and has passed them by step 1,000: it is SGD with a rate that falls",
    "sgd falling, with a schedule of 1/√(1 + t), takes much the same course",
    "RMSProp ■ and Adam ▲ are ahead, AdaGrad ● is behind",
    "But it falls on where they hover, like SGD with a rate that falls",
    'So "AdaGrad stalls" has two causes',
)
def test_the_others_are_ahead_first_and_hover_and_adagrad_passes_them():
    batch = shipped_over_seeds("adagrad-in-noise")
    loss = {name: batch.of(batch.loss, name) for name in batch.names}
    for name in ("rmsprop", "adam", "sgd"):
        assert (loss[name][100] < loss["adagrad"][100]).all()
        assert (loss["adagrad"][1000:] < loss[name][1000:]).mean() > 0.99
        assert loss[name][300:900].mean() == pytest.approx(loss[name][900:].mean(), rel=0.1)
    assert np.diff(loss["adagrad"][[200, 400, 800, 1500]].mean(axis=1)).max() < 0
    for step in (100, 400, 1500):
        assert loss["sgd falling"][step].mean() == pytest.approx(loss["adagrad"][step].mean(), rel=0.15)
