"""English sentences about faults of files that people write."""

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
    "number": "a number",
    "whole": "a whole number",
    "boolean": "true or false",
    "text": "a text",
    "numbers": "a list of numbers",
    "wholes": "a list of whole numbers",
    "lists": "a list of lists of numbers",
    "list": "a list",
    "table": "a table",
}


def _suggestion(fact: UnknownKey | NotAmong | NoneNamed) -> str:
    return f"did you mean {fact.meant!r}?" if fact.meant is not None else f"there are: {', '.join(fact.known)}"


def _unknown_key(_: Language, fact: UnknownKey) -> str:
    return printable_line(f"is not known here; {_suggestion(fact)}")


def _missing_key(_: Language, _fact: MissingKey) -> str:
    return "is missing"


def _no_table(_: Language, fact: NoTable) -> str:
    return printable_line(f"must be a table [{fact.key}], not {fact.value}")


def _wrong_type(_: Language, fact: WrongType) -> str:
    kinds = [*(_TYPES.get(each, each) for each in fact.types), *map(repr, fact.words)]
    return printable_line(f"must be {' or '.join(kinds)}, not {fact.value}")


def _not_among(_: Language, fact: NotAmong) -> str:
    return printable_line(f"cannot be {fact.value!r}; {_suggestion(fact)}")


def _out_of_range(language: Language, fact: OutOfRange) -> str:
    ends = {"above": fact.above, "least": fact.least, "below": fact.below, "most": fact.most}
    bounds = [language.text(f"range.{name}", bound=end) for name, end in ends.items() if end is not None]
    return printable_line(f"must be {' and '.join(bounds) or 'a finite number'}, not {fact.value}")


def _too_many_items(_: Language, fact: TooManyItems) -> str:
    return f"has {fact.items:,} items, and at most {fact.most:,} are possible"


def _none_named(_: Language, fact: NoneNamed) -> str:
    begin = "is missing" if fact.name is None else f"nothing is named {fact.name!r}"
    own = "; a class of your own: --import its module" if _may_be_imported(fact) else ""
    return printable_line(f"{begin}; {_suggestion(fact)}{own}")


def _may_be_imported(fact: NoneNamed) -> bool:
    """Tell if a class may have been meant that was not imported."""
    return fact.name is not None and fact.meant is None and fact.kind not in ("lane", "lesson", "scenario")


def _more(_: Language, fact: MoreFaults) -> str:
    return f"has more faults; these are the first {fact.most}"


def _too_long(_: Language, fact: TooLong) -> str:
    return printable_line(f"has at most {fact.most} characters, this one has {fact.length}")


def _hidden_character(_: Language, fact: HiddenCharacter) -> str:
    return printable_line(f"has a character that cannot be shown, {fact.character}")


def _invalid_toml(_: Language, fact: InvalidToml) -> str:
    return printable_line(
        "is not valid TOML" + (f", at line {fact.line}, column {fact.column}" if fact.line else ", at its end")
    )


def _not_utf8(_: Language, fact: NotUtf8) -> str:
    return printable_line(f"is not UTF-8 text (byte {fact.byte})")


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
