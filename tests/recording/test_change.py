"""Commands in a recording: facts of what they change, in words where a person reads them."""

import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.analysis.events import EventLog, Kind
from optsim.engine.objectives.quadratic import Quadratic
from optsim.engine.optimizers.adam import Adam
from optsim.languages import english
from optsim.playback import edits
from optsim.playback.player import Player
from optsim.playback.sources.replay import Replay
from optsim.recording.format.command_facts import (
    LaneAdded,
    LaneDeleted,
    LaneForked,
    LaneRenamed,
    LanesEdited,
    LanesReplaced,
    Restarted,
    SeedChanged,
    SetupChanged,
    ViewChanged,
)
from optsim.recording.problems import RecordingError
from optsim.recording.reader import read
from optsim.recording.recorder import Recorder
from optsim.report.json.document import as_json
from optsim.report.text.provenance import provenance
from tests.recording.support import noisy


def recorded(path, *commands):
    """The recording of a race in which a person gives some commands, at steps 3, 6, …"""
    player, file = Player(noisy()), io.BytesIO()
    recorder = Recorder(player.scenario, player.race, file)
    for number, command in enumerate(commands, start=1):
        player.race.seek(3 * number)
        command(player)
        recorder.change(player.scenario, player.race)
    recorder.finish(player.race)
    path.write_bytes(file.getvalue())
    return read(path)


def changed(make):
    return lambda player: player.change("x", make(player.scenario))


def lanes_of(scenario, *names):
    return scenario.with_lanes(lane for lane in scenario.lanes.values() if lane.name in names)


ADD = changed(lambda scenario: edits.added(scenario, Adam(learning_rate=0.1))[0])
RENAME = changed(lambda scenario: edits.renamed(scenario, "sgd", "the fast one"))
#: what is done, the fact of it, and its sentence
CHANGES = {
    "add": (ADD, LaneAdded("adam 2"), "add 'adam 2'"),
    "fork": (changed(lambda scenario: edits.forked(scenario, "gd", 2)[0]), LaneForked("gd 2", "gd"), "fork gd as 'gd 2'"),
    "delete": (changed(lambda scenario: edits.deleted(scenario, "gd")), LaneDeleted("gd"), "delete gd"),
    "rename": (RENAME, LaneRenamed("sgd", "the fast one"), "rename sgd to 'the fast one'"),
    "replace": (
        changed(lambda scenario: edits.renamed(lanes_of(scenario, "gd", "adam"), "gd", "a, b")),
        LanesReplaced(("gd", "sgd", "momentum", "adagrad", "rmsprop"), ("a, b",)),
        "delete gd, sgd, momentum, adagrad, rmsprop and add 'a, b'",
    ),
    "edit": (changed(lambda scenario: edits.scaled_rate(scenario, "gd", 2, 0.5)), LanesEdited(("gd",)), "edit gd"),
    "seed": (lambda player: player.seed(12), SeedChanged(12), "start again with seed 12"),
    "restart": (lambda player: player.restart(), Restarted(), "start again"),
    "start": (
        changed(lambda scenario: replace(scenario, objective=Quadratic(eigenvalues=(1.0, 0.3), start=(1.0, 1.0)))),
        SetupChanged(("objective",)),
        "change the race (objective)",
    ),
    "title": (
        changed(lambda scenario: replace(scenario, title="another")),
        ViewChanged(("title",)),
        "change what is shown (title)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_command_is_a_fact_with_a_sentence(tmp_path, name):
    command, fact, sentence = CHANGES[name]
    (done,) = recorded(tmp_path / "run.jsonl", command).commands
    assert (done.done, done.what, done.step, done.head) == (fact, sentence, 3, 3)


def test_reports_say_it(tmp_path):
    recording = recorded(tmp_path / "run.jsonl", ADD, RENAME)
    told = "2 commands on the way: add 'adam 2' at step 3, rename sgd to 'the fast one' at step 6"
    assert told in list(provenance(recording, english()))
    document = json.loads("".join(as_json(recording.scenario, Replay(recording), recorded=recording)))
    assert document["recorded"]["commands"][1] == {
        "what": "rename sgd to 'the fast one'",
        "command": {"code": "command.rename", "lane": "sgd", "name": "the fast one"},
        "step": 6,
        "head": 6,
    }


def test_events_have_what_the_lanes_do_not_tell_of_the_race_that_is_left(tmp_path):
    before, anew = CHANGES["delete"][0], CHANGES["seed"][0]
    recording = recorded(tmp_path / "run.jsonl", before, anew, ADD, RENAME, edit_of("adam"), fork_of("adam"))
    happened = EventLog(Replay(recording)).happenings()
    commands = [(each.step, each.lane, each.fact) for each in happened if each.kind is Kind.COMMAND]
    assert commands == [(9, "", LaneAdded("adam 2")), (12, "", LaneRenamed("sgd", "the fast one"))]
    assert [each.lane for each in happened if each.kind in (Kind.EDIT, Kind.FORK)] == ["adam", "adam 3"]


def edit_of(name):
    return changed(lambda scenario: edits.scaled_rate(scenario, name, 7, 0.5))


def fork_of(name):
    return changed(lambda scenario: edits.forked(scenario, name, 8)[0])


@given(st.text(min_size=1, max_size=12))
def test_a_name_that_a_sentence_would_tear_apart_stands_in_quotes(name):
    told = english().sentence(LaneDeleted(name)).removeprefix("delete ")
    assert told in (name, repr(name))
    if any(each.isspace() or each in ",;:'\"" for each in name):
        assert told == repr(name)


def test_a_command_that_is_not_known_here_is_kept_and_one_that_is_none_is_refused(tmp_path):
    path = tmp_path / "run.jsonl"
    recorded(path, ADD)
    data = path.read_text(encoding="utf-8")
    old = '{"code":"command.add","lane":"adam 2"}'
    path.write_text(data.replace(old, '{"code":"command.paint","colour":"red"}'), encoding="utf-8")
    assert read(path).commands[0].what == "command.paint (colour 'red')"
    for new, fault in (("{}", "a command has no code"), ('{"code":"x","lane":"\\u001b"}', "a text with a character")):
        path.write_text(data.replace(old, new), encoding="utf-8")
        with pytest.raises(RecordingError, match=fault):
            read(path)
