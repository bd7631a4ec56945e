"""Claims of weight-decay."""

from functools import cache

import numpy as np

from optsim import load
from tests.scenario.claims.measuring import SEEDS, raced, shipped_over_seeds
from tests.scenario.claims.quotes import claim, told_elsewhere

NAME = "weight-decay"
told_elsewhere(NAME, "Six lanes have the same α = 0.01 and the same weight decay λ = 0.5")


def rms(name):
    """The root mean square of the weights in the last half of the race, by seed."""
    return np.array([np.sqrt((run[name].params[1000:] ** 2).mean()) for run in _runs()])


@cache
def _runs():
    """The race with each seed."""
    scenario = load(NAME)
    return [raced(scenario.objective, scenario.lanes.values(), 2000, seed) for seed in SEEDS]


@claim(
    NAME,
    "Adam divides the noise by its own size, so s cancels: the weights of all three lanes settle at an rms of about √(α/2λ) = 0.1",
    "AdamW: whatever s is, the weights settle at an rms of about √(α/2λ) = 0.1",
)
def test_adamw_settles_at_the_same_weights():
    found = [rms(name) for name in ("adamw", "adamw s/10", "adamw s/100")]
    for each in found:
        assert (np.abs(each - 0.1) < 0.02).all()
        assert abs(each.mean() - 0.1) < 0.008
        np.testing.assert_allclose(each, found[0], rtol=0.05)


@claim(
    NAME,
    "the weights end at an rms of about 0.4 s, ten times smaller with gradients ten times smaller",
    "The same λ means three different things",
    "Adam + L2: three sizes of gradients, three sizes of weights",
)
def test_those_of_l2_are_as_large_as_the_gradients():
    for name, size in (("l2", 1e-4), ("l2 s/10", 1e-5), ("l2 s/100", 1e-6)):
        assert (np.abs(rms(name) / size - 0.43) < 0.03).all()


@claim(NAME, "and smaller weights are no better")
def test_all_lanes_end_at_the_same_loss():
    batch = shipped_over_seeds(NAME)
    ends = np.stack([batch.of(batch.loss, name)[1000:].mean(axis=0) for name in batch.names])
    np.testing.assert_allclose(ends, 0.5e-8 * 25, rtol=0.1)


@claim(NAME, "The loss, ½ · 10⁻⁸ · ‖θ − 1‖², hardly counts here")
def test_the_noise_is_larger_than_the_gradient():
    scenario = load(NAME)
    modes = scenario.objective.modes
    assert (modes.curvatures == 1e-8).all()
    # even at the largest batch the noise is a hundred times the pull of a weight of 1
    assert np.sqrt(1e-8 / 10_000) / 1e-8 >= 100


@claim(NAME, "Six lanes, one α, one weight decay λ; the gradient is noise, of three sizes s")
def test_they_differ_in_nothing_else():
    optimizers = [lane.optimizer for lane in load(NAME).lanes.values()]
    assert {(each.learning_rate, each.weight_decay) for each in optimizers} == {(0.01, 0.5)}
    assert [lane.batch_size for lane in load(NAME).lanes.values()] == [None, 100, 10_000] * 2
