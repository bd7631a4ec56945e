"""Claims of saddle-start."""

import pytest

from optsim import load
from tests.scenario.claims.measuring import first, from_start, raced
from tests.scenario.claims.quotes import claim

SCENARIO = load("saddle-start")


def left(start):
    """The step at which each lane is past |y| = 1."""
    run = raced(from_start(SCENARIO.objective, (1.0, start)), SCENARIO.lanes.values(), 400)
    return {name: first(abs(each.params[:, 1]) >= 1) for name, each in run.items()}


@claim(
    "saddle-start",
    "momentum and nag do the same with a larger factor",
    "Momentum and NAG do the same with a larger factor",
    "is true close to the saddle",
    "near the saddle to see the gap widen, far from it to see it vanish. From the ridge itself, y = 0, nobody ever leaves",
    "Theory needs nothing but the start and the rate",
)
def test_a_tenth_of_the_distance_costs_descent_24_steps():
    near, nearer, far, on = left(1e-6), left(1e-7), left(0.1), left(0.0)
    assert far["gd"] == pytest.approx(25, abs=2)
    assert nearer["gd"] - near["gd"] == pytest.approx(24, abs=1)
    for adaptive in ("adam", "rmsprop"):
        assert near[adaptive] < near["gd"] / 3
        assert nearer[adaptive] - near[adaptive] <= 2
    assert far["adam"] > far["gd"] / 2
    assert set(on.values()) == {float("inf")}
