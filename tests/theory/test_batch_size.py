"""The batch-size experiment in small: what the paper claims, and its steps against a step-by-step recursion."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from optsim.theory.quadratics import beginning, expected_loss, onward, transfer
from tests.experiments.batch_size import (
    TARGET,
    best,
    critical,
    experiment,
    largest_rate,
    made,
    page,
    scaling,
    steps_to_target,
)

CURVATURES = 1 / np.arange(1, 101)


@pytest.fixture(scope="module")
def rows():
    return experiment(300, [4**exponent for exponent in range(9)])


def test_perfect_scaling_then_a_plateau(rows):
    for which in (1, 2):
        # four times the batch, a quarter of the steps; in the end nothing
        assert scaling(rows, which)[0] == pytest.approx(4, rel=0.02)
        assert scaling(rows, which)[-1] < 1.1


def test_momentum_helps_only_beyond_the_critical_batch_size(rows):
    ratios = [sgd.steps / momentum.steps for _, sgd, momentum in rows]
    assert ratios[0] == pytest.approx(1, abs=0.02)
    assert ratios[-1] > 3
    assert all(later > 0.9 * earlier for earlier, later in itertools.pairwise(ratios))
    assert critical(rows, 2) > critical(rows, 1)


@pytest.mark.parametrize(("name", "rate", "batch"), [("sgd", 0.3, 64), ("momentum", 0.1, 256), ("nag", 0.05, 128)])
def test_steps_to_the_target_are_those_of_the_recursion(name, rate, batch):
    step = transfer(made(name, rate).linear(CURVATURES), CURVATURES / batch)
    moments, taken = beginning(np.zeros(100)), 0
    moments[:, 2] = 1.0
    while expected_loss(CURVATURES, moments)[0] > TARGET:
        moments, taken = onward(moments, step), taken + 1
    assert steps_to_target(name, rate, CURVATURES, batch) == taken


def test_a_floor_above_the_target_is_never_below_it():
    assert steps_to_target("sgd", 1.05 * largest_rate("sgd", CURVATURES, 16), CURVATURES, 16) == math.inf
    assert steps_to_target("sgd", 0.9 * largest_rate("sgd", CURVATURES, 16), CURVATURES, 16) < math.inf


def test_no_rate_nearby_is_much_better():
    found = best("momentum", CURVATURES, 64)
    for factor in (0.5, 0.8, 0.9, 1.1):
        assert steps_to_target("momentum", factor * found.learning_rate, CURVATURES, 64) > 0.97 * found.steps


def test_the_page_is_made_of_the_figures(rows):
    text = page(300, rows)
    assert f"| {rows[-1][0]} |" in text
    written = (Path(__file__).parents[2] / "docs" / "batch-size.md").read_text(encoding="utf-8")
    assert written.count("As claimed.") == 3
