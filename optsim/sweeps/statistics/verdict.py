"""Verdict on two that met the same noise: paired, sequential, and honest however often one looks."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np

from optsim.engine.settings import Array
from optsim.engine.stopping_rule import NO_CHANGE
from optsim.sweeps.statistics.sign_flip import sign_flip
from optsim.sweeps.statistics.student import quantile_two_sided, two_sided

#: chance of a false verdict, over all looks; seeds after which no more are asked for
LEVEL, MOST_SEEDS = 0.05, 200
#: seeds of the first look, and how much further each later one is
_FIRST, _FACTOR = 10, 1.25
_POWER = 0.8
#: a difference that a tie says how many seeds would decide
_OF_INTEREST = 0.01

Scale = Literal["ratio", "difference", "wins"]


class Verdict(NamedTuple):
    """What the pairs say.

    `better` is 0 for the first, 1 for the second, None for a tie so far. `effect` is by how much the first is better: on the
    scale "ratio" a share of the second's value, of geometric means, "difference" as it is, "wins" the share of pairs won less
    those lost; `margin` half its interval, which holds at all looks at once. `p` is adjusted for the looks, `more` how many
    further pairs would probably decide a difference of 1 %, None where that is not known.
    """

    better: int | None
    scale: Scale
    effect: float
    margin: float
    p: float
    pairs: int
    more: int | None


def looks(most: int = MOST_SEEDS) -> tuple[int, ...]:
    """The numbers of pairs at which a verdict can fall: from 10 on each a quarter further, the last at `most`."""
    numbers, number = [], float(_FIRST)
    while number < most:
        numbers.append(math.floor(number))
        number = max(number * _FACTOR, number + 1)
    return (*numbers, most)


def differences(values: Array, others: Array) -> tuple[Scale, Array]:
    """What is tested of pairs: ln(other/value) where all are above 0, wins where some are infinite, else other − value.

    Pairs of which one has failed, NaN, are left out. Less than 1e-12 of a value is how it was rounded, and no difference.
    """
    known = ~(np.isnan(values) | np.isnan(others))
    one, other = values[known], others[known]
    other = np.where(np.abs(other - one) <= NO_CHANGE * np.abs(one), one, other)
    if not (np.isfinite(one).all() and np.isfinite(other).all()):
        return "wins", np.sign(np.where(one == other, 0.0, np.where(one < other, 1.0, -1.0)))
    if (one > 0).all() and (other > 0).all():
        return "ratio", np.log(other) - np.log(one)
    return "difference", other - one


def verdict(values: Array, others: Array, most: int = MOST_SEEDS) -> Verdict:
    """The verdict on pairs in the order of their seeds; after the pair that decides, further ones change nothing.

    α is spent in equal parts on the looks, and a part is never used twice, so the chance that any of them is wrong is at most 5 %
    whatever the dependence between them. A look decides where both the paired t test and the sign-flip test are below its
    part: the one is exact for normal differences, the other for symmetric ones.

    Args:
        values: of the first, one a seed; less is better.
        others: of the second, with the same seeds.
        most: pairs after which no more are asked for.
    """
    with np.errstate(invalid="ignore"):
        scale, all_pairs = differences(values, others)
    schedule = looks(most)
    part = LEVEL / len(schedule)
    p = 1.0
    for number in schedule:
        if number > len(all_pairs):
            break
        pairs = all_pairs[:number]
        own = _p(pairs)
        p = min(p, own * len(schedule))
        if own <= part:
            return _verdict(scale, pairs, 0 if pairs.mean() > 0 else 1, p, part)
    return _verdict(scale, all_pairs, None, p, part)


def _p(pairs: Array) -> float:
    """The larger p of both tests; the dearer one only where the other is small."""
    deviation = float(np.std(pairs, ddof=1))
    mean = float(np.mean(pairs))
    if deviation == 0:
        return 1.0 if mean == 0 else sign_flip(pairs)
    by_t = two_sided(mean / (deviation / math.sqrt(len(pairs))), len(pairs) - 1)
    return max(by_t, sign_flip(pairs)) if by_t <= LEVEL else by_t


def _verdict(scale: Scale, pairs: Array, better: int | None, p: float, part: float) -> Verdict:
    if not len(pairs):
        return Verdict(None, scale, math.nan, math.nan, 1.0, 0, None)
    mean = float(np.mean(pairs))
    deviation = float(np.std(pairs, ddof=1)) if len(pairs) > 1 else math.nan
    margin = math.nan
    if len(pairs) > 1:
        margin = quantile_two_sided(part, len(pairs) - 1) * deviation / math.sqrt(len(pairs))
    effect, half = (_share(mean), _half_share(mean, margin)) if scale == "ratio" else (mean, margin)
    more = _more(deviation, len(pairs), part) if better is None and scale == "ratio" else None
    return Verdict(better, scale, effect, half, min(p, 1.0), len(pairs), more)


def _share(log_ratio: float) -> float:
    """By what share of the worse one the better one is better: 1 − e^−|d|, with the sign of d."""
    return math.copysign(-math.expm1(-abs(log_ratio)), log_ratio)


def _half_share(mean: float, margin: float) -> float:
    """Half the interval of the share."""
    return abs(_share(mean + margin) - _share(mean - margin)) / 2


def _more(deviation: float, pairs: int, part: float) -> int | None:
    """Further pairs with which a difference of 1 % would be decided at a look in four cases of five."""
    if not math.isfinite(deviation) or deviation == 0:
        return None
    normal = NormalDist()
    reach = normal.inv_cdf(1 - part / 2) + normal.inv_cdf(_POWER)
    needed = math.ceil((reach * deviation / math.log1p(_OF_INTEREST)) ** 2)
    return max(needed - pairs, 0)
