"""Claims of saddle-start."""

import numpy as np
import pytest

from optsim import load
from tests.scenario.claims.measuring import first, lane, raced
from tests.scenario.claims.quotes import claim

SCENARIO = load("saddle-start")
HEIGHTS = [10.0**-power for power in range(1, 13)]


def left(name, heights, steps=500):
    """The step at which a method with α = 0.1 is past |y| = 1, for each start beside the ridge."""
    racing = [lane(str(height), name, 0.1)._replace(start=(1.0, height)) for height in heights]
    run = raced(SCENARIO.objective, racing, steps)
    return [first(np.abs(each.params[:, 1]) > 1) for each in run.values()]


@claim(
    "saddle-start",
    "how long descent stays at a saddle is a matter of its distance from the ridge",
    "and is past y = 1 after about log(1/y₀)/log(1 + α) steps: a tenth of the distance costs 24 steps more",
    "Each tenth of the distance costs descent 24 steps more, log 10 / log 1.1",
    "Momentum has the same law with another factor: at the same α 1.32 in place of 1.1, so a tenth of the distance costs 8 steps more",
    "⇣ From a millionth as well: theory needs nothing but the start and the rate",
)
def test_each_tenth_of_the_distance_costs_the_same_number_of_steps():
    for name, factor, cost in (("gd", 1.1, 24.2), ("momentum", 1.316, 8.4)):
        gone = np.array(left(name, HEIGHTS))
        assert np.diff(gone[1:]) == pytest.approx(cost, abs=1)
        assert np.log(10) / np.log(factor) == pytest.approx(cost, abs=0.1)
    predicted = np.log(1 / np.array(HEIGHTS)) / np.log(1.1)
    assert left("gd", HEIGHTS) == pytest.approx(predicted, abs=2)


@claim(
    "saddle-start",
    "From 10⁻¹ it takes 25, from 10⁻² 49, from 10⁻³ 73, from 10⁻⁶ 146",
    "All lanes have the same α = 0.1",
)
def test_the_steps_that_are_told():
    assert {each.optimizer.learning_rate for each in SCENARIO.lanes.values()} == {0.1}
    assert left("gd", [1e-1, 1e-2, 1e-3, 1e-6, 0.5]) == [25, 49, 73, 146, 8]
    assert left("adam", [1e-1, 1e-3, 1e-6, 0.5]) == [10, 11, 11, 5]


@claim(
    "saddle-start",
    "adam does not look at the size of the slope, as long as that is large beside ε: it leaves with steps of about α, "
    "from 10⁻⁶ as from 10⁻³, after 11",
    "Far from the saddle there is little to gain: from 10⁻¹ it takes 10 steps, from 0.5 5, descent 25 and 8",
    "Adam has, too, from 10⁻³ and from 10⁻⁶ alike",
)
@pytest.mark.parametrize("height", np.geomspace(1e-6, 1e-2, 12))
def test_adam_leaves_after_as_many_steps_from_anywhere_near(height):
    assert left("adam", [height]) == [11]
    racing = [lane("adam", "adam", 0.1)._replace(start=(1.0, height))]
    steps = np.abs(np.diff(raced(SCENARIO.objective, racing, 8)["adam"].params[:, 1]))
    assert steps == pytest.approx(0.1, rel=0.3)


@claim("saddle-start", "From the ridge itself, y = 0, nobody ever leaves")
@pytest.mark.parametrize("name", ["gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam"])
def test_nobody_leaves_the_ridge_itself(name):
    assert left(name, [0.0], 2000) == [np.inf]
