"""Japanese sentences for what theory says of a lane."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from optsim.analysis.theory_check import TheoryCheck
from optsim.languages import Language, Maker
from optsim.number_format import short
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
from optsim.words.en.theory import AT_LIMIT, always, four_digits, near_one


def _theory_check(language: Language, fact: TheoryCheck) -> str:
    return "。".join(map(language.sentence, fact.parts))


def _convergence_rate(_: Language, fact: ConvergenceRate) -> str:
    double = "（重根：1 + 1/tのように近づく）" if fact.double_root else ""
    return f"長い目で見た収束率の予測 {near_one(fact.predicted)}{double}{_consequence(fact)}{_measured(fact)}"


def _consequence(fact: ConvergenceRate) -> str:
    if abs(fact.predicted - 1) <= AT_LIMIT:
        return "：ほとんど動かない" if fact.below_limit else "：ちょうど限界"
    return "：発散する" if fact.predicted > 1 else ""


def _noise_floor(_: Language, fact: NoiseFloor) -> str:
    over = "" if fact.over is None else f"（ステップ{fact.over[0]}–{fact.over[1]}の平均）"
    return f"ノイズフロアの予測 {four_digits(fact.predicted)}{_measured(fact, '、まだ測っていない')}{over}"


def _expected_loss(_: Language, fact: ExpectedLoss) -> str:
    return f"損失の期待値 {four_digits(fact.predicted)}（標準偏差 {short(fact.spread)}）{_measured(fact)}"


def _saddle_escape(_: Language, fact: SaddleEscape) -> str:
    measured = "" if fact.measured is None else f"、実際はステップ{fact.measured:.0f}"
    if math.isinf(fact.predicted):
        return f"鞍点から決して離れないと予測{measured}"
    second_order = "2次までの近似で" if fact.second_order else ""
    return f"{second_order}鞍点を離れるのはステップ{fact.predicted:.0f}と予測{_half_of_all(fact)}{measured}"


def _half_of_all(fact: SaddleEscape) -> str:
    if fact.quartiles is None:
        return ""
    return "（平均＝2乗平均平方根。半数の実行は{}から{}の間）".format(*fact.quartiles)


def _first_step(_: Language, fact: FirstStep) -> str:
    median = "" if fact.measured is None else "（中央値）"
    return f"g ≠ 0 の各パラメータの最初の一歩の予測 {four_digits(fact.predicted)}（ε → 0）{_measured(fact)}{median}"


def _stability_limit(_: Language, fact: StabilityLimit) -> str:
    product = math.nan if fact.measured is None else fact.measured
    return f"α·λmax = {four_digits(product)}、限界 {four_digits(fact.predicted)}"


def _not_linear(language: Language, fact: NotLinear) -> str:
    return f"曲線なし：{language.of('optimizer', fact)}は勾配について線形ではない"


def _measured(claim: Claim, otherwise: str = "") -> str:
    return otherwise if claim.measured is None else f"、測定値 {four_digits(claim.measured)}"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        TheoryCheck.code: _theory_check,
        ConvergenceRate.code: _convergence_rate,
        NoiseFloor.code: _noise_floor,
        ExpectedLoss.code: _expected_loss,
        SaddleEscape.code: _saddle_escape,
        FirstStep.code: _first_step,
        StabilityLimit.code: _stability_limit,
        NotLinear.code: _not_linear,
        NoQuadratic.code: always("曲線なし：2次関数ではない"),
        SettingsChange.code: always("収束率もフロアも予測しない：途中で設定が変わる"),
        FlatDirection.code: always("収束率もフロアも予測しない：平らな方向がある"),
        HigherPowers.code: always("収束率もフロアも予測しない：2次関数ではない"),
        NotAtSaddle.code: always("鞍点から始まっていない"),
        UnstableUphill.code: always("脱出を予測しない：上り方向で限界を超えている"),
        StartsAtMinimum.code: always("収束率を予測しない：最小点から始まる"),
        RateOverflows.code: always("収束率を予測しない：数の範囲を超える"),
        SlowestIsRounding.code: always("収束率を予測しない：最も遅い方向の初期値が丸め誤差しかない"),
        FloorOverflows.code: always("フロアを予測しない：数の範囲を超える"),
        DoesNotSettle.code: always("フロアを予測しない：収まらない"),
        FloorBelowRounding.code: always("フロアを予測しない：丸め誤差のほうが大きい"),
    }
)
