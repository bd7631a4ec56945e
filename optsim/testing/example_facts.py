"""Examples of every kind of fact, made of the types of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from optsim.engine.causes import OutOfSteps
from optsim.facts import Fact

#: examples of each kind: the first value of every choice, the second, …
_EXAMPLES = 4
_PLAIN: Mapping[Any, tuple[Any, ...]] = {
    Any: (1.5, None, "adam", 3),
    float: (1.5, -0.25, 3e300, 0.0),
    int: (3, 1, 2, 12),
    str: ("adam", "x", "加速", "y"),
    bool: (True, False),
}


def examples(kind: type[Fact]) -> Iterator[Fact]:
    """Return facts of a kind that differ in all their choices; their numbers need not fit together."""
    for number in range(_EXAMPLES):
        yield _example(kind, number)


def _example(kind: type[Fact], number: int) -> Fact:
    hints = get_type_hints(kind)
    return kind(**{each.name: _value(hints[each.name], number) for each in fields(kind)})


def _value(hint: Any, number: int) -> Any:
    """A value of a type: of several the one whose turn it is."""
    choices = get_args(hint)
    match get_origin(hint):
        case origin if origin in (Union, UnionType):
            return _value(choices[number % len(choices)], number)
        case origin if origin is Literal:
            return choices[number % len(choices)]
        case origin if origin is tuple:
            repeated = len(choices) == 2 and choices[1] is ...
            return tuple(_value(choice, number) for choice in (choices[:1] * (1 + number % 2) if repeated else choices))
    return _one(hint, number)


def _one(hint: type[Any], number: int) -> Any:
    """A fact, a number, a text or nothing."""
    if hint is type(None):
        return None
    if hint in _PLAIN:
        return _PLAIN[hint][number % len(_PLAIN[hint])]
    kinds = [hint] if hint.code else _below(hint)
    return _example(kinds[number % len(kinds)], number) if kinds else OutOfSteps(number)


def _below(base: type[Fact]) -> list[type[Fact]]:
    """The kinds that are derived from a base, which are none of the base of all."""
    return [each for each in base.__subclasses__() if each.code] if base is not Fact else []
