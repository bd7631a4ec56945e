"""English sentences about the file of what was done in the course."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.languages import Language, Maker
from optsim.lesson.progress_facts import ProgressLinesPassedOver, ProgressNotKept, ProgressUnreadable
from optsim.system.printable import printable_line


def _unreadable(_: Language, fact: ProgressUnreadable) -> str:
    return printable_line(f"{fact.file}: cannot be read, so the course shows nothing as done: {fact.fault}")


def _passed_over(_: Language, fact: ProgressLinesPassedOver) -> str:
    what = f"line {fact.first} is" if fact.count == 1 else f"{fact.count} lines, the first one {fact.first}, are"
    return printable_line(f"{fact.file}: {what} passed over, and left as it is; all other lines hold")


def _not_kept(_: Language, fact: ProgressNotKept) -> str:
    return printable_line(f"{fact.file}: cannot be written, so what you do now is not kept: {fact.fault}")


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        ProgressUnreadable.code: _unreadable,
        ProgressLinesPassedOver.code: _passed_over,
        ProgressNotKept.code: _not_kept,
    }
)
