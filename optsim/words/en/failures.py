"""English for failures in the arithmetic of an update."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.engine.diagnosis.failures import (
    CarriedBeyond,
    DividedByZero,
    GradientFails,
    LineFails,
    ParametersOverflow,
    SquaresLost,
    StepOverflows,
    SumOverflows,
    ZeroByZero,
)
from optsim.languages import Language, Maker


def _parameters_overflow(language: Language, fact: ParametersOverflow) -> str:
    return f"{language.sentence(fact.parameters)} overflows"


def _gradient_fails(language: Language, fact: GradientFails) -> str:
    return f"its gradient is {'∞' if fact.infinite else 'no number'} in {language.sentence(fact.parameters)}"


def _sum_overflows(language: Language, fact: SumOverflows) -> str:
    return f"the sum of its gradients overflows in {language.sentence(fact.parameters)}: |g| = {fact.gradient:.3g}"


def _squares_lost(language: Language, fact: SquaresLost) -> str:
    where = language.sentence(fact.parameters)
    return f"its average of squares is no number in {where}: it was ∞ and is multiplied by 0"


def _zero_by_zero(language: Language, fact: ZeroByZero) -> str:
    return f"0/0 in {language.sentence(fact.parameters)}: no gradient there, and ε = 0"


def _divided_by_zero(language: Language, fact: DividedByZero) -> str:
    where = language.sentence(fact.parameters)
    return f"g/0 in {where}: the square of {fact.gradient:.3g} is 0 in floating point, and ε = 0"


def _step_overflows(language: Language, fact: StepOverflows) -> str:
    return f"the step overflows in {language.sentence(fact.parameters)}: |g| = {fact.gradient:.3g}"


def _carried_beyond(language: Language, fact: CarriedBeyond) -> str:
    return f"the step of {fact.step:.3g} carries {language.sentence(fact.parameters)} beyond the largest number"


def _line_fails(language: Language, fact: LineFails) -> str:
    return f"its {fact.line} is no number in {language.sentence(fact.parameters)}"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        ParametersOverflow.code: _parameters_overflow,
        GradientFails.code: _gradient_fails,
        SumOverflows.code: _sum_overflows,
        SquaresLost.code: _squares_lost,
        ZeroByZero.code: _zero_by_zero,
        DividedByZero.code: _divided_by_zero,
        StepOverflows.code: _step_overflows,
        CarriedBeyond.code: _carried_beyond,
        LineFails.code: _line_fails,
    }
)
