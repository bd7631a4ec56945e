"""Noise: a draw depends on seed, stream and step, and on nothing that was drawn before."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.settings import BadValueError
from tests.engine.support import same_bits


def test_ten_values_stay_what_they_are():
    # a version of NumPy that draws otherwise changes every noisy race: it must not go unnoticed
    noise = Noise(7)
    drawn = [
        *noise.normal(0, 2),
        *noise.normal(1, 2),
        *noise.normal(1000, 2),
        noise.normal(5, 100)[99],
        noise.normal(3, 2, Stream.INIT)[0],
        noise.generator(Stream.INIT).standard_normal(),
        noise.generator(Stream.DATA).uniform(-1, 1),
    ]
    assert drawn == GOLDEN
    assert noise.permutation(3, 8).tolist() == GOLDEN_ORDER


GOLDEN = [
    -0.04739161673254484,
    -1.192916693828728,
    0.40070996668332465,
    -0.8106331979639336,
    0.4591744301445022,
    0.7979812312702455,
    1.6460838553625128,
    -0.615532710206489,
    -1.7496944402112695,
    -0.03574279624776899,
]
GOLDEN_ORDER = [5, 7, 2, 0, 1, 6, 4, 3]


@given(
    seed=st.integers(0, 2**64 - 1),
    dim=st.sampled_from([1, 2, 100, 1377, 70_000]),
    steps=st.lists(st.integers(0, 3000), min_size=1, max_size=12),
)
def test_draws_do_not_depend_on_their_order(seed, dim, steps):
    noise = Noise(seed)
    backwards = {step: noise.normal(step, dim).copy() for step in reversed(steps)}
    assert all(same_bits(noise.normal(step, dim), backwards[step]) for step in steps)
    assert all(same_bits(Noise(seed).normal(step, dim), backwards[step]) for step in steps[:3])


@given(seed=st.integers(0, 2**64 - 1), epochs=st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_orders_of_examples_do_not_depend_on_each_other(seed, epochs):
    noise = Noise(seed)
    first = {epoch: noise.permutation(epoch, 10).copy() for epoch in reversed(epochs)}
    assert all(same_bits(noise.permutation(epoch, 10), first[epoch]) for epoch in epochs)
    assert all(sorted(order) == list(range(10)) for order in first.values())


def test_every_order_of_examples_is_as_likely():
    noise, epochs = Noise(1), 6000
    seen = [tuple(noise.permutation(epoch, 3)) for epoch in range(epochs)]
    counts = [seen.count(order) for order in set(seen)]
    assert len(counts) == 6
    spread = math.sqrt(epochs * (1 / 6) * (5 / 6))
    assert all(abs(count - epochs / 6) < 5 * spread for count in counts)


def test_seeds_streams_steps_and_blocks_differ():
    draws = [
        Noise(seed).normal(step, 2, stream)[0]
        for seed in (0, 1, 2**63, 2**64 - 2, 2**64 - 1)
        for stream in Stream
        for step in (0, 1, 256)
    ]
    assert len(set(draws)) == len(draws)


@pytest.mark.parametrize("dim", [1, 2, 7, 400])
def test_numbers_are_standard_normal_and_independent_from_step_to_step(dim):
    noise, count = Noise(3), 200_000 // dim
    numbers = np.array([noise.normal(step, dim) for step in range(count)])
    total = numbers.size
    assert abs(numbers.mean()) < 5 / math.sqrt(total)
    assert abs(numbers.var() - 1) < 5 * math.sqrt(2 / total)
    assert abs((numbers**4).mean() - 3) < 5 * math.sqrt(96 / total)
    assert abs((numbers[1:] * numbers[:-1]).mean()) < 5 / math.sqrt(total)


def test_a_draw_cannot_be_spoilt_by_who_gets_it():
    noise = Noise(0)
    with pytest.raises(ValueError, match="read-only"):
        noise.normal(0, 2)[0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        noise.permutation(0, 5)[0] = 1


@pytest.mark.parametrize("seed", [-1, 2**64, 1.0, "7", True, None])
def test_a_seed_is_a_whole_number_of_64_bits(seed):
    with pytest.raises(BadValueError, match=r"seed: must be a whole number from 0 to 2⁶⁴ − 1, not") as error:
        Noise(seed)
    assert error.value.key == "seed"
    assert Noise(np.int64(5)).seed == 5
