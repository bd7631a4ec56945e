"""Claims of batch-sizes."""

import numpy as np
import pytest

from optsim import load
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import FAST
from tests.scenario.claims.measuring import SEEDS, over_seeds, shipped_over_seeds
from tests.scenario.claims.quotes import claim

SCENARIO = load("batch-sizes")
SIZES = {"one": 1, "four": 4, "sixteen": 16, "all": 64}


def after_epochs(epochs):
    """The loss of each lane when it has read all examples so often, (lanes, seeds)."""
    batch = shipped_over_seeds("batch-sizes")
    return np.array([batch.of(batch.loss, name)[64 * epochs // size] for name, size in SIZES.items()])


@claim("batch-sizes", "The same network, the same start, the same order of the examples, the same α = 0.01")
@claim("batch-sizes", "SGD with batches of 1, 4, 16 and all 64 examples, at the same α")
def test_lanes_differ_in_their_batches_alone():
    assert {name: each.batch_size for name, each in SCENARIO.lanes.items()} == SIZES
    assert {each.optimizer for each in SCENARIO.lanes.values()} == {SCENARIO.lanes["one"].optimizer}


@claim(
    "batch-sizes",
    "By examples read, small batches are ahead at first: after five epochs, 320 reads, 1 is before 4, 4 before 16, "
    "16 before all, on most of 12 seeds",
    "By steps they are not: press `x`. After 30 steps all four have much the same training error",
    "By steps they are much alike",
    "By examples read the small batches are ahead: ● has read 320, as ▼ had after 5 steps",
    "The lane of one example gains little after some ten epochs: the noise of its steps holds it up, and 4 catches up",
    "Then the noise of its steps holds ● up, and ■, with a quarter of the steps, catches up",
    "all goes down at every step; it takes 30 of them in 30 epochs, one takes 1920",
)
def test_small_batches_are_ahead_by_reads_and_not_by_steps():
    early = after_epochs(5)
    assert ((np.diff(early, axis=0) > 0).mean(axis=1) > 0.8).all()
    batch = shipped_over_seeds("batch-sizes")
    alike = np.median(batch.loss[30], axis=1)
    assert alike.max() < 1.1 * alike.min()
    gains = early - after_epochs(30)
    # from five epochs to thirty
    assert np.median(gains[0]) < np.median(gains[1]) / 2
    assert np.median(after_epochs(30)[1]) < 1.02 * np.median(after_epochs(30)[0])
    # with as many steps, that is with less noise alone, four gets further
    assert np.median(batch.of(batch.loss, "four")[1920]) < 0.9 * np.median(batch.of(batch.loss, "one")[1920])
    assert (np.diff(batch.of(batch.loss, "all")[:31], axis=0) < 0).all()


@claim(
    "batch-sizes",
    "a larger batch makes a step truer, not longer",
    "The smaller the batch, the noisier: the noise of a gradient of B out of N examples is in proportion to "
    "1/√B · √((N − B)/(N − 1)), so that of all 64 has none",
)
def test_the_noise_of_a_batch_falls_with_the_root_of_its_size():
    noise = {size: [] for size in SIZES.values()}
    for seed in SEEDS:
        objective = SCENARIO.objective.bound(Noise(seed), FAST)
        params = objective.initial(Noise(seed))
        exact = objective.evaluate(params)[1]
        for size, squares in noise.items():
            orders = (Noise(seed).permutation(epoch, 64)[:size] for epoch in range(200))
            squares.append(np.mean([np.sum((objective.evaluate(params, order)[1] - exact) ** 2) for order in orders]))
    one = np.mean(noise[1])
    for size, squares in noise.items():
        assert np.mean(squares) == pytest.approx(one / size * (64 - size) / 63, rel=0.1, abs=1e-20)


@claim("batch-sizes", "Fork one (`f`) at step 1000, and lower its rate with `−`, six times: then it goes on down")
def test_a_lower_rate_takes_it_further_down():
    one = SCENARIO.lanes["one"]
    lower = one._replace(name="lower").edited(1000, type(one.optimizer)(learning_rate=0.01 / 1.25**6))
    batch = over_seeds(SCENARIO.objective, [one, lower], 1920)
    ends = [batch.of(batch.loss, name)[1600:].mean(axis=0) for name in ("one", "lower")]
    assert (ends[1] < ends[0]).mean() > 0.9
