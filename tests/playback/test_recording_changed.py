"""What changes a race turns a recording into one that is computed here, and undo turns it back."""

import numpy as np
import pytest

from optsim.analysis.ranking import standings
from optsim.engine.capabilities.states import Resumable
from optsim.playback import edits
from optsim.playback.player import Player
from optsim.playback.sources.replay import Replay
from tests.playback.test_replay import bowl
from tests.recordings import drifted, recorded


def played(tmp_path, step, **how):
    recording = recorded(tmp_path, bowl(), **how)
    player = Player(recording.scenario, source=Replay(recording))
    player.go_to(step)
    return player


def settle(player):
    while player.busy:
        player.tick(0.05, lambda: True)


def straight(scenario, step, seed=None):
    race = scenario.race(seed=seed)
    race.seek(race.budget)
    race.seek(step)
    return race


def bits(race):
    return {name: race.history.loss[:, run.place].tobytes() for name, run in race.runs.items()}


EDITS = {
    "tuned": lambda scenario, step: edits.tuned(scenario, "adam", step, {"learning_rate": 0.3}),
    "forked": lambda scenario, step: edits.forked(scenario, "sgd", step)[0],
    "added": lambda scenario, _: edits.added(scenario, scenario.lanes["adam"].optimizer)[0],
    "deleted": lambda scenario, _: edits.deleted(scenario, "wild"),
    "moved": lambda scenario, _: edits.started_at(scenario, (1.0, 1.0)),
}


@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize("edit", EDITS)
def test_a_change_goes_on_from_here_and_undo_brings_the_recording_back(tmp_path, edit, every):
    player = played(tmp_path, 35, every=every)
    recording = player.race
    scenario = EDITS[edit](player.scenario, 35)
    player.change(edit, scenario)
    assert isinstance(player.race, Resumable)
    settle(player)
    assert player.race.step == (0 if edit == "moved" else 35)
    player.go_to(60)
    settle(player)
    assert bits(player.race) == bits(straight(scenario, 60))
    assert player.undo() == edit
    assert player.race is recording
    assert player.race.step == 60
    assert player.scenario is not scenario
    assert player.undo() == ""
    # nothing of the recording has moved
    player.go_to(35)
    np.testing.assert_array_equal(player.race.state_at(35).params, straight(bowl(), 35).state_at(35).params)


def test_a_change_far_behind_what_is_computed_comes_back_to_its_step_by_ticks(tmp_path):
    recording = recorded(tmp_path, bowl(steps=400))
    player = Player(recording.scenario, source=Replay(recording))
    player.go_to(300)
    assert player.race.reach == 0
    scenario = edits.scaled_rate(player.scenario, "adam", 300, 2.0)
    player.change("rate", scenario)
    assert player.motion.rushing
    settle(player)
    assert player.race.step == 300
    assert player.race.head == 400
    assert bits(player.race) == bits(straight(scenario, 400))


def test_two_changes_are_undone_one_after_the_other(tmp_path):
    player = played(tmp_path, 35)
    recording = player.race
    player.change("one", edits.scaled_rate(player.scenario, "adam", 35, 2.0))
    player.change("two", edits.scaled_rate(player.scenario, "adam", 35, 2.0))
    assert player.undo() == "two"
    assert isinstance(player.race, Resumable)
    assert player.undo() == "one"
    assert player.race is recording


def test_another_seed_is_a_race_and_undo_brings_the_recording_back(tmp_path):
    player = played(tmp_path, 35)
    recording = player.race
    player.seed(4, "seed 4")
    assert isinstance(player.race, Resumable)
    assert (player.race.seed, player.race.step) == (4, 0)
    player.seed(5, "seed 5")
    assert player.undo() == "seed 4"
    assert player.race is recording


def test_what_became_of_a_recording_is_redone_with_its_seed(tmp_path):
    player = played(tmp_path, 35)
    recording = player.race
    player.seed(4, "seed 4")
    seeded = player.race
    player.go_to(20)
    settle(player)
    player.change("rate", edits.scaled_rate(player.scenario, "adam", 10, 2.0))
    settle(player)
    before = bits(player.race)
    assert [player.undo(), player.undo()] == ["rate", "seed 4"]
    assert player.race is recording
    assert player.redo() == "seed 4"
    assert player.race.seed == seeded.seed == 4
    assert player.redo() == "rate"
    player.go_to(20)
    settle(player)
    assert bits(player.race) == before
    assert [player.undo(), player.undo(), player.undo()] == ["rate", "seed 4", ""]
    assert player.race is recording


def test_restart_plays_a_recording_from_its_start(tmp_path):
    player = played(tmp_path, 35)
    recording = player.race
    player.restart()
    assert player.race is recording
    assert (player.race.step, player.motion.playing) == (0, True)
    player.pause()
    player.change("rate", edits.scaled_rate(player.scenario, "adam", 35, 2.0))
    player.restart()
    assert isinstance(player.race, Resumable)
    assert (player.race.head, player.motion.playing) == (0, False)


def test_what_is_computed_here_is_another_race_where_states_differ(tmp_path):
    recording = drifted(recorded(tmp_path, bowl()), 20)
    player = Player(recording.scenario, source=Replay(recording))
    player.go_to(35)
    assert player.race.doubt
    player.change("rate", edits.scaled_rate(player.scenario, "adam", 35, 2.0))
    assert player.race.doubt is None


@pytest.mark.parametrize("edit", [*EDITS, "seed"])
def test_what_was_requested_is_measured_on_whatever_is_changed(tmp_path, edit):
    player = played(tmp_path, 20, also=("cosine",))
    if edit == "seed":
        player.seed(player.race.seed + 1)
    else:
        player.change(edit, EDITS[edit](player.scenario, 20))
    settle(player)
    assert isinstance(player.race, Resumable)
    assert player.race.history.measures("cosine")
    assert "cosine" in standings(player.race)[0].values
