"""Claims of epsilon."""

from dataclasses import replace

import numpy as np
import pytest

from optsim import load
from tests.scenario.claims.measuring import SEEDS, raced, shipped_over_seeds
from tests.scenario.claims.quotes import claim, told_elsewhere

SCENARIO = load("epsilon")
PAIRS = (("rmsprop inside", "rmsprop outside"), ("adagrad inside", "adagrad outside"), ("adam ε̂", "adam"))
told_elsewhere(
    "epsilon",
    "The same ε is a floor of 0.001, thirty times lower",
    "as much as an ε that is larger by 1/√(1 − β₂ᵗ), three times at step 100",
)


@claim("epsilon", "The same network, the same α, the same ε = 10⁻³", "Same network, same α, same ε = 10⁻³")
def test_a_pair_differs_in_the_place_of_epsilon_alone():
    for one, other in PAIRS:
        settings = [vars(SCENARIO.lanes[name].optimizer) for name in (one, other)]
        different = {key for key in settings[0] if settings[0][key] != settings[1][key]}
        assert different in ({"epsilon_inside"}, {"epsilon_hat"})
        assert settings[0]["epsilon"] == 1e-3


@claim(
    "epsilon",
    "On each of 12 seeds the larger floor learns more slowly: inside ends above outside, by 7 % for RMSProp and 2 % for "
    "AdaGrad in the median, and ε̂ above ε, by 7 %",
    "● Inside, ε is a floor of √ε ≈ 0.03 under the gradient, and it learns more slowly",
)
def test_the_larger_floor_ends_above_on_every_seed():
    batch = shipped_over_seeds("epsilon")
    for pair, percent in zip(PAIRS, (7, 2, 7), strict=True):
        one, other = (batch.of(batch.loss, name)[-1] for name in pair)
        assert (one > other).all()
        assert 100 * (np.median(one / other) - 1) == pytest.approx(percent, abs=0.6)


@claim(
    "epsilon",
    "With this seed the training error at the end is 0.239 for RMSProp inside, 0.174 outside, 0.200 and 0.181 for AdaGrad",
    "At the end the place of ε makes 0.239 or 0.174",
)
def test_the_errors_of_this_seed():
    batch = shipped_over_seeds("epsilon")
    losses = [batch.of(batch.loss, name)[-1, SCENARIO.seed] for pair in PAIRS[:2] for name in pair]
    assert losses == pytest.approx([0.239, 0.174, 0.200, 0.181], abs=5e-4)


@claim(
    "epsilon",
    "With the usual 10⁻⁸ RMSProp's weights still differ in the second digit after the point after 200 steps, AdaGrad's by "
    "about a hundredth, Adam's in the fourth",
)
def test_with_the_usual_epsilon_weights_still_differ():
    lanes = [lane._replace(optimizer=replace(lane.optimizer, epsilon=1e-8)) for lane in SCENARIO.lanes.values()]
    runs = [raced(SCENARIO.objective, lanes, 200, seed) for seed in SEEDS]
    apart = [
        np.median([np.abs(run[one].final_params - run[other].final_params).max() for run in runs])
        for one, other in PAIRS
    ]
    assert 0.02 < apart[0] < 0.1
    assert 0.005 < apart[1] < 0.03
    assert 1e-4 < apart[2] < 1e-3
