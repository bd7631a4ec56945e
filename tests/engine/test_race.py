"""Moving through a race: forwards, back and anywhere, bit for bit."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race, Status
from optsim.engine.lane import Lane
from optsim.engine.settings import BadValueError
from optsim.engine.stopping.patience import Patience
from tests.engine.support import PROBLEMS, SEVEN, Readings, Script, many_lanes, same_bits, seven, ticking

# enough for several checkpoints, of which there is one in 64 steps, or in 32 where there are many parameters
STEPS = {"dim 2": 300, "dim 100": 150, "tanh": 100, "relu": 100}


def a_race(problem, *, keep_params=None):
    lanes = [*many_lanes().values(), Lane("wild", OPTIMIZERS["momentum"](learning_rate=3.0))]
    rule = Patience(patience=6, monitor="validation_loss" if PROBLEMS[problem].has_validation else "loss")
    return Race(PROBLEMS[problem], lanes, steps=STEPS[problem], seed=11, early_stopping=rule, keep_params=keep_params)


@cache
def straight(problem):
    """A race run once from start to end, and the states as they were met on the way."""
    race = a_race(problem, keep_params=True)
    states = [race.state_at(0), race.state_at(1)]
    while race.advance():
        states.append(race.state_at(race.head + 1))
    return race, states


moves = st.lists(
    st.one_of(
        st.tuples(st.just("advance"), st.integers(0, 60)),
        st.tuples(st.just("back"), st.integers(0, 60)),
        st.tuples(st.just("seek"), st.integers(-5, 320)),
        st.tuples(st.just("look"), st.integers(0, 320)),
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("problem", PROBLEMS)
@settings(max_examples=8)
@given(keep_params=st.booleans(), moves=moves)
def test_any_way_to_a_step_leads_to_the_same_bits(problem, keep_params, moves):
    model, states = straight(problem)
    race, stands = a_race(problem, keep_params=keep_params), 0
    for move, number in moves:
        expected = {"advance": stands + number, "back": stands - number, "seek": number, "look": stands}[move]
        expected = min(max(expected, 0), model.head)
        if move == "look":
            race.state_at(min(number, race.head + 1))
        else:
            moved = getattr(race, move)(number)
            assert moved == (stands - expected if move == "back" else expected - stands)
        stands = expected
        assert race.step == stands
        assert same_bits(race.state_at(stands), states[stands])
        assert same_bits(race.params_at(stands), states[stands].params)
        model.seek(stands)
        assert [told(run) for run in race.runs.values()] == [told(run) for run in model.runs.values()]
    for run, same in zip(race.runs.values(), model.runs.values(), strict=True):
        assert same_bits(run.params, same.params)
    assert same_bits(race.runs["adam"].best_params, model.runs["adam"].best_params)


def told(run):
    return run.status, run.reason, run.last_step, run.best_step, run.stop_step


@pytest.mark.parametrize("problem", PROBLEMS)
def test_every_state_comes_back(problem):
    model, states = straight(problem)
    assert len(states) == model.head + 2
    race = a_race(problem, keep_params=False)
    race.advance(STEPS[problem])
    for step in reversed(range(len(states))):
        assert same_bits(race.state_at(step), states[step])
    for column in ("loss", "batch_loss", "grad_norm", "update_norm", "validation_loss"):
        assert same_bits(race.history[column], model.history[column])
    assert (race.ends, race.events) == (model.ends, model.events)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_lane_that_has_ended_stays_as_it_is(problem):
    race, states = straight(problem)
    ended = [place for place, end in race.ends.items() if end.step < race.head]
    assert race.runs["wild"].place in ended
    for place in ended:
        end = race.ends[place].step
        at_its_end, last = states[end + 1], states[-1]
        assert same_bits(at_its_end.params[place], states[end].params[place])
        assert same_bits(last.params[place], at_its_end.params[place])
        assert [field[place] for field in last.stopping[0]] == [field[place] for field in at_its_end.stopping[0]]
        for group, before, after in zip(race._kernel.groups, at_its_end.memory, last.memory, strict=True):
            rows = np.arange(len(race.lanes))[group.rows].tolist()
            if place in rows:
                row = rows.index(place)
                assert all(same_bits(a[row], b[row]) for a, b in zip(before, after, strict=True))


def test_a_state_is_never_written_to():
    race = Race(PROBLEMS["dim 2"], seven(), steps=300)
    race.advance(10)
    before = race.state_at(5)
    copy = np.array(before.params)
    race.advance(200)
    race.back(100)
    race.seek(300)
    assert same_bits(before.params, copy)


def test_the_state_at_the_head_is_at_hand():
    race = Race(PROBLEMS["dim 2"], seven(), steps=200)
    race.advance(100)
    kept, race._checkpoints = race._checkpoints, None
    newest = race.state_at(100)
    race._checkpoints = kept
    assert same_bits(newest, kept.at(100))


def test_back_and_forward_compute_nothing_anew():
    race = Race(PROBLEMS["dim 2"], seven(), steps=100)
    race.advance(60)
    loss = race.history.loss.copy()
    assert race.back(20) == 20
    assert (race.step, race.head) == (40, 60)
    assert race.advance(30) == 30
    assert (race.step, race.head) == (70, 70)
    assert same_bits(race.history.loss[:61], loss)


def test_a_race_begins_at_step_0_with_row_0_measured():
    race = Race(PROBLEMS["dim 2"], seven(), steps=100)
    assert (race.step, race.head, race.history.length) == (0, 0, 1)
    assert not race.over
    assert not race.finished
    assert all(run.status is Status.RUNNING and run.reason == "" for run in race.runs.values())
    assert list(race.runs) == list(SEVEN)
    assert race.budget == 100
    assert race.runs["adam"].params == pytest.approx([2.0, -1.0])


def test_moving_past_an_end_stops_there():
    race = Race(PROBLEMS["dim 2"], seven(), steps=10)
    assert race.back() == 0
    assert race.advance(25) == 10
    assert race.advance() == 0
    assert race.finished
    assert race.seek(-3) == -10
    assert race.over
    assert not race.finished


def test_a_run_follows_the_race_back():
    race = Race(Readings(losses=(5.0, 4.0, 6.0, float("nan"))), {"lane": ticking()}, steps=10)
    race.advance(10)
    run = race.runs["lane"]
    assert (run.status, run.last_step, run.best_step, run.best_loss) == (Status.DIVERGED, 3, 1, 4.0)
    race.back()
    assert (run.status, run.reason, run.loss, run.best_step) == (Status.RUNNING, "", 6.0, 1)
    race.seek(0)
    assert (run.best_step, run.best_loss, run.loss) == (0, 5.0, 5.0)


def test_a_run_counts_epochs_and_evaluations():
    script = Script(losses=tuple(range(30, 0, -1)), held_out=tuple(range(10, 0, -1)), per_epoch=3)
    race = Race(script, {"lane": ticking()}, steps=20)
    race.advance(7)
    run = race.runs["lane"]
    assert (run.epoch, run.evaluations, run.validation_loss) == (2, 7, 8.0)
    assert (run.best_step, run.best_loss) == (6, 8.0)
    assert race.runs["lane"].lane.name == "lane"


@pytest.mark.parametrize("step", [-1, 12])
def test_a_state_that_is_not_computed_is_an_index_error(step):
    race = Race(PROBLEMS["dim 2"], seven(), steps=100)
    race.advance(10)
    with pytest.raises(IndexError, match=rf"step {step} is not computed; the race has steps 0 to 10"):
        race.state_at(step)


@pytest.mark.parametrize("move", ["advance", "back"])
def test_a_negative_number_of_steps_is_refused(move):
    race = Race(PROBLEMS["dim 2"], seven(), steps=100)
    with pytest.raises(ValueError, match="must not be negative"):
        getattr(race, move)(-1)


def test_small_problems_keep_their_parameters_unless_told_otherwise():
    def keeps(problem, *, asked):
        return Race(PROBLEMS[problem], seven(), steps=5, keep_params=asked).history.keeps_params

    assert [keeps("dim 2", asked=asked) for asked in (None, True, False)] == [True, True, False]
    assert [keeps("dim 100", asked=asked) for asked in (None, True, False)] == [False, True, False]


@pytest.mark.parametrize(
    ("settings_", "key", "message"),
    [
        ({"lanes": {}}, "lanes", "there is none; a race needs at least one"),
        ({"lanes": [Lane("a", ticking()), Lane("a", ticking())]}, "lanes", "two lanes are named 'a'"),
        ({"steps": -1}, "steps", "must be a whole number of at least 0, not -1"),
        ({"steps": 1.5}, "steps", "must be a whole number of at least 0, not 1.5"),
        ({"steps": True}, "steps", "must be a whole number of at least 0, not True"),
        ({"seed": -1}, "seed", "must be a whole number from 0 to 2⁶⁴ − 1, not -1"),
        ({"early_stopping": Patience()}, "monitor", 'is "validation_loss", but nothing is held out here'),
    ],
)
def test_a_race_that_cannot_run_is_refused(settings_, key, message):
    usual = {"lanes": {"a": ticking()}, "steps": 5}
    with pytest.raises(BadValueError) as error:
        Race(PROBLEMS["dim 2"], **(usual | settings_))
    assert error.value.key == key
    assert error.value.message.startswith(message)


def test_lanes_may_be_optimizers_by_name_or_lanes():
    named = Race(PROBLEMS["dim 2"], {"a": ticking(), "b": Lane("other", ticking())}, steps=5)
    assert [lane.name for lane in named.lanes] == ["a", "b"]
    listed = Race(PROBLEMS["dim 2"], (Lane("a", ticking()) for _ in range(1)), steps=5)
    assert list(listed.runs) == ["a"]


def test_the_method_of_a_lane_is_its_optimizers_title_or_else_its_class():
    assert Lane("a", OPTIMIZERS["gd"](learning_rate=0.1)).method == OPTIMIZERS["gd"].title
    assert Lane("a", ticking()).method == type(ticking()).__name__
