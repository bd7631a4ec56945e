"""What a map of a race shows: the plane of its two parameters, the heights in it, the paths of the lanes."""

from __future__ import annotations

from typing import ClassVar, Protocol

import numpy as np

from optsim.engine.capabilities.points import Points
from optsim.engine.settings import Array, declared

_MARGIN = 0.12
_FARTHEST = 3.0
_GROWTH = 1.35

#: left, right, bottom, top
Bounds = tuple[float, float, float, float]


class Space(Protocol):
    """A plane with the lanes' paths in it, points being (..., 2)."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def version(self) -> int:
        """Changes when points have other places than before."""

    def starts(self) -> Array:
        """Where the lanes started, each point once, (points, 2)."""

    def minima(self) -> Array:
        """The known minima, (points, 2)."""

    def everything(self) -> Array:
        """All points that an automatic window should hold, (points, 2)."""

    def path(self, place: int, after: int, upto: int) -> Array:
        """A lane from one step (not counted) to another, (points, 2), to its end at most."""

    def places(self, step: int) -> Array:
        """All lanes at a computed step, (lanes, 2), each at its end where it has ended before."""

    def heights(self, points: Array) -> Array:
        """The exact loss at points (..., 2)."""


def has_map(race: Points) -> bool:
    """Whether the objective is a function of two parameters."""
    return race.objective.dim == 2 and not race.objective.has_data


def can_move_start(race: Points) -> bool:
    """Whether all lanes can be let start elsewhere."""
    return has_map(race) and "start" in declared(type(race.objective))


class ParameterPlane:
    """The plane of an objective's two parameters."""

    title: ClassVar[str] = "Map"
    version: ClassVar[int] = 0

    def __init__(self, race: Points) -> None:
        self._race = race
        self._starts: Array = np.unique(race.params_at(0), axis=0)

    def starts(self) -> Array:
        """Where the lanes started."""
        return self._starts

    def minima(self) -> Array:
        """The known minima."""
        return np.array(self._race.objective.minima).reshape(-1, 2)

    def everything(self) -> Array:
        """All that is known of the paths."""
        paths = self._race.trajectories(0, self._race.reach).reshape(-1, 2)
        stretches = self._race.history.stretches
        if stretches is None or "params" not in stretches.low:
            return paths
        # of the steps that are not kept it is known how far they reached
        return np.concatenate((paths, stretches.low["params"].reshape(-1, 2), stretches.high["params"].reshape(-1, 2)))

    def path(self, place: int, after: int, upto: int) -> Array:
        """A lane from one step (not counted) to another."""
        return self._race.trajectories(after + 1, last_step(self._race, place, upto))[:, place]

    def places(self, step: int) -> Array:
        """All lanes at a step."""
        lanes = range(len(self._race.lanes))
        return np.stack([self._race.params_at(last_step(self._race, place, step))[place] for place in lanes])

    def heights(self, points: Array) -> Array:
        """The exact loss."""
        with np.errstate(all="ignore"):
            return self._race.objective.loss(points)


def last_step(race: Points, place: int, upto: int) -> int:
    """The last measured step up to a step, or up to the end of the lane if that comes first."""
    end = race.ends.get(place)
    return race.upto(upto if end is None else min(upto, end.step))


def window_of(space: Space, before: Bounds | None = None) -> Bounds:
    """A window that holds starts, minima and all paths; the one before as long as it does.

    It does not follow a lane that runs away: beyond three times the size of starts and minima a path leaves the window.
    """
    known = np.concatenate((space.starts(), space.minima()))
    points = space.everything()
    points = points[np.isfinite(points).all(axis=1)]
    if len(known) > 1:
        middle, reach = (known.max(axis=0) + known.min(axis=0)) / 2, np.ptp(known, axis=0).max() or 1.0
        points = points[(np.abs(points - middle) <= _FARTHEST * reach).all(axis=1)]
    held = np.concatenate((known, points))
    low, high = held.min(axis=0), held.max(axis=0)
    if (
        before is not None
        and before[0] <= low[0]
        and high[0] <= before[1]
        and before[2] <= low[1]
        and high[1] <= before[3]
    ):
        return before
    # a path along an axis must not make the window a slit
    size = np.maximum(high - low, 0.35 * (high - low).max() or 1.0) * (1 + 2 * _MARGIN) * (_GROWTH if before else 1.0)
    centre = (low + high) / 2
    (left, bottom), (right, top) = (centre - size / 2).tolist(), (centre + size / 2).tolist()
    return left, right, bottom, top
