"""The plane of the two main directions of all trajectories, for objectives of more than two parameters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import ClassVar, NamedTuple

import numpy as np

from optsim.analysis.parameter_plane import last_step
from optsim.engine.capabilities.points import Points
from optsim.engine.numerics.numerics import FAST
from optsim.engine.settings import Array
from optsim.facts import Fact

_MOST_SAMPLES = 256
_MOST_POINTS = 400
_REGULAR = 64
_MOST_TAKEN = 4096
#: a point has run away when the loss there is so many times that at the start above it
_FARTHEST_LOSS = 3.0
#: directions are looked for anew when the race has grown by this factor
_GROWTH = 1.25


class MainDirections(Fact):
    """The plane of the two main directions of all trajectories, with the share of the points' variance that lies in it."""

    code: ClassVar[str] = "plane.main_directions"
    share: float


class Directions(NamedTuple):
    """A plane through `middle` (dim,) along `axes` (2, dim), orthonormal; `share` of the points' variance lies in it."""

    middle: Array
    axes: Array
    share: float

    def project(self, points: Array) -> Array:
        """Return points (..., dim) as coordinates (..., 2) in the plane."""
        # row by row, so that a point lies where it lay among others
        within: Array = FAST.rows_times(points - self.middle, self.axes.T)
        return within

    def lift(self, points: Array) -> Array:
        """Return coordinates (..., 2) as points (..., dim) of the plane."""
        points_of_space: Array = self.middle + points @ self.axes
        return points_of_space


def main_directions(points: Array, before: Directions | None = None) -> Directions:
    """Return the two directions in which points vary most: principal components, from the smaller Gram matrix.

    Their signs and order are free: they are turned to lie as near as can be to those before, so that a picture does not
    jump; else so that the largest entry of each is positive.

    Args:
        points: The points, shape (n, dim).
        before: The directions that were shown before.
    """
    # products of very large or very small numbers would overflow or vanish
    size = float(np.abs(points).max(initial=0.0)) or 1.0
    centred = points / size
    centre = centred.mean(axis=0)
    axes, share = _principal(centred - centre)
    aligned = _positive(axes) if before is None else _aligned(axes, before.axes)
    return Directions(centre * size, aligned, min(share, 1.0))


def _principal(centred: Array) -> tuple[Array, float]:
    """Return two orthonormal directions (2, dim) in which centred points (n, dim) vary most, and their share of it all."""
    tall = len(centred) > centred.shape[1]
    gram = centred.T @ centred if tall else centred @ centred.T
    values, vectors = np.linalg.eigh(gram)
    main = vectors[:, ::-1][:, :2]
    total = float(np.trace(gram))
    share = float(values[::-1][:2].sum()) / total if total > 0 else 1.0
    return _two(main.T if tall else main.T @ centred), share


def _positive(axes: Array) -> Array:
    """Return directions (2, dim) with such signs that the largest entry of each is positive."""
    largest = np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1)
    signed: Array = axes * np.where(largest < 0, -1.0, 1.0)
    return signed


def _aligned(axes: Array, others: Array) -> Array:
    """Return directions (2, dim), turned in their plane to lie nearest to others (orthogonal Procrustes)."""
    left, _, right = np.linalg.svd(others @ axes.T)
    aligned: Array = left @ right @ axes
    return aligned


def _two(rows: Array) -> Array:
    """Return two orthonormal rows: the given ones, and where there is no second (or no first) any that is square to it."""
    orthonormal: list[Array] = []
    longest = max(float(np.abs(rows).max(initial=0.0)), 1e-300)
    for row in chain(rows / longest, _unit_vectors(rows.shape[1])):
        # twice, so that rounding leaves nothing of the others in it
        for other in (*orthonormal, *orthonormal):
            row = row - (row @ other) * other  # noqa: PLW2901 it becomes square to them
        length = float(np.sqrt(row @ row))
        if length > 1e-9:
            orthonormal.append(row / length)
        if len(orthonormal) == 2:
            break
    return np.stack(orthonormal)


def _unit_vectors(dim: int) -> Iterator[Array]:
    """Yield the unit vectors, one after the other: all of them together would take the square of the memory."""
    for place in range(dim):
        vector = np.zeros(dim)
        vector[place] = 1.0
        yield vector


