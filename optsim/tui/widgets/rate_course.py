"""Course of a lane's learning rate over all steps, as bars: a schedule or an edit is seen where it acts."""

from __future__ import annotations

from collections.abc import Sequence

from optsim.engine.lane import Lane
from optsim.engine.lane_label import LaneLabel

#: cells of a course
CELLS = 10
_BARS = "▁▂▃▄▅▆▇█"


def vary(lanes: Sequence[LaneLabel]) -> bool:
    """Tell if the rate of any lane changes by a schedule or an edit."""
    return any(isinstance(lane, Lane) and (lane.schedule is not None or lane.edits) for lane in lanes)


def course(lane: LaneLabel, budget: int) -> str:
    """Return a bar for each tenth of the steps, the highest for the highest rate of the lane; empty where none is known."""
    if not isinstance(lane, Lane):
        return ""
    rates = [lane.learning_rate(round(budget * (place + 0.5) / CELLS)) for place in range(CELLS)]
    highest = max(rates)
    return "".join(
        _BARS[min(int(len(_BARS) * rate / highest), len(_BARS) - 1)] if highest else _BARS[0] for rate in rates
    )
