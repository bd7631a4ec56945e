"""Verifying finds what was changed, wherever it was, and finds nothing where nothing was."""

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optsim.engine.history.quantities import QUANTITIES, Quantity
from optsim.engine.stopping import STOPPING_RULES
from optsim.facts import from_dict
from optsim.languages import LANGUAGES, english
from optsim.recording.format.version_2 import ALWAYS
from optsim.recording.problems import Kind, NotComparableError, RecordingError
from optsim.recording.reader import read
from optsim.recording.recorder import Recorder
from optsim.recording.resolved_setup import Resolved, header
from optsim.recording.verification import comparison_policy
from optsim.recording.verification import verify as verifying
from optsim.recording.verification.compare import compare
from optsim.recording.verification.findings import (
    CutOff,
    Difference,
    EndsApart,
    EnvironmentDifference,
    NoStepInCommon,
    QuantitiesApart,
    RowsKept,
)
from optsim.recording.verification.verify import verify
from optsim.scenario import load, names
from tests.recording.support import TABLES, noisy, raced, recording_of, scenario_of, session
from tests.recording.test_reader import line, setting

SAMPLES = Path(__file__).parent / "samples"

ALL = sorted(TABLES)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "run.jsonl"


def verdict_of(file, data, *expected):
    file.write_bytes(data)
    return verify(file, *expected)


def expected_of(scenario, **settings):
    return Resolved.of(scenario, scenario.race(**settings))


def place(difference):
    """Where two computations differ, and in what."""
    return difference.step, difference.lane, difference.what, difference.name


def clean(verdict):
    return verdict.same and verdict.difference is None and not verdict.tampered


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("every", [1, 4, 1000])
@pytest.mark.parametrize("with_params", [False, True])
def test_a_recording_is_what_it_says(file, name, every, with_params):
    data = recording_of(name, every=every, with_params=with_params, seed=8)
    verdict = verdict_of(file, data, expected_of(scenario_of(name), seed=8))
    assert clean(verdict)
    assert verdict.agreement.exact
    assert verdict.notes == ()
    assert verdict.rows == data.count(b'\n{"step"')
    assert clean(compare(file, file))


@pytest.mark.sampled(10)
@pytest.mark.parametrize("number", range(14))
@pytest.mark.parametrize("every", [1, 7])
def test_all_that_a_person_did_is_verified(file, number, every):
    _, data, done = session(number, noisy(), every=every, with_params=number % 3 == 0)
    verdict = verdict_of(file, data)
    assert clean(verdict), (done, verdict)
    assert verdict.commands == len(done)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize("name", ["batches", "starts"])
