"""Facts about the file of what a person has done."""

from __future__ import annotations

from typing import ClassVar

from optsim.facts import Fact


class ProgressUnreadable(Fact):
    """The file cannot be read: the course begins anew, and what is done is kept nowhere."""

    code: ClassVar[str] = "progress.unreadable"
    file: str
    fault: str


class ProgressLinesPassedOver(Fact):
    """Lines that are none of this version are passed over, and stay in the file; `first` is the number of the first one."""

    code: ClassVar[str] = "progress.lines_passed_over"
    file: str
    count: int
    first: int


class ProgressNotKept(Fact):
    """Something that was done cannot be written down."""

    code: ClassVar[str] = "progress.not_kept"
    file: str
    fault: str
