"""English sentences for insights: why a lane is where it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.analysis.insights.facts import (
    AtPoint,
    AtStabilityLimit,
    CurvatureRange,
    EffectiveRateFell,
    EffectiveRates,
    GradientZero,
    NearKnownMinimum,
    NearLocalMinimum,
    NearMaximum,
    NearMinimum,
    NearSaddle,
    NextStepFails,
    NoiseAboveSlope,
    Overfits,
    Overshoots,
    Plateau,
    RunsOnVelocity,
    SlowestContraction,
    SquaresOverflow,
    Unstable,
    UnstableElsewhere,
)
from optsim.languages import Language, Maker
from optsim.number_format import apart, at_most, short, within


def _at_stability_limit(_: Language, fact: AtStabilityLimit) -> str:
    steepest = ": its steepest direction does not settle" if fact.present else ""
    return f"α·λmax = {short(fact.product, 4)} is at the limit{steepest}"


def _unstable(_: Language, fact: Unstable) -> str:
    above = _above(fact.product, fact.limit)
    if fact.growth is None:
        return above
    return f"{above}: at this rate it diverges, in the long run ×{apart(fact.growth, 1.0, 4)[0]} a step"


def _unstable_elsewhere(_: Language, fact: UnstableElsewhere) -> str:
    return f"{_above(fact.product, fact.limit)}, but it has no part in that direction"


def _above(product: float, limit: float) -> str:
    return "α·λmax = {} is above {}".format(*apart(product, limit))


def _overshoots(_: Language, fact: Overshoots) -> str:
    product, limit = apart(fact.product, fact.limit)
    return f"jumps across the minimum along the steepest direction: α·λmax = {product}, limit {limit}"


def _slowest_contraction(_: Language, fact: SlowestContraction) -> str:
    mean = " on average" if fact.on_average else ""
    return f"along the flattest direction a step takes away {100 * fact.share:.2g} % of the distance{mean}: α·λmin"


def _next_step_fails(language: Language, fact: NextStepFails) -> str:
    return f"its next step fails: {language.sentence(fact.cause)}"


def _squares_overflow(language: Language, fact: SquaresOverflow) -> str:
    still = f"stands still in {language.sentence(fact.parameters)}"
    return f"{still}: the squares of its gradients overflow, {fact.symbol} = ∞ (|g| up to {short(fact.gradient)} here)"


def _gradient_zero(_: Language, fact: GradientZero) -> str:
    batch = " of this batch" if fact.batch else ""
    return f"stands still: its gradient{batch} is 0 in every parameter"


def _overfits(language: Language, fact: Overfits) -> str:
    rise = f"up {100 * (fact.rise - 1):.0f} %" if fact.rise < 10 else f"×{short(fact.rise)}"
    sentence = (
        f"overfits: validation loss {rise} since its best at epoch {fact.best_epoch}, "
        f"training loss down {short(100 * fact.training_fall, 2)} % in the last {fact.epochs} epochs"
    )
    return sentence if fact.waiting is None else f"{sentence}; {language.sentence(fact.waiting)}"


def _noise_above_slope(_: Language, fact: NoiseAboveSlope) -> str:
    return f"more noise than slope: ‖∇L‖ = {short(fact.grad_norm)}, noise in g {short(fact.noise)} (rms)"


def _plateau(language: Language, fact: Plateau) -> str:
    of = " of what is left" if fact.above_lowest else ""
    variation = f"the loss moved by at most {at_most(100 * fact.moved / fact.left)} %{of} in {fact.steps} steps"
    slope = "" if fact.grad_norm is None else f", ‖∇L‖ = {short(fact.grad_norm)}"
    bends = "" if fact.curvatures is None else f"; {language.sentence(fact.curvatures)}"
    return f"on a plateau: {variation}{slope}{bends}"


def _curvature_range(_: Language, fact: CurvatureRange) -> str:
    least, largest = within(fact.least, fact.error), within(fact.largest, fact.error)
    if fact.bounds:
        return f"lowest curvature at most {least}, highest at least {largest}"
    return f"lowest curvature {least}, highest {largest}"


def _near_known_minimum(_: Language, fact: NearKnownMinimum) -> str:
    return f"{_near(fact)} {'the' if fact.only else 'a'} minimum: {_away(fact)}"


def _near_minimum(_: Language, fact: NearMinimum) -> str:
    return f"{_near(fact)} a minimum: {_away(fact)}, lowest curvature {within(fact.curvature, fact.error)}"


def _near_local_minimum(_: Language, fact: NearLocalMinimum) -> str:
    lower = f"loss {short(fact.loss)} there, the lowest is {short(fact.lowest)}"
    return f"{_near(fact)} a local minimum: {_away(fact)}, {lower}"


def _near_maximum(_: Language, fact: NearMaximum) -> str:
    return f"{_near(fact)} a maximum: {_away(fact)}, highest curvature {within(fact.curvature, fact.error)}"


_MOTIONS: Mapping[str, str] = MappingProxyType(
    {"resting": "stands on", "moving": "on", "near": "near", "approaching": "nears", "leaving": "leaves"}
)


def _near_saddle(_: Language, fact: NearSaddle) -> str:
    has_growth = fact.growth is not None and fact.motion in ("approaching", "leaving")
    growth = f", ×{fact.growth:.4g} a step" if has_growth else ""
    curvature = f"lowest curvature {within(fact.curvature, fact.error)}"
    return f"{_MOTIONS[fact.motion]} the saddle{growth}: {_away(fact)}, {curvature}"


def _near(fact: AtPoint) -> str:
    return "near" if fact.distance else "at"


def _away(fact: AtPoint) -> str:
    """Return how far away the point is, and how steep it is where the lane stands."""
    slope = f"‖∇L‖ = {short(fact.grad_norm)}"
    return f"{short(fact.distance)} away, {slope}" if fact.distance else slope


def _effective_rates(_: Language, fact: EffectiveRates) -> str:
    least, largest = short(fact.least), short(fact.largest)
    if least != largest:
        return f"effective rate per parameter from {least}α to {largest}α"
    return f"effective rate {largest}α in every parameter{'' if fact.everywhere else ' that has a gradient'}"


def _effective_rate_fell(_: Language, fact: EffectiveRateFell) -> str:
    least, largest = (short(100 * share, 2) for share in (fact.least, fact.largest))
    shares = f"{largest} %" if least == largest else f"{least} to {largest} %"
    rate = ", apart from α," if fact.rate_changed else ""
    where = "" if fact.everywhere else " where it has a gradient"
    cause = "√(G₁/G)" if fact.by_sums else "its squares add up"
    return f"its effective rate{rate} is down to {shares} of the first one{where}: {cause}"


def _runs_on_velocity(_: Language, fact: RunsOnVelocity) -> str:
    own, size = fact.own_norm, fact.step_norm
    length = f"‖Δθ‖ = {short(size / own)} × what g alone gives" if own else f"‖Δθ‖ = {short(size)}, g = 0"
    return f"{'its velocity carries it uphill' if fact.uphill else 'runs on its velocity'}: {length}"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        AtStabilityLimit.code: _at_stability_limit,
        Unstable.code: _unstable,
        UnstableElsewhere.code: _unstable_elsewhere,
        Overshoots.code: _overshoots,
        SlowestContraction.code: _slowest_contraction,
        NextStepFails.code: _next_step_fails,
        SquaresOverflow.code: _squares_overflow,
        GradientZero.code: _gradient_zero,
        Overfits.code: _overfits,
        NoiseAboveSlope.code: _noise_above_slope,
        Plateau.code: _plateau,
        CurvatureRange.code: _curvature_range,
        NearKnownMinimum.code: _near_known_minimum,
        NearMinimum.code: _near_minimum,
        NearLocalMinimum.code: _near_local_minimum,
        NearMaximum.code: _near_maximum,
        NearSaddle.code: _near_saddle,
        EffectiveRates.code: _effective_rates,
        EffectiveRateFell.code: _effective_rate_fell,
        RunsOnVelocity.code: _runs_on_velocity,
    }
)
