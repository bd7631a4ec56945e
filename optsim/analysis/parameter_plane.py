"""Planes that a map shows: that of an objective's two parameters, the heights in it, the paths of the lanes."""

from __future__ import annotations

from typing import ClassVar, Protocol

import numpy as np

from optsim.engine.capabilities.points import Points
from optsim.engine.settings import Array, Mask, declared
from optsim.facts import Fact

_MARGIN = 0.12
#: a path has run away where it is so many times as far as starts and minima are apart, and where it is higher than any start
_FARTHEST = 3.0
_GROWTH = 1.35

#: left, right, bottom, top
Bounds = tuple[float, float, float, float]


class TwoParameters(Fact):
    """The plane of an objective's only two parameters."""

    code: ClassVar[str] = "plane.two_parameters"


class Space(Protocol):
    """A plane with the lanes' paths in it, points being (..., 2)."""

    @property
    def description(self) -> Fact:
        """The kind of plane that it is."""

    @property
    def version(self) -> int:
        """A number that changes when points have other places than before."""

    def starts(self) -> Array:
        """Return the starts of the lanes, each point once, (points, 2)."""

    def minima(self) -> Array:
        """Return the known minima, (points, 2)."""

    def saddles(self) -> Array:
        """Return the known saddle points, (points, 2)."""

    def extent(self) -> Array:
        """Return the lowest and the highest corner of what an automatic window should hold, (2, 2)."""

    def path(self, place: int, after: int, upto: int) -> Array:
        """Return a lane's path from one step (not counted) to another, (points, 2), to its end at most."""

    def places(self, step: int) -> Array:
        """Return every lane at a computed step, (lanes, 2), each at its end where it has ended before."""

    def heights(self, points: Array) -> Array:
        """Return the exact loss at points (..., 2)."""


def has_map(race: Points) -> bool:
    """Tell whether the objective is a function of two parameters."""
    return race.objective.dim == 2 and not race.objective.has_data


def can_move_start(race: Points) -> bool:
    """Tell whether all lanes can be let start elsewhere."""
    return has_map(race) and "start" in declared(type(race.objective))


class ParameterPlane:
    """The plane of an objective's two parameters."""

    description: ClassVar[Fact] = TwoParameters()
    version: ClassVar[int] = 0

    def __init__(self, race: Points) -> None:
        self._race = race
        self._starts: Array = np.unique(race.params_at(0), axis=0)
        known = np.concatenate((self._starts, self.minima(), self.saddles()))
        heights = self.heights(known)
        self._corners, self._newest = _corners(known), -1
        # who starts as low as can be goes nowhere but up
        self._highest = float(heights.max()) if heights.max() > heights.min() else np.inf
        middle, reach = (
            self._corners.mean(axis=0),
            float(np.ptp(known, axis=0).max() or 1.0) if len(known) > 1 else np.inf,
        )
        self._around = middle - _FARTHEST * reach, middle + _FARTHEST * reach

    def starts(self) -> Array:
        """Return the starts of the lanes, (points, 2)."""
        return self._starts

    def minima(self) -> Array:
        """Return the known minima, (points, 2)."""
        return np.array(self._race.objective.minima).reshape(-1, 2)

    def saddles(self) -> Array:
        """Return the known saddle points, (points, 2)."""
        return np.array(self._race.objective.saddles).reshape(-1, 2)

    def extent(self) -> Array:
        """Return the corners of starts, minima, saddles and all paths as far as they have not run away, (2, 2)."""
        new = self._new_points()
        if len(new):
            near = new[self._has_not_run_away(new)]
            self._corners = _corners(np.concatenate((self._corners, near)))
        return self._corners

    def _new_points(self) -> Array:
        """Return the points of the paths that were computed since, (points, 2), none of which is not finite."""
        first, self._newest = self._newest + 1, self._race.reach
        if first > self._newest:
            return np.empty((0, 2))
        paths = self._race.trajectories(first, self._newest).reshape(-1, 2)
        stretches = self._race.history.stretches
        if first == 0 and stretches is not None and "params" in stretches.low:
            # of the steps that are not kept it is known how far they reached
            low, high = (reached["params"].reshape(-1, 2) for reached in (stretches.low, stretches.high))
            paths = np.concatenate((paths, low, high))
        return paths[np.isfinite(paths).all(axis=1)]

    def _has_not_run_away(self, points: Array) -> Mask:
        """Tell which of some points are not too far from starts and minima, and not higher than all of these."""
        low, high = self._around
        near: Mask = (self.heights(points) <= self._highest) & ((low <= points) & (points <= high)).all(axis=1)
        return near

    def path(self, place: int, after: int, upto: int) -> Array:
        """Return a lane's path from one step (not counted) to another, (points, 2)."""
        return self._race.trajectories(after + 1, last_step(self._race, place, upto))[:, place]

    def places(self, step: int) -> Array:
        """Return every lane at a step, (lanes, 2)."""
        lanes = range(len(self._race.lanes))
        return np.stack([self._race.params_at(last_step(self._race, place, step))[place] for place in lanes])

    def heights(self, points: Array) -> Array:
        """Return the exact loss at points (..., 2)."""
        with np.errstate(all="ignore"):
            return self._race.objective.loss(points)


def last_step(race: Points, place: int, upto: int) -> int:
    """Return the last measured step up to a step, or up to the end of the lane if that comes first.

    Args:
        race: The race.
        place: The lane's place in it.
        upto: The step.
    """
    end = race.ends.get(place)
    return race.upto(upto if end is None else min(upto, end.step))


def window_of(space: Space, before: Bounds | None = None) -> Bounds:
    """Return a window that holds starts, minima and all paths; the one before as long as it does.

    It does not follow a lane that runs away.

    Args:
        space: The plane.
        before: The window that was shown before.
    """
    low, high = space.extent()
    if before is not None and _holds(before, low, high):
        return before
    # a path along an axis must not make the window a slit
    size = np.maximum(high - low, 0.35 * (high - low).max() or 1.0) * (1 + 2 * _MARGIN) * (_GROWTH if before else 1.0)
    centre = (low + high) / 2
    (left, bottom), (right, top) = (centre - size / 2).tolist(), (centre + size / 2).tolist()
    return left, right, bottom, top


def _corners(points: Array) -> Array:
    """Return the lowest and the highest corner of points, (2, 2)."""
    return np.stack((points.min(axis=0), points.max(axis=0)))


def _holds(window: Bounds, low: Array, high: Array) -> bool:
    """Tell whether a window holds all from a lowest to a highest corner, each (2,)."""
    left, right, bottom, top = window
    return bool(left <= low[0] and high[0] <= right and bottom <= low[1] and high[1] <= top)
