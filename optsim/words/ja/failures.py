"""Japanese for failures in the arithmetic of an update."""

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
    return f"{language.sentence(fact.parameters)}がオーバーフローする"


def _gradient_fails(language: Language, fact: GradientFails) -> str:
    return f"{language.sentence(fact.parameters)}で勾配が{'∞' if fact.infinite else '数ではない'}"


def _sum_overflows(language: Language, fact: SumOverflows) -> str:
    return f"{language.sentence(fact.parameters)}で勾配の和がオーバーフローする：|g| = {fact.gradient:.3g}"


def _squares_lost(language: Language, fact: SquaresLost) -> str:
    return f"{language.sentence(fact.parameters)}で2乗の平均が数ではない：∞に0を掛けている"


def _zero_by_zero(language: Language, fact: ZeroByZero) -> str:
    return f"{language.sentence(fact.parameters)}で0/0：そこに勾配がなく、ε = 0"


def _divided_by_zero(language: Language, fact: DividedByZero) -> str:
    where = language.sentence(fact.parameters)
    return f"{where}でg/0：{fact.gradient:.3g}の2乗は浮動小数点では0になり、ε = 0"


def _step_overflows(language: Language, fact: StepOverflows) -> str:
    return f"{language.sentence(fact.parameters)}で更新量がオーバーフローする：|g| = {fact.gradient:.3g}"


def _carried_beyond(language: Language, fact: CarriedBeyond) -> str:
    return f"更新量 {fact.step:.3g} で{language.sentence(fact.parameters)}が最大の数を超える"


def _line_fails(language: Language, fact: LineFails) -> str:
    return f"{language.sentence(fact.parameters)}で{fact.line}が数ではない"


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
