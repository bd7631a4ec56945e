"""What is read back is what was recorded, whatever was done to the race; a file that ends anywhere is read up to there."""

import builtins
import hashlib
import json
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optsim.recording.format.lines import whole_lines
from optsim.recording.format.values import number
from optsim.recording.format.version_1 import COLUMNS
from optsim.recording.format.version_2 import row_type
from optsim.recording.problems import Kind, RecordingError
from optsim.recording.reader import read
from optsim.recording.verification.findings import ChangedByHand, CutOff
from optsim.system.limits import MOST_STEPS
from tests.recording.support import TABLES, in_order, noisy, raced, recording_of, scenario_of, session

ALL = sorted(TABLES)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "run.jsonl"


def back(file, data):
    file.write_bytes(data)
    return read(file)


def in_columns(race, name):
    if name != "validation_loss":
        return race.history[name]
    column = np.full(race.history.loss.shape, np.nan)
    measured = race.history.validation_loss
    if len(measured):
        for run in race.runs.values():
            own = column[:: run.steps_per_epoch, run.place]
            own[:] = measured[: len(own), run.place]
    return column


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("with_params", [False, True])
def test_everything_comes_back(file, name, with_params):
    scenario, race = raced(name, seed=11, keep_params=True)
    recording = back(file, recording_of(name, with_params=with_params, seed=11))
    assert (recording.seed, recording.budget, recording.every, recording.numerics) == (11, race.budget, 1, "fast")
    assert (recording.complete, recording.intact, recording.note, recording.head) == (True, True, None, race.head)
    assert recording.steps.tolist() == list(range(race.head + 1))
    assert set(recording.columns) == set(COLUMNS)
    for column, values in recording.columns.items():
        wanted = in_columns(race, column)
        if column == "update_norm":
            # what an end leaves out was measured as nothing, too
            for place, end in race.ends.items():
                assert np.isnan(values[end.step, place])
        np.testing.assert_array_equal(values, np.where(recording.digests == "", np.nan, wanted))
    assert dict(recording.ends) == race.ends
    assert in_order(recording.events) == in_order(race.events)
    assert list(recording.scenario.lanes) == list(scenario.lanes)
    assert recording.commands == ()
    if with_params:
        there = recording.digests != ""
        np.testing.assert_array_equal(recording.params[there], race.history.params[there])
        assert np.isnan(recording.params[~there]).all()
    else:
        assert recording.params is None


@pytest.mark.parametrize("name", ALL)
def test_the_scenario_races_to_the_same_bits(file, name):
    _, race = raced(name, seed=3)
    again = back(file, recording_of(name, seed=3)).scenario.race()
    again.compute(race.budget)
    for column in ("loss", "batch_loss", "grad_norm", "update_norm", "learning_rate"):
        assert again.history[column].tobytes() == race.history[column].tobytes()
    assert again.ends == race.ends


def test_a_budget_of_no_steps_comes_back(file):
    recording = back(file, recording_of("ends", steps=0))
    assert recording.budget == recording.scenario.race().budget == 0
    assert recording.steps.tolist() == [0]


@pytest.mark.parametrize("every", [3, 50])
def test_thinned_there_are_gaps(file, every):
    _, race = raced("rich")
    recording = back(file, recording_of("rich", every=every))
    there = recording.digests != ""
    assert len(recording.steps) < race.head
    np.testing.assert_array_equal(recording.columns["loss"][there], race.history.loss[recording.steps][there])
    assert np.isnan(recording.columns["loss"][~there]).all()
    assert dict(recording.ends) == race.ends
    assert in_order(recording.events) == in_order(race.events)


SESSIONS = [("noisy", number) for number in range(24)]
SESSIONS += [(name, number) for name in ("batches", "starts") for number in range(5)]


@pytest.mark.sampled(30)
@pytest.mark.parametrize(("name", "number"), SESSIONS)
@pytest.mark.parametrize("every", [1, 7])
def test_after_all_commands_it_is_the_race_that_was_there_last(file, name, number, every):
    scenario = noisy() if name == "noisy" else scenario_of(name)
    player, data, done = session(number, scenario, every=every, with_params=number % 3 == 0)
    recording, race = back(file, data), player.race
    assert [command.step for command in recording.commands] == [step for _, step in done]
    assert list(recording.scenario.lanes) == list(player.scenario.lanes)
    assert recording.seed == race.seed
    assert recording.scenario.title == player.scenario.title
    computed = recording.steps <= race.head
    rows = recording.steps[computed]
    for column in ("loss", "batch_loss", "grad_norm", "learning_rate"):
        there = recording.digests[computed] != ""
        values, wanted = recording.columns[column][computed], race.history[column][rows]
        np.testing.assert_array_equal(values[there], wanted[there])
        if every == 1:
            assert rows.tolist() == list(range(race.head + 1))
            np.testing.assert_array_equal(there, race.history["learning_rate"] > 0)
    ends = {place: end for place, end in recording.ends.items() if end.step <= race.head}
    assert ends == race.ends
    events = [event for event in recording.events if event.step <= race.head]
    assert in_order(events) == in_order(race.events)
    assert set(recording.summary) == set(player.scenario.lanes)


