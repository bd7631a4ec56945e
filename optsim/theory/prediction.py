"""Predictions for a lane before it runs: its rate on a quadratic, its noise floor, or when it leaves a saddle."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optsim.engine.capabilities.states import States
from optsim.engine.settings import Array, Mask
from optsim.engine.updates.linear_map import LinearMap, Modes
from optsim.facts import Fact
from optsim.theory.forecast import map_of, modes_of, noise_of
from optsim.theory.quadratics import double_root, floor, floors, rates, settles
from optsim.theory.rounding import TINIEST, rounding_level
from optsim.theory.saddles import escape_quartiles, escape_radius, escape_steps
from optsim.theory.silences import (
    DoesNotSettle,
    FlatDirection,
    FloorBelowRounding,
    FloorOverflows,
    HigherPowers,
    NoQuadratic,
    NotAtSaddle,
    NotLinear,
    RateOverflows,
    SettingsChange,
    SlowestIsRounding,
    StartsAtMinimum,
    UnstableUphill,
)

#: a floor is reached when what is left of the start is so small a share of it
_SETTLED = 0.01
#: so small a part of a direction that is no coordinate is rounding
_ROUNDING = 1e-9


class Prediction(NamedTuple):
    """Figures that theory gives for a lane, None for those that it does not; where it gives none `silence` is the cause."""

    rate: float | None = None
    #: the slowest direction has a double root
    double_root: bool = False
    floor: float | None = None
    #: the step from which the lane is at its floor
    settled: float = math.inf
    escape: float | None = None
    quartiles: tuple[int, int] | None = None
    #: the escape is that of the function to second order
    second_order: bool = False
    silence: Fact | None = None


class _Start(NamedTuple):
    """A lane's update as a map along the directions, with the noise that it meets and where it starts, each (dim,)."""

    modes: Modes
    linear: LinearMap
    variance: Array
    distance: Array

    def along(self, where: Mask) -> tuple[LinearMap, Array, Array]:
        """Return map, variance and distance along some of the directions."""
        return LinearMap(self.linear.matrix[where], self.linear.push[where]), self.variance[where], self.distance[where]


def predict(race: States, place: int) -> Prediction:
    """Predict what a lane of a race will do.

    Args:
        race: The race.
        place: The lane's place in it.

    Returns:
        Its rate, its floor or its escape from a saddle, or why there is none; nothing at all where no curve is known either.
    """
    modes = race.objective.modes
    linear = None if modes is None else map_of(race, place, 0, modes.curvatures)
    if modes is None or linear is None:
        return Prediction()
    lane = race.lanes[place]
    if lane.schedule is not None or lane.edits:
        return Prediction(silence=SettingsChange())
    start = _Start(modes, linear, noise_of(race, place, modes), modes.distances(race.setup.starts[place]))
    if (modes.curvatures < 0).any():
        return _at_saddle(race, place, start)
    return _in_bowl(start, race.budget)


def no_curve(race: States, place: int) -> Fact | None:
    """Return why no curve is predicted for a lane, None where one is.

    Args:
        race: The race.
        place: The lane's place in it.
    """
    optimizer = race.lanes[place].optimizer
    if optimizer.linear(np.ones(1)) is None:
        return NotLinear(optimizer.name, optimizer.title or type(optimizer).__name__)
    return NoQuadratic() if modes_of(race) is None else None


def _at_saddle(race: States, place: int, start: _Start) -> Prediction:
    """Predict when a lane leaves a saddle, if it starts at one and nothing else carries it away before."""
    modes = start.modes
    down, radius = modes.curvatures < 0, escape_radius(modes)
    linear, variance, distance = start.along(down)
    if not (modes.curvatures > 0).any() or np.linalg.norm(distance) >= radius:
        return Prediction(silence=NotAtSaddle())
    escape = escape_steps(linear, variance, distance, radius)
    if not _stable_uphill(race, place):
        return Prediction(silence=UnstableUphill())
    quartiles = escape_quartiles(linear, variance, distance, radius, escape) if variance.any() else None
    return Prediction(escape=escape, quartiles=quartiles, second_order=not modes.exact)


def _stable_uphill(race: States, place: int) -> bool:
    """Tell whether a lane is at most at its limit along every direction of positive curvature, at its start."""
    lane, known = race.lanes[place], race.objective.curvature_range(race.setup.starts[place])
    limit = lane.effective(0).stability_limit()
    return limit is not None and known is not None and not lane.learning_rate(0) * known[1] > limit


def _in_bowl(start: _Start, steps: int) -> Prediction:
    """Predict rate or floor on a function without a direction that goes down."""
    if not start.modes.exact:
        return Prediction(silence=HigherPowers())
    if (start.modes.curvatures == 0).any():
        return Prediction(silence=FlatDirection())
    return _with_noise(start) if start.variance.any() else _without_noise(start, steps)


def _without_noise(start: _Start, steps: int) -> Prediction:
    """Predict the rate of the slowest direction that the start has a part in; what is no more than rounding is none."""
    factors, part = rates(start.linear), start.distance != 0
    if not part.any():
        return Prediction(silence=StartsAtMinimum())
    if not np.isfinite(factors[part]).all():
        return Prediction(silence=RateOverflows())
    if start.modes.axes is not None:
        part = _beyond_rounding(start)
        if not part.any() or factors[~part].max(initial=0.0) > factors[part].max():
            return Prediction(silence=SlowestIsRounding())
    slowest = int(np.flatnonzero(part)[np.argmax(factors[part])])
    return Prediction(rate=float(factors[slowest]), double_root=bool(double_root(start.linear, steps)[slowest]))


def _beyond_rounding(start: _Start) -> Mask:
    """Tell in which directions, none of them a coordinate, the start has more than rounding, shape (dim,)."""
    least = _ROUNDING * max(float(np.abs(start.distance).max()), float(np.abs(start.modes.center).max()))
    beyond: Mask = np.abs(start.distance) > least
    return beyond


def _with_noise(start: _Start) -> Prediction:
    """Predict the floor, and when it is reached."""
    level = floor(start.modes.curvatures, start.linear, start.variance)
    if not TINIEST < level < math.inf:
        return Prediction(silence=FloorOverflows() if settles(start.linear).all() else DoesNotSettle())
    if level <= rounding_level(start.modes):
        return Prediction(silence=FloorBelowRounding())
    return Prediction(floor=level, settled=_settled(start, level))


def _settled(start: _Start, level: float) -> float:
    """Return the step at which what is left of the start adds less than a hundredth of the floor to the expected loss."""
    # each direction forgets like rate²ᵗ how far it was from the minimum, and that it had no spread
    away = 0.5 * start.modes.curvatures * (start.distance**2 + floors(start.linear, start.variance))
    needed = np.log(_SETTLED * level / (len(away) * away)) / (2 * np.log(rates(start.linear)))
    step = float(needed.max())
    return max(0.0, step) if math.isfinite(step) else math.inf
