"""Messages that go from one screen or panel to another."""

from __future__ import annotations

from textual.message import Message

from optsim.scenario import Scenario


class Picked(Message):
    """A scenario was chosen to be raced."""

    def __init__(self, scenario: Scenario) -> None:
        super().__init__()
        self.scenario = scenario


class Sought(Message):
    """A step was clicked or dragged to."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step


class LaneChosen(Message):
    """A lane was clicked."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
