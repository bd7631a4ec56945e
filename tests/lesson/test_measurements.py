"""Values of expressions on a race, against NumPy on its result and against theory."""

import math

import numpy as np
import pytest

from optsim.lesson.answers import _measured
from optsim.lesson.measurements import Measurements
from optsim.scenario import Scenario
from optsim.scenario.expressions.reader import read_expression

BOWL = Scenario.from_dict(
    {
        "objective": {"kind": "quadratic", "eigenvalues": [10.0, 1.0], "start": [1.0, 1.0]},
        "budget": {"steps": 100, "seed": 3},
        "lanes": {
            "gd": {"optimizer": "gd", "learning_rate": 0.05},
            "wild": {"optimizer": "gd", "learning_rate": 0.3},
        },
    }
)
NET = Scenario.from_dict(
    {
        "objective": {"kind": "mlp", "hidden": [4], "batch_size": 4, "data": {"examples": 20, "validation": 0.4}},
        "budget": {"epochs": 12, "seed": 1},
        "early_stopping": {"rule": "patience", "patience": 1, "halt": False},
        "lanes": {"sgd": {"optimizer": "sgd", "learning_rate": 0.3}},
    }
)


def value(scenario, text, step=None):
    race = scenario.race()
    race.seek(race.budget if step is None else step)
    return Measurements(race).value(read_expression(text, list(scenario.lanes)))


def test_values_are_those_of_theory():
    # along λ = 1 each step leaves 0.95 of the way, along λ = 10 a half
    assert value(BOWL, "at(7, gd.params.1)") == pytest.approx(0.95**7)
    assert value(BOWL, "first(gd.params.1 < 0.5)") == math.ceil(math.log(0.5) / math.log(0.95))
    assert value(BOWL, "last(gd.params.0 >= 0.2) + 1") == math.ceil(math.log(0.2) / math.log(0.5))
    assert value(BOWL, "min(gd.params.0)") == pytest.approx(0.5**100)
    assert value(BOWL, "max(gd.params.1, 10, 20)") == pytest.approx(0.95**10)
    assert value(BOWL, "mean(gd.params.1, 10, 11)") == pytest.approx((0.95**10 + 0.95**11) / 2)
    assert value(BOWL, "gd.params.1", 20) == pytest.approx(0.95**20)


def test_a_race_is_seen_up_to_its_step():
    assert math.isnan(value(BOWL, "first(gd.params.1 < 0.5)", 5))
    assert value(BOWL, "step", 5) == 5
    assert value(BOWL, "max(gd.params.1)", 0) == 1


def test_of_what_never_comes_nothing_is_true():
    assert not value(BOWL, "first(gd.loss > 1000) > 0")
    assert not value(BOWL, "first(gd.loss > 1000) <= 100")
    assert value(BOWL, "last(gd.loss > 1000)") == -1
    assert not value(BOWL, "at(1000, gd.loss) < 1")
    assert not value(BOWL, "gd 2.loss < 1e9")
    assert not value(BOWL, "gd 2.status == 'running'")


def test_ends():
    assert value(BOWL, "wild.status == 'diverged'")
    assert value(BOWL, "diverged") == 1
    assert value(BOWL, "gd.status == 'out of steps'")
    # |1 − 0.3·10| = 2 a step, and a lane ends above 10¹² times its first loss
    assert value(BOWL, "wild.last_step") in range(19, 22)


def test_epochs_and_early_stopping():
    result_race = NET.race()
    result_race.seek(result_race.budget)
    validation = result_race.history.validation_loss[:, 0]
    assert value(NET, "min(sgd.validation_loss)") == validation.min()
    assert value(NET, "at(5, sgd.validation_loss)") == validation[5 // 3]
    assert value(NET, "sgd.epoch") == 12
    run = result_race.runs["sgd"]
    assert value(NET, "sgd.stop_step") == pytest.approx(
        math.nan if run.stop_step is None else run.stop_step, nan_ok=True
    )
    assert value(NET, "sgd.best_loss") == validation.min()
    assert value(NET, "first(sgd.validation_loss <= min(sgd.validation_loss))") == 3 * np.argmin(validation)


def test_what_is_not_recorded_is_measured():
    norm = value(BOWL, "at(9, gd.param_norm)")
    assert norm == pytest.approx(math.hypot(0.95**9, 0.5**9))


def test_over_is_the_median_of_seeds():
    text = "over(5, mean(sgd.loss, 20, 36))"
    own = []
    for seed in range(1, 6):
        race = NET.race(seed=seed)
        race.seek(race.budget)
        own.append(np.mean(race.history.loss[20:37, 0]))
    measured = _measured(NET, 1).value(read_expression(text, ["sgd"]))
    assert measured == pytest.approx(np.median(own))
