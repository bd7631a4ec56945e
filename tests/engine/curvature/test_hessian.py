"""Curvatures with their error, against the eigenvalues of exact second derivatives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OBJECTIVES
from optsim.engine.curvature.hessian import curvatures_at, hessian
from optsim.engine.data.examples import Data
from optsim.engine.numerics.noise import Noise
from optsim.engine.objective import Objective


class Linked(Objective):
    """½ xᵀAx + Σ x⁴/12 of many parameters: second derivatives A + diag(x²)."""

    def __init__(self, matrix):
        self.matrix = matrix

    @property
    def dim(self):
        return len(self.matrix)

    def initial(self, noise):
        return np.ones(self.dim)

    def evaluate(self, params, sample=None):
        bent = params @ self.matrix
        return 0.5 * (params * bent).sum(-1) + (params**4).sum(-1) / 12, bent + params**3 / 3


@pytest.mark.parametrize(("dim", "inside"), [(1, False), (5, False), (60, False), (400, True)])
@given(seed=st.integers(0, 999))
@settings(max_examples=8, deadline=None)
def test_they_are_the_eigenvalues_or_bounds_from_inside(dim, inside, seed):
    draws = np.random.default_rng(seed)
    matrix = draws.standard_normal((dim, dim))
    point = draws.standard_normal(dim)
    objective = Linked((matrix + matrix.T) / 2)
    exact = np.linalg.eigvalsh(objective.matrix + np.diag(point**2))
    found = curvatures_at(objective, point)
    assert found.inside == inside
    assert exact[0] <= found.least + found.error
    assert exact[-1] >= found.largest - found.error
    if not inside:
        assert found[:2] == pytest.approx((exact[0], exact[-1]), abs=found.error)
        assert found.error < 1e-4 * found.size


class Kinked(Linked):
    def evaluate(self, params, sample=None):
        loss, slope = super().evaluate(params)
        return loss, slope + np.sign(params)


def test_across_a_kink_there_are_none():
    kinked = Kinked(np.eye(3))
    assert curvatures_at(kinked, np.array([1.0, 1e-7, 1.0])) is None
    assert curvatures_at(kinked, np.array([1.0, 0.1, 1.0])) is not None


def test_where_the_gradient_is_no_number_there_are_none():
    assert curvatures_at(OBJECTIVES["rosenbrock"](), np.array([np.nan, 1.0])) is None


def test_of_a_wave_far_away_differences_tell_nothing_and_say_so():
    assert curvatures_at(OBJECTIVES["rastrigin"](), np.array([1e6, 1e6])) is None


def test_a_plateau_of_a_small_network_is_seen_to_bend_down():
    network = OBJECTIVES["mlp"](
        hidden=(10,), batch_size=20, input_scale=3.0, data=Data(kind="step", examples=20, noise=0.5, validation=0.0)
    ).bind(Noise(38))
    params = network.initial(Noise(38))
    found = curvatures_at(network, params)
    eigenvalues = np.linalg.eigvalsh(hessian(network, params))
    assert not found.inside
    assert found.least == pytest.approx(eigenvalues[0])
    assert found.least < -found.error
