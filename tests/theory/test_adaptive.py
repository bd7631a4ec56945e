"""Adaptive methods: their first steps, AdaGrad's decay, and that they do not see how steep it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim import OPTIMIZERS
from optsim.engine.objectives.quadratic import Quadratic
from tests.engine.support import run_path
from tests.theory.literature import adagrad_distance, adagrad_step

ADAPTIVE = ("adagrad", "rmsprop", "adam")


@pytest.mark.parametrize("name", ADAPTIVE)
@given(slope=st.floats(1e-3, 1e6), rate=st.floats(1e-4, 1))
def test_first_steps_do_not_see_the_slope(name, slope, rate):
    optimizer = OPTIMIZERS[name](learning_rate=rate, epsilon=1e-14)
    bowl = Quadratic(eigenvalues=(slope, 1.0), start=(1.0, -1.0))
    moved = np.diff(run_path(bowl, optimizer, 1), axis=0)[0]
    np.testing.assert_allclose(moved, [-optimizer.first_step(), optimizer.first_step()], rtol=1e-6)


def test_first_steps_by_name():
    assert OPTIMIZERS["adam"](learning_rate=0.01).first_step() == 0.01
    raw = OPTIMIZERS["adam"](learning_rate=0.01, bias_correction=False)
    assert raw.first_step() == pytest.approx(0.0316, rel=1e-3)
    assert OPTIMIZERS["rmsprop"](learning_rate=0.01).first_step() == pytest.approx(0.0316, rel=1e-3)
    assert OPTIMIZERS["adagrad"](learning_rate=0.01).first_step() == 0.01
    assert OPTIMIZERS["adagrad"](initial_accumulator=0.1).first_step() is None
    assert OPTIMIZERS["gd"]().first_step() is None


def test_adagrad_under_a_gradient_that_stays():
    optimizer, state, at = OPTIMIZERS["adagrad"](learning_rate=0.1, epsilon=0.0), None, np.zeros(1)
    state = optimizer.init(at)
    for step in range(1, 401):
        moved, state = optimizer.update(at, np.array([7.0]), state, step - 1)
        assert (at - moved)[0] == pytest.approx(adagrad_step(0.1, step))
        at = moved
    assert -at[0] == pytest.approx(adagrad_distance(0.1, 400))
    assert adagrad_distance(0.1, 400) == pytest.approx(2 * 0.1 * math.sqrt(400), rel=0.04)


@pytest.mark.parametrize("name", ADAPTIVE)
@given(scale=st.floats(1e-3, 1e3))
def test_a_steeper_objective_is_the_same_one(name, scale):
    optimizer = OPTIMIZERS[name](learning_rate=0.05, epsilon=0.0)
    paths = [run_path(Quadratic(eigenvalues=(c, 0.1 * c), start=(1.0, -1.0)), optimizer, 20) for c in (1.0, scale)]
    np.testing.assert_allclose(paths[1], paths[0], rtol=1e-6)
