"""What theory says of each lane of a race, held against what was measured up to the cursor."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from optsim.engine.capabilities import Source, measured_steps
from optsim.engine.history.growing_table import Steps
from optsim.engine.linear import LinearMap, Modes
from optsim.engine.settings import Array, Mask
from optsim.theory.adaptive import first_step
from optsim.theory.forecast import Forecast, map_of, modes_of, noise_of
from optsim.theory.quadratics import double_root, floor, floors, rates, settles
from optsim.theory.saddles import escape_quartiles, escape_steps

#: a product that is a larger share of the limit is the limit but for rounding
_NEAR_LIMIT = 1 - 1e-9
#: how far from a saddle that goes down for ever a lane has left it
_LEFT = 1.0
#: a rate is fitted over so many rows at least
_FEWEST_ROWS = 10
_MOST_FITTED = 1000
#: a floor is reached when what is left of the start is so small a share of it
_SETTLED = 0.01
_FEWEST_SETTLED = 50
#: so small a part of a direction that is no coordinate is rounding
_ROUNDING = 1e-9
#: the share of a loss that its rounding may be, after some thousands of steps
_DIGITS = 1e-12
#: losses below are no longer told apart
_TINIEST = 1e-290
#: a first gradient beyond these has a square that is no number, or 0
_SQUARED = (1e-150, 1e150)


class Claim(NamedTuple):
    """One figure that theory gives, and what was measured of it; NaN where nothing was measured yet.

    `kind` is "limit" (of α·λmax; measured: what it is), "rate" (a factor a step on the distance in the long run), "loss" (at the
    cursor, with its standard deviation from seed to seed as `spread`), "floor" (of the loss), "escape" (a step; in noise that at
    which the root mean square leaves) or "first_step" (of each parameter).
    """

    kind: str
    predicted: float
    measured: float
    spread: float | None = None
    #: the steps of which it was measured
    over: tuple[int, int] | None = None
    #: of an escape in noise: the steps by which a quarter and three quarters of all runs have left
    quartiles: tuple[int, int] | None = None
    #: of a rate: a double root, which is neared like 1 + 1/t; of an escape: higher powers than the square bend the path
    nearly: bool = False
    #: of a rate: the limit is farther up than all directions, so that a factor of 1 is that of a flat one
    below_limit: bool = False


class Verdict(NamedTuple):
    """What theory says of a lane: its claims, and where it is silent why."""

    claims: tuple[Claim, ...]
    silence: str = ""


class _Known(NamedTuple):
    """What is foretold of a lane before it runs; None where nothing is, and where all is None `silence` says why.

    `settled` is the step from which it is at its floor.
    """

    rate: float | None = None
    floor: float | None = None
    settled: float = math.inf
    escape: float | None = None
    quartiles: tuple[int, int] | None = None
    nearly: bool = False
    silence: str = ""


class Theory:
    """What is known of a race; the same for every step, so it is worked out once for a lane. For `keep_rows` see `Forecast`."""

    def __init__(self, race: Source, keep_rows: int | None = None) -> None:
        self.race = race
        self.forecast = Forecast(race, keep_rows)
        self._modes = race.objective.modes
        self._known: dict[int, _Known] = {}
        self._moved: dict[int, float] = {}

    def verdict(self, place: int) -> Verdict:
        """All that theory says of a lane at the cursor."""
        with np.errstate(all="ignore"):
            if place not in self._known:
                self._known[place] = self._foretell(place)
            claims = tuple(self._claims(place, self._known[place]))
        return Verdict(claims, _silence(self.race, place) or self._known[place].silence)

    def _foretell(self, place: int) -> _Known:
        lane, modes = self.race.lanes[place], self._modes
        linear = None if modes is None else map_of(self.race, place, 0, modes.curvatures)
        if modes is None or linear is None:
            return _Known()
        if lane.schedule is not None or lane.edits:
            return _Known(silence="neither rate nor floor is foretold: its settings change on the way")
        distance, variance = modes.distances(self.race.setup.starts[place]), noise_of(self.race, place, modes)
        if (modes.curvatures < 0).any():
            return self._at_saddle(place, modes, linear, variance, distance)
        if not modes.exact or (modes.curvatures == 0).any():
            why = "a direction is flat" if modes.exact else "the function is no quadratic"
            return _Known(silence=f"neither rate nor floor is foretold: {why}")
        if variance.any():
            return _in_noise(modes, linear, variance, distance)
        return _without_noise(modes, linear, distance, self.race.budget)

    def _at_saddle(self, place: int, modes: Modes, linear: LinearMap, variance: Array, distance: Array) -> _Known:
        """When it leaves a saddle, if it starts at one and nothing else carries it away before."""
        escape = _escape(modes, linear, variance, distance)
        if escape is None:
            return _Known(silence="it does not start at a saddle")
        lane, start = self.race.lanes[place], self.race.setup.starts[place]
        limit, known = lane.effective(0).stability_limit(), self.race.objective.curvature_range(start)
        steepest = math.inf if known is None else lane.learning_rate(0) * known[1]
        if limit is None or steepest > limit:
            return _Known(silence="no escape is foretold: along a direction that goes up it is beyond the limit")
        down = modes.curvatures < 0
        quartiles = None
        if variance[down].any():
            downhill = LinearMap(linear.matrix[down], linear.push[down])
            quartiles = escape_quartiles(downhill, variance[down], distance[down], _radius(modes), escape)
        return _Known(escape=escape, quartiles=quartiles, nearly=not modes.exact)

    def _claims(self, place: int, known: _Known) -> Iterator[Claim]:
        race = self.race
        effective = race.lanes[place].effective(race.runs[race.lanes[place].name].last_step)
        limit, curvature = effective.stability_limit(), race.objective.largest_curvature
        if limit is not None and curvature is not None:
            yield Claim("limit", limit, effective.learning_rate * curvature)
        if known.rate is not None:
            measured, over = _fitted(race, place)
            below = (
                limit is not None
                and curvature is not None
                and effective.learning_rate * curvature < limit * _NEAR_LIMIT
            )
            yield Claim("rate", known.rate, measured, over=over, nearly=known.nearly, below_limit=below)
        yield from self._loss(place)
        if known.floor is not None:
            mean, over = _mean_from(race, place, known.settled)
            yield Claim("floor", known.floor, mean, over=over)
        if known.escape is not None and self._modes is not None:
            left = _left(race, place, self._modes)
            yield Claim("escape", known.escape, left, quartiles=known.quartiles, nearly=known.nearly)
        predicted = first_step(race.lanes[place].effective(0))
        if predicted is not None and _SQUARED[0] < race.history.grad_norm[0, place] < _SQUARED[1]:
            yield Claim("first_step", predicted, self._first_move(place))

    def _loss(self, place: int) -> Iterator[Claim]:
        """The loss at the cursor beside what the forecast expects, where noise gives it a spread."""
        step = self.race.runs[self.race.lanes[place].name].last_step
        known = self.forecast.at(step) if place in self.forecast.places else None
        if known is None:
            return
        loss = self.race.figures("loss", np.array([step]))[0, place]
        figures = known[0][place], loss, known[1][place]
        # where the noise is lost in the last digit of the loss there is no spread
        resolved = abs(figures[0]) > _rounding_level(self._modes)
        if resolved and figures[2] > _DIGITS * abs(figures[0]) and np.isfinite(figures).all():
            predicted, measured, deviation = map(float, figures)
            yield Claim("loss", predicted, measured, deviation)

    def _first_move(self, place: int) -> float:
        """How far the first update moved the parameters: the median over those that had a gradient; NaN before it."""
        race = self.race
        if min(race.step, race.reach, race.runs[race.lanes[place].name].last_step) < 1 or race.upto(1) != 1:
            return math.nan
        if place not in self._moved:
            # looked up once: of many parameters no step is kept, and this is asked at every paint
            moved = np.abs(race.params_at(1)[place] - race.params_at(0)[place])
            moved = moved[moved > 0]
            self._moved[place] = float(np.median(moved)) if len(moved) else math.nan
        return self._moved[place]


def measured_rate(race: Source, place: int) -> float:
    """The factor a step on the square root of the loss above its lowest: a straight line through the later half of its log.

    The loss of a quadratic contracts with the square of the distance. What is left of rounding errors is passed over; NaN
    before there are enough rows.
    """
    return _fitted(race, place)[0]


def _fitted(race: Source, place: int) -> tuple[float, tuple[int, int] | None]:
    """The measured rate, and the first and the last of the steps that it was fitted to; NaN and None without."""
    (steps, loss), least = _measured(race, place), _rounding_level(race.objective.modes)
    gone = np.flatnonzero(~(np.isfinite(loss) & (loss > least)))
    last = int(gone[0]) if len(gone) else len(loss)
    first = last // 2 if race.history.stretches is None else int(np.searchsorted(steps[:last], steps[last - 1] / 2))
    if last - first < _FEWEST_ROWS:
        return math.nan, None
    # of many rows some tell the same, and this is asked at every paint
    rows = np.arange(first, last, 1 + (last - first) // _MOST_FITTED)
    if race.history.stretches is not None:
        # the newest rows lie close together: as many of the others count
        rows = np.unique(np.searchsorted(steps, np.linspace(steps[first], steps[last - 1], _MOST_FITTED)))
    away = steps[rows] - steps[rows].mean()
    rate = math.exp(float(away @ np.log(loss[rows])) / float(away @ away) / 2)
    return rate, (int(steps[rows[0]]), int(steps[rows[-1]]))


def _rounding_level(modes: Modes | None) -> float:
    """The loss below which all is rounding: away from the origin no distance is smaller than the last digit of a parameter."""
    if modes is None:
        return _TINIEST
    digit = 8 * float(np.finfo(np.float64).eps * np.abs(modes.center).max(initial=0.0))
    # a product, for a power of a float that is too large is an error
    return max(_TINIEST, float(modes.curvatures.max()) * len(modes.curvatures) * (digit * digit))


def _without_noise(modes: Modes, linear: LinearMap, distance: Array, steps: int) -> _Known:
    """The rate of the slowest direction that the start has a part in; what is no more than rounding is none."""
    if not distance.any():
        return _Known(silence="no rate is foretold: it starts at the minimum")
    factors = rates(linear)
    if not np.isfinite(factors[distance != 0]).all():
        return _Known(silence="no rate is foretold: its numbers are beyond all bounds")
    part = distance != 0
    if modes.axes is not None:
        least = _ROUNDING * max(float(np.abs(distance).max()), float(np.abs(modes.center).max()))
        part = np.abs(distance) > least
        if not part.any() or factors[~part].max(initial=0.0) > factors[part].max():
            return _Known(silence="no rate is foretold: in its slowest direction it starts with no more than rounding")
    slowest = int(np.flatnonzero(part)[np.argmax(factors[part])])
    return _Known(rate=float(factors[slowest]), nearly=bool(double_root(linear, steps)[slowest]))


def _in_noise(modes: Modes, linear: LinearMap, variance: Array, distance: Array) -> _Known:
    """The floor, and when it is reached."""
    level = floor(modes.curvatures, linear, variance)
    if not _TINIEST < level < math.inf:
        why = "its numbers are beyond all bounds" if settles(linear).all() else "it does not settle"
        return _Known(silence=f"no floor is foretold: {why}")
    if level <= _rounding_level(modes):
        return _Known(silence="no floor is foretold: rounding keeps up more")
    return _Known(floor=level, settled=_settled(modes, linear, variance, distance, level))


def _settled(modes: Modes, linear: LinearMap, variance: Array, distance: Array, level: float) -> float:
    """The step at which what is left of the start adds less than a hundredth of the floor to the expected loss."""
    # each direction forgets like rate²ᵗ how far it was from the minimum, and that it had no spread
    away = 0.5 * modes.curvatures * (distance**2 + floors(linear, variance))
    needed = float((np.log(_SETTLED * level / (len(away) * away)) / (2 * np.log(rates(linear)))).max())
    return max(0.0, needed) if math.isfinite(needed) else math.inf


def _radius(modes: Modes) -> float:
    """How far from a saddle a lane has left it."""
    return modes.radius if math.isfinite(modes.radius) else _LEFT


def _escape(modes: Modes, linear: LinearMap, variance: Array, distance: Array) -> float | None:
    """The step at which it should have left the saddle; None where it starts outside, or there is none."""
    down = modes.curvatures < 0
    if not (modes.curvatures > 0).any() or np.linalg.norm(distance[down]) >= _radius(modes):
        return None
    downhill = LinearMap(linear.matrix[down], linear.push[down])
    return escape_steps(downhill, variance[down], distance[down], _radius(modes))


def _left(race: Source, place: int, modes: Modes) -> float:
    """The first step at which it was so far along the directions that go down; NaN before it."""
    if not race.history.keeps_params:
        return math.nan
    steps, _ = _measured(race, place)
    left = _is_left(modes, race.figures("params", steps)[:, place])
    if not left.any():
        return math.nan
    row = int(np.argmax(left))
    step, before = int(steps[row]), int(steps[max(0, row - 1)])
    if step - before <= 1 or race.origin is not None:
        return step
    between = np.arange(before + 1, step + 1)
    return float(between[np.argmax(_is_left(modes, race.figures("params", between)[:, place]))])


def _is_left(modes: Modes, params: Array) -> Mask:
    """Whether points (steps, dim) are so far along the directions that go down."""
    downhill = modes.distances(params)[:, modes.curvatures < 0]
    left: Mask = (downhill * downhill).sum(axis=1) >= _radius(modes) ** 2
    return left


def _silence(race: Source, place: int) -> str:
    """Why no curve is foretold; empty where one is."""
    optimizer = race.lanes[place].optimizer
    if optimizer.linear(np.ones(1)) is None:
        return f"no curve: {optimizer.title or type(optimizer).__name__} is not linear in the gradient"
    if modes_of(race) is not None:
        return ""
    return "no curve: not a quadratic"


def _measured(race: Source, place: int) -> tuple[Steps, Array]:
    """The losses of a lane up to the cursor, or to its end, and the steps that they are of."""
    last = race.runs[race.lanes[place].name].last_step
    steps = measured_steps(race, 0, last + 1)
    return steps, race.history.loss[race.history.places(steps), place]


def _mean_from(race: Source, place: int, settled: float) -> tuple[float, tuple[int, int] | None]:
    """The mean loss of a lane from a step on, and the first and the last step that it is of; NaN and None of few rows.

    Of rows that are not kept the sums are.
    """
    steps, loss = _measured(race, place)
    old = race.history.stretches
    if old is None or settled >= old.begin:
        begins = int(np.searchsorted(steps, settled))
        if len(loss) - begins < _FEWEST_SETTLED:
            return math.nan, None
        return float(loss[begins:].mean()), (int(steps[begins]), int(steps[-1]))
    # whole stretches, and behind them what is kept row by row
    first, end = math.ceil(settled / old.length), min((int(steps[-1]) + 1) // old.length, old.count)
    newest = loss[steps >= old.begin]
    begin, upto = first * old.length, min(end * old.length, old.begin)
    count = max(0, upto - begin) + len(newest)
    if count < _FEWEST_SETTLED:
        return math.nan, None
    total = old.total["loss"][first:end, place].sum() + newest.sum()
    return float(total / count), (begin, begin + count - 1)
