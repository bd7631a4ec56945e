"""Messages of the course to the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from optsim.lesson.course import Due
    from optsim.tui.learn.visit import Visit


class MapAsked(Message):
    """The map of the course is to be shown."""


class ScenariosAsked(Message):
    """The scenarios are to be shown."""


class LessonPicked(Message):
    """A lesson was chosen, by its name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class RoundPicked(Message):
    """A mixed round was chosen: the questions that are due."""

    def __init__(self, due: list[Due]) -> None:
        super().__init__()
        self.due = due


class LessonTurned(Message):
    """A visit is over, or left for the map; what comes next is to be shown."""

    def __init__(self, visit: Visit, *, right: bool = False, to_map: bool = False) -> None:
        super().__init__()
        self.visit, self.right, self.to_map = visit, right, to_map
