"""Facts as files have them: codes with any fields. They are causes of ends, and commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from optsim.facts import Fact, UnknownFact, from_dict
from optsim.languages import english

#: facts within facts; what is deeper was not written by optsim
_DEEPEST = 8


def recorded_fact(data: Mapping[str, Any]) -> Fact:
    """Return the fact of a file's {"code": …, field: value}; an UnknownFact where nothing can be said of such numbers."""
    fact = from_dict(data)
    try:
        english().sentence(fact)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return UnknownFact(str(data.get("code", "")))
    return fact


def fact_fault(data: Mapping[str, Any], what: str) -> str:
    """Return why something cannot be a fact, whatever its fields; empty where it can. `what` it is meant to be: "cause"."""
    code = data.get("code")
    if not isinstance(code, str) or not code:
        return f"a {what} has no code"
    return f"a {what} has too much within it" if _deeper(data, _DEEPEST) else ""


def texts_of(value: Any) -> Iterator[str]:
    """Yield all texts of a fact, keys too."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from (key, *texts_of(item))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_of(item)
    elif isinstance(value, str):
        yield value


def _deeper(value: Any, levels: int) -> bool:
    """Tell if there are more levels in it."""
    within = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return any(levels == 0 or _deeper(item, levels - 1) for item in within)
