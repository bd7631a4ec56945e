"""The hash of parameters and state, against the words of its definition."""

import struct
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.engine.lane import Lane, gather
from optsim.engine.stepping.kernel import State
from optsim.recording.state_hash import Digester, by_lane, hexadecimal, packed
from tests.recording.support import noisy, scenario_of

MASK = 2**64 - 1


def mix(z):
    z ^= z >> 30
    z = z * 0xBF58476D1CE4E5B9 & MASK
    z ^= z >> 27
    z = z * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def defined(numbers):
    """The hash of a lane's numbers, one word after the other."""
    words = [int.from_bytes(struct.pack(">d", number), "big") for number in numbers]
    words = [0x7FF8000000000000 if np.isnan(number) else word for number, word in zip(numbers, words, strict=True)]
    keys = [mix((place + 1) * 0x9E3779B97F4A7C15 & MASK) | 1 for place in range(len(words))]
    return f"{mix((len(words) + sum(k * (w ^ w >> 32) for k, w in zip(keys, words, strict=True))) & MASK):016x}"


def carried(state, groups, place):
    """Parameters and state of a lane, as a list of numbers."""
    numbers = [*state.params[place]]
    for group, memory in zip(groups, state.memory, strict=True):
        if place in group.places:
            row = group.places.index(place)
            numbers += [number for field in memory for number in np.ravel(field[row])]
    return numbers


def states_of(scenario, count):
    race, states = scenario.race(), []
    for step in range(count):
        race.compute(step)
        states.append(race.state_at(step))
    return race, states


@pytest.mark.parametrize("scenario", [noisy(), scenario_of("rich"), scenario_of("ends")], ids=["noisy", "rich", "ends"])
def test_it_is_what_it_says(scenario):
    race, states = states_of(scenario, 9)
    found = hexadecimal(Digester(states[0], race.groups)([packed(state) for state in states]))
    for state, row in zip(states, found, strict=True):
        assert row == [defined(carried(state, race.groups, place)) for place in range(len(race.lanes))]


def test_a_block_is_its_states():
    race, states = states_of(noisy(), 40)
    digester = Digester(states[0], race.groups)
    numbers = [packed(state) for state in states]
    together = digester(numbers)
    for size in (1, 3, 16):
        apart = [digester(numbers[at : at + size]) for at in range(0, 40, size)]
        assert np.array_equal(np.concatenate(apart), together)
    assert by_lane(together) == [list(lane) for lane in zip(*hexadecimal(together), strict=True)]


class Odd(NamedTuple):
    """A state of what no optimizer here has: whole numbers, and an array that does not lie in a row."""

    counts: np.ndarray
    view: np.ndarray


def state_of(params, memory):
    lanes = len(params)
    return State(0, params, (memory,), np.ones(lanes, bool), lanes, np.ones(lanes), (), ())


def test_whatever_a_state_is_made_of():
    groups = gather(tuple(Lane(name, noisy().lanes["adam"].optimizer) for name in "ab"), 3)
    params = np.array([[1.0, -0.0, 5e-324], [np.inf, -np.inf, 2.5]])
    memory = Odd(np.array([[7], [-8]]), np.arange(12.0).reshape(2, 6)[:, ::2])
    state = state_of(params, memory)
    found = hexadecimal(Digester(state, groups)([packed(state)] * 2))
    wanted = [defined([*params[0], 7.0, 0.0, 2.0, 4.0]), defined([*params[1], -8.0, 6.0, 8.0, 10.0])]
    assert found == [wanted, wanted]


def test_every_nan_is_one():
    groups = gather((Lane("a", noisy().lanes["gd"].optimizer),), 2)
    bits = [0x7FF8000000000000, 0xFFF8000000000000, 0x7FF0000000000001, 0xFFFFFFFFFFFFFFFF]
    hashes = set()
    for pattern in bits:
        params = np.array([[pattern, 0]], np.uint64).view(np.float64)
        state = state_of(params, ())
        hashes.add(hexadecimal(Digester(state, groups)([packed(state)]))[0][0])
    assert hashes == {defined([np.nan, 0.0])}


@given(
    numbers=st.lists(st.floats(allow_nan=False), min_size=1, max_size=6),
    place=st.integers(0, 5),
    bit=st.integers(0, 63),
)
def test_one_bit_is_seen(numbers, place, bit):
    groups = gather((Lane("a", noisy().lanes["gd"].optimizer),), len(numbers))
    params = np.array([numbers])
    changed = params.copy()
    changed.view(np.uint64)[0, place % len(numbers)] ^= np.uint64(1 << bit)
    if np.isnan(changed).any():
        return
    one, other = (Digester(state_of(each, ()), groups)([packed(state_of(each, ()))]) for each in (params, changed))
    assert one != other


def test_two_signs_do_not_cancel():
    groups = gather((Lane("a", noisy().lanes["gd"].optimizer),), 8)
    signs = np.array(np.meshgrid(*[[1.0, -1.0]] * 8)).reshape(8, -1).T
    found = {int(Digester(state_of(row[None], ()), groups)([packed(state_of(row[None], ()))])[0, 0]) for row in signs}
    assert len(found) == 256