def test_all_that_a_person_did_with_lanes_of_their_own_batches_and_starts_is_verified(file, name, number, every):
    _, data, done = session(number, scenario_of(name), every=every, with_params=number % 3 == 0)
    verdict = verdict_of(file, data)
    assert clean(verdict), (done, verdict)
    assert verdict.commands == len(done)
    assert verdict.rows == data.count(b'\n{"step"')
    # cut off after any line
    lines = data.splitlines(keepends=True)
    for count in range(2 + number % 5, len(lines), 1 + len(lines) // 5):
        verdict = verdict_of(file, b"".join(lines[:count]))
        assert clean(verdict), (count, done, verdict)
        assert isinstance(verdict.notes[0].note, CutOff)


def test_nothing_is_not_the_same(file):
    data = recording_of("ends")
    whole = file.with_name("whole.jsonl")
    whole.write_bytes(data)
    for kept in (data.splitlines(keepends=True)[0], data[: data.index(b"\n") + 20]):
        with pytest.raises(RecordingError, match="has no recorded step: there is nothing to verify") as caught:
            verdict_of(file, kept)
        assert caught.value.kind is Kind.UNREADABLE
        for one, two in ((file, whole), (whole, file)):
            with pytest.raises(RecordingError, match="has no recorded step in common with") as caught:
                compare(one, two)
            assert caught.value.kind is Kind.NOT_COMPARABLE


@pytest.mark.parametrize("name", names())
def test_every_shipped_scenario_is_verified(file, name):
    scenario = replace(load(name), steps=min(load(name).steps, 30))
    race = scenario.race()
    race.compute(30)
    from optsim.recording.recorder import lines  # noqa: PLC0415

    assert clean(verdict_of(file, b"".join(lines(scenario, race, every=3)), expected_of(scenario)))


def test_it_tells_how_far_it_is(file):
    told = []
    file.write_bytes(recording_of("ends"))
    verify(file, None, lambda step, budget: told.append((step, budget)))
    assert told[-1] == (12, 12)


ROW = ("lanes", "out of steps")
TAMPERED = {
    "loss": (4, setting(*ROW, "loss", to=0.25), (2, "out of steps", "value", "loss")),
    "batch_loss": (4, setting(*ROW, "batch_loss", to=0.25), (2, "out of steps", "value", "batch_loss")),
    "grad_norm": (4, setting(*ROW, "grad_norm", to=0.25), (2, "out of steps", "value", "grad_norm")),
    "update_norm": (4, setting(*ROW, "update_norm", to=0.25), (2, "out of steps", "value", "update_norm")),
    "no update_norm": (4, setting(*ROW, "update_norm", to=None), (2, "out of steps", "value", "update_norm")),
    "learning_rate": (4, setting(*ROW, "learning_rate", to=0.25), (2, "out of steps", "value", "learning_rate")),
    "validation_loss": (4, setting(*ROW, "validation_loss", to=0.25), (2, "out of steps", "value", "validation_loss")),
    "hash": (4, setting(*ROW, "hash", to="0" * 16), (2, "out of steps", "value", "hash")),
    "a word": (3, setting("lanes", "発散", "loss", to="-inf"), (1, "発散", "value", "loss")),
    "params": (4, setting(*ROW, "params", to=[1.0, 2.0]), (2, "out of steps", "value", "params")),
    "status": (14, setting(*ROW, "status", to="diverged"), (12, "out of steps", "value", "status")),
    "rule": (14, setting(*ROW, "rule", to=0), (12, "out of steps", "value", "rule")),
    "events": (
        4,
        setting(*ROW, "events", to=[{"status": "stopped early", "cause": {"code": "x"}, "rule": 0}]),
        (2, "out of steps", "value", "events"),
    ),
    "a lane gone": (4, lambda row: row["lanes"].pop("stopped"), (2, "stopped", "row", "")),
    "a row later": (14, setting("step", to=11), None),
    "best loss": (
        15,
        setting("summary", "lanes", "stopped", "best_loss", to=0.0),
        (3, "stopped", "summary", "best_loss"),
    ),
    "summed status": (
        15,
        setting("summary", "lanes", "stopped", "status", to="running"),
        (3, "stopped", "summary", "status"),
    ),
    "head": (15, setting("summary", "head", to=11), (11, "", "newest_step", "")),
}


@pytest.mark.parametrize(("number", "change", "where"), TAMPERED.values(), ids=TAMPERED)
def test_a_change_is_found_where_it_is(file, number, change, where):
    data = recording_of("ends", with_params=True)
    changed = line(number, change)(data)
    if where is None:
        # steps go up: that is told before anything is computed
        file.write_bytes(changed)
        with pytest.raises(RecordingError, match="step 11 comes after step 11"):
            verify(file)
        return
    verdict = verdict_of(file, changed)
    assert not verdict.same
    assert place(verdict.difference) == where
    # the summary itself is not in its hash
    assert verdict.tampered == (number != 15)
    lines = data.splitlines(keepends=True)
    file.write_bytes(changed)
    (original := file.with_name("original.jsonl")).write_bytes(data)
    if number == 15:
        if where[1]:
            assert compare(original, file).difference == verdict.difference
        else:
            # a session may have been left sooner than another
            assert compare(original, file).notes == (EndsApart(12, 11),)
        return
    there = verdict_of(file, b"".join(lines[: number - 1] + changed.splitlines(keepends=True)[number - 1 : number]))
    assert place(there.difference) == where
    assert not there.tampered
    file.write_bytes(changed)
    if where[1]:
        assert place(compare(original, file).difference) == where
        found, turned = compare(original, file).difference, compare(file, original).difference
        assert (found.here, found.there) == (turned.there, turned.here)


def reworded(data):
    """A recording whose every sentence is another one, and whose hash fits."""
    *lines, last = [json.loads(text) for text in data.splitlines()]
    for text in lines:
        for row in text.get("lanes", {}).values():
            for said in (row, *row.get("events", ())):
                if "reason" in said:
                    said["reason"] = f"in other words: {said['reason'][::-1]}"
    for lane in last["summary"]["lanes"].values():
        lane["reason"] = "in other words"
    body = "".join(f"{json.dumps(text, ensure_ascii=False)}\n" for text in lines).encode()
    last["summary"]["chain"] = hashlib.sha256(body).hexdigest()
    return body + json.dumps(last, ensure_ascii=False).encode() + b"\n"


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("version-1-[ers]*.jsonl")), ids=lambda sample: sample.stem)
@pytest.mark.parametrize("where", ["here", "elsewhere"])
def test_a_better_sentence_makes_no_other_race(file, sample, where, monkeypatch):
    data = sample.read_bytes()
    assert b'"reason"' in data
    (changed := file.with_name("reworded.jsonl")).write_bytes(reworded(data))
    others = [EnvironmentDifference("blas", "one", "another")] if where == "elsewhere" else []
    monkeypatch.setattr(comparison_policy, "differences", lambda *_: others)
    file.write_bytes(data)
    for verdict in (verify(changed), compare(file, changed), compare(changed, file)):
        assert clean(verdict), verdict
        assert verdict.agreement.exact == (where == "here")


