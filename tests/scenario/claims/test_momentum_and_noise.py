"""Claims of momentum-and-noise."""

import numpy as np
import pytest

from optsim import load
from optsim.theory.quadratics import floor
from tests.scenario.claims.measuring import lane, over_seeds, shipped_over_seeds
from tests.scenario.claims.quotes import claim

SCENARIO = load("momentum-and-noise")


def hovering(column, name):
    """The mean once it hovers, of each seed."""
    batch = shipped_over_seeds("momentum-and-noise", 800)
    return batch.of(getattr(batch, column), name)[200:800].mean(axis=0)


@claim(
    "momentum-and-noise",
    "each lane at the same effective rate α/(1 − γ) as the one it is compared with",
)
def test_effective_rates_are_equal():
    for names, rate in ((("sgd", "momentum", "nag"), 0.1), (("sgd large", "momentum large", "nag large"), 1.0)):
        for name in names:
            optimizer = SCENARIO.lanes[name].optimizer
            assert optimizer.learning_rate / (1 - getattr(optimizer, "momentum", 0.0)) == pytest.approx(rate)


@claim(
    "momentum-and-noise",
    "The steps are quieter. At the effective rate 0.1 SGD's ‖Δθ‖ hovers about 0.72, momentum's about 0.16 (α = 0.01, γ = 0.9)",
    "the velocity is an average, and the noise of one gradient is a tenth of a step",
)
def test_the_steps_of_momentum_are_quieter():
    assert hovering("update_norm", "sgd") == pytest.approx(0.72, abs=0.015)
    for name in ("momentum", "nag"):
        assert hovering("update_norm", name) == pytest.approx(0.16, abs=0.01)
    # what a gradient adds to its own step, beside SGD's
    assert SCENARIO.lanes["momentum"].gain(0) == pytest.approx(SCENARIO.lanes["sgd"].gain(0) / 10)


@claim(
    "momentum-and-noise",
    "SGD's loss jumps, momentum's is a smooth curve: from one step to the next it changes by less than a third as much",
    "At the same effective rate SGD's loss jumps, momentum's is a smooth curve",
)
def test_the_loss_of_momentum_changes_less_from_step_to_step():
    batch = shipped_over_seeds("momentum-and-noise", 800)
    changes = {name: np.abs(np.diff(batch.of(batch.loss, name)[20:], axis=0)).mean(axis=0) for name in batch.names}
    assert (changes["momentum"] < changes["sgd"] / 3).all()


@claim("momentum-and-noise", "The start is about as high as the floor, so that noise is all there is to see")
def test_it_starts_at_the_floor():
    batch = shipped_over_seeds("momentum-and-noise", 800)
    assert batch.of(batch.loss, "sgd")[0] == pytest.approx(hovering("loss", "sgd").mean(), rel=0.15)


@claim(
    "momentum-and-noise",
    "The floor is the same, 1.3 for both lanes: the average only spreads each kick over the next ten steps, it takes nothing back. "
    "Quieter steps are no better result. That holds as long as αλ/(1 − γ) ≪ 1",
    "But the floor of the loss is the same, 1.3: nothing is gained by quieter steps",
    "Where it does not, at the effective rate 1, the floors part: 20 for sgd large, 12.7 for momentum large, 7.7 for nag large",
    "Only at a large effective rate, 1, do the floors part: 20 for SGD",
    "And 12.7 for momentum: here αλ/(1 − γ) is no longer small",
)
def test_the_floors_are_the_same_while_the_rate_is_small():
    told = {"sgd": 1.3, "momentum": 1.3, "nag": 1.2, "sgd large": 20, "momentum large": 12.7, "nag large": 7.7}
    for name, height in told.items():
        assert hovering("loss", name).mean() == pytest.approx(height, rel=0.04)
    curvatures = SCENARIO.objective.curvatures
    # the smaller the rate, the more alike they are
    apart = []
    for rate in np.geomspace(1.0, 0.001, 12):
        sgd, momentum = (
            floor(curvatures, lane("", name, alpha).optimizer.linear(curvatures), np.ones(50))
            for name, alpha in (("sgd", rate), ("momentum", rate / 10))
        )
        apart.append(sgd / momentum - 1)
    assert (np.diff(apart) < 0).all()
    assert 0 < apart[-1] < 0.001


@claim("momentum-and-noise", "What lowers the floor is a lower rate, with momentum or without: halve one with `−`")
def test_half_the_rate_has_half_the_floor():
    racing = [lane(name, name, rate / 2) for name, rate in (("sgd", 0.1), ("momentum", 0.01), ("nag", 0.01))]
    batch = over_seeds(SCENARIO.objective, racing, 800)
    for name in batch.names:
        assert hovering("loss", name).mean() / batch.of(batch.loss, name)[300:].mean() == pytest.approx(2, rel=0.1)
