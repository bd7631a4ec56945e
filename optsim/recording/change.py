"""Finds what a command has changed, of the set-ups before and after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from optsim.facts import Fact
from optsim.recording.format.command_facts import (
    LaneAdded,
    LaneDeleted,
    LaneForked,
    LaneRenamed,
    LanesEdited,
    LanesReplaced,
    Restarted,
    SeedChanged,
    SetupChanged,
    ViewChanged,
)
from optsim.recording.resolved_setup import SHOWN, Resolved

Lanes = Mapping[str, Any]


def change_of(before: Resolved, after: Resolved) -> Fact:
    """Return what makes a set-up another one: of several changes the first of seed, lanes, the race itself, what is shown."""
    if before.seed != after.seed:
        return SeedChanged(after.seed)
    changed = _lanes_changed(before.tables.get("lanes", {}), after.tables.get("lanes", {}))
    if changed is not None:
        return changed
    if before == after:
        return Restarted()
    keys = dict.fromkeys((*before.tables, *after.tables))
    tables = tuple(key for key in keys if before.tables.get(key) != after.tables.get(key))
    return ViewChanged(tables) if tables and set(tables) <= set(SHOWN) else SetupChanged(tables)


def _lanes_changed(old: Lanes, new: Lanes) -> Fact | None:
    """Return the change of the lanes; None where there is none."""
    added, removed = tuple(name for name in new if name not in old), tuple(name for name in old if name not in new)
    match removed, added:
        case (), ():
            edited = tuple(name for name in new if new[name] != old[name])
            return LanesEdited(edited) if edited else None
        case (), (name,):
            fork = new[name].get("fork")
            return LaneAdded(name) if fork is None else LaneForked(name, fork["lane"])
        case (name,), ():
            return LaneDeleted(name)
        case (name,), (other,) if old[name] == new[other]:
            return LaneRenamed(name, other)
    return LanesReplaced(removed, added)
