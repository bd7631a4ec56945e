"""Why a lane has diverged: which limit was exceeded, in which directions, since when, or where the arithmetic failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from optsim.engine.curvature.hessian import Curvatures, curvatures_at
from optsim.engine.diagnosis.failed_update import broken_update
from optsim.engine.lane import Lane
from optsim.engine.objective import Objective
from optsim.engine.settings import Array
from optsim.engine.trace.trace import Line
from optsim.number_format import apart


def why_diverged(
    objective: Objective,
    lane: Lane,
    losses: Array,
    params_at: Callable[[int], Array],
    update_at: Callable[[int], Sequence[Line]],
) -> str:
    """The cause, what was seen, and since when it was above its start.

    `losses` are those of the lane up to its last step, `params_at` its parameters (dim,) at one of those steps, and `update_at`
    the lines of its update there. The cause is a limit that was exceeded, where theory knows one; else what failed in the
    arithmetic; else the update in which the loss grew most.
    """
    step = len(losses) - 1
    seen = f"loss is {losses[-1]:.3g} at step {step}"
    if losses[-1] < 0:
        return f"{seen}: {_fallen(objective, losses, params_at(step))}"
    began = 1 + int(np.flatnonzero(losses <= losses[0])[-1]) if np.isfinite(losses[0]) else 0
    since = f", above its start since step {began}" if 0 < began < step else ""
    with np.errstate(all="ignore"):
        cause, where = _limit(objective, lane, step, max(0, began - 1), params_at)
        failed = "" if np.isfinite(losses[-1]) else _failed(lane, losses, params_at, update_at)
        cause = cause or failed or _largest_growth(losses, params_at)
    return f"{cause}{': ' if cause else ''}{seen}{since}{where}"


def _fallen(objective: Objective, losses: Array, params: Array) -> str:
    """How a loss ends that has fallen too far, and whether it bends down where it ended."""
    told = f"it has fallen by {losses[0] - losses[-1]:.3g}" if np.isfinite(losses[-1]) else "beyond all numbers"
    known = _finite_curvatures(objective, params)
    bends = known is not None and known.least < -2 * known.error
    return f"{told}, lowest curvature there {known.least:.3g}" if known is not None and bends else told


def _limit(
    objective: Objective, lane: Lane, step: int, good: int, params_at: Callable[[int], Array]
) -> tuple[str, str]:
    """The limit that was exceeded, and in how many directions; where the curvature is not the same everywhere, at the last good step."""
    optimizer, curvature, where = lane.effective(step), objective.largest_curvature, ""
    limit = optimizer.stability_limit()
    if limit is None:
        return "", ""
    at, equals = "", "="
    if curvature is None:
        optimizer, known = lane.effective(good), _finite_curvatures(objective, params_at(good))
        if known is None:
            return "", ""
        curvature, at, equals = known.largest, f" at step {good}", "≥" if known.inside else "="
    elif (modes := objective.modes) is not None:
        above = int((optimizer.learning_rate * modes.curvatures > limit).sum())
        if 0 < above < objective.dim:
            where = f", in {above} of {objective.dim} directions: λ > {limit / optimizer.learning_rate:.3g}"
    product = optimizer.learning_rate * curvature
    if not limit < product < np.inf:
        return "", ""
    shown, bound = apart(product, limit, digits=4)
    return f"α·λmax {equals} {shown} is above {bound}{at}", where


def _finite_curvatures(objective: Objective, params: Array) -> Curvatures | None:
    return curvatures_at(objective, params) if np.isfinite(params).all() else None


def _failed(
    lane: Lane, losses: Array, params_at: Callable[[int], Array], update_at: Callable[[int], Sequence[Line]]
) -> str:
    """Where the arithmetic failed, of a loss that is no finite number."""
    step = len(losses) - 1
    params = params_at(step)
    if not np.isfinite(params).all():
        return broken_update(update_at(step - 1), getattr(lane.at(step - 1), "epsilon", None)) if step else ""
    fails = "is no number" if np.isnan(losses[-1]) else "overflows"
    told = f"the loss {fails} where the largest parameter is {np.abs(params).max():.3g} in size"
    return f"{told}, after {_step_told(params - params_at(step - 1))}" if step else told


def _largest_growth(losses: Array, params_at: Callable[[int], Array]) -> str:
    """The update in which the loss grew by the largest factor, and how long it was."""
    before, after = np.abs(losses[:-1]), np.abs(losses[1:])
    if not len(before):
        return ""
    growth = np.where(np.isnan(after), np.inf, after) / np.maximum(before, np.finfo(np.float64).tiny)
    # a loss that the race does not keep is NaN
    growth[np.isnan(before)] = 0.0
    at = int(np.argmax(np.where(np.isfinite(after), growth, 0.0) if np.isfinite(after).any() else growth))
    moved = _step_told(params_at(at + 1) - params_at(at))
    return f"{moved} at step {at} takes the loss from {losses[at]:.3g} to {losses[at + 1]:.3g}"


def _step_told(moved: Array) -> str:
    """The length of a step, without the overflow of a square; where that is no number the largest entry."""
    largest = float(np.abs(moved).max())
    length = largest * float(np.linalg.norm(moved / largest)) if 0 < largest < np.inf else largest
    return f"‖Δθ‖ = {length:.3g}" if np.isfinite(length) else f"max |Δθ| = {largest:.3g}"
