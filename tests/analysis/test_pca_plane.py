"""The main plane of many parameters, against the singular value decomposition; its pictures of a race."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race
from optsim.analysis.parameter_plane import ParameterPlane, window_of
from optsim.analysis.pca_plane import MainDirections, Plane, main_directions
from optsim.engine.lane import Lane
from optsim.engine.objectives.quadratic import Quadratic
from optsim.scenario import load


def cloud(rows, dim, seed, spread=(5.0, 2.0)):
    """Points that vary most along two directions."""
    random = np.random.default_rng(seed)
    scale = np.ones(dim)
    scale[: len(spread)] = spread
    turned, _ = np.linalg.qr(random.standard_normal((dim, dim)))
    return (random.standard_normal((rows, dim)) * scale) @ turned + random.standard_normal(dim)


SHAPES = [(40, 6), (6, 40), (200, 3), (5, 5), (3, 100), (400, 12)]


@pytest.mark.parametrize(("rows", "dim"), SHAPES)
@pytest.mark.parametrize("seed", range(3))
def test_directions_and_share_are_those_of_the_svd(rows, dim, seed):
    points = cloud(rows, dim, seed)
    found = main_directions(points)
    _, sizes, axes = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    assert abs((found.axes * axes[:2]).sum(axis=1)) == pytest.approx(1.0, abs=1e-8)
    assert found.share == pytest.approx((sizes[:2] ** 2).sum() / (sizes**2).sum())
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(2), atol=1e-9)
    np.testing.assert_allclose(found.middle, points.mean(axis=0))


@pytest.mark.parametrize(("rows", "dim"), SHAPES)
def test_adding_points_turns_the_plane_little_and_flips_nothing(rows, dim):
    points = cloud(rows, dim, 7)
    before = main_directions(points)
    more = np.concatenate((points, points[:2] + 0.01))
    after = main_directions(more, before)
    np.testing.assert_allclose(after.axes @ after.axes.T, np.eye(2), atol=1e-9)
    assert np.diag(after.axes @ before.axes.T) == pytest.approx(1.0, abs=0.1)
    # it is the same plane as without a memory
    fresh = main_directions(more)
    np.testing.assert_allclose(after.axes.T @ after.axes, fresh.axes.T @ fresh.axes, atol=1e-8)
    assert after.share == pytest.approx(fresh.share)


@pytest.mark.parametrize("turn", [(-1, 1), (1, -1), (-1, -1)])
def test_the_signs_before_are_kept(turn):
    points = cloud(50, 9, 1)
    first = main_directions(points)
    turned = first._replace(axes=first.axes * np.array(turn)[:, None])
    np.testing.assert_allclose(main_directions(points, turned).axes, turned.axes, atol=1e-9)
    swapped = first._replace(axes=first.axes[::-1])
    np.testing.assert_allclose(main_directions(points, swapped).axes, swapped.axes, atol=1e-9)


@given(st.integers(0, 1000), st.integers(3, 30), st.integers(3, 30))
@settings(max_examples=40, deadline=None)
def test_projecting_undoes_lifting_and_is_the_nearest_point_of_the_plane(seed, rows, dim):
    points = cloud(rows, dim, seed)
    plane = main_directions(points)
    flat = np.random.default_rng(seed).standard_normal((4, 2))
    np.testing.assert_allclose(plane.project(plane.lift(flat)), flat, atol=1e-9)
    left = points - plane.lift(plane.project(points))
    np.testing.assert_allclose(left @ plane.axes.T, 0, atol=1e-8)


@pytest.mark.parametrize("points", [np.zeros((1, 5)), np.ones((8, 5)), np.full((2, 9), 3.0), np.zeros((3, 3))])
def test_points_that_lie_together_have_a_plane_that_is_finite(points):
    found = main_directions(points)
    assert np.isfinite(found.axes).all()
    assert found.axes.shape == (2, points.shape[1])
    assert found.share == 1.0
    np.testing.assert_allclose(found.project(points), 0)


def test_points_on_a_line_lie_in_the_plane_wholly():
    points = np.arange(20.0)[:, None] * np.array([1.0, -2.0, 0.5, 3.0])
    found = main_directions(points)
    assert found.share == pytest.approx(1.0)
    np.testing.assert_allclose(found.lift(found.project(points)), points, atol=1e-9)
    again = main_directions(points[:2])
    assert np.isfinite(again.axes).all()
    assert main_directions(points, again).share == pytest.approx(1.0)


@pytest.mark.parametrize("size", [1e-170, 1e160])
def test_the_size_of_the_numbers_does_not_matter(size):
    points = cloud(30, 8, 3)
    plain, scaled = main_directions(points), main_directions(points * size)
    np.testing.assert_allclose(abs((plain.axes * scaled.axes).sum(axis=1)), 1.0, atol=1e-6)
    assert scaled.share == pytest.approx(plain.share)


def many(steps=400, **rates):
    lanes = {name: Lane(name, OPTIMIZERS[name.split("_")[0]](learning_rate=rate)) for name, rate in rates.items()}
    return Race(Quadratic(spectrum="inverse", dim=30, noise=0.01), lanes, steps=steps, seed=2)


def test_samples_stay_few_and_a_path_ends_at_its_head():
    race = load("regression").race()
    plane = Plane(race)
    for _ in range(160):
        race.advance(5)
        plane.follow()
    assert len(plane._samples) <= 256
    assert {0, race.head} <= set(plane._samples)
    for step in (1, 63, 64, 500, 797, 800):
        places = plane.places(step)
        for place in range(len(race.lanes)):
            path = plane.path(place, -1, step)
            # a product of many rows and of one are rounded alike on some processors only
            np.testing.assert_allclose(path[-1], places[place], rtol=1e-12, atol=1e-12)
            np.testing.assert_allclose(path[0], plane.starts()[0], atol=1e-9)


def test_every_sample_is_where_the_lane_was():
    race = load("regression").race()
    plane = Plane(race)
    race.advance(200)
    plane.follow()
    for step, params in plane._samples.items():
        np.testing.assert_array_equal(params, race.state_at(step).params)


def test_the_plane_of_a_race_is_that_of_its_trajectories():
    race = many(gd=0.1, adam=0.05)
    plane = Plane(race)
    race.advance(300)
    plane.follow()
    points = np.concatenate([plane._samples[step] for step in sorted(plane._samples)])
    _, sizes, _ = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    share = (sizes[:2] ** 2).sum() / (sizes**2).sum()
    assert plane.description == MainDirections(pytest.approx(share))


def test_a_lane_that_diverges_does_the_others_no_harm():
    alone, wild = many(3000, gd=0.1, adam=0.05), many(3000, gd=0.1, adam=0.05, gd_wild=2.6)
    windows = []
    for race in (alone, wild):
        plane, window = Plane(race), None
        while race.head < 3000:
            race.advance(10)
            plane.follow()
            window = window_of(plane, window)
            assert np.isfinite(window).all()
            assert window[0] < window[1]
            assert window[2] < window[3]
        assert np.isfinite(plane._directions.axes).all()
        windows.append(window)
    assert wild.runs["gd_wild"].end.step < 3000
    (left, right, bottom, top), (a, b, c, d) = windows
    assert max(b - a, d - c) <= 4 * max(right - left, top - bottom)
    plane = Plane(wild)
    plane.follow()
    assert plane._directions.share > 0.5


def test_a_window_holds_the_start_the_minima_and_the_paths_and_stays_while_it_can():
    race = load("ravine").race()
    space, window, changes = ParameterPlane(race), None, 0
    while not race.over:
        race.advance(5)
        before, window = window, window_of(space, window)
        changes += window != before
        left, right, bottom, top = window
        for x, y in (*space.starts(), *space.minima(), *race.history.params[-1].tolist()):
            reach = 3 * np.ptp(np.concatenate((space.starts(), space.minima())), axis=0).max()
            if abs(x) < reach and abs(y) < reach:
                assert left <= x <= right
                assert bottom <= y <= top
    assert changes <= 6


def test_what_a_window_holds_is_the_same_however_often_it_is_asked_for():
    often, once = load("ravine").race(), load("ravine").race()
    space = ParameterPlane(often)
    while not often.over:
        often.advance(7)
        space.extent()
    once.advance(10**6)
    np.testing.assert_array_equal(space.extent(), ParameterPlane(once).extent())


def test_a_lane_that_diverges_is_not_in_a_window_at_all():
    calm = {"a": OPTIMIZERS["gd"](learning_rate=0.1)}
    objective = Quadratic(eigenvalues=(1.0, 0.5), start=(1.0, 1.0))
    extents = []
    for lanes in (calm, calm | {"b": OPTIMIZERS["gd"](learning_rate=3.0)}):
        race = Race(objective, lanes, steps=100)
        race.advance(100)
        extents.append(ParameterPlane(race).extent())
    np.testing.assert_array_equal(*extents)


def test_a_lane_that_starts_at_the_minimum_and_can_only_rise_is_in_the_window():
    race = Race(
        Quadratic(eigenvalues=(1.0, 0.5), start=(0.0, 0.0), noise=1.0),
        {"a": OPTIMIZERS["sgd"](learning_rate=0.1)},
        steps=50,
    )
    race.advance(50)
    low, high = ParameterPlane(race).extent()
    assert (low < 0).any()
    assert (high - low > 0).all()


def test_a_window_does_not_follow_a_lane_that_runs_away():
    lanes = {"a": OPTIMIZERS["gd"](learning_rate=0.1), "b": OPTIMIZERS["gd"](learning_rate=3.0)}
    race = Race(Quadratic(eigenvalues=(1.0, 0.5), start=(1.0, 1.0)), lanes, steps=100)
    race.advance(100)
    left, right, bottom, top = window_of(ParameterPlane(race))
    assert right - left < 10
    assert top - bottom < 10


def test_many_parameters_take_memory_by_their_number_and_not_by_its_square():
    points = np.random.default_rng(0).standard_normal((5, 20_000))
    tracemalloc.start()
    found = main_directions(points)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(2), atol=1e-12)
    assert peak < 20 * points.nbytes
