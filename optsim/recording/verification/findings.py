"""Findings in a recording, or between two computations of a race, as codes and numbers."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from optsim.facts import Fact

#: what is not the same: a whole row, a value in it, one of the summary, how far the race had come at its end or at a command,
#: or the rows that a command keeps
What = Literal["row", "value", "summary", "newest_step", "newest_step_at_command", "rows_kept"]


class RowsKept(Fact):
    """Rows that a lane has from before a command: those of the lane `of`, below a step where there is one."""

    code: ClassVar[str] = "recording.rows_kept"

    of: str
    below: int | None = None


class Difference(Fact):
    """The first place where two computations do not agree.

    `lane` is empty where it is of all lanes; `name` is that of the value, or the command. Of a row `here` and `there` say
    whether it is there; None is what is not there.
    """

    code: ClassVar[str] = "recording.difference"

    step: int
    lane: str
    what: What
    name: str | Fact
    here: Any
    there: Any


class EnvironmentDifference(Fact):
    """Difference between two environments; None where one does not say."""

    code: ClassVar[str] = "recording.environment_difference"

    name: str
    here: str | None
    there: str | None


class CutOff(Fact):
    """The file ends after a line that is not the last one of a recording; `step` where that line is a step's."""

    code: ClassVar[str] = "recording.cut_off"

    after: Literal["header", "step", "command"]
    step: int | None = None


class ChangedByHand(Fact):
    """The lines do not fit the hash in the summary."""

    code: ClassVar[str] = "recording.changed_by_hand"


class NoteOnFile(Fact):
    """Fault of a recording; `path` where it is one of two."""

    code: ClassVar[str] = "recording.note_on_file"

    note: Fact
    path: str | None = None


class ThinnedDifferently(Fact):
    """Two recordings do not have the same steps: those that both have are compared."""

    code: ClassVar[str] = "recording.thinned_differently"


class QuantitiesApart(Fact):
    """Quantities that only one of two recordings has: they are not compared."""

    code: ClassVar[str] = "recording.quantities_apart"

    names: tuple[str, ...]


class EndsApart(Fact):
    """One recording ends at another step than the other: they are compared as far as both go."""

    code: ClassVar[str] = "recording.ends_apart"

    here: int
    there: int


class SettingDifference(Fact):
    """Setting in which two set-ups differ, by its dotted key, with both values as they are written; None where it is not set."""

    code: ClassVar[str] = "recording.setting_difference"

    key: str
    here: str | None
    there: str | None


class OtherRace(Fact):
    """A recording is of another race."""

    code: ClassVar[str] = "recording.other_race"


class MoreDifferences(Fact):
    """Number of the differences that are not listed."""

    code: ClassVar[str] = "recording.more_differences"

    number: int


#: what makes a command another one
CommandPart = Literal["head", "keeps", "scenario", "files", "seed", "steps"]


class OtherCommands(Fact):
    """Something else was done in another recording: the number of the first such command, and what was done (None: the end).

    Of one that is of the same kind `parts` are not the same; `heads` are how far the race had come here and there, where it is that.
    """

    code: ClassVar[str] = "recording.other_commands"

    number: int
    here: Fact | None
    there: Fact | None
    parts: tuple[CommandPart, ...]
    heads: tuple[int, int] | None


class NoStepInCommon(Fact):
    """Two recordings have no recorded step in common; `path` is that of the other one."""

    code: ClassVar[str] = "recording.no_step_in_common"

    path: str
