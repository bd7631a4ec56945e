"""What an update must not notice: the scale of the objective, the direction of the axes; and who does notice."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest

from optsim import OPTIMIZERS, Objective
from optsim.engine.objectives.quadratic import Quadratic
from tests.engine.support import RATES, run_path, same_bits

FACTOR = 2.0**7


@dataclass(frozen=True, kw_only=True)
class Scaled(Objective):
    """Another objective times a number."""

    inner: Objective
    factor: float

    @property
    def dim(self):
        return self.inner.dim

    def initial(self, noise):
        return self.inner.initial(noise)

    def sample(self, noise, step):
        return self.inner.sample(noise, step)

    def evaluate(self, params, sample=None):
        loss, grad = self.inner.evaluate(params, sample)
        return self.factor * loss, self.factor * grad


BOWL = Quadratic(spectrum="inverse", dim=10, noise="curvature", batch_size=4)


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam"])
def test_adaptive_paths_do_not_notice_the_scale_of_the_objective(name):
    optimizer = OPTIMIZERS[name](learning_rate=RATES[name], epsilon=0.0)
    assert same_bits(run_path(BOWL, optimizer, 200), run_path(Scaled(inner=BOWL, factor=FACTOR), optimizer, 200))


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam"])
def test_epsilon_makes_adaptive_paths_notice(name):
    optimizer = OPTIMIZERS[name](learning_rate=RATES[name], epsilon=1e-3)
    paths = run_path(BOWL, optimizer, 50), run_path(Scaled(inner=BOWL, factor=FACTOR), optimizer, 50)
    assert not same_bits(*paths)


@pytest.mark.parametrize("name", ["gd", "sgd", "momentum", "nag"])
def test_a_scale_of_the_objective_is_a_scale_of_the_rate(name):
    rate = RATES[name]
    usual = run_path(BOWL, OPTIMIZERS[name](learning_rate=rate), 200)
    smaller = OPTIMIZERS[name](learning_rate=rate / FACTOR)
    assert same_bits(usual, run_path(Scaled(inner=BOWL, factor=FACTOR), smaller, 200))
    assert not same_bits(usual, run_path(BOWL, smaller, 200))


def straight_and_turned(name, angle=37.0):
    """A path on a bowl along the axes, turned; and the path on the turned bowl."""
    turn = math.radians(angle)
    rotation = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    start = np.array([2.0, -1.0])
    optimizer = OPTIMIZERS[name](learning_rate=RATES[name])
    straight = run_path(Quadratic(eigenvalues=(1.0, 0.05), start=tuple(start)), optimizer, 100)
    turned = Quadratic(eigenvalues=(1.0, 0.05), rotation=angle, start=tuple(rotation @ start))
    return straight @ rotation.T, run_path(turned, optimizer, 100)


@pytest.mark.parametrize("name", ["gd", "sgd", "momentum", "nag"])
def test_a_turned_bowl_turns_the_path(name):
    expected, got = straight_and_turned(name)
    assert np.abs(expected - got).max() < 1e-14


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam"])
def test_methods_with_a_rate_for_each_coordinate_depend_on_the_axes(name):
    expected, got = straight_and_turned(name)
    assert np.abs(expected - got).max() > 0.05
