"""Who stands where, and what has happened."""

import pytest

from optsim import OBJECTIVES, OPTIMIZERS, Race, Status
from optsim.analysis.events import Kind, ends
from optsim.analysis.ranking import standings
from optsim.engine.stopping.patience import Patience
from optsim.languages import english


def race(lanes, steps=100, **settings):
    objective = OBJECTIVES["quadratic"](eigenvalues=(1.0,), start=(1.0,))
    return Race(
        objective, {name: OPTIMIZERS["gd"](learning_rate=rate) for name, rate in lanes.items()}, steps=steps, **settings
    )


def by_name(raced):
    return {lane.name: lane for lane in standings(raced)}


def test_lanes_come_in_their_own_order_with_their_rank():
    raced = race({"slow": 0.01, "fast": 0.5, "middle": 0.1})
    raced.advance(10)
    assert [(lane.name, lane.place, lane.rank) for lane in standings(raced)] == [
        ("slow", 0, 3),
        ("fast", 1, 1),
        ("middle", 2, 2),
    ]


def test_lanes_that_are_equal_as_shown_share_a_rank():
    assert [lane.rank for lane in standings(race({"a": 0.1, "b": 0.1, "c": 0.1}))] == [1, 1, 1]
    for other, ranks in ((0.1000001, [1, 1, 3]), (0.12, [2, 1, 3])):
        raced = race({"a": 0.1, "b": other, "c": 0.05})
        raced.advance(3)
        assert [lane.rank for lane in standings(raced)] == ranks


def test_the_first_at_the_target_is_ahead_and_who_diverged_is_last():
    raced = race({"diverges": 1e200, "second": 0.3, "never": 0.001, "first": 0.5}, target_loss=1e-3)
    raced.advance(100)
    lanes = by_name(raced)
    assert [lane.rank for lane in lanes.values()] == [4, 2, 3, 1]
    assert lanes["first"].status is Status.TARGET_REACHED
    assert lanes["diverges"].status is Status.DIVERGED


def test_of_two_that_diverged_the_later_one_is_ahead():
    raced = race({"early": 1e200, "late": 50.0})
    raced.advance(100)
    assert [lane.rank for lane in standings(raced)] == [2, 1]


def test_numbers_are_those_of_the_cursor():
    raced = race({"gd": 0.5})
    raced.advance(10)
    raced.back(7)
    (lane,) = standings(raced)
    history = raced.history
    assert lane.loss == history.loss[3, 0]
    assert lane.values["grad_norm"] == history["grad_norm"][3, 0]
    assert lane.values["update_norm"] == history["update_norm"][3, 0]
    assert lane.values["learning_rate"] == 0.5
    assert (lane.best_at, lane.best_loss) == (3, lane.loss)
    assert "validation_loss" not in lane.values


def test_while_a_lane_runs_there_is_nothing_to_tell():
    (lane,) = standings(race({"gd": 0.5}))
    assert (lane.status, lane.cause, lane.stop_step) == (Status.RUNNING, None, None)


@pytest.mark.parametrize(
    ("rate", "settings", "status"),
    [
        (1e200, {}, Status.DIVERGED),
        (0.5, {"target_loss": 1e-3}, Status.TARGET_REACHED),
        (2.0, {"early_stopping": Patience(monitor="loss", patience=5)}, Status.STOPPED_EARLY),
    ],
)
def test_an_end_is_told_with_its_reason(rate, settings, status):
    raced = race({"gd": rate}, **settings)
    raced.advance(100)
    (lane,) = standings(raced)
    assert lane.status is status
    assert lane.cause == raced.runs["gd"].cause
    assert lane.cause


def test_who_is_out_of_steps_has_nothing_more_to_tell():
    raced = race({"gd": 0.5}, steps=5)
    raced.advance(5)
    (lane,) = standings(raced)
    assert (lane.status, lane.cause) == (Status.OUT_OF_STEPS, None)


def test_early_stopping_that_only_marks_is_told_while_the_lane_runs_on():
    raced = race({"gd": 2.0}, early_stopping=Patience(monitor="loss", patience=5, halt=False))
    raced.advance(50)
    (lane,) = standings(raced)
    assert lane.status is Status.RUNNING
    assert lane.stop_step == 6
    assert "patience 5" in english().sentence(lane.cause)


def test_before_it_happened_it_is_not_told():
    raced = race({"gd": 1e200})
    raced.advance(100)
    raced.seek(0)
    (lane,) = standings(raced)
    assert (lane.status, lane.cause) == (Status.RUNNING, None)


def test_nothing_has_happened_at_the_start():
    assert ends(race({"gd": 0.5})) == []


def test_happenings_come_in_order_and_once():
    raced = race({"a": 1e200, "b": 0.3, "c": 0.5, "d": 0.001, "e": 0.002}, target_loss=1e-3)
    raced.advance(100)
    told = ends(raced)
    assert [(event.lane, event.kind) for event in told] == [
        ("a", Kind.DIVERGED),
        ("c", Kind.TARGET),
        ("b", Kind.TARGET),
        ("", Kind.OVER),
    ]
    assert [event.step for event in told] == sorted(event.step for event in told)
    assert all(event.fact for event in told)


def test_an_early_stop_happens_once():
    raced = race({"gd": 2.0}, early_stopping=Patience(monitor="loss", patience=5))
    raced.advance(100)
    assert [(event.step, event.kind) for event in ends(raced)] == [(6, Kind.STOPPED)]
