"""What a person changes about a race: edits, forks, lanes that come and go, the start, and undoing it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OBJECTIVES, OPTIMIZERS, Scenario
from optsim.engine.lane_label import Fork
from optsim.engine.settings import BadValueError
from optsim.playback import edits
from optsim.playback.player import Player
from optsim.scenario import load, names

STEPS = 200


def always():
    return True


def scenario(**lanes):
    objective = OBJECTIVES["quadratic"](eigenvalues=(1.0, 0.25), noise=0.1, start=(2.0, -2.0))
    lanes = lanes or {"sgd": OPTIMIZERS["sgd"](learning_rate=0.1), "adam": OPTIMIZERS["adam"](learning_rate=0.05)}
    return Scenario(objective=objective, lanes=lanes, steps=STEPS)


def standing_at(step, head=None, made=None):
    played = Player(made or scenario(), 3)
    played.race.seek(step if head is None else head)
    played.race.seek(step)
    return played


def settled(played):
    """The player once nothing moves any more."""
    while played.busy:
        played.tick(1 / 16, always)
    return played


def columns(race, rows=None):
    history = race.history
    return [column[:rows].tobytes() for column in (history.loss, history["grad_norm"], history.params)]


def test_tuning_holds_from_the_cursor_on():
    played = standing_at(50)
    played.change("edit", edits.tuned(played.scenario, "sgd", 50, {"learning_rate": 0.3}))
    played.step()
    assert played.race.history["learning_rate"][[49, 50], 0].tolist() == [0.1, 0.3]


def test_what_lay_beyond_an_edit_is_computed_again_while_the_cursor_stays():
    played = standing_at(50, head=120)
    before = columns(played.race)
    played.change("edit", edits.tuned(played.scenario, "sgd", 50, {"learning_rate": 0.3}))
    assert (played.race.step, played.race.head) == (50, 50)
    assert played.busy
    assert not played.motion.rushing
    settled(played)
    assert (played.race.step, played.race.head) == (50, 120)
    adam = played.race.history.loss[:, 1]
    assert adam.tobytes() == np.frombuffer(before[0]).reshape(-1, 2)[:, 1].tobytes()
    assert columns(played.race)[0] != before[0]


def test_a_player_that_plays_goes_on_playing_through_an_edit():
    played = standing_at(50)
    played.toggle()
    played.change("edit", edits.scaled_rate(played.scenario, "sgd", 50, 1.25))
    assert played.motion.playing
    played.tick(1.0, always)
    assert played.race.step == 50 + 20


def test_a_rate_up_and_down_again_is_the_same_rate():
    made = scenario()
    for _ in range(9):
        made = edits.scaled_rate(made, "sgd", 10, 1.25)
    assert made.lanes["sgd"].at(10).learning_rate == pytest.approx(0.1 * 1.25**9, rel=0.01)
    made = edits.scaled_rate(edits.scaled_rate(scenario(), "sgd", 10, 1.25), "sgd", 10, 1 / 1.25)
    assert made.lanes["sgd"].at(10).learning_rate == 0.1


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(st.integers(0, STEPS), min_size=1, max_size=4), back=st.integers(0, STEPS))
def test_undoing_everything_brings_every_bit_back(steps, back):
    played = standing_at(60)
    first = played.scenario
    for step in steps:
        played.race.seek(step)
        played.change("edit", edits.scaled_rate(played.scenario, "sgd", played.race.step, 1.25))
    played.race.seek(back)
    stood = played.race.step
    while played.undo():
        pass
    assert played.scenario is first
    settled(played)
    assert played.race.step == stood
    fresh = first.race(seed=3)
    fresh.seek(played.race.head)
    assert columns(played.race) == columns(fresh)


@settings(max_examples=10, deadline=None)
@given(steps=st.lists(st.integers(0, STEPS), min_size=1, max_size=4), undone=st.integers(1, 4))
def test_redoing_what_was_undone_brings_every_bit_back(steps, undone):
    played = standing_at(60)
    for step in steps:
        played.race.seek(step)
        played.change(f"at {step}", edits.scaled_rate(played.scenario, "sgd", played.race.step, 1.25))
    settled(played)
    changed, before = played.scenario, columns(played.race)
    taken_back = [what for what in (played.undo() for _ in range(undone)) if what]
    assert [played.redo() for _ in taken_back] == taken_back[::-1]
    assert played.scenario is changed
    assert columns(settled(played).race) == before
    assert played.redo() == ""


def test_a_new_change_forgets_what_was_undone():
    played = standing_at(5)
    played.change("one", edits.scaled_rate(played.scenario, "sgd", 5, 1.25))
    played.undo()
    played.change("two", edits.scaled_rate(played.scenario, "sgd", 5, 2.0))
    assert played.redo() == ""
    assert [played.undo(), played.undo(), played.redo()] == ["two", "", "two"]


def test_undo_says_what_it_took_back():
    played = standing_at(5)
    assert played.undo() == ""
    played.change("fork of sgd", edits.forked(played.scenario, "sgd", 5)[0])
    assert played.undo() == "fork of sgd"
    assert list(played.scenario.lanes) == ["sgd", "adam"]


@pytest.mark.sampled(12)
@pytest.mark.parametrize("name", names())
def test_on_every_shipped_scenario_a_fork_without_change_is_equal_for_ever(name):
    made = load(name)
    played = Player(made)
    played.race.seek(made.steps // 3)
    lane = next(iter(made.lanes))
    changed, copy = edits.forked(made, lane, played.race.step)
    played.change("fork", changed)
    assert played.scenario.lanes[copy].fork == Fork(lane, played.race.step)
    played.race.seek(made.steps)
    place, history = played.race.runs[copy].place, played.race.history
    for column in (
        history.loss,
        history["batch_loss"],
        history["grad_norm"],
        history["update_norm"],
        history.validation_loss,
    ):
        assert column[:, place].tobytes() == column[:, 0].tobytes()
    end, twin = played.race.runs[copy].end, played.race.runs[lane].end
    assert end == twin


@pytest.mark.sampled(12)
@pytest.mark.thorough
@pytest.mark.parametrize("name", names())
def test_on_every_shipped_scenario_the_way_back_and_forth_has_the_same_bits(name):
    race = load(name).race()
    race.seek(race.budget)
    head = race.head
    there = [race.state_at(step).params.tobytes() for step in range(0, head + 1, max(1, head // 50))]
    measured = columns(race)
    assert race.back(race.head) == head
    again = [race.state_at(step).params.tobytes() for step in range(0, head + 1, max(1, head // 50))]
    race.seek(race.budget)
    assert (again, columns(race), race.head) == (there, measured, head)
    fresh = load(name).race()
    for _ in range(head):
        fresh.advance()
    assert columns(fresh) == measured


def test_a_lane_is_added_from_the_start_and_the_race_comes_back_to_its_step():
    played = standing_at(80)
    changed, name = edits.added(played.scenario, OPTIMIZERS["momentum"](learning_rate=0.01))
    played.change("new lane", changed)
    assert name == "momentum"
    assert played.motion.rushing
    settled(played)
    assert (played.race.step, played.race.head) == (80, 80)
    fresh = changed.race(seed=3)
    fresh.seek(80)
    assert columns(played.race) == columns(fresh)


def test_copies_get_names_that_are_free_and_not_too_long():
    made = scenario()
    for expected in ("sgd 2", "sgd 3"):
        made, copy = edits.forked(made, "sgd", 0)
        assert copy == expected
    made, copy = edits.forked(made, "sgd 3", 0)
    assert copy == "sgd 4"
    long = "確率的勾配降下法の最適化アルゴリズム甲乙"
    made = edits.renamed(made, "adam", long)
    made, copy = edits.forked(made, long, 0)
    assert len(copy) == 20
    assert copy.endswith(" 2")


def test_names_are_checked():
    made = scenario()
    assert list(edits.renamed(made, "sgd", " snail ").lanes) == ["snail", "adam"]
    assert edits.renamed(made, "sgd", "sgd") is made
    for name, fault in [
        ("adam", "another lane"),
        ("", "can be seen"),
        ("x" * 21, "at most 20"),
        ("a\x1bb", "U\\+001B"),
    ]:
        with pytest.raises(BadValueError, match=fault):
            edits.renamed(made, "sgd", name)


def test_a_fork_knows_the_new_name_of_the_lane_it_comes_from():
    made, copy = edits.forked(scenario(), "sgd", 5)
    assert edits.renamed(made, "sgd", "snail").lanes[copy].fork == Fork("snail", 5)


def test_the_last_lane_stays():
    made = edits.deleted(scenario(), "sgd")
    assert list(made.lanes) == ["adam"]
    with pytest.raises(BadValueError, match="last lane"):
        edits.deleted(made, "adam")


def test_values_that_cannot_work_say_so():
    with pytest.raises(BadValueError, match="learning_rate: must be above 0"):
        edits.tuned(scenario(), "sgd", 3, {"learning_rate": -1.0})


def test_the_start_can_be_moved_where_there_is_one():
    played = standing_at(50)
    played.change("start", edits.started_at(played.scenario, (1.0, 0.5)))
    assert (played.race.step, played.race.head) == (0, 0)
    assert played.race.history.params[0].tolist() == [[1.0, 0.5]] * 2
    assert played.race.seed == 3
    with pytest.raises(BadValueError, match="no start point"):
        edits.started_at(load("regression"), (1.0, 0.5))
