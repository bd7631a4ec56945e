"""Performance profiles, and the score of AlgoPerf."""

from __future__ import annotations

import numpy as np

from optsim.engine.settings import Array

MOST_RATIO = 4.0


def ratios(costs: Array) -> Array:
    """Each one's cost over the best cost of its workload, (workloads, ones); ∞ where it did not get there.

    Args:
        costs: (workloads, ones), above 0; ∞ where the goal was not reached.
    """
    best = costs.min(axis=1, keepdims=True)
    shares: Array = np.divide(costs, best, out=np.full(costs.shape, np.inf), where=np.isfinite(costs))
    return shares


def profile(costs: Array, ratio: float) -> Array:
    """ρ(τ): the share of workloads on which each is within a ratio of the best (Dolan and Moré 2002), (ones,)."""
    share: Array = np.mean(ratios(costs) <= ratio, axis=0)
    return share


def score(costs: Array, most: float = MOST_RATIO) -> Array:
    """1/(r_max − 1) ∫₁^{r_max} ρ(τ) dτ for each, (ones,): 1 for who is always the best.

    ρ is a step function, so this is exact: the mean of (r_max − r)/(r_max − 1) over workloads, 0 from r_max on. AlgoPerf's own
    script sums trapezoids, which depend on their grid.
    """
    area: Array = np.mean(np.maximum(most - ratios(costs), 0.0) / (most - 1.0), axis=0)
    return area
