"""Insights on a lane's update: noise, rates per parameter, a velocity that carries on, squares that overflow."""

from __future__ import annotations

import math

import numpy as np

from optsim.analysis.insights.facts import (
    EffectiveRateFell,
    EffectiveRates,
    GradientZero,
    NextStepFails,
    NoiseAboveSlope,
    RunsOnVelocity,
    SquaresOverflow,
)
from optsim.analysis.insights.lane_at_cursor import LaneAtCursor
from optsim.engine.causes import Parameters
from optsim.engine.diagnosis.failed_update import broken_update, overflowed_squares
from optsim.engine.objective import NoisyFunction
from optsim.engine.settings import Array, Mask
from optsim.engine.trace.keys import FIRST_CORRECTED, FIRST_MOMENT, GRADIENT, NEW_PARAMS, SECOND_MOMENT, STEP, UPDATE
from optsim.facts import Fact

#: the average that an update goes by, if not by the gradient itself
_DIRECTIONS = (FIRST_CORRECTED, FIRST_MOMENT, GRADIENT)
#: a step is said to be mostly velocity when it is so many times as long as what the gradient alone gives
_CARRIED = 1.5
#: the cosine of velocity and gradient from which on a step may go uphill
_UPHILL = -0.1
#: a noise is told when it is so many times the slope
_NOISE = 2


def stands_still(here: LaneAtCursor) -> Fact | None:
    """Return that there is no step that is a number, or none at all since squares overflow."""
    if not here.run.status.ended:
        cause = broken_update(here.lines, getattr(here.optimizer, "epsilon", None))
        if cause is not None:
            return NextStepFails(cause)
    return squares_overflow(here)


def squares_overflow(here: LaneAtCursor) -> Fact | None:
    """Return that there is no step in some parameters since their squares overflow."""
    over = overflowed_squares(here.lines)
    if over is None or not over.any():
        return None
    symbol = next(term.formula for term in here.lines if term.key == SECOND_MOMENT).split()[0]
    return SquaresOverflow(Parameters.where(over), symbol, float(np.abs(here.terms[GRADIENT]).max()))


def gradient_zero(here: LaneAtCursor) -> Fact | None:
    """Return that the gradient is 0, and so is the step."""
    if here.terms[GRADIENT].any() or here.terms[STEP].any():
        return None
    return GradientZero(batch=here.objective.has_data and here.noisy)


def noise_above_slope(here: LaneAtCursor) -> Fact | None:
    """Return that the noise of the gradient is more than twice its exact norm."""
    objective = here.objective
    if not here.noisy or not isinstance(objective, NoisyFunction):
        return None
    noise = float(np.linalg.norm(np.broadcast_to(objective.noise_scale(), objective.dim)))
    return NoiseAboveSlope(here.slope, noise) if _NOISE * here.slope < noise else None


def effective_rates(here: LaneAtCursor) -> Fact | None:
    """Return the effective rate of each parameter: by how much α is multiplied in front of g (Adam: m̂).

    It is −Δθ/(α·g) or −Δθ/(α·m̂), where that is not 0/0. Where squares are summed (AdaGrad) it only falls: there the step
    that a gradient makes now is compared with the one that it made first. Nothing of an update with lines of its own.
    """
    if SECOND_MOMENT not in here.terms or here.terms.keys() - UPDATE:
        return None
    factors = _factors(here.terms, here.rate)
    known = _known(factors)
    if not known.any():
        return None
    decrease = _decrease(here, factors) if "sum_of_squares" in here.carries and here.step else None
    return decrease or EffectiveRates(float(factors[known].min()), float(factors[known].max()), bool(known.all()))


def runs_on_velocity(here: LaneAtCursor) -> Fact | None:
    """Return that the step is mostly what was carried on."""
    if "velocity" not in here.carries or FIRST_MOMENT not in here.terms or here.terms.keys() - UPDATE:
        return None
    size = float(np.linalg.norm(here.terms[STEP]))
    own = here.gain * float(np.linalg.norm(here.terms[GRADIENT]))
    if not (math.isfinite(size) and size > _CARRIED * own):
        return None
    return RunsOnVelocity(size, own, uphill=_uphill(here, size, own))


def _uphill(here: LaneAtCursor, size: float, own: float) -> bool:
    """Tell whether the step goes up the slope and the next loss is higher, by the norms of the step and of g's own part."""
    along = here.gain * float(-here.terms[STEP] @ here.terms[GRADIENT])
    if not (along < _UPHILL * size * own and here.quick):
        return False
    following = float(here.objective.loss(here.terms[NEW_PARAMS][None])[0])
    return following > here.run.loss


def _factors(terms: dict[str, Array], rate: float) -> Array:
    """Return what α is multiplied with in front of the gradient, or its average, shape (dim,)."""
    direction = next(terms[part] for part in _DIRECTIONS if part in terms)
    factors: Array = -terms[STEP] / (rate * direction)
    return factors


def _known(factors: Array) -> Mask:
    known: Mask = np.isfinite(factors) & (factors > 0)
    return known


def _decrease(here: LaneAtCursor, factors: Array) -> Fact | None:
    """Return by how much the effective rate has shrunk since the first step, where it is half of that in all parameters."""
    first = {term.key: term.value for term in here.race.explain(here.lane.name, 0)}
    first_rate = here.lane.learning_rate(0)
    shares = factors / _factors(first, first_rate)
    known = _known(shares)
    if not known.any() or shares[known].max() >= 0.5:
        return None
    # ε has its share where squares are small
    by_sums = np.sqrt(first[SECOND_MOMENT] / here.terms[SECOND_MOMENT])
    return EffectiveRateFell(
        float(shares[known].min()),
        float(shares[known].max()),
        rate_changed=here.rate != first_rate,
        everywhere=bool(known.all()),
        by_sums=bool(np.allclose(shares[known], by_sums[known], rtol=0.01)),
    )
