"""Format version 1 of a recording: its lines, what may be in them, and their text."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, Struct

from optsim.facts import Fact
from optsim.recording.format.recorded_reason import RecordedReason

VERSION = 1

#: what a lane has measured at a step, by the names of the history's columns
COLUMNS = ("loss", "batch_loss", "validation_loss", "grad_norm", "update_norm", "learning_rate")

#: a number; JSON has none for those that are not finite
Number = float | Literal["inf", "-inf", "nan"]
#: a step; below 2⁵³, so that every JSON reader has it exactly
Step = Annotated[int, Meta(ge=0, le=2**53)]
Seed = Annotated[int, Meta(ge=0)]
Digest = Annotated[str, Meta(min_length=16, max_length=16)]
Ended = Literal["out of steps", "target reached", "stopped early", "diverged"]
Doing = Literal["running", "out of steps", "target reached", "stopped early", "diverged"]
Numerics = Literal["fast", "strict"]


class Said(Struct, forbid_unknown_fields=True):
    """Statement of an early-stopping rule on a lane at a step."""

    status: Ended
    reason: str
    rule: Step

    @property
    def cause(self) -> dict[str, Any]:
        """The reason as a cause: its sentence is all that is known."""
        return RecordedReason(self.reason).as_dict()

    @property
    def why(self) -> Fact:
        """The same as a fact."""
        return RecordedReason(self.reason)


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
        return None if self.reason is None else RecordedReason(self.reason).as_dict()

    @property
    def why(self) -> Fact | None:
        """The same as a fact."""
        return None if self.reason is None else RecordedReason(self.reason)


class RowLine(Struct, forbid_unknown_fields=True, gc=False):
    """A step with the lanes that were recorded at it."""

    step: Step
    lanes: dict[str, LaneRow]


class Kept(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Rows that a lane has from before a command: those of the lane `of`, below a step where one is given."""

    of: str
    below: Step | None = None


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
    def name(self) -> str:
        """The command, as it was said."""
        return self.command


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
        return RecordedReason(self.reason).as_dict()


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
NUMERICS = get_args(Numerics)


def scenario_hash(scenario: Mapping[str, Any], files: Mapping[str, str]) -> str:
    """SHA-256 of the scenario's tables and files as canonical JSON: keys sorted, no spaces, UTF-8, floats in Python's repr."""
    text = json.dumps(
        {"files": dict(files), "scenario": dict(scenario)}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def number(value: float) -> Number:
    """A float as the format has it."""
    return value if math.isfinite(value) else str(value)  # type: ignore[return-value]


def plain(value: Any) -> Any:
    """A table of settings, whatever is nested in it, with numbers as the format has them."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return number(value) if isinstance(value, float) else value
