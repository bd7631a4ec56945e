"""What is said of a lane's update: rates per parameter, a velocity that carries on, squares that overflow."""

from __future__ import annotations

import math

import numpy as np

from optsim.analysis.lane_facts import LaneFacts
from optsim.engine.causes import Parameters
from optsim.engine.diagnosis.failed_update import broken_update, overflowed_squares
from optsim.engine.settings import Array
from optsim.engine.trace.keys import FIRST_CORRECTED, FIRST_MOMENT, GRADIENT, NEW_PARAMS, SECOND_MOMENT, STEP
from optsim.languages import english
from optsim.number_format import short

#: the average that an update goes by, if not by the gradient itself
_DIRECTIONS = (FIRST_CORRECTED, FIRST_MOMENT, GRADIENT)


def stands_still(here: LaneFacts) -> str:
    """There is no step that is a number, or none at all since squares overflow."""
    failed = None if here.run.status.ended else broken_update(here.lines, getattr(here.optimizer, "epsilon", None))
    return f"its next step fails: {english().sentence(failed)}" if failed else squares_overflow(here)


def squares_overflow(here: LaneFacts) -> str:
    """It makes no step in some parameters since their squares overflow."""
    over = overflowed_squares(here.lines)
    if over is not None and over.any():
        symbol = next(term.formula for term in here.lines if term.key == SECOND_MOMENT).split()[0]
        largest = float(np.abs(here.terms[GRADIENT]).max())
        told = f"the squares of its gradients overflow, {symbol} = ∞ (|g| up to {short(largest)} here)"
        return f"stands still in {english().sentence(Parameters.where(over))}: {told}"
    return ""


def no_slope(here: LaneFacts) -> str:
    """Its gradient is 0, and so is its step."""
    gradient, step = here.terms[GRADIENT], here.terms[STEP]
    if gradient.any() or step.any():
        return ""
    of = " of this batch" if here.objective.has_data and here.noisy else ""
    return f"stands still: its gradient{of} is 0 in every parameter"


def rates(here: LaneFacts) -> str:
    """The effective rate of each parameter as a multiple of α: by how much α is multiplied in front of g (Adam: m̂).

    It is −Δθ/(α·g) or −Δθ/(α·m̂), where that is not 0/0. Where squares are summed (AdaGrad) it only falls: there the step
    that a gradient makes now is compared with the one that it made first.
    """
    if SECOND_MOMENT not in here.terms:
        return ""
    factors = _factors(here.terms, here.rate)
    known = np.isfinite(factors) & (factors > 0)
    if not known.any():
        return ""
    shrunk = _shrunk(here, factors) if "sum_of_squares" in here.carries and here.step else ""
    if shrunk:
        return shrunk
    low, high = short(float(factors[known].min())), short(float(factors[known].max()))
    every = "every parameter" if known.all() else "every parameter that has a gradient"
    if low == high:
        return f"effective rate {high}α in {every}"
    return f"effective rate per parameter from {low}α to {high}α"


def velocity(here: LaneFacts) -> str:
    """The step is mostly what was carried on."""
    if "velocity" not in here.carries or FIRST_MOMENT not in here.terms:
        return ""
    step, grad = -here.terms[STEP], here.terms[GRADIENT]
    size, own = float(np.linalg.norm(step)), here.gain * float(np.linalg.norm(grad))
    if not (math.isfinite(size) and size > 1.5 * own):
        return ""
    told = f"‖Δθ‖ = {short(size / own)} × what g alone gives" if own else f"‖Δθ‖ = {short(size)}, g = 0"
    if here.gain * float(step @ grad) < -0.1 * size * own and here.quick:
        following = float(here.objective.loss(here.terms[NEW_PARAMS][None])[0])
        if following > here.run.loss:
            return f"its velocity carries it uphill: {told}"
    return f"runs on its velocity: {told}"


def _factors(terms: dict[str, Array], rate: float) -> Array:
    """What α is multiplied with in front of the gradient, or its average, shape (dim,)."""
    direction = next(terms[part] for part in _DIRECTIONS if part in terms)
    factors: Array = -terms[STEP] / (rate * direction)
    return factors


def _shrunk(here: LaneFacts, factors: Array) -> str:
    """By how much the effective rate has shrunk since the first step, where it is half of that in all parameters."""
    first = {term.key: term.value for term in here.race.explain(here.lane.name, 0)}
    left = factors / _factors(first, here.lane.learning_rate(0))
    known = np.isfinite(left) & (left > 0)
    if not known.any() or left[known].max() >= 0.5:
        return ""
    low, high = (short(100 * float(share), 2) for share in (left[known].min(), left[known].max()))
    shares = f"{high} %" if low == high else f"{low} to {high} %"
    apart_from = "" if here.rate == here.lane.learning_rate(0) else ", apart from α,"
    # ε has its share where squares are small
    by_squares = np.sqrt(first[SECOND_MOMENT] / here.terms[SECOND_MOMENT])
    cause = "√(G₁/G)" if np.allclose(left[known], by_squares[known], rtol=0.01) else "its squares add up"
    where = "" if known.all() else " where it has a gradient"
    return f"its effective rate{apart_from} is down to {shares} of the first one{where}: {cause}"
