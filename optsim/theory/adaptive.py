"""Adaptive methods: first steps and distances of updates that are divided by the size of their own gradients.

No curve can be predicted: the update is not linear in the gradient. What is known holds where ε is small beside it.
"""

from __future__ import annotations

import math

from optsim.engine.optimizer import Optimizer


def first_step(optimizer: Optimizer) -> float | None:
    """Return how far the first update moves every parameter that has a gradient; None where that depends on the gradient.

    α for Adam (Kingma and Ba 2015, section 2.1) and AdaGrad, α/√(1−γ) for RMSProp; (1−β₁)/√(1−β₂) times α for Adam without
    bias correction.
    """
    return optimizer.first_step()


def adagrad_step(learning_rate: float, step: int) -> float:
    """Return the size of an update of AdaGrad under a constant gradient: α/√t. Duchi, Hazan and Singer (2011).

    Args:
        learning_rate: α.
        step: t, counted from 1.
    """
    return learning_rate / math.sqrt(step)


def adagrad_distance(learning_rate: float, steps: int) -> float:
    """Return how far AdaGrad comes under a constant gradient: α Σ 1/√t, about 2α√T.

    Half as far again needs more than twice the steps.

    Args:
        learning_rate: α.
        steps: T.
    """
    return learning_rate * math.fsum(1 / math.sqrt(step) for step in range(1, steps + 1))
