"""Japanese for what the lines of an update and of a gradient are for, in a few words, by their key."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.trace.training import BestModel
from optsim.languages import Language, Maker


def _best_model(language: Language, fact: BestModel) -> str:
    watched = language.of("quantity", QUANTITIES[fact.watched])
    return f"{watched}（まだ監視していない）" if fact.epoch is None else f"エポック{fact.epoch}の{watched}"


SENTENCES: Mapping[str, Maker] = MappingProxyType({BestModel.code: _best_model})

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "trace.params": "いまいる点",
        # of any line that is carried from step to step, what it was
        "trace.before": "前のステップから",
        "trace.query": "勾配をとる点",
        "trace.gradient": "ここでの勾配",
        # where there is a line of where it is taken
        "trace.gradient_at_query": "その点での勾配",
        "trace.first_moment": "これまでの勾配の平均",
        "trace.first_moment_corrected": "その平均のバイアス補正",
        "trace.second_moment": "普段の勾配の大きさ",
        "trace.second_moment_corrected": "その大きさのバイアス補正",
        "trace.penalised_gradient": "勾配と0へ引く力",
        "trace.weight_decay": "0へ引く力",
        "trace.cautious_mask": "上り方向になる所は0",
        # of a step that is traced in parts, the part before decay and mask
        "trace.step_1": "手法だけの更新量",
        "trace.step": "更新量",
        "trace.new_params": "次にいる点",
        "trace.effective_rate": "結果としての学習率",
        "trace.architecture": "アーキテクチャの設計",
        "trace.input": "入力層",
        "trace.hidden_layers": "中間層",
        "trace.output": "出力層",
        "trace.error": "誤差計算",
        "trace.back_propagation": "誤差を反映（逆伝播）",
        "trace.weight_update": "重みの更新",
        "trace.best_model": "最適なモデル",
    }
)
