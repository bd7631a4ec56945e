"""Frame clock: how often the app paints, and how long a tick may compute; the only clock of the app."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from optsim.playback.motion import Allowance

#: seconds between two paints while it plays
FRAME = 1 / 16
#: seconds until the first screen is opened: the first line is out then
OPENING = 0.02
#: seconds until what is not needed for the first paint is imported: an import holds up the thread that sends the paint
AFTER_FIRST_PAINT = 0.1
#: frames between two looks at what somebody else is writing: a second
LOOK_FRAMES = 16
#: the share of a frame that stepping may take, so that painting and keys get the rest
_SHARE = 0.4


class FrameClock(Protocol):
    """Says how often ticks come, how much of the race each stands for (FRAME, but on a tour), how long one may compute."""

    @property
    def interval(self) -> float:
        """Seconds between two ticks."""

    @property
    def frame(self) -> float:
        """Seconds that a tick stands for; 0 where the race is to stand still."""

    @property
    def beside(self) -> bool:
        """True where work may go on beside, between ticks; else each tick does its part of it, so that all is the same each time."""

    def allowance(self) -> Allowance:
        """Asked at the start of a tick; what it returns is asked between steps whether to go on."""


class MonotonicClock:
    """A tick a frame, and a share of the frame for stepping, by the clock."""

    interval = FRAME
    frame = FRAME
    beside = True

    def allowance(self) -> Allowance:
        """Until the share is used up."""
        end = time.perf_counter() + FRAME * _SHARE
        return lambda: time.perf_counter() < end
