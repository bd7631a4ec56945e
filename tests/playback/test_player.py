"""The player: time in, steps out; and every way to move about."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OBJECTIVES, OPTIMIZERS, Scenario
from optsim.playback.motion import SPEEDS
from optsim.playback.player import Player

BUDGET = 300
FRAME = 1 / 16


class Allowance:
    """Says yes so many times, and counts how often it was asked."""

    def __init__(self, times):
        self.left, self.asked = times, 0

    def __call__(self):
        self.asked += 1
        self.left -= 1
        return self.left > 0


def always():
    return True


def scenario(steps=BUDGET):
    objective = OBJECTIVES["quadratic"](eigenvalues=(1.0, 0.25), noise=0.1, start=(2.0, -2.0))
    lanes = {"sgd": OPTIMIZERS["sgd"](learning_rate=0.1), "adam": OPTIMIZERS["adam"](learning_rate=0.05)}
    return Scenario(objective=objective, lanes=lanes, steps=steps)


def make_race(seed, steps=BUDGET):
    return scenario(steps).race(seed=seed)


def player(steps=BUDGET, seed=3):
    return Player(scenario(steps), seed)


def at_speed(speed, steps=BUDGET):
    played = player(steps)
    played.motion.speed = speed
    played.toggle()
    return played


def rows(race):
    history = race.history
    return [column[: race.head + 1].tobytes() for column in (history.loss, history["grad_norm"], history.params)]


def test_it_begins_paused_at_step_0():
    played = player()
    assert not played.busy
    assert played.race.step == 0
    assert not played.tick(10.0, always)
    assert played.race.step == 0


@pytest.mark.parametrize("speed", [speed for speed in SPEEDS if speed])
def test_steps_follow_the_speed_exactly(speed):
    played = at_speed(speed, steps=4000)
    for tick in range(1, 49):
        played.tick(FRAME, always)
        assert played.race.step == speed * tick // 16


@given(st.sampled_from([speed for speed in SPEEDS if speed]), st.lists(st.integers(0, 128), max_size=30))
@settings(max_examples=40)
def test_fractions_of_a_step_are_kept_whatever_the_ticks(speed, ticks):
    played, total = at_speed(speed, steps=500), 0
    for tick in ticks:
        if not played.motion.playing:
            break
        total += tick
        # a 512th of a second has an exact sum
        played.tick(tick / 512, always)
        assert played.race.step == min(500, speed * total // 512)


def test_a_tick_tells_whether_anything_moved():
    played = at_speed(1)
    moved = [played.tick(0.25, always) for _ in range(8)]
    assert moved == [False, False, False, True] * 2


def test_max_speed_ends_a_tick_when_it_is_told_to():
    played = at_speed(None, steps=5000)
    steps = []
    for times in (1, 2, 5, 1):
        before, allowance = played.race.step, Allowance(times)
        assert played.tick(FRAME, allowance)
        steps.append(played.race.step - before)
        assert allowance.asked == times
    assert steps == [steps[0], 2 * steps[0], 5 * steps[0], steps[0]]
    assert 1 <= steps[0] <= 32


def test_max_speed_does_not_look_at_the_elapsed_time():
    slow, fast = at_speed(None), at_speed(None)
    slow.tick(0.0, Allowance(3))
    fast.tick(1000.0, Allowance(3))
    assert slow.race.step == fast.race.step > 0


def test_a_slow_machine_runs_up_no_debt():
    played = at_speed(1000, steps=50_000)
    for _ in range(20):
        played.tick(1.0, Allowance(1))
    behind = played.race.step
    assert 20 <= behind <= 20 * 32
    played.tick(FRAME, always)
    assert played.race.step - behind <= 1000 * FRAME + 1


def test_pausing_and_playing_on_owes_nothing():
    played = at_speed(1)
    played.tick(0.9, always)
    played.toggle()
    assert not played.busy
    assert not played.tick(0.9, always)
    played.toggle()
    assert not played.tick(0.9, always)
    assert played.tick(0.1, always)


def test_step_and_back_pause():
    played = at_speed(100)
    played.tick(1.0, always)
    played.step()
    assert (played.race.step, played.busy) == (101, False)
    played.toggle()
    played.back()
    assert (played.race.step, played.busy) == (100, False)
    played.step(10)
    played.back(3)
    assert played.race.step == 107
    assert played.race.head == 110


def test_nothing_lies_before_the_start_or_behind_the_end():
    played = player(steps=5)
    played.back(10)
    assert played.race.step == 0
    played.step(100)
    assert played.race.step == 5
    played.step()
    assert played.race.step == 5


def test_going_to_a_computed_step_is_at_once():
    played = player()
    played.step(200)
    for step in (0, 200, 57, 199):
        played.go_to(step)
        assert (played.race.step, played.busy) == (step, False)


def test_going_beyond_the_head_takes_ticks_and_ends_there():
    played = player()
    played.step(20)
    played.go_to(177)
    assert played.motion.rushing
    assert played.race.step == 20
    ticks = 0
    while played.busy:
        assert played.tick(FRAME, Allowance(2))
        ticks += 1
    assert (played.race.step, played.motion.rushing) == (177, False)
    assert ticks > 1
    assert not played.tick(FRAME, always)


def test_going_beyond_the_budget_ends_at_the_budget():
    played = player(steps=50)
    played.go_to(10_000)
    played.tick(FRAME, always)
    assert (played.race.step, played.busy) == (50, False)


def test_going_before_the_start_ends_at_the_start():
    played = player()
    played.step(5)
    played.go_to(-7)
    assert (played.race.step, played.busy) == (0, False)


def test_space_stops_it_on_its_way():
    played = player(steps=5000)
    played.go_to(5000)
    played.tick(FRAME, Allowance(1))
    played.toggle()
    assert not played.busy
    assert 0 < played.race.step < 5000


def test_going_beyond_the_end_of_a_race_that_is_over_ends_there():
    played = Player(diverging())
    played.step(200)
    head = played.race.head
    assert played.race.over
    assert head < 200
    played.go_to(0)
    played.go_to(200)
    assert (played.race.step, played.busy) == (head, False)


def diverging():
    objective = OBJECTIVES["quadratic"](eigenvalues=(1.0,), start=(1.0,))
    return Scenario(objective=objective, lanes={"gd": OPTIMIZERS["gd"](learning_rate=1e6)}, steps=200)


def test_the_end_of_the_race_pauses_and_there_is_nothing_to_play():
    played = at_speed(1000, steps=40)
    assert played.tick(1.0, always)
    assert (played.race.step, played.busy) == (40, False)
    assert not played.tick(1.0, always)
    played.toggle()
    assert (played.race.step, played.busy, played.race.head) == (40, False, 40)


def test_playing_where_it_stands_before_the_end_goes_on_there():
    played = player(steps=40)
    played.step(40)
    played.back(30)
    played.toggle()
    assert (played.race.step, played.motion.playing) == (10, True)


def test_restart_computes_the_same_race_again():
    played = player()
    played.step(100)
    before = rows(played.race)
    played.restart()
    assert (played.race.step, played.race.head, played.race.seed, played.busy) == (0, 0, 3, False)
    played.step(100)
    assert rows(played.race) == before


def test_another_seed_is_another_race():
    played = player()
    played.step(100)
    before = rows(played.race)
    played.toggle()
    played.seed(4)
    assert (played.race.step, played.race.head, played.race.seed, played.busy) == (0, 0, 4, False)
    played.step(100)
    assert rows(played.race) != before


def test_faster_and_slower_go_through_all_speeds_and_stay_at_the_ends():
    played = player()
    for _ in SPEEDS:
        played.motion.slower()
    assert played.motion.speed == SPEEDS[0] == 1
    seen = [played.motion.speed]
    for _ in SPEEDS:
        played.motion.faster()
        seen.append(played.motion.speed)
    assert tuple(seen) == (*SPEEDS, None)


MOVES = st.one_of(
    st.tuples(st.just("step"), st.integers(0, 40)),
    st.tuples(st.just("back"), st.integers(0, 40)),
    st.tuples(st.just("go_to"), st.integers(-5, BUDGET + 20)),
    st.tuples(st.just("toggle"), st.none()),
    st.tuples(st.just("faster"), st.none()),
    st.tuples(st.just("slower"), st.none()),
    st.tuples(st.just("tick"), st.integers(1, 20)),
)


@given(st.lists(MOVES, max_size=25))
@settings(max_examples=60)
def test_the_numbers_are_the_same_whatever_the_order_of_moves(moves):
    played = player()
    for move, value in moves:
        match move, value:
            case "tick", times:
                played.tick(times * FRAME, Allowance(times))
            case _, None:
                getattr(played.motion if move in ("faster", "slower") else played, move)()
            case _:
                getattr(played, move)(value)
        assert 0 <= played.race.step <= played.race.head <= BUDGET
    straight = make_race(3)
    straight.advance(played.race.head)
    assert rows(played.race) == rows(straight)
    straight.seek(played.race.step)
    for name, run in played.race.runs.items():
        assert run.loss == straight.runs[name].loss
        np.testing.assert_array_equal(run.params, straight.runs[name].params)
