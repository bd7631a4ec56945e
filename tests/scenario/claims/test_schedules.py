"""Claims of schedules."""

import numpy as np

from optsim import load
from tests.scenario.claims.measuring import shipped_over_seeds
from tests.scenario.claims.quotes import claim, told_elsewhere

NAME = "schedules"
told_elsewhere(NAME, "SGD in all lanes, with the same α = 0.5 but in one; only the schedule differs")


def loss(name):
    """The loss, (steps + 1, seeds)."""
    batch = shipped_over_seeds(NAME)
    return batch.of(batch.loss, name)


def at_the_end(name):
    """The mean of the last 20 losses, by seed."""
    return loss(name)[-20:].mean(axis=0)


@claim(
    NAME,
    "from step 600 to 800 its loss is 0.18 to 0.21 on average",
    "two hundred times flatter than the 24 across",
)
def test_constant_is_level():
    level = loss("constant")[600:800].mean(axis=0)
    assert ((level > 0.18) & (level < 0.21)).all()


@claim(
    NAME,
    "wsd is the same run to the bit, until its rate falls to 0 over the last 200 steps",
    "Then the noise across dies, and the loss falls off a cliff, to less than a fifth: it shows how far the river has carried it",
    "whose rate falls as 1 − √s, ends below a fifth, too",
    "Its rate falls, the noise dies, and the loss falls off a cliff",
    "A loss that is level says nothing of progress while the rate is high",
    "wsd is level",
    "noise hides how far it has come",
)
def test_the_cliff():
    for name in ("wsd", "wsd, sqrt"):
        assert (loss(name)[:801] == loss("constant")[:801]).all()
        assert (at_the_end(name) < loss("constant")[600:800].mean(axis=0) / 5).all()


@claim(
    NAME,
    "Their rates add up to half of constant's, so they are half as far down the river: quiet at the end, but more than twice as high as wsd",
)
def test_what_falls_all_the_time_is_not_as_far():
    lanes = load(NAME).lanes
    whole = sum(lanes["constant"].learning_rate(step) for step in range(1000))
    for name in ("cosine", "linear"):
        assert abs(sum(lanes[name].learning_rate(step) for step in range(1000)) / whole - 0.5) < 0.01
        assert (at_the_end(name) > 2 * at_the_end("wsd")).all()
        assert (np.ptp(loss(name)[-20:], axis=0) < 0.1 * at_the_end(name)).all()


@claim(
    NAME,
    "is quiet from its first step, and ends above all others of those that decay",
    "it has hardly moved along the river",
)
def test_a_tenth():
    for name in ("wsd", "wsd, sqrt", "cosine", "linear"):
        assert (at_the_end("a tenth") > at_the_end(name)).all()
    # of the 1 that the start is above the minimum along the river
    assert (at_the_end("a tenth") > 0.55).all()
    steps = np.abs(np.diff(loss("a tenth")[100:], axis=0)).mean(axis=0)
    assert (steps < 0.2 * np.abs(np.diff(loss("constant")[100:], axis=0)).mean(axis=0)).all()
