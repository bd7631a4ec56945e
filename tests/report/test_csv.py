import csv
import io
import math

import numpy as np
import pytest

from optsim.engine.status import Status
from optsim.report.csv.table import as_csv, run_as_csv
from optsim.scenario import Scenario
from tests.recording.support import BATCHES
from tests.report.support import ENDS, EPOCHS, finished

HEADER = "step,lane,epoch,loss,validation_loss,grad_norm,update_norm,learning_rate,evaluations,status"


def table(race, **settings):
    text = "".join(as_csv(race, **settings))
    return text, list(csv.DictReader(io.StringIO(text)))


def test_the_columns_are_those_of_the_format():
    _, race = finished(ENDS)
    text, _ = table(race)
    assert text.splitlines()[0] == HEADER
    text, _ = table(race, with_params=True)
    assert text.splitlines()[0] == HEADER + ",params.0,params.1"
    assert "\r" not in text


def test_it_is_rectangular_a_line_for_each_lane_and_step():
    _, race = finished(ENDS)
    _, lines = table(race)
    assert [(int(line["step"]), line["lane"]) for line in lines] == [
        (step, name) for step in range(race.head + 1) for name in race.runs
    ]
    assert race.head == 12


def test_numbers_have_all_their_digits():
    _, race = finished(ENDS, keep_params=True)
    _, lines = table(race, with_params=True)
    for line in lines:
        step, place = int(line["step"]), race.runs[line["lane"]].place
        for name in ("loss", "grad_norm", "update_norm", "learning_rate"):
            if line[name]:
                assert float(line[name]).hex() == float(race.history[name][step, place]).hex()
                assert line[name] == repr(float(line[name]))
        if line["params.1"]:
            assert float(line["params.1"]) == race.history.params[step, place, 1]


def test_a_lane_that_has_ended_keeps_its_lines_empty_with_its_status():
    _, race = finished(ENDS)
    _, lines = table(race, with_params=True)
    for run in race.runs.values():
        own = [line for line in lines if line["lane"] == run.name]
        end = race.ends[run.place].step
        assert [line["status"] for line in own[:end]] == ["running"] * end
        assert {line["status"] for line in own[end:]} == {run.status.value}
        assert all(line["loss"] and line["params.0"] for line in own[: end + 1])
        assert not own[end]["update_norm"]
        for line in own[end + 1 :]:
            assert not any(value for key, value in line.items() if key not in ("step", "lane", "status"))
    assert {run.status for run in race.runs.values()} == set(Status) - {Status.RUNNING}


def test_what_is_not_finite_was_measured():
    _, race = finished(ENDS)
    own = [line for line in table(race)[1] if line["lane"] == "発散"]
    assert [line["loss"] for line in own[:3]] == ["1.5", "inf", ""]
    assert own[0]["update_norm"] == "inf"
    assert own[1]["status"] == "diverged"


def test_validation_is_empty_between_epochs_and_epochs_are_those_completed():
    _, race = finished(EPOCHS)
    _, lines = table(race)
    assert [int(line["epoch"]) for line in lines] == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3]
    assert [int(line["evaluations"]) for line in lines] == list(range(10))
    assert [bool(line["validation_loss"]) for line in lines] == [step % 3 == 0 for step in range(10)]
    assert math.isclose(float(lines[0]["learning_rate"]), 0.0005)


def test_it_comes_in_pieces():
    _, race = finished(ENDS | {"budget": {"steps": 1000}, "early_stopping": []})
    pieces = list(as_csv(race))
    assert len(pieces) == 1 + math.ceil(1001 / 256)
    assert max(map(len, pieces)) < 256 * 4 * 150


@pytest.mark.parametrize("keep", [True, False])
def test_parameters_are_the_same_kept_or_computed_again(keep):
    _, race = finished(EPOCHS, keep_params=keep)
    text, lines = table(race, with_params=True)
    last = [float(lines[-1][f"params.{i}"]) for i in range(race.objective.dim)]
    np.testing.assert_array_equal(last, race.params_at(9)[0])
    assert text == table(finished(EPOCHS, keep_params=not keep)[1], with_params=True)[0]


def test_no_steps_at_all_is_one_line_a_lane():
    _, race = finished(ENDS, steps=0)
    assert len(table(race)[1]) == 4


def test_a_lane_with_batches_of_its_own_has_epochs_of_its_own():
    _, race = finished(BATCHES | {"early_stopping": []})
    for name, length in {"one": 11, "four": 3, "five": 3, "all": 1}.items():
        own = [line for line in table(race)[1] if line["lane"] == name]
        there = [line for line in own if line["epoch"]]
        assert [int(line["epoch"]) for line in there] == [step // length for step in range(5 * length + 1)]
        assert [bool(line["validation_loss"]) for line in there] == [step % length == 0 for step in range(len(there))]
        assert [line["status"] for line in own[len(there) - 1 :]] == ["out of steps"] * (57 - len(there))


@pytest.mark.parametrize("keep_rows", [None, 64])
@pytest.mark.parametrize("tables", [ENDS, EPOCHS, {**ENDS, "budget": {"steps": 700}}])
def test_a_table_that_is_written_while_the_race_is_run_is_the_same(tables, keep_rows):
    scenario = Scenario.from_dict(tables)
    race = scenario.race(keep_params=True)
    race.advance(race.budget)
    meanwhile = scenario.race(keep_params=True, keep_rows=keep_rows)
    assert "".join(run_as_csv(meanwhile, with_params=True)) == "".join(as_csv(race, with_params=True))
    assert meanwhile.head == race.head
    assert "".join(as_csv(meanwhile, with_params=True)) == "".join(as_csv(race, with_params=True))
