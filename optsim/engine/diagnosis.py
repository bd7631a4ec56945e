"""Why a lane has diverged: which limit was exceeded, in which directions, and since when."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optsim.engine.fields import Array
from optsim.engine.lane import Lane
from optsim.engine.objective import Objective


def why_diverged(objective: Objective, lane: Lane, losses: Array, params_at: Callable[[int], Array]) -> str:
    """The cause where theory knows one, what was seen, and since when it was above its start.

    `losses` are those of the lane up to its last step, `params_at` its parameters (dim,) at one of those steps.
    """
    step = len(losses) - 1
    seen = f"loss is {losses[-1]:.3g} at step {step}"
    if losses[-1] < 0:
        return f"{seen}: it falls without end"
    began = 1 + int(np.flatnonzero(losses <= losses[0])[-1]) if np.isfinite(losses[0]) else 0
    since = f", above its start since step {began}" if 0 < began < step else ""
    with np.errstate(all="ignore"):
        cause, where = _cause(objective, lane, step, max(0, began - 1), params_at)
    return f"{cause}{': ' if cause else ''}{seen}{since}{where}"


def _cause(
    objective: Objective, lane: Lane, step: int, good: int, params_at: Callable[[int], Array]
) -> tuple[str, str]:
    """The limit that was exceeded, and in how many directions; where the curvature is not the same everywhere, at the last good step."""
    optimizer, curvature, where = lane.effective(step), objective.largest_curvature, ""
    limit = optimizer.stability_limit()
    if limit is None:
        return "", ""
    if curvature is None:
        optimizer, known = lane.effective(good), objective.curvature_range(params_at(good))
        curvature, at = (0.0 if known is None else known[1]), f" at step {good}"
    else:
        at, modes = "", objective.modes
        above = 0 if modes is None else int((optimizer.learning_rate * modes.curvatures > limit).sum())
        if 0 < above < objective.dim:
            where = f", in {above} of {objective.dim} directions: λ > {limit / optimizer.learning_rate:.3g}"
    if not optimizer.learning_rate * curvature > limit:
        return "", ""
    return f"α·λmax = {optimizer.learning_rate * curvature:.4g} is above {limit:.4g}{at}", where
