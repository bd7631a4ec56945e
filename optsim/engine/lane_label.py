"""The label of a lane: what it is called, and what is known of how it moves."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol


class Fork(NamedTuple):
    """Origin of a lane: the lane it was forked from and the step. It is only shown: the lane's past is its own."""

    lane: str
    step: int


class Change(NamedTuple):
    """The settings that a lane has up to a step and from it on; what they are depends on the lane."""

    step: int
    before: Any
    after: Any


class LaneLabel(Protocol):
    """Properties of any lane, whatever moves it. Texts are empty where nothing is known."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def title(self) -> str:
        """Return what it is called where there is room."""

    @property
    def method(self) -> str:
        """Return what moves it, in a few words."""

    @property
    def formula(self) -> str:
        """Return how it moves, in a line."""

    @property
    def fork(self) -> Fork | None:
        """Return where it was forked, if it was."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return what was changed about it since, in the order of steps."""


class Label(NamedTuple):
    """The label of a lane of which little more than its name is known."""

    name: str
    title: str = ""
    method: str = ""
    formula: str = ""
    fork: Fork | None = None
    changes: tuple[Change, ...] = ()
