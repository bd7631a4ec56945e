"""Messages that go from one screen or panel to another."""

from __future__ import annotations

from typing import Any

from textual.message import Message

from optsim.playback.player import Player
from optsim.scenario import Scenario
from optsim.scenario.demo.demo import Demo


class Picked(Message):
    """A scenario was chosen to be raced, from a step on and edited so often before, or to be shown on a tour."""

    def __init__(self, scenario: Scenario, *, step: int = 0, edits: int = 0, demo: Demo | None = None) -> None:
        super().__init__()
        self.scenario, self.step, self.edits, self.demo = scenario, step, edits, demo


class SweepAsked(Message):
    """A race is to be run many times; `lane` is the one that is selected."""

    def __init__(self, player: Player, lane: str) -> None:
        super().__init__()
        self.player, self.lane = player, lane


class Sought(Message):
    """A step was clicked or dragged to."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step


class Pointed(Message):
    """The mouse is over a step, and the cross-hair follows it."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step


class Aimed(Message):
    """A panel was zoomed or dragged: keys that zoom and pan act on it from now on."""

    def __init__(self, panel: str) -> None:
        super().__init__()
        self.panel = panel


class RoomChanged(Message):
    """The panels have more room together, or less."""


class Divided(Message):
    """A divider was dragged: the large panel's share of the width in percent, the rows of lanes; neither where it was let go."""

    def __init__(self, share: int | None = None, table_rows: int | None = None) -> None:
        super().__init__()
        self.share, self.table_rows = share, table_rows


class DivisionChosen(Message):
    """A person has moved a divider; `choices` are what there is to remember, by the keys of preferences."""

    def __init__(self, share: int, table_rows: int | None) -> None:
        super().__init__()
        self.choices: dict[str, Any] = {"large_share": share}
        if table_rows is not None:
            self.choices["table_rows"] = table_rows


class StartMoved(Message):
    """A point of the map was clicked: all lanes are to start there."""

    def __init__(self, x: float, y: float) -> None:
        super().__init__()
        self.x, self.y = x, y


class LaneChosen(Message):
    """A lane was clicked."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
