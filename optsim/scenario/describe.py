"""Lanes in words."""

from __future__ import annotations

from collections.abc import Sequence

from optsim.engine.lane import Lane
from optsim.engine.schedule import phases_of
from optsim.engine.settings import declared
from optsim.scenario.scenario import Scenario
from optsim.system.limits import LONGEST_SHOWN, MOST_LINES

_FEW_NUMBERS = 4


def description(scenario: Scenario) -> str:
    """Return the description in Markdown; of a very long one the beginning, with a note that more is in the file."""
    whole = scenario.description
    shown = "\n".join(whole[:LONGEST_SHOWN].split("\n")[:MOST_LINES])
    return shown if shown == whole else f"{shown}\n\n… and {len(whole) - len(shown):,} characters more, in the file"


def budget_text(scenario: Scenario) -> str:
    """Say how long it races: steps, or epochs where lanes have epochs of several lengths."""
    if scenario.epochs is None:
        return f"{scenario.steps} steps"
    return f"{scenario.epochs} epoch{'' if scenario.epochs == 1 else 's'}, at most {scenario.steps} steps"


def point_text(point: Sequence[float]) -> str:
    """A point as people write it, of many numbers the first: "(0.1, 3)"."""
    shown = ", ".join(f"{number:.4g}" for number in point[:_FEW_NUMBERS])
    return f"({shown}{', …' if len(point) > _FEW_NUMBERS else ''})"


def own_line(lane: Lane) -> str:
    """Batch size and start, where a lane has its own: "Batch size 4, start (1, 2)"; empty where it has none."""
    return ", ".join(_own(lane)).capitalize()


def _own(lane: Lane) -> list[str]:
    size = [] if lane.batch_size is None else [f"batch size {lane.batch_size}"]
    return size if lane.start is None else [*size, f"start {point_text(lane.start)}"]


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
    parts += _own(lane)
    if lane.schedule is not None:
        names = [each.schedule.name or type(each.schedule).__name__ for each in phases_of(lane.schedule)]
        parts.append(f"{', then '.join(names)} schedule")
    if lane.edits:
        parts.append("edited at step " + ", ".join(str(edit.step) for edit in lane.edits))
    return ", ".join(parts)
