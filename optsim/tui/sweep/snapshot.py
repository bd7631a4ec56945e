"""Snapshot of a sweep: what its pictures and tables are drawn from."""

from __future__ import annotations

from typing import NamedTuple

from optsim.languages import Language
from optsim.sweeps.live.live_sweep import LiveSweep
from optsim.sweeps.statistics.sensitivity import Sensitivity
from optsim.tui.colours.palette import Palette, mark
from optsim.tui.sweep.look import SweepLook

#: so many curves are all drawn at full strength
_ALL_STRONG = 3
#: a value may be rounded by so much of it, and of how far it is from 1
_ROUNDED = 1e-3


class SweepSnapshot(NamedTuple):
    """A sweep, how it is looked at, colours and language; `heading` is its title, `running` if it goes on by itself, `fault` why it cannot."""

    sweep: LiveSweep
    look: SweepLook
    palette: Palette
    language: Language
    heading: str
    running: bool
    fault: str = ""

    def place(self, lane: str) -> int:
        """The place of a lane: its colour and its mark."""
        return self.look.lanes.index(lane)

    def sign(self, lane: str) -> str:
        """A lane's mark."""
        return mark(self.place(lane))

    def colour(self, lane: str) -> int:
        """A lane's colour at full strength."""
        return self.palette.lane(self.place(lane))

    def drawn(self, lane: str) -> int:
        """A lane's colour as its curve is drawn: where there are many only the selected one stands out."""
        strong = lane == self.look.lane or len(self.look.lanes) <= _ALL_STRONG
        return self.colour(lane) if strong else self.palette.dim(self.place(lane))

    def own(self, lane: str) -> Sensitivity:
        """What is known of a lane, with its best setting on the workload under the cursor."""
        return self.sweep.sensitivity(lane, self.look.workload)

    def given(self, lane: str) -> float:
        """The median of a lane as it was given, on that workload."""
        return self.sweep.given_median(lane, self.look.workload)

    @property
    def goal(self) -> str:
        """What is compared, in words."""
        goal = self.sweep.plan.goal
        text = str(goal) if goal.kind == "steps" else ""
        return self.language.text(f"sweep.goal.{goal.kind}", goal=text)

    @property
    def goal_code(self) -> str:
        """What is compared, in a word for the head of a column."""
        return self.language.text(f"sweep.goal_short.{self.sweep.plan.goal.kind}")


def setting_text(value: object) -> str:
    """A value of a setting in four digits; in six where it is so near to 1 that four are another number."""
    if not isinstance(value, float):
        return str(value)
    short = f"{value:.4g}"
    near = abs(float(short) - value) <= _ROUNDED * min(abs(value), abs(1 - value))
    return (short if near else f"{value:.6g}").replace("e-0", "e-").replace("-", "−")
