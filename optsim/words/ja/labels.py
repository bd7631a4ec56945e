"""Japanese labels of codes: statuses and units; titles of quantities."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "status.running": "実行中",
        "status.out_of_steps": "終了",
        "status.target_reached": "目標到達",
        "status.stopped_early": "早期終了",
        "status.diverged": "発散",
        "unit.epoch": "エポック",
        "unit.step": "ステップ",
        "unit.evaluation": "評価",
        "unit.time": "秒",
        "unit.evaluations": "勾配計算回数",
        "unit.examples": "データ数",
        "units.epoch": "エポック",
        "units.step": "ステップ",
    }
)

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "quantity.loss.title": "損失",
        "quantity.loss.report": "最終損失",
        "quantity.validation_loss.title": "検証損失",
        "quantity.grad_norm.title": "勾配のノルム",
        "quantity.update_norm.title": "更新量のノルム",
        "quantity.effective_rate.title": "実効学習率",
        "quantity.distance.title": "最寄りの最小点までの距離",
        "quantity.distance.report": "距離",
        "quantity.cosine.title": "更新と下り勾配の余弦",
        "quantity.param_norm.title": "パラメータのノルム",
        "quantity.worst_class_loss.title": "最も悪いクラスの損失",
        "quantity.sharpness.title": "シャープネス",
        "quantity.preconditioned_sharpness.title": "前処理付きシャープネス",
        "quantity.noise_scale.title": "勾配のノイズスケール",
        "quantity.update_ratio.title": "更新量と重みの比",
        "quantity.learning_rate.title": "学習率",
        "quantity.batch_loss.title": "バッチ損失",
        "unit.epochs.title": "エポック",
    }
)
