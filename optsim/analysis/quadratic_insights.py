"""What is said of a lane on a quadratic: whether it is beyond the limit of stability, and what a step does along the axes."""

from __future__ import annotations

import math

import numpy as np

from optsim.analysis.lane_facts import LaneFacts
from optsim.engine.settings import Mask
from optsim.number_format import apart, short
from optsim.theory.quadratics import rates

#: a product so near to the limit is the limit but for rounding
_AT_LIMIT = 1e-9


def unstable(here: LaneFacts) -> str:
    """The rate is at or above the limit of stability, in a direction of which the lane has a part."""
    limit, curvature = here.optimizer.stability_limit(), here.objective.largest_curvature
    if limit is None or curvature is None or not math.isfinite(here.rate * curvature):
        return ""
    product = here.rate * curvature
    if abs(product - limit) <= _AT_LIMIT * limit:
        present = here.modes is not None and bool(_present(here)[here.modes.curvatures == curvature].any())
        told = ": its steepest direction does not settle" if present else ""
        return f"α·λmax = {short(product, 4)} is at the limit{told}"
    if product < limit:
        return ""
    above = "α·λmax = {} is above {}".format(*apart(product, limit))
    growth = _growth(here)
    if growth is None:
        return above
    if growth <= 1 + _AT_LIMIT:
        return ""
    return f"{above}: at this rate it diverges, in the long run ×{apart(growth, 1.0, 4)[0]} a step"


def has_no_part(here: LaneFacts) -> str:
    """The rate is above the limit, but not in a direction of which the lane has a part."""
    limit, curvature = here.optimizer.stability_limit(), here.objective.largest_curvature
    if limit is None or curvature is None or not limit * (1 + _AT_LIMIT) < here.rate * curvature < math.inf:
        return ""
    return "α·λmax = {} is above {}, but it has no part in that direction".format(*apart(here.rate * curvature, limit))


def contracts(here: LaneFacts) -> str:
    """Plain descent: what a step does along the steepest and along the flattest direction, as far as it has a part in them."""
    curvature, modes = here.objective.largest_curvature, here.modes
    if here.carries or here.optimizer.stability_limit() != 2 or curvature is None or modes is None:
        return ""
    present = _present(here)
    steepest, flattest = int(np.argmax(modes.curvatures)), int(np.argmin(modes.curvatures))
    if here.rate * curvature > 1 and present[steepest]:
        product, limit = apart(here.rate * curvature, 2.0)
        return f"jumps across the minimum along the steepest direction: α·λmax = {product}, limit {limit}"
    share = here.rate * float(modes.curvatures[flattest])
    if not present[flattest] or share > 1:
        return ""
    mean = " on average" if here.noisy else ""
    return f"along the flattest direction a step takes away {100 * share:.2g} % of the distance{mean}: α·λmin"


def _growth(here: LaneFacts) -> float | None:
    """The factor a step of what it has a part of and that grows most in the long run, 1 for no such; None where it is not known."""
    if here.modes is None:
        return None
    linear = here.lane.effective(here.step).linear(here.modes.curvatures)
    if linear is None:
        return None
    factors = rates(linear)[_present(here)]
    return float(factors.max(initial=1.0)) if np.isfinite(factors).all() else None


def _present(here: LaneFacts) -> Mask:
    """The directions of a quadratic form of which the lane has a part, or noise gives it one, shape (dim,)."""
    if here.modes is None or here.parts is None:
        raise ValueError("it is no quadratic form")
    noise = here.modes.noise > 0 if here.noisy else np.zeros(here.objective.dim, np.bool_)
    present: Mask = (here.parts != 0).any(axis=0) | noise
    return present
