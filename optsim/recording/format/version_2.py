"""Format version 2 of a recording: its lines, what may be in them, and their text."""

from __future__ import annotations

import functools
from types import GenericAlias
from typing import Annotated, Any, cast

from msgspec import Meta, Struct, defstruct

from optsim.engine.history.quantities import QUANTITIES
from optsim.facts import Fact
from optsim.recording.format.recorded_fact import recorded_fact
from optsim.recording.format.values import Digest, Doing, Ended, Kept, Number, Numerics, Seed, Step
from optsim.recording.format.version_1 import COLUMNS

VERSION = 2

#: the quantities that every recording has, whatever is recorded always by the optsim that reads it
ALWAYS = COLUMNS

#: why a lane has ended: a code and numbers
Cause = dict[str, Any]
#: what a person did: likewise
Command = dict[str, Any]


class Said(Struct, forbid_unknown_fields=True):
    """Statement of an early-stopping rule on a lane at a step."""

    status: Ended
    cause: Cause
    rule: Step

    @property
    def why(self) -> Fact:
        """The cause as a fact."""
        return recorded_fact(self.cause)


class LaneRow(Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True):
    """A lane at a step, before its update: what a row of any quantities has in common.

    `status` and `cause` are there where the lane ends, `rule` where one of the early-stopping rules ends it, `events` where
    rules speak.
    """

    hash: Digest
    status: Ended | None = None
    cause: Cause | None = None
    rule: Step | None = None
    events: tuple[Said, ...] = ()
    params: list[Number] | None = None

    @property
    def why(self) -> Fact | None:
        """The cause as a fact; None where the lane goes on."""
        return None if self.cause is None else recorded_fact(self.cause)


class RowLine(Struct, forbid_unknown_fields=True, gc=False):
    """A step with the lanes that were recorded at it."""

    step: Step
    lanes: dict[str, LaneRow]


class CommandLine(Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Command of a person at a step, when the race had computed up to `head`.

    `scenario` has the tables that are other ones from here on (null: gone), `files`, `seed` and `steps` are there if they
    changed. A lane has the rows that `keeps` says; one that is not in it begins anew.
    """

    command: Command
    step: Step
    head: Step
    keeps: dict[str, Kept]
    scenario: dict[str, Any] = {}
    files: dict[str, str] | None = None
    seed: Seed | None = None
    steps: Step | None = None

    @property
    def done(self) -> Fact:
        """The command as a fact."""
        return recorded_fact(self.command)


class LaneSummary(Struct, forbid_unknown_fields=True):
    """Summary of a lane: its last step and the loss there, where it was best by what is monitored, and its status."""

    step: Step
    loss: Number
    best_step: Step
    best_loss: Number
    status: Doing
    cause: Cause | None


class Summary(Struct, forbid_unknown_fields=True):
    """Summary of the race up to its head; `chain` is the SHA-256 of all bytes before this line."""

    head: Step
    lanes: dict[str, LaneSummary]
    chain: str


class SummaryLine(Struct, forbid_unknown_fields=True):
    """The last line."""

    summary: Summary


class Header(Struct, forbid_unknown_fields=True):
    """The first line: what was raced, which quantities were recorded, how, and where."""

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
    quantities: tuple[str, ...]
    params: bool
    environment: dict[str, str]


Line = RowLine | CommandLine | SummaryLine


def quantities_fault(names: tuple[str, ...]) -> str:
    """Return why a header cannot name these quantities; empty where it can."""
    unknown = [name for name in names if name not in QUANTITIES]
    if unknown:
        return f"holds a quantity that is not known here: {unknown[0]!r:.40}"
    if len(set(names)) < len(names):
        return "names a quantity twice"
    missing = [name for name in ALWAYS if name not in names]
    return f"does not name the quantity {missing[0]!r}" if missing else ""


@functools.cache
def row_type(names: tuple[str, ...]) -> type[LaneRow]:
    """Return the type of a lane's row that has some quantities, which come first, after the hash, in this order.

    What is measured by epoch is there where it is measured; what an update makes is null where none follows.
    """
    by_step = [(name, Number | None if of_an_update(name) else Number) for name in names if not by_epoch(name)]
    at_times = [(name, Number | None, None) for name in names if by_epoch(name)]
    cls = defstruct(
        "LaneRow",
        [("hash", Digest), *by_step, *at_times],
        bases=(LaneRow,),
        module=__name__,
        omit_defaults=True,
        forbid_unknown_fields=True,
        gc=False,
    )
    return cast("type[LaneRow]", cls)


@functools.cache
def line_type(names: tuple[str, ...]) -> type[RowLine]:
    """Return the type of a line of such rows."""
    fields: list[tuple[str, Any]] = [("step", Step), ("lanes", GenericAlias(dict, (str, row_type(names))))]
    cls = defstruct("RowLine", fields, bases=(RowLine,), module=__name__, forbid_unknown_fields=True, gc=False)
    return cast("type[RowLine]", cls)


def of_an_update(name: str) -> bool:
    """Tell if a quantity is worked out of an update, so that there is none at a lane's end."""
    return "update" in QUANTITIES[name].roots()


def by_epoch(name: str) -> bool:
    """Tell if a quantity is measured where epochs begin."""
    return QUANTITIES[name].per == "epoch"
