"""Lanes in words."""

from __future__ import annotations

from optsim.engine.fields import declared
from optsim.engine.lane import Lane


def lane_line(lane: Lane) -> str:
    """The optimizer and its hyper-parameters, those left at their default but the rate not told: "Adam, α = 0.05"."""
    optimizer = lane.optimizer
    parts = [optimizer.title or type(optimizer).__name__]
    for name, setting in declared(type(optimizer)).items():
        value = getattr(optimizer, name)
        if name == "learning_rate" or value != setting.default:
            symbol = (setting.setting.symbol if setting.setting else "") or name
            shown = f"{value:.6g}" if isinstance(value, float) else str(value).lower()
            parts.append(f"{symbol} = {shown}")
    if lane.schedule is not None:
        parts.append(f"{lane.schedule.name} schedule")
    if lane.edits:
        parts.append("edited at step " + ", ".join(str(edit.step) for edit in lane.edits))
    return ", ".join(parts)
