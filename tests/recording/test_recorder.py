"""What a recording holds, line by line, and that recording never gets in a race's way."""

import errno
import hashlib
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from optsim import OPTIMIZERS
from optsim.facts import from_dict
from optsim.recording.format.version_1 import COLUMNS
from optsim.recording.recorder import Recorder, lines
from optsim.scenario import load, names
from tests.recording.support import TABLES, noisy, raced, recording_of, scenario_of, session

ALL = sorted(TABLES)


def parsed(data):
    return [json.loads(line) for line in data.splitlines()]


def value(number):
    return float(number)


@pytest.mark.parametrize("name", ALL)
def test_every_number_of_every_lane_is_there(name):
    _, race = raced(name)
    rows = parsed(recording_of(name))[1:-1]
    assert [row["step"] for row in rows] == list(range(race.head + 1))
    for row in rows:
        step = row["step"]
        running = [run for run in race.runs.values() if step <= race.ends[run.place].step]
        assert list(row["lanes"]) == [run.name for run in running]
        for run in running:
            lane = row["lanes"][run.name]
            for column in ("loss", "batch_loss", "grad_norm", "learning_rate"):
                assert value(lane[column]).hex() == float(race.history[column][step, run.place]).hex()
            last = step == race.ends[run.place].step
            assert (lane["update_norm"] is None) == last
            assert last or value(lane["update_norm"]) == race.history["update_norm"][step, run.place]
            measured = race.objective.has_validation and step % run.steps_per_epoch == 0
            assert ("validation_loss" in lane) == measured
            if measured:
                epoch = step // run.steps_per_epoch
                assert value(lane["validation_loss"]) == race.history.validation_loss[epoch, run.place]


@pytest.mark.parametrize("name", ALL)
def test_ends_and_what_rules_say_stand_where_they_happen(name):
    _, race = raced(name)
    for row in parsed(recording_of(name))[1:-1]:
        for lane, said in row["lanes"].items():
            end = race.ends[race.runs[lane].place]
            assert ("status" in said) == (row["step"] == end.step)
            if "status" in said:
                assert (said["status"], from_dict(said["cause"]), said.get("rule")) == (
                    end.status.value,
                    end.cause,
                    end.rule,
                )
            events = [event for event in race.events if (event.step, event.lane) == (row["step"], lane)]
            assert [(e["rule"], from_dict(e["cause"])) for e in said.get("events", [])] == [
                (e.rule, e.cause) for e in events
            ]
    assert race.events


def test_numbers_that_are_none_are_words():
    rows = parsed(recording_of("ends"))
    assert rows[2]["lanes"]["発散"]["loss"] == "inf"
    assert b"NaN" not in recording_of("ends")
    assert b"Infinity" not in recording_of("ends")


