"""Arrays that stay, in which a race or an ensemble goes from state to state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from optsim.engine.lane import Group
from optsim.engine.settings import Array, Index, Mask
from optsim.engine.stepping.kernel import locked, state_like
from optsim.engine.stepping.layout import BY_ROW, Layout

#: lanes of more numbers are updated one by one: what one update needs is then in the cache
_BY_LANE = 1000


class Side(NamedTuple):
    """The arrays of one state: points (lanes + lanes that look ahead, …, dim), the parameters among them, optimizer states.

    `shown` are the points, not to be written to.
    """

    points: Array
    shown: Array
    params: Array
    memory: tuple[Any, ...]

    def load(self, params: Array, memory: Sequence[Any]) -> None:
        """Copy a state into it."""
        self.params[...] = params
        for fields, values in zip(self.memory, memory, strict=True):
            for field, value in zip(fields, values, strict=True):
                field[...] = value


class Part(NamedTuple):
    """Lanes that are updated at once: their group, their places in the race and their rows in the group.

    `ahead` are the rows of their points among all points; None where they do not look ahead.
    """

    number: int
    places: Index
    rows: slice
    ahead: slice | None


def sides_of(params: Array, memory: Sequence[Any], ahead: int, count: int, layout: Layout = BY_ROW) -> tuple[Side, ...]:
    """Arrays for some states like this one, with room for points of lanes that look ahead."""

    def side() -> Side:
        points = layout.empty((len(params) + ahead, *params.shape[1:]))
        fields = tuple(state_like(each, [layout.empty(field.shape, field.dtype) for field in each]) for each in memory)
        return Side(points, locked(points[...]), points[: len(params)], fields)

    return tuple(side() for _ in range(count))


def hold(ended: Mask, groups: Sequence[Group], own: Side, other: Side) -> None:
    """Let the runs that have ended, a mask (lanes, …), be on the other side as they are on this one."""
    np.copyto(other.params, own.params, where=ended[..., None])
    for group, new, old in zip(groups, other.memory, own.memory, strict=True):
        rows = ended[group.rows]
        if rows.any():
            for n, o in zip(new, old, strict=True):
                np.copyto(n, o, where=rows.reshape(*rows.shape, *[1] * (n.ndim - rows.ndim)))


def by_lane(params: Array) -> bool:
    """Tell if lanes are better stepped one by one."""
    return bool(params[0].size >= _BY_LANE)


def parts_of(groups: Sequence[Group], params: Array) -> tuple[list[Part], list[int]]:
    """Return the parts of all groups, and the lanes that look ahead in the order of their points."""
    parts: list[Part] = []
    ahead: list[int] = []
    for number, group in enumerate(groups):
        first = len(params) + len(ahead) if group.looks_ahead else None
        ahead += group.places if group.looks_ahead else ()
        if not by_lane(params):
            rows = slice(0, len(group.places))
            parts.append(Part(number, group.rows, rows, None if first is None else slice(first, first + rows.stop)))
            continue
        for row, place in enumerate(group.places):
            own = None if first is None else slice(first + row, first + row + 1)
            parts.append(Part(number, slice(place, place + 1), slice(row, row + 1), own))
    return parts, ahead
