"""Japanese for demos: headlines of what happens, and the standing at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from optsim.analysis.final_standing import AllDiverged, FirstAtTarget, Leads
from optsim.languages import Language, Maker
from optsim.number_format import short


def _all_diverged(_: Language, _fact: AllDiverged) -> str:
    return "すべてのレーンが発散した"


def _first_at_target(_: Language, fact: FirstAtTarget) -> str:
    who = fact.lanes[0] if len(fact.lanes) == 1 else f"{len(fact.lanes)}レーン"
    return f"{who}がステップ{fact.step}で最初に目標に達した{_rest(fact.diverged)}"


def _leads(_: Language, fact: Leads) -> str:
    if len(fact.lanes) == 1:
        return f"{fact.lanes[0]}が損失 {short(fact.loss)} で先頭{_rest(fact.diverged)}"
    level = f"{len(fact.lanes)}レーンが損失 {short(fact.loss)} から {100 * fact.within:g} % 以内で並ぶ"
    return f"{level}{_rest(fact.diverged)}"


def _rest(diverged: Sequence[str]) -> str:
    return f"。{'、'.join(diverged)}は発散した" if diverged else ""


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {AllDiverged.code: _all_diverged, FirstAtTarget.code: _first_at_target, Leads.code: _leads}
)

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "demo.closing": "ステップ{step}：{standing}。",
        "demo.the_end": "終わり",
        "headline.overtaken": "{lane}が先頭に立つ",
        "headline.fork": "{lane}を分岐",
        "headline.edit": "{lane}を編集",
        "headline.target": "{lane}が目標に到達",
        "headline.stopped": "{lane}が早期終了",
        "headline.marked": "{lane}は早期終了する時点",
        "headline.diverged": "{lane}が発散",
    }
)
