"""What a map of a race shows: a window of the plane, the heights in it, the paths of the lanes."""

from __future__ import annotations

import numpy as np

from optsim.engine.fields import Array
from optsim.engine.race import Race

_MARGIN = 0.12
_FARTHEST = 3.0
_GROWTH = 1.35

#: left, right, bottom, top
Window = tuple[float, float, float, float]


def has_map(race: Race) -> bool:
    """Whether the objective is a function of two parameters."""
    return race.objective.dim == 2 and not race.objective.has_data


def landmarks(race: Race) -> Array:
    """The start and the known minima, (points, 2)."""
    return np.array([race.history.params[0, 0], *race.objective.minima])


def window_of(race: Race, before: Window | None = None) -> Window:
    """A window that holds the landmarks and all that is computed of the paths; the one before as long as it does.

    It does not follow a lane that runs away: beyond three times the size of the landmarks a path leaves the window.
    """
    known = landmarks(race)
    middle, reach = (known.max(axis=0) + known.min(axis=0)) / 2, np.ptp(known, axis=0).max() or 1.0
    points = race.history.params.reshape(-1, 2)
    near = np.isfinite(points).all(axis=1) & (np.abs(points - middle) <= _FARTHEST * reach).all(axis=1)
    held = np.concatenate((known, points[near]))
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


def heights(race: Race, points: Array) -> Array:
    """The exact loss at points (..., 2)."""
    with np.errstate(all="ignore"):
        return race.objective.loss(points)


def path(race: Race, place: int, after: int, upto: int) -> Array:
    """A lane's parameters from one step (not counted) to another, (points, 2), to its end at most."""
    end = race.ends.get(place)
    last = upto if end is None else min(upto, end.step)
    return race.history.params[after + 1 : last + 1, place]
