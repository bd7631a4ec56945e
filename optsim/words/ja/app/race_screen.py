"""Japanese texts of the race screen: status bar, timeline, lane table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "lane_table.read": "読込済み",
        "lane_table.open": "追跡中",
        "lane_table.ready": "準備完了",
        "lane_table.hidden": "非表示（vで表示） · {status}",
        "lane_table.hidden.short": "非表示 · {status}",
        "lane_table.hidden.alone": "非表示",
        "lane_table.hidden_lane": "非表示、vで表示",
        "lane_table.status": "{status} · {cause}",
        "timeline.event": "ステップ{step} · {lane}：{sentence}",
        "snapshot.computing": "計算し直し中：ステップ{reach}/{step}",
        "snapshot.in_doubt": "{sentence} · {doubt}",
        "lane_table.lowest": "最低",
        "lane_table.lowest.short": "最低",
        "lane_table.best": "最良損失{sign}",
        "lane_table.best.short": "最良{sign}",
        "lane_table.at.step": "ステップ",
        "lane_table.at.epoch": "エポック",
        "lane_table.at.short": "位置",
        "lane_table.rank": "順位",
        "lane_table.lane": "レーン",
        "lane_table.loss": "損失",
        "lane_table.status_head": "状態",
        "ranked_by.loss": "順位は平滑化した損失による",
        "ranked_by.validation_loss": "順位は検証損失による",
        "ranked_by.smoothed_validation_loss": "順位は平滑化した検証損失による",
        "legend.overtaken": "首位交代",
        "legend.over": "ステップ終了",
        "legend.fork": "分岐",
        "legend.edit": "編集",
        "legend.target": "目標到達",
        "legend.stopped": "早期終了",
        "legend.diverged": "発散",
        "legend.command": "操作",
        "legend.best": "最良",
        "lane_table.rates": "全ステップのα",
        "lane_table.rates.short": "αの推移",
        "lane_table.window": "{count}中{first}–{last}",
        "status_bar.speed": "{speed}/秒",
        "status_bar.full_speed": "最高速",
        "status_bar.playing": "▶ 再生中",
        "status_bar.paused": "▮▮ 停止中",
        "status_bar.computing": "» 計算中",
        "status_bar.follows": "● 追跡中",
        "status_bar.ended": "⊣ 終了",
        "status_bar.ends_here": "⊣ ここで終わり",
        "status_bar.cut_off": "⊣ 途切れ",
        "status_bar.recording": "● rec",
        "status_bar.step": "ステップ{step}/{budget}",
        "status_bar.seed": "シード{seed}",
        "status_bar.lanes": "{status} {count}",
    }
)

TITLES: Mapping[str, str] = MappingProxyType({"medium.recording.title": "記録", "medium.log.title": "ログ"})
