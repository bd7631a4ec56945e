"""Sums of two columns: one addition, with the bits of the sum of any number of them."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from optsim.engine.numerics import ordered_sums
from optsim.engine.numerics.numerics import FAST, STRICT
from tests.engine.support import same_bits

ODD = (0.0, -0.0, 1.0, -1.0, 0.1, 1e308, -1e308, 5e-324, np.inf, -np.inf, np.nan)


@pytest.mark.parametrize("shape", [(-1, 2), (11, 11, 2), (1, 121, 2)])
def test_a_pair_is_added_to_the_bits_of_a_sum(shape):
    pairs = np.array(list(itertools.product(ODD, ODD))).reshape(shape)
    with np.errstate(all="ignore"):
        for rows in (pairs, pairs[..., ::-1], pairs[:0], pairs[0]):
            assert same_bits(FAST.row_sum(rows), np.add.reduce(rows, axis=-1))
            assert same_bits(STRICT.row_sum(rows), ordered_sums.row_sum(rows))
