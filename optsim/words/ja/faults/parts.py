"""Japanese of the facts that messages about faults are made of: suggestions, ranges, types, lists of names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.faults import AllOf, AnyOf, FileKinds, OutOfRange, Suggestion, Titled
from optsim.languages import Language, Maker
from optsim.scenario.data.faults import ColumnNotTaken, NotTaken
from optsim.scenario.fault_facts import Listed, WrongType

_TYPES = {
    "number": "数",
    "whole": "整数",
    "boolean": "trueかfalse",
    "text": "文字列",
    "numbers": "数のリスト",
    "wholes": "整数のリスト",
    "lists": "数のリストのリスト",
    "list": "リスト",
    "table": "テーブル",
}


def _suggestion(_: Language, fact: Suggestion) -> str:
    words = f"{fact.meant!r} のことか" if fact.meant is not None else f"使えるもの：{', '.join(fact.known)}"
    return "。".join((words, *fact.problems))


def _titled(language: Language, fact: Titled) -> str:
    return language.title_of(f"{fact.kind}.{fact.name}.title", fact.title)


def _any_of(_: Language, fact: AnyOf) -> str:
    return "か".join(fact.words)


def _all_of(_: Language, fact: AllOf) -> str:
    return "と".join(fact.words)


def _file_kinds(language: Language, fact: FileKinds) -> str:
    return "、".join(
        f"{_titled(language, kind)}（{names}）" for kind, names in zip(fact.titles, fact.patterns, strict=True)
    )


def _out_of_range(language: Language, fact: OutOfRange) -> str:
    ends = {"above": fact.above, "least": fact.least, "below": fact.below, "most": fact.most}
    bounds = [language.text(f"range.{name}", bound=end) for name, end in ends.items() if end is not None]
    return f"使える値：{'、'.join(bounds) or '有限の数'}。{fact.value} ではなく"


def _wrong_type(_: Language, fact: WrongType) -> str:
    kinds = "か".join(_TYPES.get(each, f" {each} ") for each in fact.kinds).strip()
    return f"{kinds}でなければならない。{fact.value} ではなく"


def _listed(_: Language, fact: Listed) -> str:
    return ", ".join(fact.names) + (f"、ほか{fact.more}個" if fact.more else "")


def _column_not_taken(language: Language, fact: ColumnNotTaken) -> str:
    return f"{fact.column}（{language.sentence(fact.why)}）"


def _not_taken(language: Language, fact: NotTaken) -> str:
    return "、".join(map(language.sentence, fact.columns))


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        Suggestion.code: _suggestion,
        Titled.code: _titled,
        AnyOf.code: _any_of,
        AllOf.code: _all_of,
        FileKinds.code: _file_kinds,
        OutOfRange.code: _out_of_range,
        WrongType.code: _wrong_type,
        Listed.code: _listed,
        ColumnNotTaken.code: _column_not_taken,
        NotTaken.code: _not_taken,
    }
)