class Plane:
    """Trajectories in the plane of their two main directions.

    Parameters of many dimensions are not recorded at every step; it takes samples of them: those at the cursor as the race
    plays, and those at regular steps, of which the race keeps the state.
    """

    def __init__(self, race: Points) -> None:
        self._race = race
        self._starts: Array = np.unique(race.params_at(0), axis=0)
        self._samples: dict[int, Array] = {}
        self._losses: dict[int, Array] = {}
        self._last_step = 0
        self._grown = 0.0
        self.version = 0
        self._take(0)
        self._directions = self._look()

    @property
    def description(self) -> Fact:
        """The kind of plane, and how much of the movement it shows."""
        return MainDirections(self._directions.share)

    def follow(self) -> None:
        """Take in what was computed since, and look for the directions again when that is much."""
        head, stride = self._race.reach, _REGULAR
        while head - self._last_step > stride * _MOST_TAKEN:
            # who comes late: of so many steps the race does not keep the states either
            stride *= 2
        for step in range(self._last_step - self._last_step % stride + stride, head + 1, stride):
            self._take(self._race.upto(step))
        if head > self._last_step:
            self._take(head)
            self._last_step = head
        if head > self._grown * _GROWTH + 2:
            self._directions, self._grown = self._look(), head
            self.version += 1

    def _take(self, step: int) -> None:
        self._samples[step] = self._race.params_at(step)
        self._losses[step] = self._race.figures("loss", np.array([step]))[0]
        if len(self._samples) > _MOST_SAMPLES:
            for number, each in enumerate(sorted(self._samples)):
                if number % 2 and each != self._race.reach:
                    del self._samples[each], self._losses[each]

    def _look(self) -> Directions:
        points = self._points()
        points = points[:: max(1, -(-len(points) // _MOST_POINTS))]
        return main_directions(points, getattr(self, "_directions", None))

    def _points(self) -> Array:
        """Return the samples (points, dim) of lanes that had not ended, in the order of steps, but none that has run away."""
        steps = sorted(self._samples)
        loss = np.stack([self._losses[step] for step in steps])
        start = loss[0]
        # a lane that diverges would else, with its huge numbers, be all that is seen; NaN after a lane's end
        near = loss <= start + _FARTHEST_LOSS * np.abs(start)
        near[0] = True
        points: Array = np.stack([self._samples[step] for step in steps])[near]
        finite: Array = points[np.isfinite(points).all(axis=1)]
        return finite

    def starts(self) -> Array:
        """Return the starts of the lanes, (points, 2)."""
        return self._directions.project(self._starts)

    def minima(self) -> Array:
        """Return none: a minimum need not lie in the plane."""
        return np.empty((0, 2))

    def saddles(self) -> Array:
        """Return none, as of minima."""
        return np.empty((0, 2))

    def extent(self) -> Array:
        """Return the corners of the samples, but of none of a lane that has run away, (2, 2)."""
        points = np.concatenate((self.starts(), self._directions.project(self._points())))
        return np.stack((points.min(axis=0), points.max(axis=0)))

    def path(self, place: int, after: int, upto: int) -> Array:
        """Return the samples of a lane from one step (not counted) to another, and the other step itself, (points, 2)."""
        last = last_step(self._race, place, upto)
        steps = [step for step in sorted(self._samples) if after < step <= last]
        points = [self._samples[step][place] for step in steps]
        if after < last and last not in self._samples:
            points.append(self._race.params_at(last)[place])
            # kept, so that the path is drawn alike when the cursor comes back
            self._take(last)
        return self._directions.project(np.array(points)) if points else np.empty((0, 2))

    def places(self, step: int) -> Array:
        """Return every lane at a step, (lanes, 2); who has ended keeps its parameters."""
        return self._directions.project(self._race.params_at(step))

    def heights(self, points: Array) -> Array:
        """Return the exact loss in the plane itself, which is not that of the lanes: they need not lie in it."""
        with np.errstate(all="ignore"):
            return self._race.objective.loss(self._directions.lift(points))
