"""Near points without slope: saddles, minima, maxima."""

import numpy as np
import pytest

from optsim import OBJECTIVES, load
from optsim.analysis.insights.facts import NearKnownMinimum, NearLocalMinimum, NearMaximum, NearMinimum, NearSaddle
from optsim.analysis.insights.lane_insight import insight
from tests.analysis.insights.support import BOWL, make, told


def saddle(start):
    return OBJECTIVES["saddle"](curvatures=(1.0, -0.5), quartic=0.02, start=start)


def test_on_the_saddle_from_the_start():
    _, on = told(saddle((0.0, 0.0)), make("gd", 0.05), 0)
    assert (on.distance, on.grad_norm, on.motion, on.growth) == (0.0, 0.0, "resting", None)
    assert on.curvature == pytest.approx(-0.5)


def test_near_the_saddle_and_farther_away():
    _, near = told(saddle((1e-5, 1e-6)), make("gd", 0.05), 0)
    assert (near.motion, near.growth) == ("near", None)
    assert near.distance == pytest.approx(np.hypot(1e-5, 1e-6), rel=1e-3)
    assert near.grad_norm == pytest.approx(np.hypot(1e-5, 0.5e-6))
    assert told(saddle((2.0, 1e-3)), make("gd", 0.05), 0)[1] is None


@pytest.mark.parametrize("name", ["gd", "momentum", "adam"])
def test_it_rests_on_the_saddle_for_ever_without_noise(name):
    _, on = told(saddle((0.0, 0.0)), make(name, 0.05), 50)
    assert isinstance(on, NearSaddle)
    assert on.motion == "resting"


def test_what_noise_carries_over_the_saddle_moves():
    noisy = OBJECTIVES["saddle"](curvatures=(1.0, -0.5), noise=1e-3, start=(0.0, 0.0))
    _, on = told(noisy, make("sgd", 0.05), 0)
    assert (on.motion, on.distance) == ("moving", 0.0)


def test_it_nears_the_saddle_and_leaves_it_at_the_rate_that_theory_gives():
    race = load("saddle").race()
    race.seek(100)
    nears = insight(race, 0)
    assert (nears.motion, nears.growth) == ("approaching", pytest.approx(0.985, abs=5e-4))
    race.seek(170)
    leaves = insight(race, 0)
    assert (leaves.motion, leaves.growth) == ("leaving", pytest.approx(1 + 0.05 * 0.5, abs=0.005))
    assert np.abs(race.runs["gd"].params).max() < 0.3
    assert not isinstance(insight(race, 6), NearSaddle)


@pytest.mark.parametrize("name", ["gd", "momentum", "nag", "adam"])
def test_at_the_minimum(name):
    race, near = told(BOWL, make(name, 0.05), 2000)
    params = race.runs["lane"].params
    slope = np.linalg.norm(np.array([1.0, 0.25]) * params)
    assert near == NearKnownMinimum(pytest.approx(np.linalg.norm(params)), pytest.approx(slope), only=True)


def test_in_a_local_minimum_and_in_one_of_several():
    _, local = told(OBJECTIVES["rastrigin"](), make("gd", 1e-3), 200)
    assert isinstance(local, NearLocalMinimum)
    assert (local.loss, local.lowest) == (pytest.approx(12.934, abs=1e-3), 0)
    _, one = told(OBJECTIVES["himmelblau"](), make("gd", 1e-3), 1000)
    assert isinstance(one, NearKnownMinimum | NearMinimum)
    assert not getattr(one, "only", False)


def test_on_a_maximum():
    hill = OBJECTIVES["saddle"](curvatures=(-1.0, -0.5), quartic=0.02, start=(0.0, 0.0))
    _, on = told(hill, make("gd", 0.1), 3)
    assert isinstance(on, NearMaximum)
    assert (on.distance, on.grad_norm, on.curvature) == (0.0, 0.0, pytest.approx(-0.5))


@pytest.mark.parametrize(("tilt", "kind"), [(0.2, NearMinimum), (0.4, NearLocalMinimum)])
def test_a_minimum_is_a_local_one_if_it_lies_higher_by_more_than_a_sliver_of_the_whole_way_down(tilt, kind):
    # from 576 at the start to two minima that differ by twice the tilt
    objective = OBJECTIVES["formula"](f="(x**2 - 1)**2 + t*x", constants={"t": tilt}, start=(5.0,), minima=((-1.0,),))
    assert isinstance(told(objective, make("gd", 1e-3), 3000)[1], kind)
