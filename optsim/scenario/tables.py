"""Builds a settings dataclass from a table, noting every key that is unknown, missing, of the wrong type or out of range."""

from __future__ import annotations

import math
import re
import types
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from optsim.engine.settings import BadValueError, Declared, Setting, declared
from optsim.facts import Fact
from optsim.scenario.fault_facts import (
    MissingKey,
    MoreFaults,
    NoTable,
    NotAmong,
    OutOfRange,
    TooManyItems,
    UnknownKey,
    WrongType,
)
from optsim.scenario.problems import Problem
from optsim.suggest import closest, nearest
from optsim.system.limits import MOST_FAULTS

T = TypeVar("T")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


class TooManyFaultsError(Exception):
    """Nothing more is looked for: a suggestion for each of a hundred thousand keys takes minutes."""


class Faults:
    """Collects the problems of one scenario."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, key: str, message: str, excerpt: tuple[str, ...] = (), *, fact: Fact | None = None) -> None:
        """Note a problem at a dotted key. Raises TooManyFaultsError after the last one that anybody would read."""
        self.problems.append(Problem(key, message, excerpt, fact))
        if len(self.problems) >= MOST_FAULTS:
            more = f"has more faults; these are the first {MOST_FAULTS}"
            self.problems.append(Problem("", more, fact=MoreFaults(MOST_FAULTS)))
            raise TooManyFaultsError

    def table(self, value: object, key: str) -> Mapping[str, Any] | None:
        """The value if it is a table; a problem and None if not."""
        if isinstance(value, Mapping):
            return value
        shown = shown_value(value)
        self.add(key, f"must be a table [{key}], not {shown}", fact=NoTable(key, shown))
        return None

    def unknown_keys(self, table: Mapping[str, Any], known: Iterable[str], at: str) -> None:
        """Note every key of a table that nobody knows."""
        known = list(known)
        for key in table:
            if key not in known:
                fact = UnknownKey(closest(str(key), known), tuple(known))
                self.add(join(at, str(key)), f"is not known here; {nearest(str(key), known)}", fact=fact)

    def build(
        self,
        cls: type[T],
        table: Mapping[str, Any],
        at: str,
        ready: Mapping[str, Any] | None = None,
        *,
        beside: Iterable[str] = (),
    ) -> T | None:
        """An instance of a settings class from a table; None where a problem was noted.

        `ready` holds settings that were made elsewhere and are not looked for in the table. `beside` are keys that a person may
        write there besides settings, and that others have taken out: one of them may be meant by a key that is not known.
        """
        before, ready = len(self.problems), ready or {}
        settings = {name: setting for name, setting in declared(cls).items() if name not in ready}
        self.unknown_keys(table, [*beside, *settings], at)
        values = dict(ready)
        for name, setting in settings.items():
            if name in table:
                values[name] = self.value(setting, table[name], join(at, name))
            elif setting.required:
                needed = setting.setting.help if setting.setting else "required"
                self.add(join(at, name), f"is missing ({needed})", fact=MissingKey())
        if len(self.problems) > before:
            return None
        try:
            return cls(**values)
        except BadValueError as error:
            self.add(join(at, error.key), error.message, error.excerpt)
            return None

    def value(self, setting: Declared, value: Any, key: str) -> Any:
        """The value in the declared type; notes a problem where its type or range is wrong."""
        try:
            converted = msgspec.convert(value, setting.type)
        except (msgspec.ValidationError, TypeError):
            self.add(key, _type_fault(setting, value), fact=_type_fact(setting, value))
            return None
        fault = setting.fault(converted)
        if fault:
            self.add(key, fault, fact=_range_fact(setting, converted))
        return converted


def _type_fault(setting: Declared, value: Any) -> str:
    choices = _choices(setting.type)
    if choices and isinstance(value, str):
        return f"cannot be {value!r}; {nearest(value, choices)}"
    return f"must be {_type_words(setting.type)}, not {shown_value(value)}"


def _type_fact(setting: Declared, value: Any) -> Fact:
    """Return the fault of a type as a fact."""
    choices = _choices(setting.type)
    if choices and isinstance(value, str):
        return NotAmong(value, closest(value, choices), tuple(choices))
    return WrongType(tuple(_types(setting.type)), tuple(choices), shown_value(value))


def _range_fact(setting: Declared, value: Any) -> Fact:
    """Return the fault of a value of the right type as a fact."""
    items, own = value if isinstance(value, tuple | list) else (value,), setting.setting or Setting(help="")
    if len(items) > own.most_items:
        return TooManyItems(len(items), own.most_items)
    wrong = next((each for each in items if not isinstance(each, bool | str) and own.fault(each)), value)
    bounds = dict(own.bounds()) if math.isfinite(wrong) else {}
    is_long = bool(bounds) and abs(wrong) > own.limit
    return OutOfRange(str(wrong), **(bounds | {"most": str(own.limit)} if is_long else bounds))


def _types(hint: Any) -> list[str]:
    """Return the codes of the types that a value may have, without words."""
    if get_origin(hint) in (Union, types.UnionType):
        return [code for part in get_args(hint) if part is not type(None) for code in _types(part)]
    if get_origin(hint) is Literal:
        return []
    if get_origin(hint) is tuple:
        return [_LIST_CODES.get(get_args(hint)[0], "list")]
    return [{float: "number", int: "whole", bool: "boolean", str: "text"}.get(hint, "table")]


def _choices(hint: Any) -> list[str]:
    if get_origin(hint) is Literal:
        return [choice for choice in get_args(hint) if isinstance(choice, str)]
    if get_origin(hint) in (Union, types.UnionType):
        return [choice for part in get_args(hint) for choice in _choices(part)]
    return []


_LIST_CODES: dict[Any, str] = {float: "numbers", int: "wholes", tuple[float, ...]: "lists"}
_LISTS: dict[Any, str] = {
    float: "a list of numbers",
    int: "a list of whole numbers",
    tuple[float, ...]: "a list of lists of numbers",
}


def _type_words(hint: Any) -> str:
    """A type as a person says it: "a number or 'random'"."""
    if get_origin(hint) in (Union, types.UnionType):
        return " or ".join(_type_words(part) for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is Literal:
        return " or ".join(repr(choice) for choice in get_args(hint))
    if get_origin(hint) is tuple:
        return _LISTS.get(get_args(hint)[0], "a list")
    words = {float: "a number", int: "a whole number", bool: "true or false", str: "a text"}
    return words.get(hint, "a table")


def shown_value(value: Any) -> str:
    """A value as a file has it, for a message."""
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else _repr(value)
    return text if len(text) <= 40 else text[:37] + "…"


def _repr(value: Any) -> str:
    try:
        return repr(value)
    except (ValueError, RecursionError):  # a number of more than 4300 digits, tables in tables without end
        return f"a {type(value).__name__} too large to be shown"


def join(at: str, key: str) -> str:
    """A dotted key, quoted where TOML wants it: lanes."my lane"."""
    if not _BARE_KEY.fullmatch(key):
        import json  # noqa: PLC0415 most keys need no quotes

        key = json.dumps(key, ensure_ascii=False)
    return f"{at}.{key}" if at else key
