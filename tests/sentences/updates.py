"""What must be so of what is said of an update: rates per parameter, velocities, squares that overflow."""

from __future__ import annotations

import numpy as np

from tests.sentences.numbers import says
from tests.sentences.referee import N, kind, named_places, wrong


@kind(rf"stands still in (.+): the squares of its gradients overflow, [GEv] = ∞ \(\|g\| up to {N} here\)")
def squares_overflow(case, names, largest):
    update = case.update
    still = np.isposinf(update.second) & (update.step == 0)
    named = named_places(names, len(case.point))
    fits = set(np.flatnonzero(still)) >= named and bool(named)
    return wrong(
        fits and says(largest, float(np.abs(update.gradient).max())), f"there is no step in {np.flatnonzero(still)}"
    )


@kind(r"its next step fails: .+")
def fails_next(case):
    return wrong(
        not np.isfinite(case.lane.points[case.step + 1]).all(), f"it is at {case.lane.points[case.step + 1]} then"
    )


@kind(r"stands still: its gradient( of this batch)? is 0 in every parameter")
def no_gradient(case, _batch):
    return wrong(not case.update.gradient.any() and not case.update.step.any(), f"it is {case.update.gradient}")


@kind(
    rf"its effective rate(, apart from α,)? is down to (?:{N} to )?{N} % of the first one( where it has a gradient)?: (√\(G₁/G\)|its squares add up)"
)
def shrunk(case, apart, low, high, some, cause):
    if case.by_rounding():
        return ""
    first, now = case.lane.update(0), case.update
    # like by like: a tiny step as a share of a huge gradient is 0 in floating point
    shares = 100 * (now.step / first.step) / (now.gradient / first.gradient)
    if apart:
        shares /= case.lane.settings(case.step)["learning_rate"] / case.lane.settings(0)["learning_rate"]
    known = np.isfinite(shares) & (shares > 0)
    if bool(some) == known.all():
        return f"they are {shares}"
    shares = shares[known]
    if not (says(high, shares.max(), 1e-5, digits=2) and says(low or high, shares.min(), 1e-5, digits=2)):
        return f"they are {shares}"
    by_sums = 100 * np.sqrt(first.second / now.second)[known]
    fits = says(high, by_sums.max(), 0.02, digits=2)
    return wrong(cause != "√(G₁/G)" or fits, f"√(G₁/G) is {by_sums} %")


def _factors(case):
    factors = case.update.step / (case.rate() * case.update.direction)
    return factors[np.isfinite(factors) & (factors > 0)]


@kind(f"effective rate {N}α in every parameter( that has a gradient)?")
def one_rate(case, rate, some):
    if case.by_rounding():
        return ""
    factors = _factors(case)
    fits = all(says(rate, each, 1e-5) for each in (factors.min(), factors.max()))
    return wrong(fits and (bool(some) or len(factors) == len(case.point)), f"they are {factors}")


@kind(f"effective rate per parameter from {N}α to {N}α")
def several_rates(case, low, high):
    if case.by_rounding():
        return ""
    factors = _factors(case)
    return wrong(says(low, factors.min(), 1e-5) and says(high, factors.max(), 1e-5), f"they are {factors}")


@kind(f"(its velocity carries it uphill|runs on its velocity): ‖Δθ‖ = {N}( × what g alone gives|, g = 0)")
def on_velocity(case, how, length, unit):
    update = case.update
    own = case.lane.own_gain(case.step) * np.linalg.norm(update.gradient)
    size = float(np.linalg.norm(update.step))
    exact = size if "g = 0" in unit else size / own
    if not (says(length, exact, 1e-5) and size > own):
        return f"it is {exact}"
    if "uphill" not in how:
        return ""
    following = case.function.loss(case.point - update.step)
    return wrong(
        following > case.function.loss(case.point) and update.step @ update.gradient < 0,
        f"the next loss is {following}",
    )
