"""Claims of bias-correction."""

import numpy as np
import pytest

from optsim import load
from tests.scenario.claims.measuring import from_start, raced, shipped
from tests.scenario.claims.quotes import claim, told_elsewhere

OBJECTIVE, LANES = load("bias-correction").objective, tuple(load("bias-correction").lanes.values())
STARTS = np.random.default_rng(1).uniform(0.5, 2, (12, 2)) * np.array([1, -1])
told_elsewhere(
    "bias-correction",
    "the first moment by the factor 1 − β₁ᵗ, the second by 1 − β₂ᵗ",
    "Step through the first ten with → and watch ‖Δθ‖ in the table",
)


@claim(
    "bias-correction",
    "the first step is α in every coordinate, whatever the gradient, as long as ε is small beside it",
    "divided by 1 − β, the first step is α = 0.05 in every coordinate",
    "so the first step is (1 − β₁)/√(1 − β₂) = 3.16 times as long, and the next three are longer still",
    "it is (1 − β₁)/√(1 − β₂) = 3.16 times as long",
    "And the next ones are longer still",
    "with α/3.16 the first step is as long as the corrected one. The next ones are longer again: "
    "a smaller rate is no correction",
    "With α/3.16 the first step is right, the next are longer again",
)
@pytest.mark.parametrize("start", STARTS)
def test_first_steps_from_any_start(start):
    run = raced(from_start(OBJECTIVE, start), LANES, 10)
    corrected, uncorrected, slow = (run[name] for name in ("corrected", "uncorrected", "uncorrected-slow"))
    np.testing.assert_allclose(np.abs(corrected.params[1] - corrected.params[0]), 0.05, rtol=1e-6)
    assert uncorrected.update_norm[0] / corrected.update_norm[0] == pytest.approx(0.1 / np.sqrt(0.001), rel=1e-4)
    assert (np.diff(uncorrected.update_norm[:4]) > 0).all() or np.abs(start).min() < 1
    assert slow.update_norm[0] == pytest.approx(corrected.update_norm[0], rel=0.01)
    assert (np.diff(slow.update_norm[:4]) > 0).all()
    assert slow.update_norm[:10].max() > 1.3 * corrected.update_norm[:10].max()


@claim(
    "bias-correction",
    "the next three are longer still",
    "It shoots far across the minimum",
    "it shoots far across the minimum ×",
    "what the correction is about happens in them",
)
def test_it_shoots_across_in_the_first_steps():
    run = shipped("bias-correction")
    assert (np.diff(run["uncorrected"].update_norm[:4]) > 0).all()
    # after the twenty steps all three come to the same place
    later = raced(OBJECTIVE, LANES, 300)
    assert run["uncorrected"].params[:, 0].min() < 4 * later["corrected"].params[:, 0].min() < 0
    assert all(each.loss[-1] < 1e-13 for each in later.values())
