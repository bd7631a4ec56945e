"""Registered classes by name, and tables without some keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from optsim.registry import Registry
from optsim.scenario.fault_facts import NoneNamed
from optsim.scenario.tables import Faults
from optsim.suggest import closest

T = TypeVar("T")


def class_named(registry: Registry[T], value: object, key: str, faults: Faults) -> type[T] | None:
    """Return the class that a name (or a class from Python) stands for; None where there is none, which is noted."""
    if isinstance(value, type) and issubclass(value, registry.base):
        return value
    if isinstance(value, str) and value in registry:
        return registry[value]
    if value is None:
        missing = f"is missing; there are: {', '.join(registry)}"
        faults.add(key, missing, fact=NoneNamed(registry.key, None, None, tuple(registry)))
    elif isinstance(value, str):
        fact = NoneNamed(registry.key, value, closest(value, registry), tuple(registry))
        own = "" if fact.meant is not None else "; a class of your own: --import its module"
        faults.add(key, f"no {registry.kind} is named {value!r}; {registry.suggest(value)}{own}", fact=fact)
    else:
        faults.add(key, f"must be the name of an {registry.kind}, not {value!r}")
    return None


def without(table: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """Return a table without some keys."""
    return {key: value for key, value in table.items() if key not in keys}
