import json
from pathlib import Path

import numpy as np
import pytest

import optsim
from optsim.analysis.insights.lane_insight import overflow
from optsim.languages import english
from optsim.report.json.document import as_json
from optsim.scenario import load
from tests.recording.support import BATCHES, STARTS
from tests.report.support import ENDS, EPOCHS, finished

ARRAYS = ("loss", "batch_loss", "validation_loss", "grad_norm", "update_norm", "learning_rate")


def told(table, **settings):
    scenario, race = finished(table)
    return race, json.loads("".join(as_json(scenario, race, **settings)), parse_constant=pytest.fail)


def test_what_it_says_of_the_race():
    race, found = told(ENDS)
    assert {key: value for key, value in found.items() if key not in ("lanes", "events")} == {
        "scenario": "",
        "title": "Every end",
        "seed": 3,
        "numerics": "fast",
        "steps": 12,
        "last_step": 12,
        "steps_per_epoch": 1,
        "versions": {"optsim": optsim.__version__, "numpy": np.__version__},
    }
    stop = race.runs["stopped"].stop
    assert found["events"] == [
        {
            "step": stop.step,
            "lane": "stopped",
            "status": "stopped early",
            "reason": english().sentence(stop.cause),
            "cause": stop.cause.as_dict(),
        }
    ]
    assert list(found["lanes"]) == list(race.runs)


def test_numbers_of_a_cause_that_json_cannot_write_are_strings():
    _, found = told(ENDS)
    assert found["lanes"]["発散"]["cause"]["loss"] == "inf"


def test_a_lane_that_stands_still_since_squares_overflow_has_that_fact():
    table = {
        "objective": {"kind": "quadratic", "eigenvalues": [1e200, 1.0], "start": [1e-40, 1.0]},
        "budget": {"steps": 20},
        "lanes": {
            "still": {"optimizer": "adam", "learning_rate": 0.1},
            "moving": {"optimizer": "gd", "learning_rate": 1e-201},
        },
    }
    race, found = told(table)
    lanes = found["lanes"]
    assert lanes["still"]["stands_still"] == overflow(race, 0).as_dict()
    assert lanes["still"]["stands_still"]["gradient"] == pytest.approx(1e160)
    assert lanes["moving"]["stands_still"] is None


def test_what_it_says_of_a_lane():
    race, found = told(ENDS, with_params=True)
    for name, lane in found["lanes"].items():
        run = race.runs[name]
        assert lane["optimizer"] == run.lane.optimizer.name
        assert lane["hyper_parameters"]["learning_rate"] == run.lane.optimizer.learning_rate
        assert (lane["status"], lane["reason"]) == (run.status.value, run.reason)
        assert (lane["best_step"], lane["best_loss"]) == (
            (run.best_step, run.best_loss) if run.has_best else (None, None)
        )
        assert lane["lowest_loss"] == run.lowest_loss
        assert (lane["stop_step"], lane["end_step"]) == (run.stop_step, run.last_step)
        assert lane["final_params"] == run.params.tolist()
        assert lane["schedule"] is None
    assert "params" not in told(ENDS)[1]["lanes"]["stopped"]


def test_every_step_with_all_digits():
    race, found = told(ENDS, with_params=True)
    for name, lane in found["lanes"].items():
        place, end = race.runs[name].place, race.runs[name].last_step
        for array in ARRAYS:
            assert len(lane[array]) == 13
            assert lane[array][end + 1 :] == [None] * (12 - end)
        for step in range(end + 1):
            assert float(lane["loss"][step]) == race.history.loss[step, place]
            assert float(lane["grad_norm"][step]) == race.history["grad_norm"][step, place]
            assert [float(number) for number in lane["params"][step]] == race.history.params[step, place].tolist()
        assert lane["params"][end + 1 :] == [None] * (12 - end)
        assert lane["update_norm"][end] is None
        assert lane["validation_loss"] == [None] * 13


def test_what_is_not_finite_is_a_string():
    lane = told(ENDS)[1]["lanes"]["発散"]
    assert lane["loss"][:3] == [1.5, "inf", None]


def test_epochs_and_schedules():
    _, found = told(EPOCHS)
    lane = found["lanes"]["adam"]
    assert found["steps_per_epoch"] == 3
    assert lane["schedule"] == {"kind": "warmup", "steps": 2}
    assert lane["hyper_parameters"]["bias_correction"] is True
    assert [value is not None for value in lane["validation_loss"]] == [step % 3 == 0 for step in range(10)]
    assert found["events"][0]["step"] == lane["stop_step"] == 6


def test_edits_and_forks():
    scenario = load(Path(__file__).parents[1] / "scenario" / "valid" / "edits.toml")
    race = scenario.race()
    race.seek(race.budget)
    lanes = json.loads("".join(as_json(scenario, race)))["lanes"]
    assert [edit["step"] for edit in lanes["adam"]["edits"]] == [10, 20]
    assert lanes["adam"]["edits"][1]["hyper_parameters"]["beta1"] == 0.5
    assert lanes["adam-2"]["fork"] == {"lane": "adam", "step": 10}


def test_what_a_lane_has_of_its_own():
    _, found = told(BATCHES)
    lanes = found["lanes"]
    assert [lanes[name].get("batch_size") for name in lanes] == [1, None, 5, 11]
    assert [lanes[name].get("steps_per_epoch", found["steps_per_epoch"]) for name in lanes] == [11, 3, 3, 1]
    assert [lanes[name].get("title") for name in lanes] == ["one example a step", None, None, None]
    for lane, length in zip(lanes.values(), (11, 3, 3, 1), strict=True):
        measured = [step for step, value in enumerate(lane["validation_loss"]) if value is not None]
        assert measured == list(range(0, lane["end_step"] + 1, length))
    lanes = told(STARTS)[1]["lanes"]
    assert [lane.get("start") for lane in lanes.values()] == [[0.1, -0.2], [-4.0, 0.5], None]
