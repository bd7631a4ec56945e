"""Japanese on scenarios, as they are shown and checked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.languages import Language, Maker
from optsim.playback.presentation import CurvesAlone, NoDescription


def _no_description(_: Language, _fact: NoDescription) -> str:
    return "このシナリオには説明がない"


def _curves_alone(_: Language, _fact: CurvesAlone) -> str:
    return "曲線だけ：何から生まれたかはわからない"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {NoDescription.code: _no_description, CurvesAlone.code: _curves_alone}
)

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "description.more": "… ファイルにあと{number:,}文字",
        "budget.steps": "{steps}ステップ",
        "budget.one_epoch": "{epochs}エポック、最大{steps}ステップ",
        "budget.epochs": "{epochs}エポック、最大{steps}ステップ",
        "budget.steps_and_epochs": "{steps}ステップ（{epochs}エポック）",
        "budget.from_to": "{fewest}〜{most}",
        "budget.target": "{budget}、損失 {loss:g} で終わる",
        "lane.batch_size": "バッチサイズ{size}",
        "lane.start": "開始点 {point}",
        "lane.schedule": "スケジュール {names}",
        "lane.then": "、次に",
        "lane.edited": "ステップ{steps}で編集",
        "show.untitled": "シナリオ",
        "show.budget": "予算",
        "show.seed": "シード",
        "show.numerics": "numerics",
        "show.early_stopping": "早期終了",
        "show.objective": "目的関数",
        "show.data": "データ",
        "show.demo": "デモ",
        "show.sweep": "スイープ",
        "show.demo_of": "{acts}個の動作、{columns}×{rows}文字用",
        "show.strict": "strict：どのマシンでも1ビットも違わない",
        "show.fast": "fast：最後の数ビットはCPU・BLAS・バージョンによる",
        "check.fine": "{file}：問題なし、{lanes}、{budget}",
        "check.ended_at_start": "{file}：ただし {lanes} は1ステップも進めない：{reason}。別の初期点（start）なら進めるかもしれない",
        "check.fine_with_demo": "{file}：問題なし、{lanes}、{budget}、{acts}個の動作のデモ",
        "check.lesson": "{file}：問題なし、{questions}。シード{seeds}個、両方の数値計算、{draws}通りの設定で答えは一つ",
        "check.recording": "{file}：記録、{lanes}、{budget}のうちステップ0〜{last}",
        "check.recording_but": "{file}：記録、{lanes}、{budget}のうちステップ0〜{last}。{note}",
        "count.lane": "{number}レーン",
        "count.lanes": "{number}レーン",
    }
)
