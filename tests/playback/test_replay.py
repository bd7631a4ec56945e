"""A recording as a source: what is shown is what was recorded, at recorded steps only; states are computed again."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.analysis.events import EventLog
from optsim.analysis.insights.lane_insight import insight
from optsim.analysis.quantities import series
from optsim.analysis.ranking import standings
from optsim.analysis.stopping_costs import StoppingCosts
from optsim.engine.capabilities.curves import measured_steps
from optsim.playback.player import Player
from optsim.playback.sources.replay import Replay
from optsim.playback.sources.resimulation import DiffersFrom
from optsim.recording.reader import read
from optsim.scenario import Scenario, load
from optsim.theory.verdicts import Theory
from tests.recording.support import scenario_of
from tests.recordings import cut, drifted, recorded, written

#: with batches and starts of their own in the lanes
OWN = ("batches", "starts")
NAMES = ("saddle", "learning-rates", "regression", *OWN)
NUMBERS = ("loss", "batch_loss", "validation_loss", "grad_norm", "update_norm", "learning_rate")


def bowl(steps=60, **tables):
    return Scenario.from_dict(
        {
            "objective": {"kind": "quadratic", "eigenvalues": [1.0, 8.0], "noise": 0.1, "start": [2.0, -2.0]},
            "budget": {"steps": steps, "seed": 3},
            "lanes": {
                "sgd": {"optimizer": "sgd", "learning_rate": 0.05},
                "wild": {"optimizer": "gd", "learning_rate": 1.5},
                "adam": {"optimizer": "adam", "learning_rate": 0.1},
            },
            **tables,
        }
    )


def ended(scenario):
    race = scenario.race()
    race.seek(race.budget)
    return race


def numbers(source, place):
    run = source.runs[source.lanes[place].name]
    return [getattr(run, name) for name in NUMBERS]


def same(one, other):
    return all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Recordings by how they were made, and the races they are of."""
    made = {}
    for name in NAMES:
        scenario = scenario_of(name) if name in OWN else replace(load(name), steps=150)
        for every in (1, 7):
            for with_params in (False, True):
                folder = tmp_path_factory.mktemp("files")
                made[name, every, with_params] = recorded(folder, scenario, every=every, with_params=with_params)
        made[name] = ended(scenario)
    return made


@settings(deadline=None, max_examples=25)
@given(
    name=st.sampled_from(NAMES),
    every=st.sampled_from([1, 7]),
    with_params=st.booleans(),
    moves=st.lists(st.tuples(st.sampled_from(["seek", "advance", "back"]), st.integers(0, 170)), max_size=8),
)
def test_wherever_it_goes_it_stands_at_a_recorded_step_and_shows_what_was_recorded(
    files, name, every, with_params, moves
):
    recording, race = files[name, every, with_params], files[name]
    replay = Replay(recording)
    for move, by in moves:
        getattr(replay, move)(by)
        assert replay.step in recording.steps
        assert replay.step % every == 0 or replay.step == replay.head
        race.seek(replay.step)
        for place in range(len(race.lanes)):
            shown, measured = numbers(replay, place), numbers(race, place)
            if every > 1:
                # between recorded steps an epoch may have begun whose value was not
                shown, measured = (each[:2] + each[3:] for each in (shown, measured))
            assert same(shown, measured)
        assert [run.status for run in replay.runs.values()] == [run.status for run in race.runs.values()]
        assert [run.reason for run in replay.runs.values()] == [run.reason for run in race.runs.values()]


