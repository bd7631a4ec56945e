"""Quantities that are worked out from the history, against a direct computation."""

import numpy as np
import pytest

from optsim import Scenario
from optsim.analysis.quantities import Measured, quantities, series
from optsim.scenario import ScenarioError, load

LANES = {"tame": {"optimizer": "momentum", "learning_rate": 0.02}, "wild": {"optimizer": "sgd", "learning_rate": 1e200}}


def race():
    objective = {"kind": "himmelblau", "start": [0.0, 0.0], "noise": 0.1}
    return Scenario.from_dict({"objective": objective, "budget": {"steps": 100}, "lanes": LANES}).race()


def test_the_distance_is_to_the_nearest_minimum_whatever_the_stretches():
    raced = race()
    measured = Measured(raced)
    for step in (1, 2, 40, 100):
        raced.seek(step)
        measured.series("distance")
    found = measured.series("distance").values[:, 0]
    for row in range(101):
        away = [np.hypot(*(raced.history.params[row, 0] - minimum)) for minimum in raced.objective.minima]
        assert found[row] == pytest.approx(min(away), rel=1e-12)
    assert len(raced.objective.minima) == 4


def test_the_effective_rate_is_step_over_gradient_and_a_gap_where_there_is_none():
    raced = race()
    raced.seek(100)
    found = series(raced, "effective_rate").values
    moved = np.linalg.norm(np.diff(raced.history.params[:, 0], axis=0), axis=1)
    np.testing.assert_allclose(found[:-1, 0], moved / raced.history["grad_norm"][:-1, 0], rtol=1e-9)
    assert np.isnan(found[5:, 1]).all()


def test_only_what_can_be_measured_is_offered():
    assert "distance" in quantities(race())
    assert "validation_loss" not in quantities(race())
    assert "distance" not in quantities(load("regression").race())
    many = {"kind": "quadratic", "spectrum": "inverse", "dim": 30}
    table = {"objective": many, "budget": {"steps": 9}, "lanes": LANES}
    assert "distance" in quantities(Scenario.from_dict(table).race())
    wanted = Scenario.from_dict({**table, "view": {"y": "distance"}}).race()
    assert "distance" in quantities(wanted)
    wanted.seek(5)
    assert np.isfinite(series(wanted, "distance").values[:, 0]).all()


def test_a_distance_to_nothing_is_a_fault_of_the_scenario():
    with pytest.raises(ScenarioError, match="no minimum is known"):
        Scenario.from_dict(
            {
                "objective": {"kind": "saddle", "curvatures": [1.0, -1.0]},
                "budget": {"steps": 9},
                "lanes": LANES,
                "view": {"y": "distance"},
            }
        )


def test_a_distance_that_cannot_be_measured_is_a_gap():
    raced = load("regression").race()
    raced.seek(5)
    assert np.isnan(series(raced, "distance").values).all()
