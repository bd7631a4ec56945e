"""Functions of single numbers that schedules and settings need, with the same bits everywhere.

`math.cos` and `**` are those of the C library, which differ from one to the next and with the CPU.
"""

from __future__ import annotations

import math
from decimal import Context, Decimal

from optsim.engine.numerics.exact_math import COS, SIN, series

# no traps: what is too small becomes 0
_DIGITS = Context(prec=40, traps=[])


def power(base: float, exponent: float) -> float:
    """A positive base raised to any exponent, correctly rounded but for one case in 10²⁰."""
    return float(_DIGITS.power(Decimal(base), Decimal(exponent)))


def progression(first: float, last: float, count: int) -> list[float]:
    """So many positive numbers from the first to the last, each the same multiple of the one before."""
    start, end = Decimal(first), Decimal(last)
    ratio = _DIGITS.power(_DIGITS.divide(end, start), _DIGITS.divide(Decimal(1), Decimal(max(count - 1, 1))))
    terms, term = [], start
    for _ in range(count):
        terms.append(float(term))
        term = _DIGITS.multiply(term, ratio)
    return terms


def cos_pi(x: float) -> float:
    """cos πx to 2 ulp; x is a number of half turns, so that a quarter is exactly 0."""
    near = abs(math.fmod(x, 2.0))
    folded = min(near, 2 - near)
    if folded > 0.5:
        return -_first_half(1 - folded)
    return _first_half(folded)


def sin_pi(x: float) -> float:
    """sin πx, as `cos_pi`."""
    near = math.fmod(x, 2.0)
    sign, size = math.copysign(1.0, near), abs(near)
    if size > 1:
        sign, size = -sign, size - 1
    size = min(size, 1 - size)
    return sign * (_sine(math.pi * size) if size <= 0.25 else _cosine(math.pi * (0.5 - size)))


def _first_half(x: float) -> float:
    """cos πx for x from 0 to ½."""
    return _cosine(math.pi * x) if x <= 0.25 else _sine(math.pi * (0.5 - x))


def _sine(angle: float) -> float:
    square = angle * angle
    return angle + angle * square * series(SIN, square)


def _cosine(angle: float) -> float:
    square = angle * angle
    return 1 - (0.5 * square - square * square * series(COS, square))
