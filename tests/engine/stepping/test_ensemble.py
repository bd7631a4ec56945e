"""Many seeds in one batch: each has the bits of its own race."""

import numpy as np
import pytest

from optsim import OPTIMIZERS, Race
from optsim.engine.lane import Lane
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.objectives.saddle import Saddle
from optsim.engine.stepping.ensemble import Ensemble
from tests.engine.support import PROBLEMS, many_lanes, same_bits

SEEDS = [3, 4, 9]
STEPS = 40
OTHERS = {
    "saddle": Saddle(curvatures=(1.0, -0.5), quartic=0.02, noise=0.1),
    "turned by the seed": Quadratic(spectrum="linear", dim=3, rotation="random", noise="curvature"),
}


@pytest.mark.parametrize("problem", [*PROBLEMS, *OTHERS])
def test_a_lane_with_a_seed_has_the_bits_of_its_race(problem):
    objective = (PROBLEMS | OTHERS)[problem]
    lanes = list(many_lanes().values())
    lanes[2] = lanes[2].edited(11, OPTIMIZERS["momentum"](learning_rate=0.004, momentum=0.5))
    ensemble = Ensemble(objective, lanes, SEEDS)
    measured = [ensemble.step() for _ in range(STEPS)]
    for at, seed in enumerate(SEEDS):
        race = Race(objective, lanes, steps=STEPS, seed=seed)
        race.seek(STEPS - 1)
        for name in ("loss", "grad_norm", "update_norm"):
            own = np.stack([row[name][:, at] for row in measured])
            assert same_bits(own, race.history[name]), name
        if race.objective.has_validation:
            own = np.stack([row["validation_loss"][:, at] for row in measured if "validation_loss" in row])
            assert same_bits(own, race.history.validation_loss)


def test_who_diverges_is_infinitely_bad_and_harms_nobody():
    lanes = [Lane("wild", OPTIMIZERS["momentum"](learning_rate=1e3)), Lane("tame", OPTIMIZERS["momentum"]())]
    ensemble = Ensemble(PROBLEMS["dim 2"], lanes, SEEDS)
    measured = [ensemble.step() for _ in range(STEPS)]
    assert np.isinf(measured[-1]["loss"][0]).all()
    assert np.isnan(measured[-1]["grad_norm"][0]).all()
    alone = Ensemble(PROBLEMS["dim 2"], lanes[1:], SEEDS)
    for row in measured:
        assert same_bits(row["loss"][1], alone.step()["loss"][0])


def test_examples_that_cannot_be_stacked_are_evaluated_seed_by_seed():
    objective = PROBLEMS["tanh"]
    lanes = list(many_lanes().values())[:5]
    one = Ensemble(objective, lanes, SEEDS)
    other = Ensemble(objective, lanes, SEEDS)
    other._together = None
    other._batches = [batch._replace(together=None) for batch in other._batches]
    for _ in range(STEPS):
        left, right = one.step(), other.step()
        assert same_bits(left["loss"], right["loss"])
        assert same_bits(left["update_norm"], right["update_norm"])
