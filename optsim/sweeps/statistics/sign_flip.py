"""Sign-flip test: were the signs of paired differences a matter of chance?"""

from __future__ import annotations

import functools
import itertools

import numpy as np

from optsim.engine.numerics.noise import Noise, Stream
from optsim.engine.settings import Array

_ENUMERATED, _DRAWN = 14, 20000
_ROUNDING = 1e-12


@functools.lru_cache(maxsize=16)
def _signs(pairs: int) -> Array:
    """All choices of signs but for their opposites, (2^(pairs − 1), pairs), or as many as are drawn."""
    if pairs <= _ENUMERATED:
        rest = np.array([*itertools.product((1.0, -1.0), repeat=pairs - 1)]).reshape(-1, pairs - 1)
        return np.concatenate((np.ones((len(rest), 1)), rest), axis=1)
    drawn = Noise(pairs).generator(Stream.RESAMPLE).integers(0, 2, (_DRAWN, pairs), dtype=np.int8)
    signs: Array = 2.0 * drawn.astype(np.float64) - 1.0
    return signs


def sign_flip(differences: Array) -> float:
    """The two-sided p of the mean of differences under all flips of their signs, exact where the null is symmetric.

    All flips are looked at up to 14 pairs; beyond that 20,000 that are always the same ones, and p = (1 + hits)/(1 + drawn).
    """
    total = abs(float(np.sum(differences)))
    sums = np.abs(_signs(len(differences)) @ differences)
    hits = int(np.count_nonzero(sums >= total * (1 - _ROUNDING)))
    return hits / len(sums) if len(differences) <= _ENUMERATED else (1 + hits) / (1 + len(sums))
