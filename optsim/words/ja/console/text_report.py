"""Texts of the reports for people, in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "report.untitled": "レース",
        "report.seed": "シード{seed}",
        "report.steps": "{budget}ステップ",
        "report.steps_of": "{budget}ステップ中{head}",
        "report.epoch_length": "1エポック{shortest}ステップ",
        "report.epoch_lengths": "1エポック{shortest}〜{longest}ステップ",
        "report.strict": "numerics strict：どのマシンでも1ビットも違わない",
        "report.column.lane": "レーン",
        "report.column.optimizer": "最適化手法",
        "report.column.rate": "学習率",
        "report.column.lowest": "最低",
        "report.column.best": "最良",
        "report.column.best_validation": "最良の検証",
        "report.column.at": "@ {unit}",
        "report.column.status": "状態",
        "report.ended": "{status}：{reason}",
        "report.stopped": "{unit}{at}で{status}：{reason}",
        "report.would_end": "{rule}なら{unit}{at}で終わる：{reason}",
        "report.scheduled": "学習率はスケジュールに従う",
        "report.edited": "{lane}はステップ{steps}で編集",
        "report.rules.title": "早期終了",
        "report.rules.best": "最良の位置",
        "report.rules.value": "そこでの値",
        "report.rules.open": "停止していない",
        "report.chart.log": "対数",
        "report.chart.gap": "最小値 {least} との差の対数",
        "report.chart.by": "横軸 {x}",
        "report.chart.means": "列ごとの平均",
        "report.chart.outside": "グラフの外：{values}",
        "report.mark.best": "最良",
        "report.mark.early_stopping": "早期終了",
        "report.theory": "理論",
        "report.final_params": "終わりのパラメータ",
        "report.best_params": "終わりのパラメータ：早期終了が監視するレーンは最良のもの",
        "markdown.lanes": "走らせたもの",
        "markdown.ranking": "順位",
        "markdown.chart": "グラフ",
        "markdown.events": "出来事",
        "markdown.again": "再現",
        "markdown.column.lane": "レーン",
        "markdown.column.optimizer": "最適化手法",
        "markdown.column.settings": "設定",
        "markdown.column.update": "更新式",
        "markdown.at_step": "ステップ{step}",
        "markdown.no_event": "何も起きていない。",
        "markdown.versions": "optsim {optsim}、NumPy {numpy}、numerics {numerics}",
        "report.all_params": "全{number}個、ノルム {norm}",
    }
)
