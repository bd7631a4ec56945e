"""Drawing of the settings with which a question comes again: the same for the same return, whenever it is asked for."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from optsim.lesson.lesson import Draw

T = TypeVar("T")
#: digits of a drawn number that is not whole
_DIGITS = 2
#: from this ratio of its ends on a range is drawn from by orders of magnitude
_WIDE = 10
_MOST_SEED = 1000


def drawn(draws: Sequence[Draw], *of: object) -> dict[str, float]:
    """Return a number for each draw.

    Args:
        draws: The draws.
        of: What it is drawn for, as a lesson's name and the number of a return: the same gives the same.
    """
    generator = _generator(*of)
    return {draw.name: _one(draw, generator) for draw in draws}


def drawn_seed(*of: object) -> int:
    """Return a seed for a race."""
    return int(_generator("seed", *of).integers(_MOST_SEED))


def shuffled(items: Sequence[T], *of: object) -> list[T]:
    """Return items in an order that is drawn."""
    return [items[place] for place in _generator("order", *of).permutation(len(items))]


def _generator(*of: object) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(repr(of).encode()))


def _one(draw: Draw, generator: np.random.Generator) -> float:
    if draw.among:
        return draw.among[int(generator.integers(len(draw.among)))]
    share = generator.random()
    if draw.low > 0 and draw.high >= _WIDE * draw.low:
        value = math.exp(math.log(draw.low) + share * math.log(draw.high / draw.low))
    else:
        value = draw.low + share * (draw.high - draw.low)
    value = round(value) if draw.whole else float(f"{value:.{_DIGITS}g}")
    return float(min(max(value, draw.low), draw.high))
