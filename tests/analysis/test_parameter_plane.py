"""The plane of two parameters: how far it reaches."""

import numpy as np
import pytest

from optsim import OBJECTIVES, OPTIMIZERS, Race
from optsim.analysis.parameter_plane import ParameterPlane
from optsim.engine.lane import Lane


@pytest.mark.parametrize("start", [(5.0, 5.0), (50.0, 50.0), (0.5, -0.5), (-50.0, -50.0), (-0.5, -0.25)])
def test_a_path_that_jumps_to_the_other_side_of_the_minimum_is_within_the_plane(start):
    bowl = OBJECTIVES["quadratic"](eigenvalues=(1.0, 1.0), start=start)
    race = Race(bowl, [Lane("gd", OPTIMIZERS["gd"](learning_rate=1.95))], steps=40)
    race.advance(40)
    low, high = ParameterPlane(race).extent()
    path = race.history.params[:, 0]
    np.testing.assert_allclose((low, high), (path.min(axis=0), path.max(axis=0)))


def test_a_path_that_runs_away_does_not_widen_it():
    bowl = OBJECTIVES["quadratic"](eigenvalues=(1.0, 1.0), start=(5.0, 5.0))
    race = Race(bowl, [Lane("gd", OPTIMIZERS["gd"](learning_rate=2.5))], steps=40)
    race.advance(40)
    assert np.abs(ParameterPlane(race).extent()).max() == 5.0


def test_a_path_has_the_points_after_one_step_up_to_another_and_no_more_than_the_lane_has():
    bowl = OBJECTIVES["quadratic"](eigenvalues=(1.0, 0.25), start=(2.0, -2.0))
    race = Race(bowl, [Lane(name, OPTIMIZERS[name](learning_rate=0.1)) for name in ("gd", "adam")], steps=20)
    race.advance(20)
    for place in (0, 1):
        np.testing.assert_array_equal(ParameterPlane(race).path(place, 4, 9), race.history.params[5:10, place])
        assert len(ParameterPlane(race).path(place, 18, 50)) == 2
