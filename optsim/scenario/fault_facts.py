"""Faults of files that people write: those that several of their sections have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from optsim.faults import Fault, ToldFact, suggestion

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


class WrongType(ToldFact):
    """A value is of no type that it may have: the code of each, and words as a file has them, quoted."""

    code: ClassVar[str] = "fault.wrong_type"
    kinds: tuple[str, ...]
    value: str

    def english(self) -> str:
        """Return the types and words."""
        return f"must be {' or '.join(_TYPES.get(each, each) for each in self.kinds)}, not {self.value}"


class Listed(ToldFact):
    """The first of some names, and how many more there are."""

    code: ClassVar[str] = "fault.listed"
    names: tuple[str, ...]
    more: int = 0

    def english(self) -> str:
        """Return them with commas."""
        return ", ".join((*self.names, *([f"and {self.more} more"] if self.more else [])))


def no_text(shown: str) -> WrongType:
    """Return the fault of a value that is no text, as it is shown."""
    return WrongType(("text",), shown)


def no_truth(shown: str) -> WrongType:
    """Return the fault of a value that is neither true nor false."""
    return WrongType(("boolean",), shown)


def hidden_character(character: str) -> Fault:
    """Return the fault of a text with a character that cannot be shown, by its number in Unicode: "U+001B"."""
    return Fault("has a character that cannot be shown, {character}", character=character)


def too_long(length: int, most: int) -> Fault:
    """Return the fault of a text with more characters than it may have."""
    return Fault("has at most {most} characters, this one has {length}", length=length, most=most)


def no_lane(name: str, lanes: Iterable[str]) -> Fault:
    """Return the fault of a name that no lane has."""
    there = suggestion(name, lanes)
    return Fault("no lane is named {name!r}; {suggestion}", name=name, suggestion=there)


def not_among(value: str, words: Iterable[str]) -> Fault:
    """Return the fault of a word that is none of those that there are."""
    there = suggestion(value, words)
    return Fault("cannot be {value!r}; {suggestion}", value=value, suggestion=there)


def missing(needed: str) -> Fault:
    """Return the fault of a key that has to be there; `needed` is the help of its setting, in English."""
    return Fault("is missing ({needed})", needed=needed)
