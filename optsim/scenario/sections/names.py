"""Registered classes by name, and tables without some keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from optsim.registry import Registry
from optsim.scenario.tables import Faults

T = TypeVar("T")


def class_named(registry: Registry[T], value: object, key: str, faults: Faults) -> type[T] | None:
    """Return the class that a name (or a class from Python) stands for; None where there is none, which is noted."""
    if isinstance(value, type) and issubclass(value, registry.base):
        return value
    if isinstance(value, str) and value in registry:
        return registry[value]
    if value is None:
        faults.add(key, "is missing; there are: {known}", known=", ".join(registry))
    elif isinstance(value, str):
        there = registry.suggest(value)
        message = "no {kind} is named {value!r}; {suggestion}"
        if there.meant is None:
            message = "no {kind} is named {value!r}; {suggestion}; a class of your own: --import its module"
        faults.add(key, message, kind=registry.kind, value=value, suggestion=there)
    else:
        faults.add(key, "must be the name of an {kind}, not {value!r}", kind=registry.kind, value=value)
    return None


def without(table: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """Return a table without some keys."""
    return {key: value for key, value in table.items() if key not in keys}
