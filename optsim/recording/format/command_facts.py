"""Commands that persons gave to a race while it was recorded, as facts; of one that is undone it is what changes then."""

from __future__ import annotations

from typing import ClassVar

from optsim.facts import Fact


class LaneAdded(Fact):
    """Add a lane."""

    code: ClassVar[str] = "command.add"

    lane: str


class LaneForked(Fact):
    """Add a lane that has the past of another one."""

    code: ClassVar[str] = "command.fork"

    lane: str
    of: str


class LaneDeleted(Fact):
    """Delete a lane."""

    code: ClassVar[str] = "command.delete"

    lane: str


class LaneRenamed(Fact):
    """Give a lane another name."""

    code: ClassVar[str] = "command.rename"

    lane: str
    name: str


class LanesReplaced(Fact):
    """Delete and add lanes, several at once."""

    code: ClassVar[str] = "command.replace"

    deleted: tuple[str, ...]
    added: tuple[str, ...]


class LanesEdited(Fact):
    """Change settings of lanes."""

    code: ClassVar[str] = "command.edit"

    lanes: tuple[str, ...]


class SeedChanged(Fact):
    """Start again with another seed."""

    code: ClassVar[str] = "command.seed"

    seed: int


class Restarted(Fact):
    """Start again as it was."""

    code: ClassVar[str] = "command.restart"


class SetupChanged(Fact):
    """Change the race itself: tables of the scenario, none where its data or its steps alone are other ones."""

    code: ClassVar[str] = "command.setup"

    tables: tuple[str, ...]


class ViewChanged(Fact):
    """Change tables of the scenario that say what is shown."""

    code: ClassVar[str] = "command.view"

    tables: tuple[str, ...]
