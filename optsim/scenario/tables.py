"""Builds a settings dataclass from a table, noting every key that is unknown, missing, of the wrong type or out of range."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from optsim.engine.settings import BadValueError, Declared, declared
from optsim.facts import Fact
from optsim.faults import Fault, suggestion
from optsim.scenario.fault_facts import WrongType, missing, not_among
from optsim.scenario.problems import Problem
from optsim.system.limits import MOST_FAULTS

T = TypeVar("T")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


class TooManyFaultsError(Exception):
    """Nothing more is looked for: a suggestion for each of a hundred thousand keys takes minutes."""


class Faults:
    """Collects the problems of one scenario."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, key: str, fault: Fact | str, /, excerpt: tuple[str, ...] = (), **values: Any) -> None:
        """Note a problem at a dotted key: a fact, or a message with {fields} for its values.

        Raises TooManyFaultsError after the last one that anybody would read.
        """
        fact = Fault(fault, **values) if isinstance(fault, str) else fault
        self.problems.append(Problem(key, fact, excerpt))
        if len(self.problems) >= MOST_FAULTS:
            self.problems.append(Problem("", Fault("has more faults; these are the first {most}", most=MOST_FAULTS)))
            raise TooManyFaultsError

    def table(self, value: object, key: str) -> Mapping[str, Any] | None:
        """The value if it is a table; a problem and None if not."""
        if isinstance(value, Mapping):
            return value
        self.add(key, "must be a table [{key}], not {value}", key=key, value=shown_value(value))
        return None

    def unknown_keys(self, table: Mapping[str, Any], known: Iterable[str], at: str) -> None:
        """Note every key of a table that nobody knows."""
        known = list(known)
        for key in table:
            if key not in known:
                there = suggestion(str(key), known)
                self.add(join(at, str(key)), "is not known here; {suggestion}", suggestion=there)

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
                self.add(join(at, name), missing(setting.setting.help if setting.setting else "required"))
        if len(self.problems) > before:
            return None
        try:
            return cls(**values)
        except BadValueError as error:
            self.add(join(at, error.key), error.fault, error.excerpt)
            return None

    def value(self, setting: Declared, value: Any, key: str) -> Any:
        """The value in the declared type; notes a problem where its type or range is wrong."""
        try:
            converted = msgspec.convert(value, setting.type)
        except (msgspec.ValidationError, TypeError):
            self.add(key, _type_fault(setting, value))
            return None
        fault = setting.fault(converted)
        if fault:
            self.add(key, fault)
        return converted


def _type_fault(setting: Declared, value: Any) -> Fact:
    choices = _choices(setting.type)
    if choices and isinstance(value, str):
        return not_among(value, choices)
    return WrongType(tuple(_kinds(setting.type)), shown_value(value))


def _choices(hint: Any) -> list[str]:
    if get_origin(hint) is Literal:
        return [choice for choice in get_args(hint) if isinstance(choice, str)]
    if get_origin(hint) in (Union, types.UnionType):
        return [choice for part in get_args(hint) for choice in _choices(part)]
    return []


_LISTS: dict[Any, str] = {float: "numbers", int: "wholes", tuple[float, ...]: "lists"}
_CODES: dict[Any, str] = {float: "number", int: "whole", bool: "boolean", str: "text"}


def _kinds(hint: Any) -> list[str]:
    """Return the codes of the types that a value may have, and the words: "number", "'random'"."""
    if get_origin(hint) in (Union, types.UnionType):
        return [kind for part in get_args(hint) if part is not type(None) for kind in _kinds(part)]
    if get_origin(hint) is Literal:
        return [repr(choice) for choice in get_args(hint)]
    if get_origin(hint) is tuple:
        return [_LISTS.get(get_args(hint)[0], "list")]
    return [_CODES.get(hint, "table")]


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
