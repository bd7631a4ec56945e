"""Claims of separable-classes."""

import numpy as np
import pytest

from optsim import Race, load
from optsim.engine.numerics.noise import Noise
from tests.scenario.claims.measuring import SEEDS
from tests.scenario.claims.quotes import claim, told_elsewhere

SCENARIO = load("separable-classes")
told_elsewhere("separable-classes", "The chart: how large the weights are")


def widest(split):
    """Direction and width of the widest margin by Hildreth's method for its dual problem, one example at a time."""
    sign = 2 * split.targets[:, 0] - 1
    rows = np.c_[split.inputs, np.ones(len(sign))] * sign[:, None]
    multipliers, weights = np.zeros(len(rows)), np.zeros(3)
    for _ in range(1000):
        for place, row in enumerate(rows):
            new = max(0.0, multipliers[place] + (1 - row @ weights) / (row @ row))
            weights += (new - multipliers[place]) * row
            multipliers[place] = new
    length = np.linalg.norm(weights)
    return weights / length, 1 / length


@pytest.mark.sampled(6)
@claim(
    "separable-classes",
    "Any weights that separate them do better when they are larger, so there is no minimum: "
    "the loss falls for ever, and the weights grow for ever",
    "Ten times as many steps add ln 10 over the margin in the end; from step 400 to 4000 it is three quarters to nine tenths of that",
    "On the map the line hardly moves: what grows is how sure it is",
    "momentum at the same effective rate does nearly the same",
    "adam grows without end as well, and faster: its steps do not become shorter with the gradient",
    "weight decay gives the loss a minimum: after 400 steps nothing moves",
    "● gd grows on and on, more and more slowly; ▼ with weight decay stands still",
)
@pytest.mark.parametrize("seed", SEEDS)
def test_growth_over_seeds(seed):
    race = Race(SCENARIO.objective, SCENARIO.lanes.values(), steps=4000, seed=seed, keep_params=True)
    race.seek(4000)
    params, loss = race.history.params, race.history.loss
    length = np.linalg.norm(params, axis=-1)
    margin = widest(race.objective.examples)[1]
    late = length[4000] - length[400]
    assert 0.75 < late[0] * margin / np.log(10) < 0.9
    assert length[4000, 1] == pytest.approx(length[4000, 0], rel=0.03)
    assert late[0] < late[2]
    assert (np.diff(loss[:, 0]) < 0).all()
    assert (np.diff(np.diff(length[400::400, 0])) < 0).all()
    assert np.abs(params[4000, 3] - params[400, 3]).max() < 1e-3
    lines = params[[400, 4000], 0] / length[[400, 4000], 0, None]
    assert np.degrees(np.arccos(lines[0] @ lines[1])) < 8


@pytest.mark.sampled(6)
@claim("separable-classes", "the length goes as ln t over the margin, the direction to that of the widest margin")
@pytest.mark.parametrize("seed", SEEDS)
def test_the_direction_in_the_long_run(seed):
    """The same way down with steps that grow as the loss falls: what takes plain descent e¹⁰⁰ steps."""
    bound = SCENARIO.objective.bind(Noise(seed))
    direction, margin = widest(bound.examples)
    params, time, lengths = np.zeros(3), 0.0, {}
    for step in range(1, 6001):
        loss, grad = bound.evaluate(params)
        rate = 0.05 / loss
        params, time = params - rate * grad, time + rate
        lengths[step] = np.linalg.norm(params), np.log(time)
    assert np.degrees(np.arccos(params @ direction / lengths[6000][0])) < 1.5
    (before, early), (after, late) = lengths[3000], lengths[6000]
    assert (after - before) / (late - early) == pytest.approx(1 / margin, rel=0.02)
