"""Functions, sums and products of exactly rounded operations, against decimal numbers and plain loops."""

from __future__ import annotations

import itertools
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.engine.numerics.numerics import FAST, STRICT, exact_math, ordered_sums
from tests.engine.support import same_bits

PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899")
FAR = 2.0**20
TINY = 5e-324


def wave(x):
    """Sine and cosine of a decimal number by their series."""
    quarters = (x / (PI / 2)).to_integral_value()
    rest = x - quarters * PI / 2
    sine = term = rest
    cosine = other = Decimal(1)
    for n in range(1, 25):
        term *= -rest * rest / ((2 * n) * (2 * n + 1))
        other *= -rest * rest / ((2 * n - 1) * (2 * n))
        sine, cosine = sine + term, cosine + other
    turns = [(sine, cosine), (cosine, -sine), (-sine, -cosine), (-cosine, sine)]
    return turns[int(quarters) % 4]


def tanh(x):
    if abs(x) < Decimal("1e-20"):
        return x
    power = (2 * x).exp()
    return (power - 1) / (power + 1)


EXACT = {
    "exp": Decimal.exp,
    "log": Decimal.ln,
    "tanh": tanh,
    "sin": lambda x: wave(x)[0],
    "cos": lambda x: wave(x)[1],
}
RANGES = {
    "exp": (-745.0, 709.78),
    "log": (TINY, 1.7e308),
    "tanh": (-25.0, 25.0),
    "sin": (-FAR, FAR),
    "cos": (-FAR, FAR),
}
GRIDS = {
    "exp": np.concatenate((np.linspace(-745, 709.7, 1501), np.linspace(-1, 1, 801), [1e-300, -1e-17])),
    "log": np.concatenate((np.geomspace(1e-320, 1e308, 1201), np.linspace(0.5, 2, 1201), [1 - 2**-53, 1 + 2**-52])),
    "tanh": np.concatenate((np.linspace(-21, 21, 1501), np.linspace(-0.1, 0.1, 1501), np.geomspace(1e-300, 1, 301))),
    "sin": np.concatenate((np.linspace(-10, 10, 1501), np.linspace(-FAR, FAR, 501), np.arange(-300, 300) * np.pi / 2)),
}
GRIDS["cos"] = GRIDS["sin"]


def ulps(name, values):
    """How far a function is from the truth, in units of the truth's last place."""
    found = getattr(exact_math, name)(np.asarray(values, dtype=np.float64))
    with localcontext() as context:
        context.prec = 60
        truth = [EXACT[name](Decimal(float(value))) for value in values]
        places = [Decimal(float(np.spacing(abs(float(each))))) for each in truth]
        return [
            float(abs(Decimal(float(got)) - each) / place)
            for got, each, place in zip(found, truth, places, strict=True)
        ]


@pytest.mark.parametrize("name", EXACT)
def test_a_function_is_within_three_places_on_a_dense_grid(name):
    assert max(ulps(name, GRIDS[name])) < (3 if name == "tanh" else 1.5)


@pytest.mark.parametrize("name", EXACT)
@given(data=st.data())
def test_a_function_is_within_three_places_anywhere(name, data):
    low, high = RANGES[name]
    assert max(ulps(name, [data.draw(st.floats(low, high, exclude_min=name == "log"))])) < 3


@pytest.mark.parametrize("name", EXACT)
def test_a_function_has_the_values_of_numpy_where_there_is_no_number(name):
    values = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, -1.0, 1e4, -1e4, TINY, -TINY, 1e-310])
    with np.errstate(all="ignore"):
        ours, numpys = getattr(exact_math, name)(values), getattr(np, name)(values)
    np.testing.assert_allclose(ours, numpys, rtol=1e-15, atol=0)
    known = ~np.isnan(numpys)
    assert np.array_equal(np.signbit(ours[known]), np.signbit(numpys[known]))


@pytest.mark.parametrize("name", ["sin", "cos"])
def test_beyond_its_range_a_wave_is_still_a_wave(name):
    values = np.array([1.1 * FAR, -3e9, 1e22, 1e300, -1.7e308])
    waves = getattr(exact_math, name)(values)
    assert (np.abs(waves) <= 1).all()
    # the phase is wrong by 2.5e-16 a turn
    assert waves[0] == pytest.approx(getattr(np, name)(values[0]), abs=1e-10)


