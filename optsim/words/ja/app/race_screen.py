"""Japanese texts of the race screen: status bar, timeline, lane table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "lane_table.ready": "準備完了",
        "lane_table.hidden": "非表示 · {status}",
        "lane_table.status": "{status} · {cause}",
        "timeline.event": "ステップ{step} · {lane}：{sentence}",
        "snapshot.computing": "計算し直し中：ステップ{reach}/{step}",
        "snapshot.in_doubt": "{sentence} · {doubt}",
        "lane_table.lowest": "最低",
        "lane_table.lowest.short": "最低",
        "lane_table.best": "最良{sign}",
        "lane_table.best.short": "{sign}",
        "lane_table.at": "位置",
        "lane_table.at.short": "@",
        "lane_table.lane": "レーン",
        "lane_table.loss": "損失",
        "lane_table.status_head": "状態",
        "lane_table.window": "{count}中{first}–{last}",
        "status_bar.speed": "{speed}/秒",
        "status_bar.full_speed": "最高速",
        "status_bar.playing": "▶ 再生中",
        "status_bar.paused": "▮▮ 停止中",
        "status_bar.computing": "» 計算中",
        "status_bar.ended": "■ 終了",
        "status_bar.ends_here": "■ ここで終わり",
        "status_bar.cut_off": "■ 途切れ",
        "status_bar.recording": "● rec",
        "status_bar.step": "ステップ{step}/{budget}",
        "status_bar.seed": "シード{seed}",
        "status_bar.lanes": "{status} {count}",
    }
)

TITLES: Mapping[str, str] = MappingProxyType({"medium.recording.title": "記録"})
