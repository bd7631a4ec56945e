"""Probability that one is better than another, over tasks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optsim.engine.settings import Array


def probability_of_superiority(values: Sequence[Array], others: Sequence[Array]) -> float:
    """P(value < other) + ½ P(value = other), that is Mann and Whitney's U/(nm), as the mean over tasks.

    Args:
        values: of one, an array of runs a task; less is better.
        others: of the other, of the same tasks in the same order.
    """
    shares = [_share(one, other) for one, other in zip(values, others, strict=True)]
    return float(np.mean(shares))


def _share(one: Array, other: Array) -> float:
    pairs = one[:, None], other[None, :]
    return float(np.mean(np.less(*pairs) + 0.5 * np.equal(*pairs)))
