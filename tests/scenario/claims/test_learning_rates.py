"""Claims of learning-rates."""

import numpy as np
import pytest

from optsim import Status, load
from tests.scenario.claims.measuring import from_start, lane, raced
from tests.scenario.claims.quotes import claim

OBJECTIVE, LANES = load("learning-rates").objective, tuple(load("learning-rates").lanes.values())
STARTS = np.random.default_rng(4).uniform(0.5, 2, (12, 2)) * np.array([1, -1])


@claim(
    "learning-rates",
    "lower with every step, and hardly moving",
    "● is lower with every step, and hardly moves",
    "it jumps over the minimum at every step, and each jump is a little shorter",
    "it jumps as well, but each jump is a little shorter",
    "each jump is longer than the last",
    "it jumps over the minimum, each jump longer than the last",
)
@pytest.mark.parametrize("start", STARTS)
def test_four_rates_from_any_start(start):
    run = raced(from_start(OBJECTIVE, start), LANES, 200)
    assert (np.diff(run["crawling"].loss) < 0).all()
    assert run["crawling"].loss[-1] > 1e3 * max(run["right"].loss[-1], run["oscillating"].loss[-1])
    for name, ratio in (("oscillating", -0.95), ("diverging", -1.2)):
        steep = run[name].params[: run[name].end_step + 1, 0]
        np.testing.assert_allclose(steep[1:] / steep[:-1], ratio, rtol=1e-9)
    assert run["diverging"].status is Status.DIVERGED


@claim("learning-rates", "the best constant rate for a start anywhere", "■ is the best constant rate")
def test_right_is_the_best_for_the_worst_of_many_starts():
    rates = [*np.linspace(0.01, 0.2, 39), 2 / 11]
    left = [
        [run.params[100] @ run.params[100] for run in raced(from_start(OBJECTIVE, start), tried(rates), 100).values()]
        for start in STARTS / np.linalg.norm(STARTS, axis=1, keepdims=True)
    ]
    assert np.argmin(np.max(left, axis=0)) == len(rates) - 1


def tried(rates):
    """A lane of descent for each rate."""
    return [lane(str(number), "gd", rate) for number, rate in enumerate(rates)]
