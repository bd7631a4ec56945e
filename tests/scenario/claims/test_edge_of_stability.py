"""Claims of edge-of-stability."""

import numpy as np
import pytest

from optsim import Race, load
from optsim.engine.curvature.products import sharpness
from tests.scenario.claims.quotes import claim

SCENARIO = load("edge-of-stability")
LIMITS = {name: 2 / lane.optimizer.learning_rate for name, lane in SCENARIO.lanes.items()}


def sharpness_of(lanes, seed, last=1000, steps=SCENARIO.steps):
    """The sharpness of lanes at every 25th of the last steps, (steps, lanes), and of the start; the losses, (steps, lanes)."""
    race = Race(SCENARIO.objective, lanes, steps=steps, seed=seed, keep_params=True)
    race.seek(steps)
    params = race.history.params
    return sharpness(race.objective, params[-last::25]), sharpness(race.objective, params[0]), race.history.loss


@claim(
    "edge-of-stability",
    "It is 13 at the start",
    "It rises until it meets 2/α, and stays there",
    "Over the last 1000 steps its mean is within 3 % of 60, of 40 and of 20: "
    "each rate has chosen a place that is just as curved as it can bear",
    "It does not diverge there, as it would on a bowl, and the training error goes on falling, though no longer at every step",
    "▲ has met 20, which is its 2/α, and stays there; ■ and ● rise",
    "Each has settled at its own 2/α: 60, 40, 20",
    "where a bowl is more curved than that, descent diverges",
)
def test_each_rate_settles_at_its_own_limit():
    assert list(LIMITS.values()) == pytest.approx([60, 40, 20])
    late, start, loss = sharpness_of(SCENARIO.lanes.values(), SCENARIO.seed)
    assert start == pytest.approx(13.5, abs=0.5)
    assert late.mean(axis=0) == pytest.approx(list(LIMITS.values()), rel=0.03)
    assert np.isfinite(loss).all()
    assert (loss[-1] < loss[1500]).all()
    assert ((np.diff(loss, axis=0) > 0).sum(axis=0) > 0).all()


@claim(
    "edge-of-stability",
    "Of 12 seeds the lane of 20 is there on all, within 12 %; for the two others 2500 steps are not always enough",
)
def test_over_seeds():
    ratios = [
        sharpness_of([SCENARIO.lanes["2/α = 20"]], seed, last=500, steps=1000)[0].mean() / 20 for seed in range(12)
    ]
    assert ratios == pytest.approx(np.ones(12), abs=0.12)
    # one where the slowest is still on its way, and one where the other has been for the most of the last 1000 steps
    assert sharpness_of([SCENARIO.lanes["2/α = 60"]], 4, last=100)[0].mean() < 0.8 * 60
    assert sharpness_of([SCENARIO.lanes["2/α = 40"]], 11)[0].mean() < 0.8 * 40
