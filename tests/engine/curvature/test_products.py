"""Sharpness by Lanczos' method on exact products against dense eigenvalues, and the noise of gradients against each example's own."""

from __future__ import annotations

import numpy as np
import pytest

from optsim import OBJECTIVES, Race
from optsim.engine.curvature.products import curvatures_of, sharpness
from optsim.engine.data.classes import Classes
from optsim.engine.data.examples import Data
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.numerics.noise import Noise
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.stepping.requested import Requested
from tests.engine.support import seven

SEED = Noise(3)
LARGE = {
    "mlp": {"hidden": (12, 12), "batch_size": 20, "data": Data(examples=20, validation=0.0)},
    "classifier": {"hidden": (10, 8), "data": Classes(kind="spirals", classes=3, examples=60)},
    "deep_linear": {"singular_values": (3.0, 2.0, 1.5, 1.0, 0.5)},
    "matrix_factorisation": {"size": 6, "observed": 0.7},
}


@pytest.mark.parametrize("name", LARGE)
def test_extreme_curvatures_are_those_of_the_dense_matrix(name):
    bound = OBJECTIVES[name](**LARGE[name]).bind(SEED)
    points = bound.initial(SEED) + 0.3 * np.random.default_rng(1).standard_normal((3, bound.dim))
    dense = bound.hessian_product(points[:, None, :], np.eye(bound.dim))
    assert np.abs(dense - dense.swapaxes(-1, -2)).max() < 1e-12 * np.abs(dense).max()
    values = np.linalg.eigvalsh(dense)
    found = curvatures_of(bound, points, least=True)
    size = np.abs(values).max(axis=-1)
    assert (np.abs(found.largest - values[:, -1]) < 1e-8 * size).all()
    assert (np.abs(found.least - values[:, 0]) < 1e-8 * size).all()
    points[1, 0] = np.nan
    assert np.isnan(sharpness(bound, points)).tolist() == [False, True, False]


@pytest.mark.parametrize("dim", [3, 60])
def test_a_quadratic_is_as_sharp_everywhere(dim):
    for objective in (
        OBJECTIVES["least_squares"](dim=dim, rows=70, condition=50.0),
        Quadratic(eigenvalues=tuple(np.linspace(0.02, 1.0, dim))),
    ):
        bound = objective.bind(SEED)
        points = np.random.default_rng(1).standard_normal((4, bound.dim))
        assert sharpness(bound, points) == pytest.approx(np.ones(4), rel=1e-9)


def test_a_lane_has_the_sharpness_as_last_measured():
    race = Race(OBJECTIVES["logistic"](), seven(), steps=30, seed=1, also=["sharpness"])
    race.seek(30)
    run = race.runs["gd"]
    assert run["sharpness"] == race.figures("sharpness", np.array([25]))[0, run.place] > 0


def test_what_an_objective_does_not_give_is_measured_nowhere():
    race = Race(OBJECTIVES["rosenbrock"](), seven(), steps=5, seed=1)
    race.seek(5)
    for name in ("worst_class_loss", "sharpness", "noise_scale"):
        assert np.isnan(race.figures(name, np.array([0, 5]))).all()


@pytest.mark.parametrize(
    "objective",
    [
        OBJECTIVES["mlp"](hidden=(4, 3), weight_decay=0.1, data=Data(examples=30)),
        OBJECTIVES["classifier"](hidden=(4,), activation="relu", batch_size=5, data=Classes(examples=40)),
        OBJECTIVES["logistic"](batch_size=5, weight_decay=0.2),
        OBJECTIVES["least_squares"](noise=0.5, batch_size=4),
    ],
    ids=lambda each: each.name,
)
def test_the_spread_of_gradients_is_that_of_all_examples(objective):
    bound = objective.bind(SEED)
    point = np.random.default_rng(2).standard_normal(bound.dim)
    examples = int(bound.examples_per_step(exact=True))
    each = np.array([bound.evaluate(point, np.array([number]))[1] for number in range(examples)])
    expected = ((each - each.mean(axis=0)) ** 2).sum(axis=-1).mean()
    assert bound.gradient_variance(point) == pytest.approx(expected, rel=1e-10)


def test_the_spread_of_gradient_noise():
    bowl = Quadratic(eigenvalues=(4.0, 1.0), noise="curvature", batch_size=8)
    # of one example: the covariance is the second derivatives
    assert bowl.gradient_variance(np.zeros((3, 2))) == pytest.approx(np.full(3, 5.0))


@pytest.mark.parametrize("name", ["sharpness", "noise_scale", "worst_class_loss"])
def test_it_is_measured_at_every_so_many_steps_alone(name):
    objective = OBJECTIVES["softmax"](batch_size=25, data=Classes(kind="blobs", classes=3, examples=80))
    every = QUANTITIES[name].every
    recorded = Race(objective, seven(), steps=60, seed=2, also=[name], keep_params=True)
    recorded.advance(60)
    column = recorded.history[name]
    assert np.isfinite(column[::every]).all()
    assert np.isnan(np.delete(column, np.s_[::every], axis=0)).all()
    requested = Requested(recorded, name)
    requested.advance(lambda: True)
    np.testing.assert_array_equal(requested.values, column[::every])
    params, bound = recorded.history.params[50], recorded.objective
    if name == "sharpness":
        dense = np.linalg.eigvalsh(bound.hessian_product(params[:, None], np.eye(bound.dim)))[:, -1]
        np.testing.assert_allclose(column[50], dense, rtol=1e-8)
    elif name == "noise_scale":
        grad = bound.evaluate(params)[1]
        np.testing.assert_allclose(column[50], bound.gradient_variance(params) / (grad**2).sum(axis=-1), rtol=1e-12)
    else:
        np.testing.assert_allclose(column[50], bound.class_losses(params).max(axis=-1), rtol=1e-12)