@pytest.mark.parametrize("with_params", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_of_a_whole_recording_everything_is_told_as_of_the_race(files, name, with_params):
    replay, race = Replay(files[name, 1, with_params]), files[name]
    for step in (0, 1, min(60, replay.head), replay.head):
        replay.seek(step)
        replay.follower.advance(lambda: True)
        race.seek(step)
        told = Theory(replay), Theory(race)
        for place, lane in enumerate(race.lanes):
            # as texts, which NaN is equal in
            assert str(standings(replay)[place]) == str(standings(race)[place])
            assert insight(replay, place) == insight(race, place)
            mine, own = replay.explain(lane.name), race.explain(lane.name)
            assert [term.value.tobytes() for term in mine] == [term.value.tobytes() for term in own]
            assert len(replay.explain_training(lane.name)) == len(race.explain_training(lane.name))
            if replay.history.keeps_params == race.history.keeps_params:
                assert str(told[0].verdict(place)) == str(told[1].verdict(place))
            assert str(StoppingCosts(replay).rows(place)) == str(StoppingCosts(race).rows(place))
        np.testing.assert_array_equal(replay.params_at(step), race.params_at(step))
        np.testing.assert_array_equal(replay.trajectories(0, step), race.trajectories(0, step))
    assert EventLog(replay).happenings() == EventLog(race).happenings()
    for quantity in ("loss", "validation_loss", "effective_rate"):
        np.testing.assert_array_equal(series(replay, quantity).values, series(race, quantity).values)


def test_a_step_forward_and_back_of_a_thinned_recording_goes_from_recorded_step_to_recorded_step(tmp_path):
    replay = Replay(recorded(tmp_path, bowl(), every=7))
    seen = [replay.step]
    while not replay.finished:
        replay.advance()
        seen.append(replay.step)
    assert seen == [0, 7, 14, 21, 28, 35, 42, 49, 56, 60]
    back = [replay.step]
    while replay.step:
        replay.back()
        back.append(replay.step)
    assert back == seen[::-1]
    assert replay.advance(100) == 60
    for wanted, found in ((0, 0), (3, 0), (4, 7), (7, 7), (58, 60), (57, 56), (1000, 60), (-5, 0)):
        replay.seek(wanted)
        assert replay.step == found
    assert [replay.upto(step) for step in (0, 6, 7, 59, 60)] == [0, 0, 7, 56, 60]
    assert [replay.from_(step) for step in (0, 1, 7, 57, 60)] == [0, 7, 7, 60, 60]


def test_what_ends_a_lane_between_recorded_steps_is_told_with_its_own_numbers(tmp_path):
    scenario = bowl()
    recording = recorded(tmp_path, scenario, every=20)
    replay, race = Replay(recording), ended(scenario)
    (place, end), *_ = sorted(replay.ends.items(), key=lambda item: item[1].step)
    assert end.step % 20
    assert replay.lanes[place].name == "wild"
    replay.seek(end.step)
    assert replay.step % 20 == 0
    replay.seek(60)
    assert replay.runs["wild"].last_step == end.step == race.ends[place].step
    assert replay.runs["wild"].loss == race.history.loss[end.step, place]
    assert [run.loss for run in replay.runs.values()] == [run.loss for run in race.runs.values()]
    assert end.step in replay.history.rows
    assert end.step not in replay.history.steps
    assert end.step not in measured_steps(replay, 0, 61)
    # beside the lane that ends nobody is measured there
    assert np.isnan(np.delete(replay.history.loss[end.step], place)).all()


def test_one_goes_to_what_happened_at_the_recorded_step_that_has_it(tmp_path):
    recording = recorded(tmp_path, bowl(), every=20)
    player = Player(recording.scenario, source=Replay(recording))
    happened = [each.step for each in player.overlays.events.happenings()]
    seen = []
    for _ in range(6):
        player.go_to_happening(1)
        seen.append(player.race.step)
    assert set(seen) <= {0, 20, 40, 60}
    assert seen[-1] == 60
    assert all(any(step <= at for at in seen) for step in happened)
    for _ in range(6):
        player.go_to_happening(-1)
    assert player.race.step == min(player.race.from_(step) for step in happened)


@pytest.mark.parametrize("every", [1, 6])
def test_a_thinned_recording_plays_at_the_speed_that_is_told(tmp_path, every):
    recording = recorded(tmp_path, bowl(), every=every)
    player = Player(recording.scenario, source=Replay(recording))
    player.toggle()
    seen = []
    for _ in range(30):
        player.tick(0.05, lambda: True)
        seen.append(player.race.step)
    # 20 steps a second
    assert seen[-1] == 30
    assert max(later - earlier for earlier, later in pairwise(seen)) == every


def test_states_are_computed_when_they_are_asked_for_and_far_ones_by_ticks(tmp_path):
    recording = recorded(tmp_path, replace(load("saddle"), steps=300))
    player = Player(recording.scenario, source=Replay(recording))
    replay = player.race
    assert replay.again.race.head == 0
    player.step(10)
    assert replay.reach == 10
    assert not player.busy
    player.go_to(300)
    assert replay.step == 300
    assert replay.runs["adam"].loss == recording.columns["loss"][300, 6]
    assert replay.reach == 10
    assert insight(replay, 0) is None
    assert player.busy
    assert not player.motion.moving
    ticks = 0
    while player.busy:
        left = iter(range(50))
        player.tick(0.05, lambda left=left: next(left, None) is not None)
        ticks += 1
    assert ticks > 3
    assert replay.reach == 300
    assert replay.step == 300
    assert replay.doubt is None


@pytest.mark.parametrize(("every", "since"), [(1, 23), (7, 28)])
def test_where_a_state_is_another_one_here_that_is_said_from_there_on(tmp_path, every, since):
    replay = Replay(drifted(recorded(tmp_path, bowl(), every=every), 23))
    replay.seek(since - every)
    assert replay.doubt is None
    replay.seek(60)
    assert replay.doubt == DiffersFrom(since)
    replay.seek(7)
    assert replay.doubt is None


def test_parameters_of_the_file_are_used_and_no_others(tmp_path):
    recording = recorded(tmp_path, bowl(), every=7, with_params=True)
    replay = Replay(replace(recording, params=recording.params + 1.0))
    race = ended(bowl())
    for step in (0, 7, 60):
        replay.seek(step)
        np.testing.assert_array_equal(replay.params_at(step)[0], race.params_at(step)[0] + 1.0)
    assert replay.history.keeps_params
    assert len(replay.trajectories(0, 60)) == len(recording.steps)


def test_paths_of_a_thinned_file_without_parameters_have_those_of_the_race_at_its_recorded_steps(tmp_path):
    replay, race = Replay(recorded(tmp_path, bowl(), every=7)), ended(bowl())
    replay.seek(28)
    replay.follower.advance(lambda: True)
    steps = [0, 7, 14, 21]
    np.testing.assert_array_equal(replay.trajectories(0, 24), np.stack([race.params_at(step) for step in steps]))


def test_a_cut_recording_ends_where_it_ends(tmp_path):
    path = cut(written(tmp_path / "run.jsonl", bowl(), every=1))
    recording = read(path)
    replay = Replay(recording)
    assert replay.provenance == ("recording", 1, False)
    assert 0 < replay.head == recording.head == recording.steps[-1] < 60
    assert replay.over
    assert replay.advance(1000) == replay.head
    assert replay.finished
    assert replay.runs["sgd"].status.value == "running"
    player = Player(recording.scenario, source=Replay(recording))
    player.go_to(60)
    assert not player.motion.rushing
    assert player.race.step == replay.head


@pytest.mark.parametrize("patience", [5, 20])
def test_the_best_is_what_the_first_rule_would_keep(tmp_path, patience):
    rule = {"rule": "patience", "monitor": "loss", "patience": patience, "min_delta": 0.05, "halt": False}
    scenario = bowl(early_stopping=rule)
    replay, race = Replay(recorded(tmp_path, scenario)), ended(scenario)
    for step in range(61):
        for place in range(3):
            last = min(step, race.ends[place].step)
            assert replay.history.best_step(last, place) == race.history.best_step(last, place)


def test_of_a_thinned_recording_the_best_is_a_recorded_one(tmp_path):
    rule = {"rule": "patience", "monitor": "loss", "patience": 5, "halt": False}
    replay = Replay(recorded(tmp_path, bowl(early_stopping=rule), every=7))
    for step in replay.history.steps:
        replay.seek(int(step))
        for run in replay.runs.values():
            assert run.best_step in replay.history.rows
            assert run.best_loss == np.nanmin(replay.history.loss[: run.last_step + 1, run.place])


def test_a_recording_without_its_beginning_is_refused(tmp_path):
    recording = recorded(tmp_path, bowl())
    late = replace(recording, steps=recording.steps[1:])
    with pytest.raises(ValueError, match="step 0 was not recorded"):
        Replay(late)
    empty = replace(recording, steps=recording.steps[:0])
    with pytest.raises(ValueError, match="step 0 was not recorded"):
        Replay(empty)


def test_parameters_of_another_objective_are_refused(tmp_path):
    recording = recorded(tmp_path, bowl(), with_params=True)
    with pytest.raises(ValueError, match="parameters of 1"):
        Replay(replace(recording, params=recording.params[:, :, :1]))


def test_the_lowest_loss_of_a_thinned_recording_is_that_of_its_recorded_steps(tmp_path):
    replay = Replay(recorded(tmp_path, load("noisy-quadratic"), every=8))
    replay.seek(160)
    for run in replay.runs.values():
        steps = np.arange(0, 161, 8)
        assert run.lowest_loss == np.nanmin(replay.figures("loss", steps)[:, run.place])
