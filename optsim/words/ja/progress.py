"""Japanese sentences about the file of what was done in the course."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.languages import Language, Maker
from optsim.lesson.progress_facts import ProgressLinesPassedOver, ProgressNotKept, ProgressUnreadable
from optsim.system.printable import printable_line


def _unreadable(_: Language, fact: ProgressUnreadable) -> str:
    return printable_line(f"{fact.file}：読めないため、コースには何も終了と表示されない：{fact.fault}")


def _passed_over(_: Language, fact: ProgressLinesPassedOver) -> str:
    what = f"{fact.first}行目" if fact.count == 1 else f"{fact.first}行目からの{fact.count}行"
    return printable_line(f"{fact.file}：{what}は読み飛ばし、そのまま残す。ほかの行は有効")


def _not_kept(_: Language, fact: ProgressNotKept) -> str:
    return printable_line(f"{fact.file}：書き込めないため、これからの進み具合は残らない：{fact.fault}")


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        ProgressUnreadable.code: _unreadable,
        ProgressLinesPassedOver.code: _passed_over,
        ProgressNotKept.code: _not_kept,
    }
)
