"""Japanese sentences about faults of files that people write."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.languages import Language, Maker
from optsim.scenario.fault_facts import (
    HiddenCharacter,
    InvalidToml,
    MissingKey,
    MoreFaults,
    NoneNamed,
    NoTable,
    NotAmong,
    NotUtf8,
    OutOfRange,
    TooLong,
    TooManyItems,
    UnknownKey,
    WrongType,
)
from optsim.system.printable import printable_line

_TYPES = {
    "number": "数",
    "whole": "整数",
    "boolean": "true か false",
    "text": "文字列",
    "numbers": "数のリスト",
    "wholes": "整数のリスト",
    "lists": "数のリストのリスト",
    "list": "リスト",
    "table": "テーブル",
}


def _suggestion(fact: UnknownKey | NotAmong | NoneNamed) -> str:
    return f"{fact.meant!r} のことか" if fact.meant is not None else f"使えるもの：{', '.join(fact.known)}"


def _unknown_key(_: Language, fact: UnknownKey) -> str:
    return printable_line(f"ここでは使えないキー。{_suggestion(fact)}")


def _missing_key(_: Language, _fact: MissingKey) -> str:
    return "このキーが要る"


def _no_table(_: Language, fact: NoTable) -> str:
    return printable_line(f"テーブル [{fact.key}] でなければならない。{fact.value} ではなく")


def _wrong_type(_: Language, fact: WrongType) -> str:
    kinds = [*(_TYPES.get(each, each) for each in fact.types), *map(repr, fact.words)]
    return printable_line(f"{' か '.join(kinds)} でなければならない。{fact.value} ではなく")


def _not_among(_: Language, fact: NotAmong) -> str:
    return printable_line(f"{fact.value!r} は使えない。{_suggestion(fact)}")


def _out_of_range(language: Language, fact: OutOfRange) -> str:
    ends = {"above": fact.above, "least": fact.least, "below": fact.below, "most": fact.most}
    bounds = [language.text(f"range.{name}", bound=end) for name, end in ends.items() if end is not None]
    return printable_line(f"{'、'.join(bounds) or '有限の数'} でなければならない。{fact.value} ではなく")


def _too_many_items(_: Language, fact: TooManyItems) -> str:
    return f"{fact.items:,}個あるが、{fact.most:,}個までしか使えない"


def _none_named(_: Language, fact: NoneNamed) -> str:
    begin = "名前が要る" if fact.name is None else f"{fact.name!r} という名前のものはない"
    own = "。自分のクラスなら、--import でそのモジュールを読み込む" if _may_be_imported(fact) else ""
    return printable_line(f"{begin}。{_suggestion(fact)}{own}")


def _may_be_imported(fact: NoneNamed) -> bool:
    """Tell if a class may have been meant that was not imported."""
    return fact.name is not None and fact.meant is None and fact.kind not in ("lane", "lesson", "scenario")


def _more(_: Language, fact: MoreFaults) -> str:
    return f"間違いはほかにもある。これは最初の{fact.most}個"


def _too_long(_: Language, fact: TooLong) -> str:
    return printable_line(f"{fact.most}文字までしか使えない。これは{fact.length}文字")


def _hidden_character(_: Language, fact: HiddenCharacter) -> str:
    return printable_line(f"表示できない文字 {fact.character} がある")


def _invalid_toml(_: Language, fact: InvalidToml) -> str:
    return printable_line(
        "TOMLとして読めない" + (f"：{fact.line}行目の{fact.column}文字目" if fact.line else "：ファイルの終わり")
    )


def _not_utf8(_: Language, fact: NotUtf8) -> str:
    return printable_line(f"UTF-8の文字列ではない（{fact.byte}バイト目）")


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        UnknownKey.code: _unknown_key,
        MissingKey.code: _missing_key,
        NoTable.code: _no_table,
        WrongType.code: _wrong_type,
        NotAmong.code: _not_among,
        OutOfRange.code: _out_of_range,
        TooManyItems.code: _too_many_items,
        NoneNamed.code: _none_named,
        MoreFaults.code: _more,
        NotUtf8.code: _not_utf8,
        InvalidToml.code: _invalid_toml,
        HiddenCharacter.code: _hidden_character,
        TooLong.code: _too_long,
    }
)
