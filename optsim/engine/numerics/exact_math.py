"""Functions of arrays made of exactly rounded operations only, so that they give the same bits everywhere.

Sums, products, quotients, comparisons and what only moves bits (rint, frexp, ldexp, copysign, fmod) are prescribed to the
last bit, and so are running sums. A library's exp, its sine, a reduction or a matrix product depend on CPU, BLAS kernel,
SIMD level and version; a fused multiply-add cannot arise between two ufuncs. What is added up is added in order.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from decimal import Context, Decimal
from typing import TypeVar

import numpy as np

from optsim.engine.settings import Array

T = TypeVar("T", float, Array)

_DIGITS = Context(prec=40)
#: numbers that a function takes at a time: as many as stay in the cache
_AT_A_TIME = 16384

_LN2_HIGH, _LN2_LOW = float.fromhex("0x1.62e42feep-1"), float.fromhex("0x1.a39ef35793c76p-33")
_PER_LN2 = float.fromhex("0x1.71547652b82fep+0")
#: r coth(r/2) = 2 + r² (1/6 − r²/360 + …), from the Bernoulli numbers
_COTH = (1 / 6, -1 / 360, 1 / 15120, -1 / 604800, 1 / 23950080, -691 / 653837184000)
#: 2 artanh(s) = 2s + s³ (2/3 + 2s²/5 + …)
_ARTANH = tuple(2 / odd for odd in range(3, 25, 2))
#: tanh(d) = d + d³ (−1/3 + 2d²/15 − …)
TANH = (-1 / 3, 2 / 15, -17 / 315)
_PER_UNIT, _FARTHEST = 64, 20
#: the same as arrays without an axis: of a number a ufunc makes one at every call
_FIRST, _SECOND, _THIRD, _ONE = map(np.array, (*TANH, 1.0))
_END, _UNITS, _UNIT = map(np.array, (float(_FARTHEST), float(_PER_UNIT), 1.0 / _PER_UNIT))
#: sin(r) = r + r³ (−1/3! + r²/5! − …), cos(r) = 1 − r²/2 + r⁴ (1/4! − r²/6! + …)
_FACTORIALS = [float(product) for product in np.multiply.accumulate(np.arange(1, 19, dtype=np.int64))]
SIN = tuple((-1.0) ** (odd // 2) / _FACTORIALS[odd - 1] for odd in range(3, 19, 2))
COS = tuple((-1.0) ** (even // 2) / _FACTORIALS[even - 1] for even in range(4, 18, 2))
#: π/2 in three parts, the first two of 33 bits, so that up to 2²⁰ times each of them is exact
_QUARTERS_PER_UNIT = float.fromhex("0x1.45f306dc9c883p-1")
_QUARTER = (
    float.fromhex("0x1.921fb544p+0"),
    float.fromhex("0x1.0b4611a6p-34"),
    float.fromhex("0x1.3198a2e037073p-69"),
)
_TURN = float.fromhex("0x1.921fb54442d18p+2")
_FAR = 2.0**20


def series(coefficients: Sequence[float], x: T) -> T:
    """c₀ + c₁x + c₂x² + … by Horner's rule, for a number or an array."""
    total = coefficients[-1] * x + coefficients[-2]
    for coefficient in coefficients[-3::-1]:
        total = total * x + coefficient
    return total


def _in_parts(function: Callable[[Array], Array], values: Array) -> Array:
    """Take a function of as many numbers at a time as stay in the cache with all that is worked out on the way."""
    if values.size <= _AT_A_TIME:
        return function(values)
    flat = values.reshape(-1)
    parts = (flat[at : at + _AT_A_TIME] for at in range(0, len(flat), _AT_A_TIME))
    return np.concatenate([function(part) for part in parts]).reshape(np.shape(values))


def exp(values: Array) -> Array:
    """eˣ to 1 ulp: x = k ln 2 + r, and eʳ from the series of r coth(r/2)."""
    return _in_parts(_exp, values)


def _exp(values: Array) -> Array:
    bounded = np.minimum(np.maximum(values, -800.0), 800.0)
    times = np.rint(bounded * _PER_LN2)
    high, low = bounded - times * _LN2_HIGH, times * _LN2_LOW
    rest = high - low
    square = rest * rest
    bend = rest - square * series(_COTH, square)
    power = 1 - ((low - rest * bend / (2 - bend)) - high)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        # NaN has no exponent, but it is in `power`
        result: Array = np.ldexp(power, np.fmax(times, -2000.0).astype(np.int32))
    return result


def log(values: Array) -> Array:
    """Natural logarithm to 1 ulp: x = 2ᵏ (1 + f), and the rest is 2 artanh(f / (2 + f))."""
    return _in_parts(_log, values)


