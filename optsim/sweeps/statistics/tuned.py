"""Expected best of k random trials, of which n are known."""

from __future__ import annotations

from math import comb

import numpy as np

from optsim.engine.settings import Array


def best_of(values: Array) -> Array:
    """The expected best of k of n trials drawn without return, for k = 1 … n: Σ x₍ᵢ₎ C(n−i, k−1)/C(n, k).

    Unbiased for the best of k new trials (Dodge et al. 2019, "Show your work: improved reporting of experimental results", have
    the biased form with return). ∞ where an infinite value can be the best.

    Args:
        values: of the trials, (n,); less is better.

    Returns:
        By k from 1 on, (n,).
    """
    ordered, n = np.sort(values), len(values)
    means = np.empty(n)
    for k in range(1, n + 1):
        weights = np.array([comb(n - i, k - 1) / comb(n, k) for i in range(1, n + 1)])
        counts = weights > 0
        means[k - 1] = np.sum(ordered[counts] * weights[counts])
    return means
