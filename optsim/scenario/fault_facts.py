"""Facts about faults of files that people write: what all their sections have in common."""

from __future__ import annotations

from typing import ClassVar

from optsim.facts import Fact


class UnknownKey(Fact):
    """A key that nobody knows there; `meant` is the one that was probably meant, `known` are those that there are."""

    code: ClassVar[str] = "fault.unknown_key"
    meant: str | None
    known: tuple[str, ...]


class MissingKey(Fact):
    """A key that has to be there is not."""

    code: ClassVar[str] = "fault.missing_key"


class NoTable(Fact):
    """A value stands where a table has to; both as the file has them."""

    code: ClassVar[str] = "fault.no_table"
    key: str
    value: str


class WrongType(Fact):
    """A value is of none of some types, and none of some words."""

    code: ClassVar[str] = "fault.wrong_type"
    types: tuple[str, ...]
    words: tuple[str, ...]
    value: str


class NotAmong(Fact):
    """A word is none of those that there are."""

    code: ClassVar[str] = "fault.not_among"
    value: str
    meant: str | None
    known: tuple[str, ...]


class OutOfRange(Fact):
    """A number is outside the bounds of its setting, each as it is shown; without any it is not finite."""

    code: ClassVar[str] = "fault.out_of_range"
    value: str
    above: str | None = None
    least: str | None = None
    below: str | None = None
    most: str | None = None


class TooManyItems(Fact):
    """A list is longer than it may be."""

    code: ClassVar[str] = "fault.too_many_items"
    items: int
    most: int


class NoneNamed(Fact):
    """Nothing of a registered kind has a name; `name` is None where none is given."""

    code: ClassVar[str] = "fault.none_named"
    kind: str
    name: str | None
    meant: str | None
    known: tuple[str, ...]


class MoreFaults(Fact):
    """There are more faults than are told."""

    code: ClassVar[str] = "fault.more"
    most: int


class TooLong(Fact):
    """A text has more characters than it may have."""

    code: ClassVar[str] = "fault.too_long"
    length: int
    most: int


class HiddenCharacter(Fact):
    """A text has a character that cannot be shown, by its number in Unicode: "U+001B"."""

    code: ClassVar[str] = "fault.hidden_character"
    character: str


class InvalidToml(Fact):
    """A file is no TOML, from a line and a column on; None where it is the file's end."""

    code: ClassVar[str] = "fault.invalid_toml"
    line: int | None
    column: int | None


class NotUtf8(Fact):
    """A file is no UTF-8 text, from a byte on."""

    code: ClassVar[str] = "fault.not_utf8"
    byte: int
