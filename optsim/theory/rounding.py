"""Rounding: losses below which floating point leaves nothing of a quadratic form."""

from __future__ import annotations

import numpy as np

from optsim.engine.updates.linear_map import Modes

#: losses below are no longer told apart
TINIEST = 1e-290


def rounding_level(modes: Modes | None) -> float:
    """Return the loss below which all is rounding: away from the origin no distance is below the last digit of a parameter."""
    if modes is None:
        return TINIEST
    digit = 8 * float(np.finfo(np.float64).eps * np.abs(modes.center).max(initial=0.0))
    # a product, for a power of a float that is too large is an error
    return max(TINIEST, float(modes.curvatures.max()) * len(modes.curvatures) * (digit * digit))
