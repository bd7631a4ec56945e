"""Changes of a scenario's tables: one value at a dotted key, some of the lanes, and no texts that tell an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

#: what a scenario says of itself: a lesson says what it is about, and not what comes out
_TEXTS = ("description", "summary", "demo", "text", "group", "order", "tags")


def changed(tables: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return tables with another value at a dotted key; a number in it is a place in a list, from 0.

    Raises:
        KeyError: The key leads through something that is no table, or beyond a list.
    """
    key, _, rest = path.partition(".")
    # a lane's name may have dots
    known = next((name for name in sorted(tables, key=len, reverse=True) if path.startswith(f"{name}.")), None)
    if known is not None:
        key, rest = known, path[len(known) + 1 :]
    within = tables.get(key, {})
    return {**tables, key: _set(within, rest, value) if rest else value}


def _set(within: Any, rest: str, value: Any) -> Any:
    key, dot, _ = rest.partition(".")
    if dot and isinstance(within, Mapping) and not any(rest.startswith(f"{name}.") for name in within):
        raise KeyError(key)
    if isinstance(within, list) and rest.isdecimal() and int(rest) < len(within):
        return [value if place == int(rest) else each for place, each in enumerate(within)]
    if isinstance(within, Mapping):
        return changed(within, rest, value)
    raise KeyError(rest)


def without_texts(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables of a scenario without what it says of itself and of its lanes."""
    lanes = tables.get("lanes")
    shown = {key: value for key, value in tables.items() if key not in _TEXTS}
    if isinstance(lanes, Mapping):
        shown["lanes"] = {name: _untitled(lane) for name, lane in lanes.items()}
    return shown


def _untitled(lane: Any) -> Any:
    return {key: value for key, value in lane.items() if key != "title"} if isinstance(lane, Mapping) else lane


def with_lanes(tables: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return the tables with some of the lanes, in the order of the names; a view that is about others forgets them."""
    lanes, view = tables.get("lanes", {}), tables.get("view")
    chosen: dict[str, Any] = {**tables, "lanes": {name: lanes[name] for name in names if name in lanes}}
    if isinstance(view, Mapping):
        chosen["view"] = {key: value for key, value in view.items() if key != "lane" or value in names}
        hidden = view.get("hide")
        if isinstance(hidden, list):
            chosen["view"]["hide"] = [name for name in hidden if name in names]
    return chosen