def _log(values: Array) -> Array:
    with np.errstate(all="ignore"):
        mantissa, exponent = np.frexp(values)
        small = mantissa < float.fromhex("0x1.6a09e667f3bcdp-1")
        mantissa, exponent = np.where(small, 2 * mantissa, mantissa), np.where(small, exponent - 1, exponent)
        above = mantissa - 1
        share = above / (2 + above)
        square = share * share
        half = 0.5 * above * above
        rest = share * (half + square * series(_ARTANH, square))
        result = exponent * _LN2_HIGH - ((half - (rest + exponent * _LN2_LOW)) - above)
    known = np.where(values > 0, np.where(np.isinf(values), np.inf, result), np.nan)
    return np.where(values == 0, -np.inf, known)


@functools.cache
def tanh_table() -> Array:
    """tanh of 0, 1/64, 2/64 … 20, rounded once, made from decimal numbers."""
    growth, power = _DIGITS.exp(Decimal(2) / _PER_UNIT), Decimal(1)
    known = []
    for _ in range(_FARTHEST * _PER_UNIT + 1):
        known.append(float(_DIGITS.divide(power - 1, power + 1)))
        power = _DIGITS.multiply(power, growth)
    return np.array(known)


def tanh(values: Array) -> Array:
    """Hyperbolic tangent to 3 ulp, odd to the last bit.

    Of x = a + d it is (tanh a + tanh d) / (1 + tanh a · tanh d): a is the nearest 64th, whose tanh is in a table, and d so small
    that three terms of its series are enough.
    """
    flat = np.ascontiguousarray(values).reshape(-1)
    result = np.empty_like(flat)
    room = np.empty((4, min(len(flat), _AT_A_TIME)))
    with np.errstate(invalid="ignore"):
        for at in range(0, len(flat), _AT_A_TIME):
            some = flat[at : at + _AT_A_TIME]
            _tanh(some, result[at : at + _AT_A_TIME], room[:, : len(some)])
    return result.reshape(np.shape(values))


def _tanh(values: Array, known: Array, room: Array) -> None:
    """tanh of values (n,) into known (n,), in place: in a network it is half of the work."""
    rest, square, bend, entry = room
    place = entry.view(np.intp)
    np.abs(values, out=rest)
    np.minimum(rest, _END, out=rest)
    np.multiply(rest, _UNITS, out=square)
    np.rint(square, out=square)
    # a NaN takes any entry, and stays in the rest
    np.copyto(place, square, casting="unsafe")
    tanh_table().take(place, mode="clip", out=known)
    np.multiply(square, _UNIT, out=square)
    np.subtract(rest, square, out=rest)
    np.multiply(rest, rest, out=square)
    np.multiply(square, _THIRD, out=bend)
    np.add(bend, _SECOND, out=bend)
    np.multiply(bend, square, out=bend)
    np.add(bend, _FIRST, out=bend)
    np.multiply(bend, square, out=bend)
    np.multiply(bend, rest, out=bend)
    np.add(rest, bend, out=rest)
    np.multiply(known, rest, out=square)
    np.add(square, _ONE, out=square)
    np.add(known, rest, out=known)
    np.divide(known, square, out=known)
    np.copysign(known, values, out=known)


def sin(values: Array) -> Array:
    """Sine to 2 ulp up to 2²⁰; beyond, of the remainder by the nearest number to 2π, so that only the bits are sure."""
    return _in_parts(lambda some: _wave(some, 0.0), values)


def cos(values: Array) -> Array:
    """Cosine, as `sin`."""
    return _in_parts(lambda some: _wave(some, 1.0), values)


def _wave(values: Array, quarters: float) -> Array:
    """Return the sine of the values plus `quarters` quarter turns."""
    near = np.where(np.abs(values) <= _FAR, values, np.fmod(values, _TURN))
    # + 0.0: a −0 would take the sign of a zero away
    count = np.rint(near * _QUARTERS_PER_UNIT) + 0.0
    first, part = near - count * _QUARTER[0], count * _QUARTER[1]
    second = first - part
    last = count * _QUARTER[2] - ((first - second) - part)
    rest = second - last
    low = (second - rest) - last
    square = rest * rest
    cube = square * rest
    sine = rest - ((square * (0.5 * low - cube * series(SIN[1:], square)) - low) - cube * SIN[0])
    cosine = 1 - (0.5 * square - (square * square * series(COS, square) - rest * low))
    quarter_turns = count + quarters
    quadrant = quarter_turns - 4 * np.floor(quarter_turns / 4)
    result = np.where((quadrant == 1) | (quadrant == 3), cosine, sine)
    return np.where(quadrant >= 2, -result, result)
