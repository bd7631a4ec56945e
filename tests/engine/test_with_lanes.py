"""Edits, forks and lanes that come and go: the bits are those of a race that had these lanes from the start."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race
from optsim.engine.lane import Edit, Lane
from optsim.engine.lane_label import Fork
from optsim.engine.settings import BadValueError
from optsim.engine.stopping.patience import Patience
from tests.engine.support import PROBLEMS, many_lanes, same_bits

COLUMNS = ("loss", "batch_loss", "grad_norm", "update_norm", "learning_rate", "params", "validation_loss")
STEPS = 90
START = ("sgd", "momentum", "momentum, less", "nag", "adam", "adam, raw", "sgd, cosine")


def begun(problem, names=START, at=60, **settings_):
    rule = Patience(patience=3, monitor="loss", halt=settings_.pop("halt", True))
    lanes = many_lanes()
    race = Race(
        PROBLEMS[problem], [lanes[n] for n in names], steps=STEPS, seed=5, keep_params=True, early_stopping=rule
    )
    race.advance(at)
    return race


def afresh(race):
    made = Race(
        PROBLEMS[race.problem], race.lanes, steps=STEPS, seed=5, keep_params=True, early_stopping=race.setup.rules
    )
    made.seek(race.head)
    return made


def check_is_afresh(race, problem):
    """Everything that can be asked of the race is what a race of these lanes from the start says."""
    race.problem = problem
    other = afresh(race)
    assert other.head == race.head
    for column in COLUMNS:
        assert same_bits(race.history[column], other.history[column]), column
    assert race.ends == other.ends
    key = lambda event: (event.step, event.lane, event.rule)  # noqa: E731
    assert sorted(race.events, key=key) == sorted(other.events, key=key)
    for step in range(0, race.head + 2, 7):
        assert same_bits(race.state_at(step), other.state_at(step)), step
    for place in range(len(race.lanes)):
        for step in range(0, race.head + 1, 11):
            assert race.history.best_step(step, place) == other.history.best_step(step, place)


def tuned(race, name, step, **changes):
    lanes = {lane.name: lane for lane in race.lanes}
    lanes[name] = lanes[name].edited(step, replace(lanes[name].at(step), **changes))
    return lanes


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("step", [0, 1, 33, 59, 60])
def test_an_edit_at_the_cursor_is_the_race_with_that_edit(problem, step):
    race = begun(problem)
    race.seek(step)
    edited = race.with_lanes(tuned(race, "momentum", step, learning_rate=0.005, momentum=0.7))
    assert edited.step == edited.head == min(step, edited.head)
    check_is_afresh(edited, problem)
    edited.advance(25)
    check_is_afresh(edited, problem)


def test_an_edit_changes_nothing_before_it_and_the_update_at_it():
    race = begun("dim 2")
    race.seek(20)
    before = race.history.params[:21].copy()
    edited = race.with_lanes(tuned(race, "sgd", 20, learning_rate=0.2))
    edited.advance(1)
    place = edited.runs["sgd"].place
    assert same_bits(edited.history.params[:21], before)
    assert edited.history["learning_rate"][19:21, place].tolist() == [0.1, 0.2]
    grad = -(edited.history.params[21, place] - edited.history.params[20, place]) / 0.2
    assert np.allclose(np.linalg.norm(grad), edited.history["grad_norm"][20, place], rtol=1e-14)


def test_an_edit_leaves_the_race_as_it_was():
    race = begun("dim 2")
    race.seek(20)
    loss = race.history.loss.copy()
    race.with_lanes(tuned(race, "sgd", 20, learning_rate=0.2)).advance(50)
    assert race.head == 60
    assert same_bits(race.history.loss, loss)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_fork_without_change_is_equal_for_ever(problem):
    race = begun(problem, halt=False)
    race.seek(30)
    lanes = [*race.lanes, race.lanes[1]._replace(name="fork", fork=Fork("momentum", 30))]
    forked = race.with_lanes(lanes)
    assert forked.head == race.head
    assert forked.step == 30
    forked.seek(STEPS)
    check_is_afresh(forked, problem)
    for column in COLUMNS:
        values = forked.history[column]
        assert same_bits(values[:, 1], values[:, -1]), column


def test_a_setting_that_is_no_number_changes_company_at_its_step_only():
    race = begun("dim 2")
    race.seek(30)
    edited = race.with_lanes(tuned(race, "adam", 30, bias_correction=False))
    edited.seek(STEPS)
    check_is_afresh(edited, "dim 2")


def test_a_lane_that_leaves_takes_nothing_with_it():
    race = begun("dim 2")
    left = race.with_lanes(lane for lane in race.lanes if lane.name != "momentum")
    assert left.head == race.head
    check_is_afresh(left, "dim 2")


def test_a_new_name_keeps_everything():
    race = begun("dim 2")
    renamed = race.with_lanes([race.lanes[0]._replace(name="new"), *race.lanes[1:]])
    assert renamed.step == race.step
    assert renamed.head == race.head
    assert {event.lane for event in race.events} - {"sgd"} == {event.lane for event in renamed.events} - {"new"}


def test_a_lane_of_another_optimizer_begins_the_race_again():
    race = begun("dim 2")
    more = race.with_lanes([*race.lanes, Lane("rmsprop", OPTIMIZERS["rmsprop"](learning_rate=0.01))])
    assert more.head == 0
    more.seek(40)
    check_is_afresh(more, "dim 2")


def test_an_edit_keeps_the_optimizer_and_lanes_have_names_of_their_own():
    race = begun("dim 2")
    with pytest.raises(TypeError, match="keeps the optimizer"):
        race.lanes[0].edited(3, OPTIMIZERS["adam"]())
    with pytest.raises(BadValueError, match="two lanes"):
        race.with_lanes([race.lanes[0], race.lanes[0]])


def test_an_edit_drops_later_ones():
    lane = Lane("sgd", OPTIMIZERS["sgd"](learning_rate=0.1))
    rates = [OPTIMIZERS["sgd"](learning_rate=rate) for rate in (0.2, 0.3, 0.4)]
    edited = lane.edited(10, rates[0]).edited(20, rates[1]).edited(15, rates[2])
    assert edited.edits == (Edit(10, rates[0]), Edit(15, rates[2]))
    assert [edited.learning_rate(step) for step in (9, 10, 14, 15, 99)] == [0.1, 0.2, 0.2, 0.4, 0.4]
    assert lane.edited(0, rates[0]) == Lane("sgd", rates[0])


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_sequence_of_changes_is_the_race_that_it_amounts_to(data):
    race = begun("dim 2", names=("sgd", "momentum", "adam", "nag"))
    for number in range(data.draw(st.integers(1, 5))):
        race.seek(data.draw(st.integers(0, STEPS)))
        lane = data.draw(st.sampled_from(race.lanes))
        lanes = {each.name: each for each in race.lanes}
        match data.draw(st.sampled_from(["edit", "fork", "delete", "rename"])):
            case "edit":
                lanes = tuned(race, lane.name, race.step, learning_rate=data.draw(st.sampled_from([0.01, 0.02, 0.3])))
            case "fork":
                lanes[f"fork {number}"] = lane._replace(name=f"fork {number}")
            case "delete" if len(lanes) > 1:
                del lanes[lane.name]
            case "rename":
                lanes = {
                    (f"new {number}" if name == lane.name else name): each._replace(
                        name=f"new {number}" if name == lane.name else name
                    )
                    for name, each in lanes.items()
                }
        race = race.with_lanes(lanes)
    race.seek(data.draw(st.integers(0, STEPS)))
    check_is_afresh(race, "dim 2")