def test_what_is_not_in_its_hash_alone_is_found_too(file):
    data = recording_of("ends").replace(b'"numpy":"', b'"numpy":"9')
    verdict = verdict_of(file, data)
    assert (verdict.difference, verdict.tampered, verdict.same) == (None, True, False)
    data = line(15, setting("summary", "chain", to="0" * 64))(recording_of("ends"))
    assert verdict_of(file, data).tampered


@pytest.mark.parametrize("every", [1, 3])
@pytest.mark.parametrize("number", range(2, 8))
def test_a_row_that_is_not_there_is_missed(file, every, number):
    lines = recording_of("ends", every=every).splitlines(keepends=True)
    if number >= len(lines) - 2:
        return
    gone = json.loads(lines[number])["step"]
    for behind in (lines[number + 1 :], lines[number + 1 : number + 2]):
        verdict = verdict_of(file, b"".join(lines[:number] + behind))
        assert verdict.difference == Difference(gone, "", "row", "", here=True, there=False)


def test_a_row_too_many_is_found(file):
    thin = recording_of("ends", every=5).splitlines(keepends=True)
    full = {json.loads(text).get("step"): text for text in recording_of("ends").splitlines(keepends=True)}
    steps = [json.loads(text).get("step") for text in thin]
    more = next(step for step in full if step is not None and step not in steps)
    at = next(number for number, step in enumerate(steps) if step is not None and step > more)
    verdict = verdict_of(file, b"".join([*thin[:at], full[more], *thin[at:]]))
    assert verdict.difference == Difference(more, "", "row", "", here=False, there=True)
    # cut off there, it may have been the last step
    assert clean(verdict_of(file, b"".join([*thin[:at], full[more]])))


def test_commands_are_part_of_it(file):
    _, data, done = session(3, noisy())
    lines = data.splitlines(keepends=True)
    at = [number for number, text in enumerate(lines) if text.startswith(b'{"command"')]
    assert len(at) == len(done) > 2
    for number in at:
        command = json.loads(lines[number])
        command["head"] += 1
        forged = [*lines[:number], json.dumps(command).encode() + b"\n", *lines[number + 1 :]]
        assert not verdict_of(file, b"".join(forged)).same
    told = 0
    for number in at:
        command = json.loads(lines[number])
        for name in command["keeps"]:
            forged = json.loads(lines[number])
            forged["keeps"][name]["below"] = 1
            of, below = command["keeps"][name]["of"], command["keeps"][name].get("below")
            try:
                found = verdict_of(
                    file, b"".join([*lines[:number], json.dumps(forged).encode() + b"\n", *lines[number + 1 :]])
                )
            except RecordingError:
                continue
            assert not found.same
            if found.difference.what == "rows_kept":
                told += 1
                kept = RowsKept(of, below), RowsKept(of, 1)
                assert place(found.difference)[1:] == (name, "rows_kept", from_dict(command["command"]))
                assert (found.difference.here, found.difference.there) == kept
    assert told


