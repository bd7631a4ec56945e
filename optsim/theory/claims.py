"""What theory says of each lane of a race, held against what was measured up to the cursor."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from optsim.engine.fields import Array, Mask
from optsim.engine.linear import LinearMap, Modes
from optsim.engine.race import Race
from optsim.theory.adaptive import first_step
from optsim.theory.forecast import map_of, modes_of, noise_of
from optsim.theory.quadratics import floor, floors, rates
from optsim.theory.saddles import escape_steps

#: how far from a saddle that goes down for ever a lane has left it
_LEFT = 1.0
#: a rate is fitted over so many rows at least
_FEWEST_ROWS = 10
#: a floor is reached when what is left of the start is so small a share of it
_SETTLED = 0.01
_FEWEST_SETTLED = 50


class Claim(NamedTuple):
    """One figure that theory gives, and what was measured of it; NaN where nothing was measured yet.

    `kind` is "limit" (of α·λmax; measured: what it is), "rate" (a factor a step on the distance), "floor" (of the loss),
    "escape" (a step) or "first_step" (of each parameter).
    """

    kind: str
    predicted: float
    measured: float


class Verdict(NamedTuple):
    """What theory says of a lane: its claims, and where it is silent why."""

    claims: tuple[Claim, ...]
    silence: str = ""


def verdict(race: Race, place: int) -> Verdict:
    """All that theory says of a lane at the cursor."""
    with np.errstate(all="ignore"):
        claims = tuple(_claims(race, place))
    return Verdict(claims, _silence(race, place))


def _claims(race: Race, place: int) -> Iterator[Claim]:
    yield from _limit(race, place)
    lane, modes = race.lanes[place], race.objective.modes
    fixed = lane.schedule is None and not lane.edits
    if modes is not None and fixed:
        linear = map_of(race, place, 0, modes.curvatures)
        if linear is not None:
            yield from _rate(race, place, modes, linear)
            yield from _floor(race, place, modes, linear)
            yield from _escape(race, place, modes, linear)
    yield from _first_step(race, place)


def _limit(race: Race, place: int) -> Iterator[Claim]:
    """α·λmax, where the curvature is the same everywhere, and its limit."""
    optimizer = race.lanes[place].effective(race.step)
    limit, curvature = optimizer.stability_limit(), race.objective.largest_curvature
    if limit is not None and curvature is not None:
        yield Claim("limit", limit, optimizer.learning_rate * curvature)


def _rate(race: Race, place: int, modes: Modes, linear: LinearMap) -> Iterator[Claim]:
    """The factor on the distance, without noise: that of the slowest direction that the start has a part in."""
    if not modes.exact or noise_of(race, place, modes.noise).any() or (modes.curvatures <= 0).any():
        return
    excited = modes.distances(_start(race)) != 0
    if excited.any():
        yield Claim("rate", float(rates(linear)[excited].max()), measured_rate(race, place))


def measured_rate(race: Race, place: int) -> float:
    """The factor a step on the square root of the loss above its lowest: a straight line through the later half of its log.

    The loss of a quadratic contracts with the square of the distance. What is left of rounding errors is passed over; NaN
    before there are enough rows.
    """
    loss = _measured(race, place)
    modes = race.objective.modes
    largest = float(modes.curvatures.max()) if modes is not None else 1.0
    # below it a minimum away from the origin cannot be told from the next number
    center = np.abs(modes.center).max(initial=0.0) if modes is not None else 0.0
    least = max(1e-290, largest * len(race.params_at(0)[place]) * (8 * np.finfo(np.float64).eps * center) ** 2)
    gone = np.flatnonzero(~(np.isfinite(loss) & (loss > least)))
    last = int(gone[0]) if len(gone) else len(loss)
    first = last // 2
    if last - first < _FEWEST_ROWS:
        return math.nan
    slope = np.polyfit(np.arange(first, last), np.log(loss[first:last]) / 2, 1)[0]
    return float(np.exp(slope))


def _floor(race: Race, place: int, modes: Modes, linear: LinearMap) -> Iterator[Claim]:
    """The loss that the noise keeps up, and the mean since the start is forgotten."""
    variance = noise_of(race, place, modes.noise)
    if not modes.exact or not variance.any() or (modes.curvatures <= 0).any():
        return
    predicted = floor(modes.curvatures, linear, variance)
    if math.isinf(predicted):
        return
    loss = _measured(race, place)
    settled = settles(modes, linear, variance, modes.distances(_start(race)), predicted)
    late = loss[settled:] if settled < len(loss) else loss[:0]
    yield Claim("floor", predicted, float(late.mean()) if len(late) >= _FEWEST_SETTLED else math.nan)


def settles(modes: Modes, linear: LinearMap, variance: Array, distance: Array, floor_loss: float) -> int:
    """The step at which what is left of the start adds less than a hundredth of the floor to the expected loss."""
    # each direction forgets like rate²ᵗ how far it was from the minimum, and that it had no spread
    away = 0.5 * modes.curvatures * (distance**2 + floors(linear, variance))
    needed = np.log(_SETTLED * floor_loss / (len(away) * away)) / (2 * np.log(rates(linear)))
    return max(0, math.ceil(float(needed.max())))


def _escape(race: Race, place: int, modes: Modes, linear: LinearMap) -> Iterator[Claim]:
    """The step at which it has left the saddle."""
    down = modes.curvatures < 0
    radius = modes.radius if math.isfinite(modes.radius) else _LEFT
    distance = modes.distances(_start(race))[down]
    if not down.any() or not (modes.curvatures > 0).any() or radius <= 0 or np.linalg.norm(distance) >= radius:
        return
    downhill = LinearMap(linear.matrix[down], linear.push[down])
    predicted = escape_steps(downhill, noise_of(race, place, modes.noise)[down], distance, radius)
    yield Claim("escape", predicted, measured_escape(race, place, down, radius))


def measured_escape(race: Race, place: int, down: Mask, radius: float) -> float:
    """The first step at which the distance along the directions that go down was at least the radius; NaN before it."""
    modes = race.objective.modes
    if modes is None or not race.history.keeps_params:
        return math.nan
    params = race.history.params[: len(_measured(race, place)), place]
    away = np.linalg.norm(modes.distances(params)[:, down], axis=1) >= radius
    return float(np.argmax(away)) if away.any() else math.nan


def _first_step(race: Race, place: int) -> Iterator[Claim]:
    """How far the first update moved the parameters: the median over those that had a gradient."""
    predicted = first_step(race.lanes[place].effective(0))
    if predicted is None:
        return
    measured = math.nan
    if race.step >= 1 and race.runs[race.lanes[place].name].last_step >= 1:
        moved = np.abs(race.params_at(1)[place] - race.params_at(0)[place])
        moved = moved[moved > 0]
        measured = float(np.median(moved)) if len(moved) else math.nan
    yield Claim("first_step", predicted, measured)


def _silence(race: Race, place: int) -> str:
    """Why no curve is foretold; empty where one is."""
    optimizer = race.lanes[place].optimizer
    if optimizer.linear(np.ones(1)) is None:
        return f"no curve is foretold: {optimizer.title or type(optimizer).__name__} is not linear in the gradient"
    if modes_of(race) is not None:
        return ""
    return "no curve is foretold: the objective is no quadratic"


def _start(race: Race) -> Array:
    return race.objective.initial(race.setup.noise)


def _measured(race: Race, place: int) -> Array:
    """The losses of a lane up to the cursor, or to its end."""
    last = race.runs[race.lanes[place].name].last_step
    loss: Array = race.history.loss[: last + 1, place]
    return loss
