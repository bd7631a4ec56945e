"""Claims of scale-blind."""

import numpy as np
import pytest

from optsim import load
from tests.scenario.claims.measuring import from_start, lane, raced
from tests.scenario.claims.quotes import claim, told_elsewhere

SCENARIO = load("scale-blind")
ADAPTIVE = ("adagrad", "rmsprop", "adam")
STARTS = np.random.default_rng(8).uniform(0.5, 4, 12)
told_elsewhere(
    "scale-blind",
    "The same parabola twice: f along x, 100·f along y, started at the same distance",
    "The same parabola twice: f along x, 100·f along y, from the same distance",
)


@claim(
    "scale-blind",
    "the factor cancels. On the map (`3`) their paths are the straight diagonal: after every step x = y",
    "the factor cancels, its path is straight",
    "Their rate must suit the steep direction, α < 2/100 for descent, and along x they crawl",
    "● Descent must suit the steep direction, and crawls along the other",
    "The gradients differ by 100, the steps Δθ not at all",
)
@pytest.mark.parametrize("start", STARTS)
def test_adaptive_methods_stay_on_the_diagonal_and_the_others_do_not(start):
    run = raced(from_start(SCENARIO.objective, (start, start)), SCENARIO.lanes.values(), 100)
    for name, each in run.items():
        x, y = each.params.T
        if name in ADAPTIVE:
            np.testing.assert_allclose(x, y, atol=1e-6)
        else:
            assert np.abs(x - y).max() > 0.8 * start
    assert run["gd"].params[50, 0] > 0.6 * start
    assert SCENARIO.lanes["gd"].optimizer.learning_rate < 2 / 100
    assert SCENARIO.lanes["momentum"].gain(0) / (1 - 0.9) == pytest.approx(0.01)


@claim(
    "scale-blind",
    "So a factor in front of the whole objective leaves the paths of the three as they are, while a rate for gradient descent "
    "says nothing without the scale of its objective",
)
@pytest.mark.parametrize("factor", np.geomspace(0.01, 100, 12))
def test_a_factor_in_front_of_the_objective(factor):
    plain, scaled = (
        raced(type(SCENARIO.objective)(eigenvalues=(scale, 5 * scale), start=(1.0, -2.0)), lanes_(), 60)
        for scale in (1.0, factor)
    )
    for name in ADAPTIVE:
        np.testing.assert_allclose(plain[name].params, scaled[name].params, atol=1e-4)
    if not 0.8 < factor < 1.25:
        assert np.abs(plain["gd"].params - scaled["gd"].params)[1].max() > 1e-3


def lanes_():
    """The lanes with a rate at which descent has something to do."""
    return [*(SCENARIO.lanes[name] for name in ADAPTIVE), lane("gd", "gd", 0.003)]


@claim("scale-blind", "it holds only while ε is small beside the gradient", "Adam knows no scale as long as ε is small")
def test_a_large_epsilon_ends_it():
    adam = raced(SCENARIO.objective, [lane("adam", "adam", 0.02, epsilon=1.0)], 40)["adam"]
    assert np.abs(np.subtract(*adam.params.T)).max() > 0.1
