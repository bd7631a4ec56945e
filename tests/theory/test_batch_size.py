"""The batch-size experiment in small: what the page claims, and its steps against a step-by-step recursion."""

from __future__ import annotations

import itertools
import math
import re

import numpy as np
import pytest

from optsim.theory.quadratics import beginning, expected_loss, onward, transfer
from tests.experiments.batch_size import (
    HEAD,
    PAGE,
    TARGET,
    best,
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
    return experiment(300, [1, 64, 4096, 65536])


def test_perfect_scaling_then_a_plateau(rows):
    for which in (1, 2, 3):
        # 64 times the batch, a 64th of the steps; in the end 16 times the batch, next to nothing
        assert scaling(rows, which)[0] == pytest.approx(64, rel=0.05)
        assert scaling(rows, which)[-1] < 1.4


def test_with_the_usual_momentum_there_is_nothing_to_gain_at_small_batches(rows):
    ratios = [row.sgd.steps / row.momentum.steps for row in rows]
    assert ratios[0] == pytest.approx(1, abs=0.02)
    assert ratios[-1] > 3
    assert all(later > 0.9 * earlier for earlier, later in itertools.pairwise(ratios))


def test_with_momentum_tuned_there_is(rows):
    for row in rows:
        assert row.tuned.steps <= 1.02 * min(row.sgd.steps, row.momentum.steps)
    assert rows[0].sgd.steps / rows[0].tuned.steps > 1.1
    assert rows[0].tuned.momentum > 0.99


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
    assert f"| {rows[-1].batch:,} | {rows[-1].sgd.steps:,.0f} |" in text
    assert text.startswith(HEAD.format(dim=300, target=TARGET))


def test_the_page_that_is_there_has_these_figures():
    written = PAGE.read_text(encoding="utf-8")
    cells = [line.strip("| ").split(" | ") for line in written.splitlines() if re.match(r"\| [\d,]+ \|", line)]
    assert [int(row[0].replace(",", "")) for row in cells] == [2**exponent for exponent in range(18)]
    curvatures = 1 / np.arange(1, 10_001)
    for row in (cells[8], cells[14]):
        batch, sgd, sgd_rate, tuned, rate, brake = (float(row[at].replace(",", "")) for at in (0, 1, 3, 8, 10, 11))
        # the settings stand there with three digits
        assert steps_to_target("sgd", sgd_rate, curvatures, batch) == pytest.approx(sgd, rel=0.01)
        assert steps_to_target("momentum", rate, curvatures, batch, momentum=1 - brake) == pytest.approx(
            tuned, rel=0.02
        )
