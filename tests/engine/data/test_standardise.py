"""Scaled columns against exact arithmetic; columns that do not vary, and numbers too large to be squared."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optsim.engine.data.examples import Data
from optsim.engine.data.standardise import standardise, standardise_as_before
from optsim.engine.numerics.noise import Noise
from optsim.engine.numerics.numerics import FAST, STRICT
from optsim.engine.settings import BadValueError

TRAIN = 9
NUMERICS = pytest.mark.parametrize("numerics", [FAST, STRICT], ids=["fast", "strict"])


def exactly(rows, train):
    """Mean 0 and deviation 1 in rational numbers, but for the last root."""
    columns = []
    for column in rows.T:
        values = [Fraction(float(value)) for value in column]
        mean = sum(values[:train]) / train
        variance = sum((value - mean) ** 2 for value in values[:train]) / train
        squares = [(value - mean) ** 2 / variance for value in values]
        columns.append(
            [float(square) ** 0.5 * (1 if value >= mean else -1) for square, value in zip(squares, values, strict=True)]
        )
    return np.array(columns).T


@NUMERICS
@pytest.mark.parametrize("size", [1.0, 1e-300, 1e160, 1e200, 1.5e308])
def test_it_is_what_exact_arithmetic_gives(numerics, size):
    rows = size * np.random.default_rng(1).uniform(-1, 1, (15, 3))
    scaled = standardise(rows, TRAIN, numerics)
    np.testing.assert_allclose(scaled.rows, exactly(rows, TRAIN), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(scaled.deviation / size, (rows[:TRAIN] / size).std(axis=0), rtol=1e-12)
    assert not scaled.constant.any()


@NUMERICS
@settings(max_examples=60)
@given(
    rows=st.lists(st.lists(st.integers(-(10**9), 10**9), min_size=3, max_size=3), min_size=6, max_size=12),
    size=st.sampled_from([1e-6, 1.0, 1e9, 1e100]),
)
def test_what_varies_has_the_bits_that_it_had(numerics, rows, size):
    table, train = np.array(rows) / 1000 * size, 5
    new, old = standardise(table, train, numerics), standardise_as_before(table, train, numerics)
    varies = ~new.constant
    assert new.rows[:, varies].tobytes() == old.rows[:, varies].tobytes()


@NUMERICS
@pytest.mark.parametrize("value", [14.62, 0.1, 1e17 / 3, -7.0, 0.0])
def test_an_input_that_does_not_vary_in_training_is_0_everywhere(numerics, value):
    """Were its deviation taken for what it is, a rounding error, the held-out rows would lie 10¹⁴ deviations away."""
    rows = np.column_stack((np.full(40, value), np.arange(40.0)))
    rows[28, 0] = value + 0.28
    rows[5, 0] = np.nextafter(value, np.inf) if value else 0.0
    scaled = standardise(rows, 28, numerics)
    assert scaled.constant.tolist() == [True, False]
    assert not scaled.rows[:, 0].any()


@NUMERICS
def test_a_little_more_than_rounding_is_a_value(numerics):
    rows = np.column_stack((1.7e9 + 1e-3 * np.arange(40), np.arange(40.0)))
    assert not standardise(rows, 28, numerics).constant.any()


def test_a_target_that_does_not_vary_keeps_its_unit():
    rows = np.column_stack((np.arange(12.0), np.full(12, 0.1)))
    rows[10:, 1] = 0.6
    scaled = standardise(rows, TRAIN, FAST)
    assert not scaled.rows[:TRAIN, 1].any()
    assert scaled.rows[10:, 1] == pytest.approx(0.5)


def test_a_hole_is_the_mean_of_the_training_rows():
    rows = np.array([[1.0, 1], [np.nan, 2], [3, 3], [8, 4], [np.nan, 5]])
    scaled = standardise(rows, 4, FAST)
    assert scaled.mean[0] == pytest.approx(4)
    assert scaled.rows[:, 0] == pytest.approx(np.array([-3, 0, -1, 4, 0]) / np.sqrt(26 / 3))


def test_a_race_over_one_held_out_value_that_is_different_stays_of_its_size():
    rows = np.array([[i, 14.9 if i == 20 else 14.62, i % 7] for i in range(40)])
    for seed in range(30):
        split = Data(kind="table", table=rows, validation=0.3).bind(Noise(seed))
        assert max(np.abs(split.inputs).max(), np.abs(split.validation_inputs).max()) < 6


@pytest.mark.parametrize(
    ("table", "settings", "message"),
    [
        ([[1, np.inf], [2, 3]], {}, "infinite"),
        ([[1, np.nan], [2, 3]], {"missing": "mean"}, "without a target"),
        ([[np.nan, 1], [2, 3]], {}, 'say missing = "mean"'),
        ([[1, 1], [2, 3]], {"names": ("a",)}, "1 for 2 columns"),
    ],
)
def test_a_table_that_cannot_be_is_refused(table, settings, message):
    with pytest.raises(BadValueError, match=message):
        Data(kind="table", table=np.array(table, float), **settings)


def columns(kind):
    dice = np.random.default_rng(7)
    return {
        "numbers": dice.normal(size=30),
        "few": (dice.random(30) < 0.1).astype(float),
        "still": np.full(30, 0.1),
        "nearly still": 0.1 + 1e-15 * dice.random(30),
        "large": 1e200 * dice.random(30),
    }[kind]


@pytest.mark.parametrize("kind", ["numbers", "few", "still", "nearly still", "large"])
def test_where_it_is_said_not_to_matter_how_constants_are_scaled_it_does_not(kind):
    table = np.column_stack((columns(kind), np.random.default_rng(3).normal(size=30)))
    made = [Data(kind="table", table=table, constants=constants, validation=0.3) for constants in ("zero", "raw")]
    with np.errstate(all="ignore"):
        same = all(
            one.tobytes() == other.tobytes()
            for seed in range(200)
            for one, other in zip(*(data.bind(Noise(seed)) for data in made), strict=True)
        )
    assert same or made[0].constants_matter
    if kind == "numbers":
        assert not made[0].constants_matter
