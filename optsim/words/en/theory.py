"""English sentences for what theory says of a lane."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from optsim.analysis.theory_check import TheoryCheck
from optsim.facts import Fact
from optsim.languages import Language, Maker
from optsim.number_format import apart, short
from optsim.theory.claims import (
    Claim,
    ConvergenceRate,
    ExpectedLoss,
    FirstStep,
    NoiseFloor,
    SaddleEscape,
    StabilityLimit,
)
from optsim.theory.silences import (
    DoesNotSettle,
    FlatDirection,
    FloorBelowRounding,
    FloorOverflows,
    HigherPowers,
    NoQuadratic,
    NotAtSaddle,
    NotLinear,
    RateOverflows,
    SettingsChange,
    SlowestIsRounding,
    StartsAtMinimum,
    UnstableUphill,
)

#: a rate so near to 1 is 1 but for rounding
AT_LIMIT = 1e-9


def theory_check(language: Language, fact: TheoryCheck) -> str:
    """Join all that is said."""
    return "; ".join(map(language.sentence, fact.parts))


def convergence_rate(_: Language, fact: ConvergenceRate) -> str:
    """State the rate, and what follows from it where it is 1 or more."""
    double = " (a double root: neared like 1 + 1/t)" if fact.double_root else ""
    return f"predicted rate {near_one(fact.predicted)} in the long run{double}{_consequence(fact)}{_measured(fact)}"


def _consequence(fact: ConvergenceRate) -> str:
    if abs(fact.predicted - 1) <= AT_LIMIT:
        return ": it hardly moves" if fact.below_limit else ": at the limit"
    return ": it diverges" if fact.predicted > 1 else ""


def noise_floor(_: Language, fact: NoiseFloor) -> str:
    """State the floor, and the steps over which it was measured."""
    over = "" if fact.over is None else f" (mean of steps {fact.over[0]}–{fact.over[1]})"
    return f"predicted floor {four_digits(fact.predicted)}{_measured(fact, ', not measured yet')}{over}"


def expected_loss(_: Language, fact: ExpectedLoss) -> str:
    """State the expected loss with its standard deviation."""
    return f"expected loss {four_digits(fact.predicted)} (s.d. {short(fact.spread)}){_measured(fact)}"


def saddle_escape(_: Language, fact: SaddleEscape) -> str:
    """State the step of the escape; under noise that of the root mean square over all runs, and when half of them leave."""
    measured = "" if fact.measured is None else f", it left at {fact.measured:.0f}"
    if math.isinf(fact.predicted):
        return f"predicted never to leave the saddle{measured}"
    second_order = "to second order " if fact.second_order else ""
    return f"{second_order}predicted to leave the saddle at step {fact.predicted:.0f}{_half_of_all(fact)}{measured}"


def _half_of_all(fact: SaddleEscape) -> str:
    if fact.quartiles is None:
        return ""
    return " on average (root mean square), half of all runs from {} to {}".format(*fact.quartiles)


def first_step(_: Language, fact: FirstStep) -> str:
    """State the length of the first step."""
    median = "" if fact.measured is None else " (median)"
    return f"predicted first step {four_digits(fact.predicted)} in each parameter with g ≠ 0 as ε → 0{_measured(fact)}{median}"


def stability_limit(_: Language, fact: StabilityLimit) -> str:
    """State α·λmax beside its limit."""
    product = math.nan if fact.measured is None else fact.measured
    return f"α·λmax = {four_digits(product)}, limit {four_digits(fact.predicted)}"


def not_linear(language: Language, fact: NotLinear) -> str:
    """Name the optimizer of which no curve is known."""
    return f"no curve: {language.of('optimizer', fact)} is not linear in the gradient"


def _measured(claim: Claim, otherwise: str = "") -> str:
    return otherwise if claim.measured is None else f", measured {four_digits(claim.measured)}"


def always(text: str) -> Maker:
    """Return a maker for a fact without numbers."""

    def sentence(_language: Language, _fact: Fact) -> str:
        return text

    return sentence


def four_digits(value: float) -> str:
    """Return four digits: two figures of which theory claims that they are one should be seen to be."""
    return short(value, 4)


def near_one(rate: float) -> str:
    """Return a rate in four digits, or as many as tell it from 1; as 1 where that is rounding."""
    if abs(rate - 1) <= AT_LIMIT:
        return "1"
    return apart(rate, 1.0, 4)[0] if abs(rate - 1) < 0.01 else four_digits(rate)


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        TheoryCheck.code: theory_check,
        ConvergenceRate.code: convergence_rate,
        NoiseFloor.code: noise_floor,
        ExpectedLoss.code: expected_loss,
        SaddleEscape.code: saddle_escape,
        FirstStep.code: first_step,
        StabilityLimit.code: stability_limit,
        NotLinear.code: not_linear,
        NoQuadratic.code: always("no curve: not a quadratic"),
        SettingsChange.code: always("neither rate nor floor is predicted: its settings change on the way"),
        FlatDirection.code: always("neither rate nor floor is predicted: a direction is flat"),
        HigherPowers.code: always("neither rate nor floor is predicted: the function is no quadratic"),
        NotAtSaddle.code: always("it does not start at a saddle"),
        UnstableUphill.code: always("no escape is predicted: along a direction that goes up it is beyond the limit"),
        StartsAtMinimum.code: always("no rate is predicted: it starts at the minimum"),
        RateOverflows.code: always("no rate is predicted: its numbers are beyond all bounds"),
        SlowestIsRounding.code: always(
            "no rate is predicted: in its slowest direction it starts with no more than rounding"
        ),
        FloorOverflows.code: always("no floor is predicted: its numbers are beyond all bounds"),
        DoesNotSettle.code: always("no floor is predicted: it does not settle"),
        FloorBelowRounding.code: always("no floor is predicted: rounding keeps up more"),
    }
)
