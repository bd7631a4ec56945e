"""The main plane: principal components against an independent computation, and trajectories in it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.analysis.pca_plane import Plane, main_directions
from optsim.scenario import Scenario, load


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    points=st.integers(3, 40),
    dim=st.integers(3, 30),
    scale=st.sampled_from([1e-9, 1.0, 1e12]),
)
def test_the_directions_are_the_principal_components(seed, points, dim, scale):
    rolls = np.random.default_rng(seed)
    cloud = scale * rolls.standard_normal((points, dim)) * np.geomspace(3.0, 0.1, dim)
    found = main_directions(cloud)
    centred = cloud - cloud.mean(axis=0)
    _, singular, directions = np.linalg.svd(centred, full_matrices=False)
    assert found.share == pytest.approx((singular[:2] ** 2).sum() / (singular**2).sum(), rel=1e-6)
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(2), atol=1e-9)
    if singular[1] > 1.05 * (singular[2] if len(singular) > 2 else 0) and points > 3:
        # the same plane: the projections on it are the same
        np.testing.assert_allclose(found.axes.T @ found.axes, directions[:2].T @ directions[:2], atol=1e-6)


@pytest.mark.parametrize("points", [np.ones((1, 5)), np.ones((4, 5)), np.outer([0.0, 1e12, 3e12], np.ones(5))])
def test_there_are_always_two_directions(points):
    found = main_directions(points)
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(2), atol=1e-9)
    assert found.share == pytest.approx(1.0)


def test_directions_stay_near_those_before():
    rolls = np.random.default_rng(1)
    cloud = rolls.standard_normal((50, 8)) * [9, 5, 1, 1, 1, 1, 1, 1]
    first = main_directions(cloud)
    second = main_directions(np.concatenate((-cloud, cloud + 0.01)), first)
    assert np.abs(second.axes - first.axes).max() < 0.05


def test_what_lies_in_the_plane_comes_back():
    found = main_directions(np.random.default_rng(2).standard_normal((20, 6)))
    places = np.array([[1.0, -2.0], [0.5, 3.0]])
    np.testing.assert_allclose(found.project(found.lift(places)), places, atol=1e-12)


def test_a_path_ends_where_the_lane_is_and_samples_stay_few():
    race = load("regression").race()
    plane = Plane(race)
    for _ in range(40):
        race.advance(40)
        plane.follow()
        places = plane.places(race.step)
        for place in range(len(race.lanes)):
            np.testing.assert_allclose(plane.path(place, -1, race.step)[-1], places[place], atol=1e-9)
            assert len(plane.path(place, -1, race.step)) <= 300
    race.seek(300)
    plane.follow()
    np.testing.assert_allclose(plane.path(0, -1, 300)[-1], plane.places(300)[0], atol=1e-9)


def test_a_lane_that_diverges_does_no_harm():
    lanes = {"wild": {"optimizer": "sgd", "learning_rate": 1e200}, "tame": {"optimizer": "sgd", "learning_rate": 0.1}}
    objective = {"kind": "quadratic", "spectrum": "inverse", "dim": 12, "noise": 0.1}
    race = Scenario.from_dict({"objective": objective, "budget": {"steps": 100}, "lanes": lanes}).race()
    plane = Plane(race)
    race.seek(100)
    plane.follow()
    assert np.isfinite(plane.places(100)[1]).all()
    assert np.isfinite(plane.starts()).all()