def test_the_header_says_every_setting():
    header = parsed(recording_of("rich", with_params=True, every=3))[0]
    assert list(header)[:2] == ["format", "version"]
    assert (header["format"], header["version"], header["name"]) == ("optsim-recording", 2, "rich")
    assert header["quantities"] == list(COLUMNS)
    assert (header["seed"], header["steps"], header["every"], header["params"]) == (5, 18, 3, True)
    assert header["scenario"]["lanes"]["adam"]["bias_correction"] is True
    assert header["scenario"]["objective"]["data"] == {"path": "data.csv", "validation": 0.25}
    assert len(header["files"]["data.csv"].splitlines()) == 16
    assert set(header["environment"]) == {"optsim", "python", "numpy", "system", "machine", "blas", "simd"}
    canonical = json.dumps(
        {"files": header["files"], "scenario": header["scenario"]},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    assert header["scenario_hash"] == hashlib.sha256(canonical.encode()).hexdigest()


def test_another_seed_and_budget_are_in_the_header_alone():
    one, other = (parsed(recording_of("rich", **settings))[0] for settings in ({}, {"seed": 6, "steps": 0}))
    assert (other["seed"], other["steps"]) == (6, 0)
    assert one["scenario_hash"] == other["scenario_hash"]


def test_nothing_depends_on_where_or_when():
    assert recording_of("rich") == recording_of("rich")
    assert not {"time", "date", "path", "created"} & set(parsed(recording_of("rich"))[0])


@pytest.mark.parametrize("name", ALL)
def test_the_summary_sums_up(name):
    _, race = raced(name)
    data = recording_of(name)
    summary = parsed(data)[-1]["summary"]
    assert summary["head"] == race.head
    whole = data[: data.rindex(b'{"summary"')]
    assert summary["chain"] == hashlib.sha256(whole).hexdigest()
    for run in race.runs.values():
        lane = summary["lanes"][run.name]
        assert (lane["step"], lane["status"], lane["cause"]) == (
            run.last_step,
            run.status.value,
            run.cause and run.cause.as_dict(),
        )
        assert (value(lane["loss"]), lane["best_step"]) == (run.loss, run.best_step)
        assert value(lane["best_loss"]) == run.best_loss


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("every", [2, 5, 7, 1000])
def test_thinned_it_keeps_its_corners(name, every):
    _, race = raced(name)
    full = {row["step"]: row["lanes"] for row in parsed(recording_of(name))[1:-1]}
    thin = parsed(recording_of(name, every=every))[1:-1]
    wanted = {}
    for step, lanes in full.items():
        kept = {
            lane: row
            for lane, row in lanes.items()
            if step % every == 0 or step == race.head or "status" in row or "events" in row
        }
        if kept:
            wanted[step] = kept
    assert {row["step"]: row["lanes"] for row in thin} == wanted


@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize("head", [0, 1, 13, 21])
def test_a_race_that_is_left_half_way_has_its_last_step(head, every):
    scenario = noisy()
    race = scenario.race()
    race.compute(head)
    rows = parsed(b"".join(lines(scenario, race, every=every)))
    assert rows[-2]["step"] == head
    assert rows[-1]["summary"]["lanes"]["adam"]["status"] == "running"
    assert list(rows[-2]["lanes"]) == list(scenario.lanes)


def written(scenario, step, *, every=1, with_params=False, flush=0):
    """Recorded as it goes, looked at every so many steps."""
    race, file = scenario.race(), io.BytesIO()
    recorder = Recorder(scenario, race, file, every=every, with_params=with_params)
    while not race.over:
        step(race, recorder)
        recorder.take(race)
        if flush and race.head % flush == 0:
            recorder.flush()
    recorder.finish(race)
    return file.getvalue()


WAYS = {
    "a step at a time": lambda race, _: race.advance(),
    "many at a time": lambda race, _: race.advance(17),
    "all": lambda race, _: race.compute(race.budget),
    "shown": lambda race, recorder: race.compute(race.head + recorder.room, recorder.watch),
    "shown in part": lambda race, recorder: (race.advance(2), race.compute(race.head + 5, recorder.watch)),
}


@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("flush", [0, 3])
def test_how_often_it_is_called_changes_nothing(way, every, flush):
    scenario = noisy()
    race = scenario.race()
    race.compute(race.budget)
    wanted = b"".join(lines(scenario, race, every=every, with_params=True))
    assert written(scenario, way, every=every, with_params=True, flush=flush) == wanted


def test_it_comes_in_whole_lines_and_pieces():
    scenario = load("saddle")
    race = scenario.race()
    race.compute(race.budget)
    pieces = list(lines(scenario, race))
    assert len(pieces) > 4
    assert all(piece.endswith(b"\n") for piece in pieces)


def test_parameters_are_those_of_the_race():
    scenario = noisy()
    race = scenario.race()
    race.compute(race.budget)
    for row in parsed(b"".join(lines(scenario, race, with_params=True)))[1:-1]:
        for name, lane in row["lanes"].items():
            np.testing.assert_array_equal(lane["params"], race.params_at(row["step"])[race.runs[name].place])


class Failing(io.BytesIO):
    """A disk that is full after so many writes."""

    def __init__(self, writes, error):
        super().__init__()
        self.left, self.error = writes, error

    def write(self, data):
        if self.left == 0:
            raise self.error
        self.left -= 1
        return super().write(data)


@pytest.mark.parametrize("writes", [0, 1, 3])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), ValueError("it was closed")])
def test_a_sink_that_fails_is_dropped_and_the_race_goes_on(writes, error):
    scenario = noisy()
    race, sink = scenario.race(), Failing(writes, error)
    recorder = Recorder(scenario, race, sink)
    for _ in range(race.budget):
        race.advance()
        recorder.take(race)
        recorder.flush()
    other = scenario.race()
    recorder.change(scenario, other)
    recorder.finish(other)
    assert recorder.fault == ("No space left on device" if isinstance(error, OSError) else "it was closed")
    assert recorder.error is error
    assert race.finished
    assert (sink.getvalue() == b"") == (writes == 0)
    assert sink.getvalue()[-1:] in {b"", b"\n"}


