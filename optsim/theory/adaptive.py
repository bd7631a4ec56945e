"""Adaptive methods: what is known of updates that are divided by the size of their own gradients.

No curve can be foretold: the update is not linear in the gradient. What is known holds where ε is small beside it.
"""

from __future__ import annotations

import math

from optsim.engine.optimizer import Optimizer


def first_step(optimizer: Optimizer) -> float | None:
    """How far the first update moves every parameter that has a gradient, whatever its size; None where it depends on it.

    α for Adam (Kingma and Ba 2015, section 2.1) and AdaGrad, α/√(1−γ) for RMSProp; (1−β₁)/√(1−β₂) times α for Adam without
    bias correction.
    """
    return optimizer.first_step()


def adagrad_step(learning_rate: float, step: int) -> float:
    """The size of update t (from 1) of AdaGrad under a gradient that stays the same: α/√t. Duchi, Hazan and Singer (2011)."""
    return learning_rate / math.sqrt(step)


def adagrad_distance(learning_rate: float, steps: int) -> float:
    """How far AdaGrad comes in so many of those: α Σ 1/√t, about 2α√T: half as far again needs more than twice the steps."""
    return learning_rate * math.fsum(1 / math.sqrt(step) for step in range(1, steps + 1))
