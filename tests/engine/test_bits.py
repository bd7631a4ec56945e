"""Every lane has the same bits in any company, in any order, in any batch."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim import OPTIMIZERS, Race, Status
from optsim.engine.lane import Lane
from tests.engine.support import PROBLEMS, many_lanes, same_bits

STEPS = 70
LANES = many_lanes()
COLUMNS = ("loss", "batch_loss", "grad_norm", "update_norm", "learning_rate", "params", "validation_loss")


def raced(problem, lanes, **settings_):
    race = Race(PROBLEMS[problem], lanes, steps=STEPS, seed=3, keep_params=True, **settings_)
    race.advance(STEPS)
    return race


@cache
def alone(problem, name):
    return raced(problem, [LANES[name]])


def measured(race, name):
    """All columns of a lane."""
    place = race.runs[name].place
    return tuple(race.history[column][:, place] for column in COLUMNS)


def memory(race, name):
    """The optimizer state of a lane behind the last step."""
    place = race.runs[name].place
    state = race.state_at(race.head + 1)
    for group, fields in zip(race._kernel.groups, state.memory, strict=True):
        rows = list(range(len(race.lanes)))[group.rows] if isinstance(group.rows, slice) else group.rows.tolist()
        if place in rows:
            return tuple(field[rows.index(place)] for field in fields)
    raise AssertionError(name)


@pytest.mark.parametrize("problem", PROBLEMS)
@settings(max_examples=15)
@given(names=st.lists(st.sampled_from(sorted(LANES)), min_size=2, unique=True))
def test_company_and_order_change_no_bit(problem, names):
    race = raced(problem, [LANES[name] for name in names])
    for name in names:
        assert same_bits(measured(race, name), measured(alone(problem, name), name)), name
        assert same_bits(memory(race, name), memory(alone(problem, name), name)), name


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("kind", ["gd", "nag", "adam"])
def test_a_batch_of_rates_gives_the_bits_of_lone_lanes(problem, kind):
    lanes = [Lane(f"{number}", OPTIMIZERS[kind](learning_rate=0.001 * (number + 1))) for number in range(40)]
    batch = raced(problem, lanes)
    for lane in lanes[::13]:
        assert same_bits(measured(batch, lane.name), measured(raced(problem, [lane]), lane.name))


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("kind", ["gd", "momentum", "nag", "adagrad"])
def test_a_lane_that_diverges_changes_no_bit_of_its_neighbours(problem, kind):
    wild = {
        f"{kind} {rate:g}": Lane(f"{kind} {rate:g}", OPTIMIZERS[kind](learning_rate=rate)) for rate in (50.0, 1e300)
    }
    race = raced(problem, [*wild.values(), *LANES.values()])
    assert race.runs[f"{kind} 1e+300"].status is Status.DIVERGED
    for name in LANES:
        assert same_bits(measured(race, name), measured(alone(problem, name), name)), name


@pytest.mark.parametrize("problem", PROBLEMS)
def test_lanes_with_one_setting_are_one_lane(problem):
    twins = [Lane(name, OPTIMIZERS["adam"](learning_rate=0.01)) for name in ("left", "right")]
    race = raced(problem, [twins[0], LANES["sgd"], twins[1]])
    assert same_bits(measured(race, "left"), measured(race, "right"))


def test_a_seed_gives_a_race_and_another_one_another():
    def end(seed):
        race = Race(PROBLEMS["tanh"], LANES.values(), steps=20, seed=seed)
        race.advance(20)
        return race.state_at(20).params

    assert same_bits(end(5), end(5))
    assert not same_bits(end(5), end(6))
