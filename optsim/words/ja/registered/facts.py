"""Japanese of the facts that stopping rules, optimizers and objectives bring."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

from optsim.engine.objectives.mlp import Drawn
from optsim.engine.optimizers.momentum import Velocity
from optsim.engine.optimizers.nag import PointAndVelocity
from optsim.engine.stopping.gl import AboveBest, Rise
from optsim.engine.stopping.patience import (
    BaselineGoal,
    Close,
    NoImprovement,
    PatienceUsedUp,
    ShortOfBaseline,
)
from optsim.engine.stopping.pq import Quotient, RiseBeatsProgress
from optsim.engine.stopping.up import Risen, Rises
from optsim.languages import Language, Maker
from optsim.number_format import apart, exactly

_CLOSE: Mapping[Close, str] = MappingProxyType(
    {
        "best_before": "その前の最良",
        "later_value": "その後の値",
        "baseline": "baseline",
        "best_before_by_delta": "min_deltaを除きその前の最良",
        "later_value_by_delta": "min_deltaを除きその後の値",
        "baseline_by_delta": "min_deltaを除きbaseline",
    }
)
_VELOCITIES = MappingProxyType(
    {
        "article": "vはステップα·gの和",
        "torch": "vは勾配gの和",
        "average": "vは勾配の移動平均",
    }
)
_STATES = MappingProxyType(
    {
        "article": "θは先読みの点の手前、vはステップα·gの和",
        "keras": "θは先読みの点、vはステップα·gの和",
        "torch": "θは先読みの点、vは勾配gの和",
    }
)


def _best(language: Language, best: float, unit: str, at: int) -> str:
    return f"最良は{_unit(language, unit)}{at}の {best:.4g}"


def _unit(language: Language, unit: str) -> str:
    return language.text(f"unit.{unit}")


def _goal(_: Language, fact: BaselineGoal) -> str:
    side = "下回る" if fact.mode == "min" else "上回る"
    if not fact.min_delta:
        return f"{exactly(fact.baseline)} を{side}"
    share = f"その{exactly(fact.min_delta)}倍" if fact.min_delta_kind == "relative" else exactly(fact.min_delta)
    return f"{exactly(fact.baseline)} を{share}より大きく{side}"


def _used_up(language: Language, fact: PatienceUsedUp) -> str:
    goal = f"{language.sentence(fact.goal)}改善がない" if fact.goal else "改善がない"
    summary = f"patience {fact.patience} を使い切った（{goal}）：{_best(language, fact.best, fact.unit, fact.best_at)}"
    close = (f"{_CLOSE[each]}との差はその大きさの1e-12未満" for each in fact.close)
    return "。".join((summary, *close))


def _no_improvement(language: Language, fact: NoImprovement) -> str:
    goal = language.sentence(fact.goal) if fact.goal else ""
    return f"{fact.patience}{_unit(language, fact.unit)}中{fact.wait}、{goal}改善がない"


def _short_of_baseline(language: Language, fact: ShortOfBaseline) -> str:
    progress = f"改善はしているが、{fact.wait}{_unit(language, fact.unit)}の間{language.sentence(fact.goal)}ことがない"
    return f"{progress}：次に改善がなければpatience {fact.patience} を使い切る"


def _above_best(language: Language, fact: AboveBest) -> str:
    rise, threshold = apart(fact.rise, fact.threshold)
    return f"最良より {rise} % 高く、許容 {threshold} % を超えた：{_best(language, fact.best, fact.unit, fact.best_at)}"


def _rise(_: Language, fact: Rise) -> str:
    return f"最良より {fact.rise:.2g} % 高い（許容 {fact.threshold:g} %）"


def _rise_beats_progress(language: Language, fact: RiseBeatsProgress) -> str:
    comparison = "もう進まない"
    if math.isfinite(fact.quotient):
        comparison = "比 {} が {} を超えた".format(*apart(fact.quotient, fact.threshold))
    return f"訓練の進みに対する上昇：{comparison}。{_best(language, fact.best, fact.unit, fact.best_at)}"


def _quotient(language: Language, fact: Quotient) -> str:
    at = f"直近の{fact.strip}{_unit(language, fact.unit)}の終わり"
    return f"訓練の進みに対する上昇の比 {fact.quotient:.2g}（許容 {fact.threshold:g}、{at}）"


def _rises_enough(language: Language, fact: Risen) -> str:
    strips = f"{fact.strip}{_unit(language, fact.unit)}の区間{fact.strips}個で続けて上がった"
    return f"{strips}：{_best(language, fact.best, fact.unit, fact.best_at)}"


def _rises(language: Language, fact: Rises) -> str:
    return f"{fact.strip}{_unit(language, fact.unit)}の区間{fact.strips}個のうち{fact.rises}個で続けて上がった"


def _velocity(_: Language, fact: Velocity) -> str:
    return _VELOCITIES[fact.convention]


def _point_and_velocity(_: Language, fact: PointAndVelocity) -> str:
    return _STATES[fact.convention]


def _drawn(_: Language, fact: Drawn) -> str:
    return "全データ" if fact.examples is None else f"{fact.examples}件のバッチ"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        BaselineGoal.code: _goal,
        PatienceUsedUp.code: _used_up,
        NoImprovement.code: _no_improvement,
        ShortOfBaseline.code: _short_of_baseline,
        AboveBest.code: _above_best,
        Rise.code: _rise,
        RiseBeatsProgress.code: _rise_beats_progress,
        Quotient.code: _quotient,
        Risen.code: _rises_enough,
        Rises.code: _rises,
        Velocity.code: _velocity,
        PointAndVelocity.code: _point_and_velocity,
        Drawn.code: _drawn,
    }
)