OTHERS = {
    "seed": (lambda scenario: (scenario, {"seed": 9}), "seed: 9 here, 3 there"),
    "steps": (lambda scenario: (scenario, {"steps": 9}), "steps: 9 here, 12 there"),
    "target": (lambda scenario: (replace(scenario, target_loss=0.5), {}), "budget.target_loss: 0.5 here, 0.001 there"),
    "rules": (
        lambda scenario: (replace(scenario, early_stopping=()), {}),
        "early_stopping.patience: not set here, 2 there",
    ),
    "objective": (
        lambda scenario: (replace(scenario, objective=replace(scenario.objective, noise=0.5)), {}),
        "objective.noise: 0.5 here, 0.0 there",
    ),
    "a lane": (
        lambda scenario: (scenario.with_lanes(list(scenario.lanes.values())[1:]), {}),
        "lanes.out of steps.learning_rate: not set here, 0.1 there",
    ),
}


@pytest.mark.parametrize(("other", "told"), OTHERS.values(), ids=OTHERS)
def test_another_race_is_none_to_compare_with(file, other, told):
    file.write_bytes(recording_of("ends"))
    scenario, settings = other(scenario_of("ends"))
    with pytest.raises(RecordingError, match="is of another race") as caught:
        verify(file, expected_of(scenario, **settings))
    assert caught.value.kind is Kind.NOT_COMPARABLE
    assert f"\n  {told}" in str(caught.value)


def test_other_data_are_another_race(file):
    file.write_bytes(recording_of("rich"))
    scenario = scenario_of("rich")
    data = scenario.objective.data
    other = replace(data, table=data.table + 1.0)
    scenario = replace(scenario, objective=replace(scenario.objective, data=other))
    with pytest.raises(RecordingError, match=r"data\.csv: 1\.0,1\.0"):
        verify(file, expected_of(scenario))


def test_what_is_only_shown_makes_no_other_race(file):
    file.write_bytes(recording_of("ends"))
    scenario = replace(
        scenario_of("ends"), title="Other", description="words", view=replace(scenario_of("ends").view, y="grad_norm")
    )
    assert clean(verify(file, expected_of(scenario)))


def test_many_differences_are_counted(file):
    file.write_bytes(recording_of("ends"))
    with pytest.raises(RecordingError) as caught:
        verify(file, expected_of(load("saddle")))
    assert str(caught.value).splitlines()[-1].startswith("  and ")
    assert len(str(caught.value).splitlines()) == 14


def elsewhere(monkeypatch):
    """As if this was another machine."""
    real = verifying.environment()
    monkeypatch.setattr(verifying, "environment", lambda: real | {"numpy": "9.9"})


def long_recording(steps=150, every=1):
    from optsim.recording.recorder import lines  # noqa: PLC0415

    scenario = replace(noisy(), steps=steps, early_stopping=())
    race = scenario.race()
    race.compute(steps)
    return b"".join(lines(scenario, race, every=every, with_params=True))


def test_elsewhere_the_first_steps_are_compared_roughly(file, monkeypatch):
    elsewhere(monkeypatch)
    data = long_recording()
    verdict = verdict_of(file, data)
    assert verdict.same
    assert not verdict.agreement.exact
    assert verdict.rows == comparison_policy.STEPS_ELSEWHERE == 100
    assert verdict.agreement.environments == (
        EnvironmentDifference("numpy", "9.9", json.loads(data.splitlines()[0])["environment"]["numpy"]),
    )
    # a last digit, a hash, anything behind
    for number, change, same in (
        (50, lambda lane: lane.update(loss=lane["loss"] * (1 + 1e-9)), True),
        (50, lambda lane: lane.update(loss=lane["loss"] * (1 + 1e-5)), False),
        (50, lambda lane: lane.update(params=[lane["params"][0] * (1 + 1e-5), lane["params"][1]]), False),
        (50, lambda lane: lane.update(hash="0" * 16), True),
        (101, lambda lane: lane.update(grad_norm=lane["grad_norm"] * 2), False),
        (102, lambda lane: lane.update(grad_norm=lane["grad_norm"] * 2), True),
    ):
        changed = line(number, lambda row, change=change: change(row["lanes"]["adam"]))(data)
        assert (verdict_of(file, changed).difference is None) == same, number
    lines = data.splitlines(keepends=True)
    assert verdict_of(file, b"".join([*lines[:8], *lines[9:]])).difference.step == 7


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("every", [1, 7])
def test_elsewhere_commands_are_carried_out_too(file, monkeypatch, number, every):
    elsewhere(monkeypatch)
    _, data, done = session(number, replace(noisy(), steps=180), every=every)
    verdict = verdict_of(file, data)
    assert clean(verdict), (done, verdict)
    assert verdict.commands == len(done)


