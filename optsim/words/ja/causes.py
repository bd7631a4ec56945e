"""Why runs have ended, in Japanese."""

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
from optsim.words.en.causes import length_of_step
from optsim.words.ja.parameters import parameters_named


def _out_of_steps(_: Language, fact: OutOfSteps) -> str:
    return f"全{fact.steps}ステップを終えた"


def _data_ended(_: Language, fact: DataEnded) -> str:
    return f"ステップ{fact.step}でデータが終わった"


def _target_reached(_: Language, fact: TargetReached) -> str:
    # as many digits of both: rounding keeps their order
    return f"ステップ{fact.step}で損失{fact.loss:g}が目標{fact.target:g}以下になった"


def _diverged(language: Language, fact: Diverged) -> str:
    why = "" if fact.why is None else f"{language.sentence(fact.why)}{_directions(fact.why)}："
    since = "" if fact.since is None else f"（ステップ{fact.since}から初期値を上回る）"
    return f"{why}{_loss_at_step(fact)}{since}"


def _loss_at_step(fact: Diverged | FellWithoutBound) -> str:
    return f"ステップ{fact.step}で損失 {fact.loss:.3g}"


def _directions(why: object) -> str:
    """Return in how many directions a limit is exceeded, where it is only in some."""
    if not isinstance(why, AboveLimit) or why.directions is None:
        return ""
    return f"（{why.dim}方向のうちλ > {why.curvature:.3g}の{why.directions}方向）"


def _above_limit(_: Language, fact: AboveLimit) -> str:
    product, limit = apart(fact.product, fact.limit, digits=4)
    at = "" if fact.at is None else f"ステップ{fact.at}で"
    return f"{at}α·λmax {'≥' if fact.at_least else '='} {product} が限界 {limit} を超える"


def _fell_without_bound(_: Language, fact: FellWithoutBound) -> str:
    decrease = f"{fact.by:.3g} 下がった" if math.isfinite(fact.loss) else "数の範囲を超えて下がった"
    bends = "" if fact.curvature is None else f"、そこでの最小の曲率 {fact.curvature:.3g}"
    return f"{_loss_at_step(fact)}：{decrease}{bends}"


def _largest_growth(language: Language, fact: LargestGrowth) -> str:
    length = language.sentence(fact.moved)
    return f"ステップ{fact.at}の {length} で損失が {fact.before:.3g} から {fact.after:.3g} になった"


def _loss_fails(language: Language, fact: LossFails) -> str:
    fails = "オーバーフローする" if fact.overflows else "数にならない"
    length = "" if fact.moved is None else f"{language.sentence(fact.moved)} のあと、"
    return f"{length}最大のパラメータの大きさが {fact.largest_parameter:.3g} のところで損失が{fails}"


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