def test_a_scenario_that_no_file_can_say_is_refused():
    class Mine(type(noisy().objective)):
        name = ""

    scenario = noisy()
    object.__setattr__(scenario, "objective", Mine(eigenvalues=(1.0,)))
    with pytest.raises(ValueError, match="Mine has no name"):
        Recorder(scenario, scenario.race(), io.BytesIO())


def test_a_command_says_what_changes_and_what_is_kept():
    scenario = noisy()
    for number in range(6):
        _, data, done = session(number, scenario)
        commands = [line for line in parsed(data) if "command" in line]
        assert [line["step"] for line in commands] == [step for _, step in done]
        codes = {"tune": "edit", "start": "setup", "title": "view"}
        for line, (what, _) in zip(commands, done, strict=True):
            assert what == "undo" or line["command"]["code"] == f"command.{codes.get(what, what)}"
        for line, (what, _) in zip(commands, done, strict=True):
            match what:
                case "rename" | "title" | "fork" | "delete":
                    assert all("below" not in kept for kept in line["keeps"].values())
                case "restart" | "seed" | "start":
                    assert line["keeps"] == {} or line["head"] == 0
                case "tune":
                    cut = [name for name, kept in line["keeps"].items() if "below" in kept]
                    assert len(cut) <= 1
            assert set(line.get("scenario", {})) <= {"lanes", "title", "objective"}


def test_only_what_is_new_is_recorded_again():
    scenario = noisy()
    race, file = scenario.race(), io.BytesIO()
    recorder = Recorder(scenario, race, file)
    race.compute(30)
    recorder.take(race)
    edited = scenario.with_lanes(
        lane.edited(20, lane.optimizer.__class__(learning_rate=0.01)) if lane.name == "adam" else lane
        for lane in scenario.lanes.values()
    )
    after = race.with_lanes(edited.lanes)
    recorder.change(edited, after)
    after.compute(40)
    recorder.finish(after)
    rows = parsed(file.getvalue())
    at = next(number for number, row in enumerate(rows) if "command" in row)
    assert rows[at]["keeps"]["adam"] == {"of": "adam", "below": 20}
    assert rows[at]["keeps"]["gd"] == {"of": "gd"}
    again = rows[at + 1 : -1]
    assert [row["step"] for row in again] == list(range(20, 41))
    assert [list(row["lanes"]) for row in again[:11]] == [["adam"]] * 11
    assert all({"adam", "gd", "sgd"} <= set(row["lanes"]) for row in again[11:])


@pytest.mark.parametrize("name", names())
def test_every_shipped_scenario_is_recorded(name):
    scenario = load(name)
    race = scenario.race(steps=min(scenario.steps, 40))
    race.compute(40)
    rows = parsed(b"".join(lines(scenario, race)))
    assert len(rows) == race.head + 3
    assert set(COLUMNS) >= set(rows[1]["lanes"][next(iter(scenario.lanes))]) - {"hash"}


def test_no_lane_ends_without_its_row():
    scenario = scenario_of("rich")
    race = scenario.race()
    race.compute(race.budget)
    ended = {}
    for row in parsed(b"".join(lines(scenario, race, every=100)))[1:-1]:
        ended |= {name: row["step"] for name, lane in row["lanes"].items() if "status" in lane}
    assert ended == {run.name: race.ends[run.place].step for run in race.runs.values()}


def test_parameters_that_are_no_numbers_are_words():
    scenario = replace(noisy(), lanes={"far": OPTIMIZERS["gd"](learning_rate=1e308)}, early_stopping=())
    race = scenario.race()
    race.advance(5)
    points = [row["lanes"]["far"]["params"] for row in parsed(b"".join(lines(scenario, race, with_params=True)))[1:-1]]
    assert points == [[2.0, -1.0], ["-inf", 3e307]]
