"""English texts of the race screen: status bar, timeline, lane table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "lane_table.ready": "ready",
        "lane_table.hidden": "hidden · {status}",
        "lane_table.status": "{status} · {cause}",
        "timeline.event": "step {step} · {lane}: {sentence}",
        "snapshot.computing": "computing again: step {reach} of {step}",
        "snapshot.in_doubt": "{sentence} · {doubt}",
        "lane_table.lowest": "lowest",
        "lane_table.lowest.short": "low",
        "lane_table.best": "best {sign}",
        "lane_table.best.short": "{sign}",
        "lane_table.at": "at",
        "lane_table.at.short": "@",
        "lane_table.lane": "lane",
        "lane_table.loss": "loss",
        "lane_table.status_head": "status",
        "lane_table.window": "{first}–{last} of {count}",
        "status_bar.speed": "{speed}/s",
        "status_bar.full_speed": "max speed",
        "status_bar.playing": "▶ playing",
        "status_bar.paused": "▮▮ paused",
        "status_bar.computing": "» computing",
        "status_bar.ended": "■ ended",
        "status_bar.ends_here": "■ ends here",
        "status_bar.cut_off": "■ cut off",
        "status_bar.recording": "● rec",
        "status_bar.step": "step {step}/{budget}",
        "status_bar.seed": "seed {seed}",
        "status_bar.lanes": "{count} {status}",
    }
)

TITLES: Mapping[str, str] = MappingProxyType({"medium.recording.title": "recording"})
