"""Carries the past of a race over to other lanes: what an edit, a fork or a lane that leaves does not change is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.lane import Lane
from optsim.engine.status import End, Event
from optsim.engine.stepping.kernel import Kernel, State, locked, locked_state, state_like


class SharedPast(NamedTuple):
    """The past that a race shares with other lanes: the number of its rows, and the lane whose past each new one has."""

    rows: int
    sources: tuple[int, ...]


def shared_past(before: Sequence[Lane], after: Sequence[Lane], computed: int, ends: Mapping[int, End]) -> SharedPast:
    """Find whose past each new lane has, and how many of the computed rows all of them keep.

    A lane has the past of the one that it agrees with longest; of several, of the one with its own name. After the last of
    their `ends` there is no row: the lane that went on alone is not among them.
    """
    sources, rows = [], float(computed)
    for lane in after:
        agreed = [(lane.agrees(old), old.name == lane.name, -place) for place, old in enumerate(before)]
        longest, _, negative = max(agreed)
        sources.append(-negative)
        rows = min(rows, longest)
    if all(source in ends for source in sources):
        rows = min(rows, 1 + max(ends[source].step for source in sources))
    return SharedPast(int(rows), tuple(sources))


def carried_state(state: State, before: Kernel, after: Kernel, sources: Sequence[int]) -> State:
    """A state of the lanes before as one of the lanes after, each with what its source has carried."""
    chosen = list(sources)
    active = state.active[chosen]
    memories = {
        place: [field[row] for field in memory]
        for group, memory in zip(before.groups, state.memory, strict=True)
        for row, place in enumerate(group.places)
    }
    template = {
        place: memory for group, memory in zip(before.groups, state.memory, strict=True) for place in group.places
    }
    return State(
        step=state.step,
        params=locked(state.params[chosen]),
        memory=tuple(
            _packed(template[chosen[group.places[0]]], [memories[chosen[place]] for place in group.places])
            for group in after.groups
        ),
        active=active,
        running=int(active.sum()),
        limit=state.limit[chosen],
        stopping=tuple(state_like(rule, [field[chosen] for field in rule]) for rule in state.stopping),
        fired=tuple(fired[chosen] for fired in state.fired),
    )


def carried_ends(ends: dict[int, End], past: SharedPast) -> dict[int, End]:
    """The ends that lie in the kept rows."""
    ends_of_sources = ((place, ends.get(source)) for place, source in enumerate(past.sources))
    return {place: end for place, end in ends_of_sources if end is not None and end.step < past.rows}


def carried_events(
    events: Iterable[Event], before: Sequence[Lane], after: Sequence[Lane], past: SharedPast
) -> list[Event]:
    """The events that lie in the kept rows, each for all lanes that have it in their past."""
    heirs: dict[str, list[str]] = {}
    for lane, source in zip(after, past.sources, strict=True):
        heirs.setdefault(before[source].name, []).append(lane.name)
    shared = (event for event in events if event.step < past.rows)
    return [event._replace(lane=name) for event in shared for name in heirs.get(event.lane, ())]


def _packed(like: Any, rows: list[list[Any]]) -> Any:
    """An optimizer state of the same type from the fields of each row."""
    fields = [np.stack([row[number] for row in rows]) for number in range(len(like))]
    return locked_state(state_like(like, fields))
