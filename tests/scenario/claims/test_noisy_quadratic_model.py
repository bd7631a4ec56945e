"""Claims of noisy-quadratic-model."""

from itertools import pairwise

import numpy as np
import pytest

from optsim import load
from optsim.theory.quadratics import floors
from tests.scenario.claims.measuring import SEEDS, firsts, lane, over_seeds, raced, shipped_over_seeds
from tests.scenario.claims.quotes import claim, told_elsewhere

SCENARIO = load("noisy-quadratic-model")
CURVATURES = SCENARIO.objective.curvatures
told_elsewhere(
    "noisy-quadratic-model",
    "the level is the floor. Nothing of it was fitted",
    "the band, the middle half of 20 seeds, tells what is luck",
    "Half the noise needs four times the batch",
)


def floor(optimizer, rate):
    """The share of each direction in the expected loss that the noise keeps up."""
    linear = lane("", optimizer, rate).optimizer.linear(CURVATURES)
    return 0.5 * CURVATURES * floors(linear, CURVATURES / SCENARIO.objective.batch_size)


@claim(
    "noisy-quadratic-model",
    "sgd with α = 1 and momentum and nag with α = 0.1, γ = 0.9 have the same effective rate α/(1 − γ) = 1",
    "SGD is ahead at step 10, at step 50 they are level",
    "at the same effective rate, α/(1 − γ) = 1, SGD and momentum are level",
)
def test_at_the_same_effective_rate_sgd_is_ahead_first_and_then_level():
    batch = shipped_over_seeds("noisy-quadratic-model")
    sgd, momentum, nag = (batch.of(batch.loss, name) for name in ("sgd", "momentum", "nag"))
    assert np.median(sgd[10] / momentum[10]) < 0.75
    assert np.median(sgd[10] / nag[10]) < 0.75
    # neither is ahead on all but a few seeds
    assert 0.2 <= (sgd[50] < momentum[50]).mean() <= 0.8
    assert np.median(sgd[50] / momentum[50]) == pytest.approx(1, abs=0.15)


@claim(
    "noisy-quadratic-model",
    "Momentum's floor is the lower one, 0.082 against 0.103",
    "so large a step jumps to the noise of the newest gradient along steep directions, momentum averages it. "
    "Along flat ones, where αλ is small, the two floors are the same",
    "The floor of SGD is higher, 0.103",
    "half the rate has less than half the floor",
)
def test_momentums_floor_is_lower_along_the_steep_directions():
    sgd, momentum = floor("sgd", 1.0), floor("momentum", 0.1)
    assert sgd.sum() == pytest.approx(0.103, abs=5e-4)
    assert momentum.sum() == pytest.approx(0.082, abs=5e-4)
    batch = shipped_over_seeds("noisy-quadratic-model")
    ends = [batch.of(batch.loss, name)[400:].mean(axis=0) for name in ("sgd", "momentum")]
    assert (ends[0] > ends[1]).all()
    assert sgd[0] > 1.9 * momentum[0]
    assert sgd[-10:].sum() == pytest.approx(momentum[-10:].sum(), rel=0.02)
    for name, rate in (("sgd", 1.0), ("momentum", 0.1), ("nag", 0.1)):
        assert floor(name, rate).sum() > 1.8 * floor(name, rate / 2).sum()
    assert floor("sgd", 0.5).sum() < floor("sgd", 1.0).sum() / 2
    assert floor("momentum", 0.05).sum() < floor("momentum", 0.1).sum() / 2


@claim("noisy-quadratic-model", "half the rate has less than half the floor, and takes SGD about twice as long")
def test_half_the_rate_takes_sgd_about_twice_as_long():
    batch = over_seeds(SCENARIO.objective, [lane("whole", "sgd", 1.0), lane("half", "sgd", 0.5)], 120)
    for loss in (0.4, 0.5, 0.6):
        whole, half = (np.median(firsts(batch.of(batch.loss, name) < loss)) for name in batch.names)
        assert half / whole == pytest.approx(2, abs=0.4)


@claim(
    "noisy-quadratic-model",
    "Along flat ones the gradient is small and sgd is slow",
    "of the flattest ten it has about a third of the distance behind it after 40 steps",
)
def test_sgd_is_slow_along_the_flat_directions():
    left, settled = [], []
    for seed in SEEDS:
        params = raced(SCENARIO.objective, [SCENARIO.lanes["sgd"]], 40, seed)["sgd"].params
        start, later = params[0], params[40]
        left.append((later[-10:] @ start[-10:]) / (start[-10:] @ start[-10:]))
        settled.append((later[:3] @ start[:3]) / (start[:3] @ start[:3]))
    assert np.mean(left) == pytest.approx(0.66, abs=0.05)
    assert abs(np.median(settled)) < 0.2
    assert all(one > other for one, other in pairwise(CURVATURES))
