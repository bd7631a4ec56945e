"""Claims of regression."""

import numpy as np
import pytest

from optsim import load
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import FAST
from tests.scenario.claims.measuring import SEEDS, shipped_over_seeds
from tests.scenario.claims.quotes import claim, told_elsewhere

SCENARIO = load("regression")
told_elsewhere(
    "regression",
    "★ is the best epoch, ◆ is where early stopping strikes: 40 epochs without a better validation error",
    "Here the lanes run on behind ◆, so that you see what stopping would have saved",
    "architecture, input, hidden layers, output, error, back-propagation, weight update, and, by early stopping, the best model",
    "◆ Early stopping: 40 epochs without a better validation error. ★ is the best one",
)


@claim(
    "regression",
    "gd, sgd, momentum and nag have the same effective rate, α/(1 − γ) = 0.03",
    "`gd` reads all 16 examples at each of the four steps of what is an epoch for the others, four times their reading",
)
def test_effective_rates_and_reading():
    for name in ("gd", "sgd", "momentum", "nag"):
        optimizer = SCENARIO.lanes[name].optimizer
        assert optimizer.learning_rate / (1 - getattr(optimizer, "momentum", 0.0)) == pytest.approx(0.03)
    objective = SCENARIO.objective
    assert (objective.steps_per_epoch, objective.data.training_examples) == (4, 16)
    assert objective.examples_per_step(exact=True) == 4 * objective.examples_per_step(exact=False)


@claim(
    "regression",
    "Both fall at first",
    "the training error falls below that of the sine itself on these examples, while the validation error turns up",
    "Training error fell, validation error rose: the curve bends to reach single examples",
    "Which ★ comes first is luck: over 12 seeds the middle halves of all seven best epochs overlap",
    "Step back to the first ◆: on what was held out this curve is the better one",
)
def test_all_learn_the_noise_and_which_overfits_first_is_luck():
    batch = shipped_over_seeds("regression")
    splits = [SCENARIO.objective.bound(Noise(seed), FAST).examples for seed in SEEDS]
    sine = np.array([np.mean((split.targets - np.sin(2 * np.pi * split.inputs)) ** 2) for split in splits])
    assert (batch.loss[40] < batch.loss[0]).mean() > 0.95
    assert (batch.validation[10] < batch.validation[0]).mean() > 0.9
    # the noise is learned by all seven on most seeds
    assert ((batch.loss[-1] < sine).mean(axis=1) > 0.6).all()
    best = batch.validation.argmin(axis=0)
    low, high = np.percentile(best, [25, 75], axis=1)
    assert low.max() < high.min()
    # with the scenario's own seed all seven turn up
    validation, loss = batch.validation[..., SCENARIO.seed], batch.loss[..., SCENARIO.seed]
    assert (validation[-1] > 1.15 * validation.min(axis=0)).all()
    assert (loss[-1] < sine[SCENARIO.seed]).all()