def test_strict_numbers_are_compared_bit_for_bit_anywhere():
    scenario, race = raced("ends")
    setup, here, there = Resolved.of(scenario, race), {"numpy": "1"}, {"numpy": "2"}
    headers = {
        numerics: header(
            setup._replace(numerics=numerics), every=1, quantities=ALWAYS, with_params=False, environment=there
        )
        for numerics in ("strict", "fast")
    }
    assert comparison_policy.Agreement.of(headers["strict"], here).exact
    assert not comparison_policy.Agreement.of(headers["fast"], here).exact
    assert comparison_policy.Agreement.of(headers["fast"], there).exact
    # causes come of a diagnosis, which no arithmetic makes the same on every machine
    assert not comparison_policy.Agreement.of(headers["strict"], here).causes
    assert comparison_policy.Agreement.of(headers["strict"], there).causes


def test_quantities_on_request_are_verified_as_the_header_names_them(file):
    data = recording_of("batches", also=("cosine", "update_ratio"))
    file.write_bytes(data)
    recording = read(file)
    assert recording.requested == ("cosine", "update_ratio")
    _, race = raced("batches", also=("cosine", "update_ratio"))
    for name in recording.requested:
        np.testing.assert_array_equal(recording.columns[name], race.history[name][recording.steps])
    assert verify(file).same
    other = file.with_name("plain.jsonl")
    other.write_bytes(recording_of("batches"))
    found = compare(other, file)
    assert found.same
    assert found.notes == (QuantitiesApart(("cosine", "update_ratio")),)
    row = json.loads(data.splitlines()[3])
    row["lanes"]["four"]["cosine"] = 0.5
    changed = data.replace(data.splitlines()[3], json.dumps(row, ensure_ascii=False).encode())
    file.write_bytes(changed)
    difference = verify(file).difference
    assert (difference.step, difference.lane, difference.name, difference.there) == (row["step"], "four", "cosine", 0.5)


@pytest.mark.parametrize(
    ("cause", "message"),
    [
        ({}, "a cause has no code"),
        ({"code": 7}, "a cause has no code"),
        ({"code": "x\x1b[2J"}, "cannot be shown"),
        ({"code": "x", "y\x07": 1}, "cannot be shown"),
        ({"code": "x", "y": [{"z": ["\x9b"]}]}, "cannot be shown"),
        ({"code": "x", "y": [[[[[[[[[[1]]]]]]]]]]}, "too much within it"),
    ],
)
def test_a_cause_that_is_none_is_refused(file, cause, message):
    file.write_bytes(line(14, setting(*ROW, "cause", to=cause))(recording_of("ends")))
    with pytest.raises(RecordingError, match=message):
        read(file)


def test_a_cause_that_is_not_known_here_is_kept_and_shown_as_it_is(file):
    cause = {"code": "rule.of_somebody", "number": 3, "out_of": [1.5, "inf"]}
    file.write_bytes(line(14, setting(*ROW, "cause", to=cause))(recording_of("ends")))
    end = read(file).ends[0]
    assert end.cause.as_dict() == cause
    assert "rule.of_somebody" in english().sentence(end.cause)
    assert verify(file).difference.name == "cause"


def test_two_recordings_are_compared_as_far_as_both_go(file):
    other = file.with_name("other.jsonl")
    file.write_bytes(recording_of("rich"))
    for data, rows, notes in (
        (recording_of("rich", with_params=True), 19, 0),
        (recording_of("rich", every=4), None, 1),
        (recording_of("rich")[:-3000], None, 1),
    ):
        other.write_bytes(data)
        for one, two in ((file, other), (other, file)):
            verdict = compare(one, two)
            assert clean(verdict), verdict
            assert len(verdict.notes) == notes
            assert rows is None or verdict.rows == rows


