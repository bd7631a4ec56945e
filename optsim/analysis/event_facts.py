"""Facts of events beside the ends of lanes: forks, edits, overtakings, marks of early stopping."""

from __future__ import annotations

from typing import ClassVar

from optsim.engine.stopping_rule import Unit
from optsim.facts import Fact

#: a setting of an optimizer
Value = float | int | bool | str | None


class Forked(Fact):
    """A lane goes on from where another one was."""

    code: ClassVar[str] = "forked"

    lane: str


class Change(Fact):
    """A hyper-parameter, its symbol (its name where it has none), and what it was and is."""

    code: ClassVar[str] = "change"

    name: str
    symbol: str
    before: Value
    after: Value


class NotConverted(Fact):
    """An edit changes what the state stands for and leaves the state as it is: facts of the optimizer for both."""

    code: ClassVar[str] = "not_converted"

    before: Fact | None
    after: Fact | None


class Edited(Fact):
    """Hyper-parameters are other ones from here on."""

    code: ClassVar[str] = "edited"

    changes: tuple[Change, ...]
    not_converted: NotConverted | None = None


class Overtakes(Fact):
    """A lane has the lowest loss from here on; both losses are those at step `at`, when it had held that for long enough."""

    code: ClassVar[str] = "overtakes"

    lane: str
    loss: float
    loss_of_other: float
    at: int


class Marked(Fact):
    """The only rule of a race has fired for a lane."""

    code: ClassVar[str] = "marked"

    rule: int
    cause: Fact


class Mark(Fact):
    """One of several rules has fired for a lane: which one, and at which epoch or step."""

    code: ClassVar[str] = "mark"

    rule: int
    label: str
    at: int


class MarkedBySeveral(Fact):
    """Which of several rules have fired for a lane, in order."""

    code: ClassVar[str] = "marked_by_several"

    marks: tuple[Mark, ...]
    unit: Unit
