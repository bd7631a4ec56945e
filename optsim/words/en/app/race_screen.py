"""English texts of the race screen: status bar, timeline, lane table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "lane_table.ready": "ready",
        "lane_table.read": "read",
        "lane_table.open": "open",
        "lane_table.hidden": "hidden, v shows it · {status}",
        "lane_table.hidden.short": "hidden · {status}",
        "lane_table.hidden.alone": "hidden",
        "lane_table.hidden_lane": "hidden, v shows it",
        "lane_table.status": "{status} · {cause}",
        "timeline.event": "step {step} · {lane}: {sentence}",
        "snapshot.computing": "computing again: step {reach} of {step}",
        "snapshot.in_doubt": "{sentence} · {doubt}",
        "lane_table.lowest": "lowest",
        "lane_table.lowest.short": "low",
        "lane_table.best": "best loss {sign}",
        "lane_table.best.short": "best {sign}",
        "lane_table.at.step": "at step",
        "lane_table.at.epoch": "at epoch",
        "lane_table.at.short": "at",
        "lane_table.rank": "rank",
        "lane_table.lane": "lane",
        "lane_table.loss": "loss",
        "lane_table.status_head": "status",
        "ranked_by.loss": "ranked by smoothed loss",
        "ranked_by.validation_loss": "ranked by validation loss",
        "ranked_by.smoothed_validation_loss": "ranked by smoothed validation loss",
        "legend.overtaken": "new leader",
        "legend.over": "out of steps",
        "legend.fork": "fork",
        "legend.edit": "edit",
        "legend.target": "at the target",
        "legend.stopped": "early stop",
        "legend.diverged": "diverged",
        "legend.command": "command",
        "legend.best": "best",
        "lane_table.rates": "α over all steps",
        "lane_table.rates.short": "α by step",
        "lane_table.window": "{first}–{last} of {count}",
        "status_bar.speed": "{speed}/s",
        "status_bar.full_speed": "max speed",
        "status_bar.playing": "▶ playing",
        "status_bar.paused": "▮▮ paused",
        "status_bar.computing": "» computing",
        "status_bar.follows": "● follows",
        "status_bar.ended": "⊣ ended",
        "status_bar.ends_here": "⊣ ends here",
        "status_bar.cut_off": "⊣ cut off",
        "status_bar.recording": "● rec",
        "status_bar.step": "step {step}/{budget}",
        "status_bar.seed": "seed {seed}",
        "status_bar.lanes": "{count} {status}",
    }
)

TITLES: Mapping[str, str] = MappingProxyType({"medium.recording.title": "recording", "medium.log.title": "log"})