def later(data):
    """With the second command given a step later."""
    lines = data.splitlines(keepends=True)
    at = [number for number, text in enumerate(lines) if text.startswith(b'{"command"')][1]
    command = json.loads(lines[at])
    lines[at] = json.dumps(command | {"head": command["head"] + 1}).encode() + b"\n"
    return b"".join(lines)


def test_two_recordings_of_different_races_or_commands_are_not_comparable(file):
    other, old = file.with_name("other.jsonl"), (SAMPLES / "version-1-session.jsonl").read_bytes()
    for one, two, message in (
        (recording_of("ends"), recording_of("rich"), "is of another race"),
        (recording_of("ends"), recording_of("ends", seed=4), "seed: 3 here, 4 there"),
        (session(1, noisy())[1], session(2, noisy())[1], "has other commands: number 1 is"),
        (
            session(1, noisy())[1],
            later(session(1, noisy())[1]),
            "number 2, 'delete gd', has another newest step; the race had come to step 29 there, 28 here",
        ),
        (old, later(old), "number 2, 'add', has another newest step; the race had come to step 38 there, 37 here"),
        (
            session(1, noisy())[1],
            session(1, noisy())[1].replace(b'"keeps":{"gd":{"of":"gd"', b'"keeps":{"gd":{"of":"gd","below":1', 1),
            "number 1, \"fork momentum as 'momentum 2'\", has another past of its lanes",
        ),
    ):
        file.write_bytes(one)
        other.write_bytes(two)
        with pytest.raises(RecordingError, match=message) as caught:
            compare(file, other)
        assert caught.value.kind is Kind.NOT_COMPARABLE


def test_two_recordings_of_a_session_are_the_same(file):
    data = session(5, noisy())[1]
    file.write_bytes(data)
    assert compare(file, file).commands == data.count(b'{"command"') > 1


def test_rules_of_all_kinds_speak_alike(file):
    rules = tuple(rule(monitor="loss", halt=False) for rule in STOPPING_RULES.values())
    scenario = replace(noisy(), early_stopping=rules, steps=150)
    from optsim.recording.recorder import lines  # noqa: PLC0415

    race = scenario.race()
    race.compute(150)
    assert {event.rule for event in race.events} > {0}
    assert clean(verdict_of(file, b"".join(lines(scenario, race, every=50))))


def test_quantities_on_request_are_verified_after_a_command_that_begins_anew(file):
    row = QUANTITIES.register(
        Quantity(name="weight", per="epoch", measure=lambda known: known.norm("params"), of=("params",))
    )
    try:
        scenario, data = scenario_of("batches"), io.BytesIO()
        race = scenario.race(also=("cosine", row.name))
        recorder = Recorder(scenario, race, data, also=("cosine", row.name))
        race.advance(9)
        again = replace(scenario, seed=8)
        race = again.race(also=("cosine", row.name))
        recorder.change(again, race)
        race.advance(race.budget)
        recorder.finish(race)
        verdict = verdict_of(file, data.getvalue())
        assert (clean(verdict), verdict.commands) == (True, 1)
        # it was compared, not passed over
        spoiled = line(-1, lambda row: row["lanes"]["one"].update(weight=1.5))(data.getvalue())
        assert place(verdict_of(file, spoiled).difference)[1:] == ("one", "value", "weight")
    finally:
        QUANTITIES.remove(row.name)


@pytest.mark.parametrize("particulars", [(), (CutOff("step", 3),)])
def test_why_recordings_are_not_compared_is_told_in_the_language_that_is_asked_for(particulars):
    error = NotComparableError("one\u202e.jsonl", NoStepInCommon("other.jsonl"), particulars)
    assert error.message(english()) == str(error)
    for language in (each() for each in LANGUAGES.values()):
        first, *others = error.message(language).split("\n  ")
        assert language.sentence(error.why) in first
        assert others == [language.sentence(fact) for fact in particulars]
        assert "\u202e" not in error.message(language)
