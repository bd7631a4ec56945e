"""Format version 1 of a recording: its lines, what may be in them, and their text."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from optsim.facts import Fact
from optsim.recording.format.recorded_text import RecordedText
from optsim.recording.format.values import Digest, Doing, Ended, Kept, Number, Numerics, Seed, Step

VERSION = 1

#: what a lane has measured at a step, by the names of the history's columns
COLUMNS = ("loss", "batch_loss", "validation_loss", "grad_norm", "update_norm", "learning_rate")


class Said(Struct, forbid_unknown_fields=True):
    """Statement of an early-stopping rule on a lane at a step."""

    status: Ended
    reason: str
    rule: Step

    @property
    def cause(self) -> dict[str, Any]:
        """The reason as a cause: its sentence is all that is known."""
        return RecordedText(self.reason).as_dict()

    @property
    def why(self) -> Fact:
        """The same as a fact."""
        return RecordedText(self.reason)


class LaneRow(Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A lane at a step, before its update.

    `update_norm` is null where no update follows; `validation_loss` is there where it is measured. `status` and `reason`
    are there where the lane ends, `rule` where one of the early-stopping rules ends it, `events` where rules speak.
    """

    loss: Number
    batch_loss: Number
    grad_norm: Number
    update_norm: Number | None
    learning_rate: Number
    hash: Digest
    validation_loss: Number | None = None
    status: Ended | None = None
    reason: str | None = None
    rule: Step | None = None
    events: tuple[Said, ...] = ()
    params: list[Number] | None = None

    @property
    def cause(self) -> dict[str, Any] | None:
        """The reason as a cause: its sentence is all that is known; None where the lane goes on."""
        return None if self.reason is None else RecordedText(self.reason).as_dict()

    @property
    def why(self) -> Fact | None:
        """The same as a fact."""
        return None if self.reason is None else RecordedText(self.reason)


class RowLine(Struct, forbid_unknown_fields=True, gc=False):
    """A step with the lanes that were recorded at it."""

    step: Step
    lanes: dict[str, LaneRow]


class CommandLine(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Command of a person at a step, when the race had computed up to `head`.

    `scenario` has the tables that are other ones from here on (null: gone), `files`, `seed` and `steps` are there if they
    changed. A lane has the rows that `keeps` says; one that is not in it begins anew.
    """

    command: str
    step: Step
    head: Step
    keeps: dict[str, Kept]
    scenario: dict[str, Any] = {}
    files: dict[str, str] | None = None
    seed: Seed | None = None
    steps: Step | None = None

    @property
    def done(self) -> Fact:
        """The command as a fact: its sentence is all that is known."""
        return RecordedText(self.command)


class LaneSummary(Struct, forbid_unknown_fields=True):
    """Summary of a lane: its last step and the loss there, where it was best by what is monitored, and its status."""

    step: Step
    loss: Number
    best_step: Step
    best_loss: Number
    status: Doing
    reason: str

    @property
    def cause(self) -> dict[str, Any]:
        """The reason as a cause: its sentence is all that is known."""
        return RecordedText(self.reason).as_dict()


class Summary(Struct, forbid_unknown_fields=True):
    """Summary of the race up to its head; `chain` is the SHA-256 of all bytes before this line."""

    head: Step
    lanes: dict[str, LaneSummary]
    chain: str


class SummaryLine(Struct, forbid_unknown_fields=True):
    """The last line."""

    summary: Summary


class Header(Struct, forbid_unknown_fields=True):
    """The first line: what was raced, how it was recorded, and where."""

    format: str
    version: int
    name: str
    scenario: dict[str, Any]
    files: dict[str, str]
    scenario_hash: str
    seed: Seed
    steps: Step
    numerics: Numerics
    every: Annotated[int, Meta(ge=1, le=2**53)]
    params: bool
    environment: dict[str, str]

    @property
    def quantities(self) -> tuple[str, ...]:
        """The quantities that every recording of this version has."""
        return COLUMNS


Line = RowLine | CommandLine | SummaryLine
