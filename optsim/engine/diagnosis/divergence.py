"""Why a lane has diverged: which limit was exceeded, in which directions, since when, or where the arithmetic failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from optsim.engine.causes import AboveLimit, Diverged, FellWithoutBound, LargestGrowth, LengthOfStep, LossFails
from optsim.engine.curvature.hessian import Curvatures, curvatures_at
from optsim.engine.diagnosis.failed_update import broken_update
from optsim.engine.lane import Lane
from optsim.engine.objective import Objective
from optsim.engine.settings import Array
from optsim.engine.trace.trace import Line
from optsim.facts import Fact


def why_diverged(
    objective: Objective,
    lane: Lane,
    losses: Array,
    params_at: Callable[[int], Array],
    update_at: Callable[[int], Sequence[Line]],
) -> Fact:
    """Return the cause, what was seen, and since when it was above its start.

    The cause is a limit that was exceeded, where theory knows one; else what failed in the arithmetic; else the update in which
    the loss grew most.

    Args:
        objective: as the lane samples it.
        lane: the lane that has diverged.
        losses: its losses up to its last step, (steps,).
        params_at: gives its parameters (dim,) at one of those steps.
        update_at: gives the lines of its update there.
    """
    step, loss = len(losses) - 1, float(losses[-1])
    if loss < 0:
        return FellWithoutBound(step, loss, losses[0] - loss, _bending(objective, params_at(step)))
    began = 1 + int(np.flatnonzero(losses <= losses[0])[-1]) if np.isfinite(losses[0]) else 0
    with np.errstate(all="ignore"):
        why: Fact | None = _limit(objective, lane, step, max(0, began - 1), params_at)
        if why is None and not np.isfinite(loss):
            why = _failed(lane, losses, params_at, update_at)
        why = why or _largest_growth(losses, params_at)
    return Diverged(step, loss, began if 0 < began < step else None, why)


def _bending(objective: Objective, params: Array) -> float | None:
    """Return the lowest curvature where the loss bends down; None where it does not, or where nobody knows."""
    known = _finite_curvatures(objective, params)
    return known.least if known is not None and known.least < -2 * known.error else None


def _limit(
    objective: Objective, lane: Lane, step: int, good: int, params_at: Callable[[int], Array]
) -> AboveLimit | None:
    """Return the limit that was exceeded; where the curvature is not the same everywhere, at the last good step."""
    curvature = objective.largest_curvature
    if curvature is None:
        return _limit_at(objective, lane, good, params_at(good))
    optimizer = lane.effective(step)
    limit, product = optimizer.stability_limit(), optimizer.learning_rate * curvature
    if limit is None or not limit < product < np.inf:
        return None
    modes = objective.modes
    above = 0 if modes is None else int((optimizer.learning_rate * modes.curvatures > limit).sum())
    if 0 < above < objective.dim:
        bound = limit / optimizer.learning_rate
        return AboveLimit(product, limit, directions=above, dim=objective.dim, curvature=bound)
    return AboveLimit(product, limit)


def _limit_at(objective: Objective, lane: Lane, step: int, params: Array) -> AboveLimit | None:
    """Return the limit that is exceeded by the curvature at the parameters of a step."""
    optimizer = lane.effective(step)
    limit = optimizer.stability_limit()
    known = None if limit is None else _finite_curvatures(objective, params)
    if limit is None or known is None:
        return None
    product = optimizer.learning_rate * known.largest
    return AboveLimit(product, limit, at=step, at_least=known.inside) if limit < product < np.inf else None


def _finite_curvatures(objective: Objective, params: Array) -> Curvatures | None:
    return curvatures_at(objective, params) if np.isfinite(params).all() else None


def _failed(
    lane: Lane, losses: Array, params_at: Callable[[int], Array], update_at: Callable[[int], Sequence[Line]]
) -> Fact | None:
    """Tell where the arithmetic failed, of a loss that is no finite number."""
    step = len(losses) - 1
    params = params_at(step)
    if not np.isfinite(params).all():
        return broken_update(update_at(step - 1), getattr(lane.at(step - 1), "epsilon", None)) if step else None
    last_update = _length(params - params_at(step - 1)) if step else None
    return LossFails(not np.isnan(losses[-1]), np.abs(params).max(), last_update)


def _largest_growth(losses: Array, params_at: Callable[[int], Array]) -> LargestGrowth | None:
    """Return the update in which the loss grew by the largest factor, and how long it was."""
    before, after = np.abs(losses[:-1]), np.abs(losses[1:])
    if not len(before):
        return None
    growth = np.where(np.isnan(after), np.inf, after) / np.maximum(before, np.finfo(np.float64).tiny)
    # a loss that the race does not keep is NaN
    growth[np.isnan(before)] = 0.0
    at = int(np.argmax(np.where(np.isfinite(after), growth, 0.0) if np.isfinite(after).any() else growth))
    return LargestGrowth(at, _length(params_at(at + 1) - params_at(at)), losses[at], losses[at + 1])


def _length(update: Array) -> LengthOfStep:
    """Return the length of a step, without the overflow of a square; where that is no number the largest entry."""
    largest = float(np.abs(update).max())
    length = largest * float(np.linalg.norm(update / largest)) if 0 < largest < np.inf else largest
    return LengthOfStep(length) if np.isfinite(length) else LengthOfStep(largest, largest=True)