@pytest.mark.parametrize("name", ["tanh", "sin"])
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_an_odd_function_is_odd_to_the_last_bit(name, x):
    function = getattr(exact_math, name)
    assert same_bits(function(np.array([-x])), -function(np.array([x])))


@pytest.mark.parametrize("name", EXACT)
def test_a_number_has_the_same_bits_alone_and_among_many(name):
    values = np.abs(np.random.default_rng(0).standard_normal((3, 5000))) + 0.1
    together = getattr(exact_math, name)(values)
    assert together.shape == values.shape
    for at in ((0, 0), (1, 4999), (2, 77)):
        assert same_bits(getattr(exact_math, name)(values[at]), together[at])
    assert same_bits(getattr(exact_math, name)(values.T), np.ascontiguousarray(together.T))


def numbers(shape, seed):
    """Numbers of very different size, so that another order of a sum shows; some of them −0."""
    generator = np.random.default_rng(seed)
    drawn = generator.standard_normal(shape) * 10.0 ** generator.integers(-8, 8, shape)
    return np.where(generator.random(shape) < 0.05, -0.0, drawn)


def added(terms):
    """The sum of Python's own numbers, one after the other."""
    first, *others = terms
    for other in others:
        first = first + other
    return first


@given(st.tuples(st.integers(1, 3), st.integers(1, 40), st.integers(1, 9)), st.integers(0, 2**32))
def test_sums_are_those_of_a_plain_loop(shape, seed):
    values = numbers(shape, seed)
    lanes, rows, columns = (range(size) for size in shape)
    by_row = [[added(values[lane, row].tolist()) for row in rows] for lane in lanes]
    by_column = [[added(values[lane, :, column].tolist()) for column in columns] for lane in lanes]
    assert same_bits(ordered_sums.row_sum(values), np.array(by_row))
    assert same_bits(ordered_sums.column_sum(values), np.array(by_column))


@given(st.tuples(*[st.integers(1, 12)] * 3), st.sampled_from([((), ()), ((3,), (3,)), ((), (2, 3)), ((2, 1), (1, 2))]))
def test_a_product_is_that_of_a_plain_loop(sizes, leading):
    rows, terms, columns = sizes
    left, right = numbers((*leading[0], rows, terms), 1), numbers((*leading[1], terms, columns), 2)
    batch = np.broadcast_shapes(*leading)
    one = np.broadcast_to(left, (*batch, rows, terms)).reshape(-1, rows, terms).tolist()
    other = np.broadcast_to(right, (*batch, terms, columns)).reshape(-1, terms, columns).tolist()
    expected = [
        added([a[row][term] * b[term][column] for term in range(terms)])
        for a, b in zip(one, other, strict=True)
        for row, column in itertools.product(range(rows), range(columns))
    ]
    assert same_bits(ordered_sums.matmul(left, right), np.array(expected).reshape(*batch, rows, columns))


@pytest.mark.parametrize("lanes", [1, 4, 40])
def test_a_large_product_is_made_in_parts_with_the_same_bits(lanes):
    left, right = numbers((lanes, 50, 33), 1), numbers((lanes, 33, 40), 2)
    total = left[..., 0, None] * right[..., 0, None, :]
    for term in range(1, 33):
        total = total + left[..., term, None] * right[..., term, None, :]
    assert same_bits(ordered_sums.matmul(left, right), total)
    np.testing.assert_allclose(total, left @ right, rtol=1e-9, atol=1e-3)


@pytest.mark.parametrize("numerics", [FAST, STRICT], ids=lambda each: each.name)
def test_a_row_times_a_matrix_sees_no_other_row(numerics):
    rows, matrix = numbers((4, 6, 30), 1), numbers((30, 30), 2)
    together = numerics.rows_times(rows, matrix)
    assert same_bits(numerics.rows_times(rows[2, 3], matrix), together[2, 3])
    np.testing.assert_allclose(together, rows @ matrix, rtol=1e-9, atol=1e-3)
    assert same_bits(numerics.row_norm(rows), np.sqrt(numerics.row_sum(rows * rows)))