@given(st.floats(width=64))
def test_a_float_comes_back_bit_for_bit(value):
    import msgspec  # noqa: PLC0415

    kind = row_type(COLUMNS)
    row = kind("0" * 16, number(value), 0.0, 0.0, None, 0.0)
    found = float(msgspec.json.decode(msgspec.json.encode(row), type=kind).loss)
    assert np.isnan(found) if np.isnan(value) else np.float64(found).tobytes() == np.float64(value).tobytes()


@pytest.mark.thorough
def test_killed_at_any_byte_it_is_read_up_to_the_last_whole_line(file, whole):
    small = noisy()
    small = replace(small.with_lanes(list(small.lanes.values())[-2:]), steps=6)
    _, data, done = session(7, small, with_params=True, commands=2)
    assert done
    ends = [at for at, byte in enumerate(data, start=1) if byte == 10]
    whole = {at: sum(end <= at for end in ends) for at in range(len(data) + 1)}
    counted = {}
    # all of a header is lost with any part of it; within a line one byte is as good as another
    after = [
        at for at in range(ends[0] - 9, len(data) + 1) if whole or at % 7 == 0 or any(abs(at - end) < 3 for end in ends)
    ]
    for at in [*range(0, ends[0] - 9, 97), *after]:
        file.write_bytes(data[:at])
        if at < ends[0] - 1:
            with pytest.raises(RecordingError) as caught:
                read(file)
            assert caught.value.kind is Kind.UNREADABLE
            continue
        recording = read(file)
        # the newline alone is no loss
        lines = whole[min(at + 1, len(data))]
        assert recording.complete == (at >= len(data) - 1)
        assert recording.complete or isinstance(recording.note, CutOff)
        counted.setdefault(lines, set()).add((len(recording.commands), *map(len, (recording.steps, recording.events))))
    # every whole line counts, no part of one does
    assert all(len(found) == 1 for found in counted.values())
    assert len(counted) == len(ends)


