"""Facts: what the lower floors know, as codes and numbers. Sentences are made of them above, in `optsim.words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any, ClassVar

_KINDS: dict[str, type[Fact]] = {}


@dataclass(frozen=True)
class Fact:
    """Base of every fact: a frozen dataclass of codes, numbers, names and other facts, never of prose.

    A class with a `code` of its own is a kind of fact. The code is what files and programs know it by, so it is never changed;
    it is lower case, with underscores, and for a fact of something registered begins with that thing's kind and name
    ("rule.patience.used_up").
    """

    code: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Take a kind in. Raises ValueError for a code that is taken."""
        code = cls.__dict__.get("code", "")
        if code:
            other = _KINDS.setdefault(code, cls)
            # a dataclass with slots, or a module that is loaded anew, makes a class of the same name twice
            if (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
                raise ValueError(
                    f"there is already a fact with the code {code!r}: {other.__module__}.{other.__qualname__}"
                )
            _KINDS[code] = cls

    def english(self) -> str:
        """Return the sentence of a fact that belongs to one registered thing, in English; a language may override it.

        Facts of optsim itself have none here: their sentences are in `optsim.words`.
        """
        return ""

    def as_dict(self) -> dict[str, Any]:
        """Return code and numbers, for files: {"code": …, field: value}; facts in it likewise, lists for tuples."""
        return {"code": self.code, **{each.name: _plain(getattr(self, each.name)) for each in fields(self)}}


@dataclass(frozen=True)
class UnknownFact(Fact):
    """A fact that a file holds and that no class here has: of a newer version, or of something that is not installed."""

    name: str
    values: tuple[tuple[str, Any], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return what was read."""
        return {"code": self.name, **{key: _plain(value) for key, value in self.values}}


def kinds() -> Mapping[str, type[Fact]]:
    """Return all kinds of facts that are loaded, by code."""
    return MappingProxyType(_KINDS)


def from_dict(data: Mapping[str, Any]) -> Fact:
    """Return the fact of a file's {"code": …, field: value}; an UnknownFact where no kind here has these fields."""
    values = {key: _fact_or_value(value) for key, value in data.items() if key != "code"}
    code = str(data.get("code", ""))
    kind = _KINDS.get(code)
    if kind is None or {each.name for each in fields(kind)} != set(values):
        return UnknownFact(code, tuple(values.items()))
    return kind(**values)


def _fact_or_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return from_dict(value)
    return tuple(map(_fact_or_value, value)) if isinstance(value, list | tuple) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Fact):
        return value.as_dict()
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
