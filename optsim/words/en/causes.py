"""Why runs have ended."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from optsim.engine.causes import (
    AboveLimit,
    DataEnded,
    Diverged,
    FellWithoutBound,
    LargestGrowth,
    LengthOfStep,
    LossFails,
    OutOfSteps,
    Parameters,
    TargetReached,
)
from optsim.languages import Language, Maker
from optsim.number_format import apart
from optsim.words.en.parameters import parameters_named


def _out_of_steps(_: Language, fact: OutOfSteps) -> str:
    return "the 1 step is done" if fact.steps == 1 else f"all {fact.steps} steps are done"


def _data_ended(_: Language, fact: DataEnded) -> str:
    return f"data ended at step {fact.step}"


def _target_reached(_: Language, fact: TargetReached) -> str:
    # as many digits of both: rounding keeps their order
    return f"loss {fact.loss:g} is at most {fact.target:g} at step {fact.step}"


def _diverged(language: Language, fact: Diverged) -> str:
    why = "" if fact.why is None else f"{language.sentence(fact.why)}: "
    since = "" if fact.since is None else f", above its start since step {fact.since}"
    return f"{why}{_loss_at_step(fact)}{since}{_directions(fact.why)}"


def _loss_at_step(fact: Diverged | FellWithoutBound) -> str:
    return f"loss is {fact.loss:.3g} at step {fact.step}"


def _directions(why: object) -> str:
    """Return in how many directions a limit is exceeded, where it is only in some."""
    if not isinstance(why, AboveLimit) or why.directions is None:
        return ""
    return f", in {why.directions} of {why.dim} directions: λ > {why.curvature:.3g}"


def _above_limit(_: Language, fact: AboveLimit) -> str:
    product, limit = apart(fact.product, fact.limit, digits=4)
    at = "" if fact.at is None else f" at step {fact.at}"
    return f"α·λmax {'≥' if fact.at_least else '='} {product} is above {limit}{at}"


def _fell_without_bound(_: Language, fact: FellWithoutBound) -> str:
    decrease = f"it has fallen by {fact.by:.3g}" if math.isfinite(fact.loss) else "beyond all numbers"
    bends = "" if fact.curvature is None else f", lowest curvature there {fact.curvature:.3g}"
    return f"{_loss_at_step(fact)}: {decrease}{bends}"


def _largest_growth(language: Language, fact: LargestGrowth) -> str:
    length = language.sentence(fact.moved)
    return f"{length} at step {fact.at} takes the loss from {fact.before:.3g} to {fact.after:.3g}"


def _loss_fails(language: Language, fact: LossFails) -> str:
    fails = "overflows" if fact.overflows else "is no number"
    length = "" if fact.moved is None else f", after {language.sentence(fact.moved)}"
    return f"the loss {fails} where the largest parameter is {fact.largest_parameter:.3g} in size{length}"


def length_of_step(_: Language, fact: LengthOfStep) -> str:
    """Return the length in symbols."""
    return f"max |Δθ| = {fact.length:.3g}" if fact.largest else f"‖Δθ‖ = {fact.length:.3g}"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        OutOfSteps.code: _out_of_steps,
        DataEnded.code: _data_ended,
        TargetReached.code: _target_reached,
        Diverged.code: _diverged,
        FellWithoutBound.code: _fell_without_bound,
        AboveLimit.code: _above_limit,
        LargestGrowth.code: _largest_growth,
        LossFails.code: _loss_fails,
        LengthOfStep.code: length_of_step,
        Parameters.code: parameters_named,
    }
)