def test_a_tail_of_nothing_is_torn(file):
    data = recording_of("ends")
    cut = data[: data.index(b"\n", len(data) // 2) + 1]
    assert back(file, cut + b"\0" * 4096).note == back(file, cut).note is not None


@pytest.mark.parametrize(("lines", "note"), [(1, CutOff("header")), (2, CutOff("step", 0)), (9, CutOff("step", 7))])
def test_it_says_after_what_it_is_cut_off(file, lines, note):
    data = b"".join(recording_of("ends").splitlines(keepends=True)[:lines])
    assert back(file, data + b'{"st').note == note


def test_whole_lines_are_those_that_were_written(file):
    data = recording_of("rich")
    file.write_bytes(data)
    assert "".join(whole_lines(file)).encode() == data
    file.write_bytes(data[:-20])
    assert "".join(whole_lines(file)).encode() == data[: data.rindex(b"\n", 0, -1) + 1]


def header_of(data):
    return json.loads(data.splitlines()[0])


def rehashed(header):
    canonical = {"files": header["files"], "scenario": header["scenario"]}
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return header | {"scenario_hash": hashlib.sha256(text.encode()).hexdigest()}


def with_header(data, change):
    header = header_of(data)
    change(header)
    return json.dumps(rehashed(header)).encode() + data[data.index(b"\n") :]


def line(number, change):
    """Change a line, as a JSON value."""

    def changed(data):
        lines = data.splitlines(keepends=True)
        value = json.loads(lines[number - 1])
        change(value)
        lines[number - 1] = json.dumps(value).encode() + b"\n"
        return b"".join(lines)

    return changed


def text(number, new):
    def changed(data):
        lines = data.splitlines(keepends=True)
        lines[number - 1] = new
        return b"".join(lines)

    return changed


def setting(*keys, to):
    def change(value):
        for key in keys[:-1]:
            value = value[key]
        value[keys[-1]] = to

    return change


ROW = ("lanes", "stopped")
REFUSED = {
    "empty": (lambda _: b"", None, "is empty"),
    "something else": (lambda _: b"PK\3\4" * 100, None, "is no recording"),
    "a scenario": (lambda _: b'title = "x"\n', None, "is no recording"),
    "other JSON": (lambda _: b'{"a": 1}\n', None, "is no recording"),
    "a list": (lambda _: b"[1]\n", None, "is no recording"),
    "a cut header": (lambda data: data[:200], 1, "the header is not whole"),
    "a broken header": (text(1, b'{"format": \n'), 1, "is no header"),
    "an old version": (lambda data: data.replace(b'"version":2', b'"version":0', 1), 1, "never was: 0"),
    "a version in words": (lambda data: data.replace(b'"version":2', b'"version":"1"', 1), 1, "never was: '1'"),
    "a key too many": (line(1, setting("more", to=1)), 1, "unknown field `more`"),
    "a key too few": (line(1, lambda header: header.pop("seed")), 1, "missing required field `seed`"),
    "no seed": (line(1, setting("seed", to=-1)), 1, "at `$.seed`"),
    "a large seed": (line(1, setting("seed", to=2**64)), 1, "64 bits"),
    "every nothing": (line(1, setting("every", to=0)), 1, "at `$.every`"),
    "other numerics": (line(1, setting("numerics", to="slow")), 1, "'slow'"),
    "a bell": (line(1, setting("environment", "numpy", to="\x1b]0;x\x07")), 1, "U+001B"),
    "a scenario that is none": (
        lambda data: with_header(data, setting("scenario", "lanes", "stopped", "learning_rate", to=-1.0)),
        1,
        "lanes.stopped.learning_rate: must be above 0",
    ),
    "no lanes": (lambda data: with_header(data, setting("scenario", "lanes", to={})), 1, "lanes: there is none"),
    "too many parameters": (
        lambda data: with_header(
            data, setting("scenario", "objective", to={"kind": "quadratic", "spectrum": "linear", "dim": 10**12})
        ),
        1,
        "must be at most",
    ),
    "too wide a network": (
        lambda data: with_header(
            data, setting("scenario", "objective", to={"kind": "mlp", "hidden": [10**6, 10**6], "data": {}})
        ),
        1,
        "must be at most",
    ),
    "too many examples": (
        lambda data: with_header(
            data, setting("scenario", "objective", to={"kind": "mlp", "data": {"examples": 10**9}})
        ),
        1,
        "must be at most",
    ),
    "no JSON": (text(3, b"oh\n"), 3, "is no line of a recording"),
    "not UTF-8": (text(3, b'{"step":1,"lanes":{"\xff":1}}\n'), 3, "is no line of a recording"),
    "deep": (text(3, b'{"step":1,"lanes":' + b"[" * 10**5 + b"\n"), 3, "is no line of a recording"),
    "very deep": (text(3, b"[" * 10**6 + b"\n"), 3, "is no line of a recording"),
    "an empty line": (text(3, b"\n"), 3, "is no line of a recording"),
    "an object of nothing": (text(3, b"{}\n"), 3, "is no line of a recording"),
    "a number too large": (text(3, b'{"step":1,"lanes":{"a":{"loss":1e999}}}\n'), 3, "out of range"),
    "another word": (line(3, setting(*ROW, "loss", to="much")), 3, "'much'"),
    "a number in words": (line(3, setting(*ROW, "grad_norm", to="1.5")), 3, "'1.5'"),
    "a loss of nothing": (line(3, setting(*ROW, "loss", to=None)), 3, "at `$.lanes[...].loss`"),
    "half a hash": (line(3, setting(*ROW, "hash", to="12ab")), 3, "hash"),
    "a lane that is not there": (line(3, setting("lanes", "nobody", to={})), 3, "is no line of a recording"),
    "a lane that does not race": (
        line(3, lambda row: row["lanes"].update(nobody=row["lanes"]["stopped"])),
        3,
        "lane 'nobody': is not in the race",
    ),
    "a step too far": (line(3, setting("step", to=13)), 3, "has step 13 of 12"),
    "a huge step": (line(3, setting("step", to=10**20)), 3, "at `$.step`"),
    "a step before": (line(4, setting("step", to=0)), 4, "step 0 comes after step 1"),
    "a step again": (lambda data: data.replace(b'{"step":2,', b'{"step":1,'), 4, "step 1 comes after step 1"),
    "a row behind the end": (
        line(5, lambda row: row["lanes"].update(発散=row["lanes"]["stopped"])),
        5,
        "step 3 comes after its end at step 1",
    ),
    "a status alone": (line(4, setting(*ROW, "status", to="diverged")), 4, "a status goes with a cause"),
    "a status that is none": (line(4, setting(*ROW, "status", to="fine")), 4, "'fine'"),
    "a rule that is none": (
        line(4, setting(*ROW, "events", to=[{"status": "stopped early", "cause": {"code": "x"}, "rule": 7}])),
        4,
        "not in the scenario",
    ),
    "parameters at once": (line(4, setting(*ROW, "params", to=[1.0])), 4, "in all rows or in none"),
    "a cause that rings": (
        lambda data: data.replace(b'"out_of_steps"', b'"\\u001b[31m"', 1),
        14,
        "U+001B",
    ),
    "something after the summary": (lambda data: data + b"{}\n", 16, "stands after the summary"),
    "another summary": (line(15, setting("summary", "lanes", to={})), 15, "sums up other lanes"),
    "a command of nothing": (text(3, b'{"command":{"code":"add"}}\n'), 3, "missing required field"),
    "a command on no lane": (
        text(3, b'{"command":{"code":"edit"},"step":0,"head":0,"keeps":{"stopped":{"of":"nobody"}}}\n'),
        3,
        "keeps rows of a lane that is not in the race",
    ),
    "a command to no scenario": (
        text(3, b'{"command":{"code":"edit"},"step":0,"head":0,"keeps":{},"scenario":{"lanes":null}}\n'),
        3,
        "lanes: there is none",
    ),
}


@pytest.mark.parametrize(("change", "at", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_told(file, change, at, message):
    file.write_bytes(change(recording_of("ends")))
    with pytest.raises(RecordingError) as caught:
        read(file)
    error = caught.value
    assert (error.line, error.kind, error.path) == (at, Kind.UNREADABLE, str(file))
    assert message in error.what
    assert str(error).startswith(f"{file}, line {at}: " if at else f"{file}: ")
    assert error.way_out


@pytest.mark.parametrize("change", [setting("scenario", "title", to="X"), setting("files", "x", to="1,2")])
def test_a_header_that_was_changed_is_told(file, change):
    file.write_bytes(line(1, change)(recording_of("ends")))
    with pytest.raises(RecordingError, match="does not fit its hash") as caught:
        read(file)
    assert caught.value.kind is Kind.CHANGED


def test_a_newer_format_is_told(file):
    file.write_bytes(b'{"format":"optsim-recording","version":12,"anything":[1,2]}\nwhatever\n')
    with pytest.raises(
        RecordingError, match="is of format version 12, and this optsim knows versions up to 2"
    ) as caught:
        read(file)
    assert caught.value.kind is Kind.NOT_COMPARABLE


def test_what_is_not_there_is_told(tmp_path):
    for path, message in (
        (tmp_path / "none.jsonl", "No such file"),
        (tmp_path, "is a folder"),
        (Path("a\0b.jsonl"), "null"),
    ):
        with pytest.raises(RecordingError, match=message) as caught:
            read(path)
        assert caught.value.kind is Kind.UNREADABLE


def test_numbers_that_were_changed_are_noted(file):
    data = line(4, setting(*ROW, "loss", to=0.25))(recording_of("ends"))
    recording = back(file, data)
    assert not recording.intact
    assert recording.note == ChangedByHand()
    assert recording.columns["loss"][2, 3] == 0.25


def test_reading_opens_nothing_that_a_recording_names(file, tmp_path, monkeypatch):
    secret = tmp_path / "secret.csv"
    secret.write_text("1,2\n3,4\n", encoding="utf-8")
    data = with_header(recording_of("rich"), setting("scenario", "objective", "data", "path", to=str(secret)))
    file.write_bytes(data)
    with pytest.raises(RecordingError, match="is not among the files that came along"):
        read(file)
    file.write_bytes(recording_of("rich"))
    opened, original = [], builtins.open
    monkeypatch.setattr(
        builtins, "open", lambda path, *args, **kwargs: opened.append(path) or original(path, *args, **kwargs)
    )
    monkeypatch.setattr(
        Path, "open", lambda path, *args, **kwargs: opened.append(path) or original(path, *args, **kwargs)
    )
    assert read(file).scenario.objective.data.total == 16
    assert opened == [file]


@pytest.mark.parametrize("key", ["steps", "every", "seed"])
def test_a_huge_number_in_the_header_takes_no_room(file, key):
    data = line(1, setting(key, to=MOST_STEPS if key == "steps" else 2**53))(recording_of("ends"))
    tracemalloc.start()
    back(file, data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20e6


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    every=st.integers(1, 20),
    seed=st.integers(0, 2**64 - 1),
    steps=st.integers(0, 25),
    with_params=st.booleans(),
    name=st.sampled_from(ALL),
)
def test_any_recording_comes_back(file, name, every, seed, steps, with_params):
    scenario = scenario_of(name)
    race = scenario.race(seed=seed, steps=steps)
    race.compute(steps)
    recording = back(file, recording_of(name, every=every, seed=seed, steps=steps, with_params=with_params))
    assert (recording.complete, recording.intact, recording.every) == (True, True, every)
    assert dict(recording.ends) == race.ends
    there = recording.digests != ""
    np.testing.assert_array_equal(recording.columns["loss"][there], race.history.loss[recording.steps][there])
    wanted = [step for step in range(race.head + 1) if step % every == 0]
    assert set(wanted) <= set(recording.steps.tolist())
    assert recording.steps[-1] == race.head
