"""Tokens of an expression: numbers, signs, words, texts, and the names of lanes with what is asked of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from optsim.faults import Fault, suggestion
from optsim.scenario.demo.conditions import NUMBER, BadConditionError
from optsim.scenario.lanes.names import normal_name

TokenKind = Literal["number", "sign", "word", "text", "value", "end"]

_FORMS: tuple[tuple[TokenKind, re.Pattern[str]], ...] = (
    ("text", re.compile(r'"[^"]*"|\'[^\']*\'')),
    # of a range as 3..5 the dots are no part of the number
    ("number", re.compile(rf"\d+(?=\.\.)|(?![+-]){NUMBER.pattern}")),
    ("sign", re.compile(r"<=|>=|==|!=|\.\.|[-+*/<>(),]")),
    ("word", re.compile(r"[^\W\d]\w*")),
)
_UNKNOWN_LANE = re.compile(r"([^\W\d]\w*)\.[^\W\d]")
_FACT = re.compile(r"\.[^\W\d]\w*(\.\d+)?")
#: a fork of a lane that the file has is named so
_FORK = r"(?: \d+)?"
#: signs that are written in another way, in names of lanes as well
_SPELLINGS = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!="})


class Token(NamedTuple):
    """A token, and at which character it begins; `lane` is the lane of a value, its text the fact."""

    kind: TokenKind
    text: str
    place: int
    lane: str = ""


def tokens(text: str, lanes: Sequence[str]) -> Iterator[Token]:
    """Yield the tokens of a text, an end last; lanes are known by their names, whatever signs these have.

    Args:
        text: The text.
        lanes: The names of the lanes.

    Raises:
        BadConditionError: With the first sign that belongs to nothing.
    """
    place, text = 0, _spelled(text)
    names = {_spelled(name): normal_name(name) for name in sorted(lanes, key=len, reverse=True)}
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        value = _value(text, place, names)
        if value is None:
            _no_lane(text, place, lanes)
        token, place = value or _plain(text, place)
        yield token
    yield Token("end", "", len(text))


def _spelled(text: str) -> str:
    return normal_name(text).translate(_SPELLINGS)


def _value(text: str, place: int, names: Mapping[str, str]) -> tuple[Token, int] | None:
    """Return the value of a lane that begins at a place, and where it ends; None where none does."""
    for spelled, name in names.items():
        lane = re.compile(re.escape(spelled) + _FORK).match(text, place)
        fact = None if lane is None else _FACT.match(text, lane.end())
        if lane is not None and fact is not None:
            return Token("value", fact[0][1:], place, name + lane[0][len(spelled) :]), fact.end()
    return None


def _plain(text: str, place: int) -> tuple[Token, int]:
    """Return any other token, and where it ends."""
    for kind, form in _FORMS:
        match = form.match(text, place)
        if match is not None:
            return Token(kind, match[0][1:-1] if kind == "text" else match[0], place), match.end()
    raise BadConditionError(
        "{sign!r} means nothing here (character {character})", sign=text[place], character=place + 1
    )


def _no_lane(text: str, place: int, lanes: Sequence[str]) -> None:
    """Raise BadConditionError where something is asked of a lane that there is not."""
    name = _UNKNOWN_LANE.match(text, place)
    if name is not None:
        known = suggestion(name[1], lanes) if lanes else Fault("there are none")
        raise BadConditionError("no lane is named {name!r}; {suggestion}", name=name[1], suggestion=known)
