"""Measurement of what theory predicts: a rate, a mean loss, an escape and a first step, up to the cursor of a race."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optsim.engine.capabilities.curves import measured_steps
from optsim.engine.capabilities.states import States
from optsim.engine.history.growing_table import Steps, Stretches
from optsim.engine.settings import Array, Mask
from optsim.engine.updates.linear_map import Modes
from optsim.theory.rounding import rounding_level
from optsim.theory.saddles import escape_radius

#: the fewest rows that a rate is fitted over
_FEWEST_ROWS = 10
_MOST_FITTED = 1000
#: the fewest rows whose mean is a floor
_FEWEST_SETTLED = 50


class Measured(NamedTuple):
    """A measured figure, and the first and the last step that it is of; None where there were too few."""

    value: float | None = None
    over: tuple[int, int] | None = None


def fitted_rate(race: States, place: int) -> Measured:
    """Fit the factor per step on the square root of the loss above its lowest: a line through the later half of its log.

    The loss of a quadratic contracts with the square of the distance. What is left of rounding errors is passed over.

    Args:
        race: The race.
        place: The lane's place in it.

    Returns:
        The rate, and the steps that it was fitted to.
    """
    steps, loss = _losses(race, place)
    rows = _fitted_rows(race, steps, _above_rounding(loss, rounding_level(race.objective.modes)))
    if not len(rows):
        return Measured()
    away = steps[rows] - steps[rows].mean()
    rate = math.exp(float(away @ np.log(loss[rows])) / float(away @ away) / 2)
    return Measured(rate, (int(steps[rows[0]]), int(steps[rows[-1]])))


def mean_loss(race: States, place: int, settled: float) -> Measured:
    """Return the mean loss of a lane from a step on; of rows that are not kept the sums are.

    Args:
        race: The race.
        place: The lane's place in it.
        settled: The step.
    """
    steps, loss = _losses(race, place)
    old = race.history.stretches
    if old is not None and settled < old.begin:
        return _mean_with_sums(old, place, settled, steps, loss)
    begins = int(np.searchsorted(steps, settled))
    if len(loss) - begins < _FEWEST_SETTLED:
        return Measured()
    return Measured(_number(loss[begins:].mean()), (int(steps[begins]), int(steps[-1])))


def escape_step(race: States, place: int, modes: Modes) -> float | None:
    """Return the first step at which a lane has left its saddle along the directions that go down, None before it.

    Args:
        race: The race.
        place: The lane's place in it.
        modes: The directions at the saddle.
    """
    if not race.history.keeps_params:
        return None
    steps, _ = _losses(race, place)
    escaped = _has_left(modes, race.figures("params", steps)[:, place])
    if not escaped.any():
        return None
    row = int(np.argmax(escaped))
    step, before = int(steps[row]), int(steps[max(0, row - 1)])
    if step - before <= 1 or race.history.gaps:
        return step
    between = np.arange(before + 1, step + 1)
    return float(between[np.argmax(_has_left(modes, race.figures("params", between)[:, place]))])


def first_move(race: States, place: int) -> float | None:
    """Return the length of a lane's first update, the median over the parameters that it moved, None where it moved none.

    Args:
        race: The race, which knows its steps 0 and 1.
        place: The lane's place in it.
    """
    update = np.abs(race.params_at(1)[place] - race.params_at(0)[place])
    update = update[update > 0]
    return float(np.median(update)) if len(update) else None


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _losses(race: States, place: int) -> tuple[Steps, Array]:
    """Return the measured steps of a lane up to the cursor, or to its end, and the losses there, each (rows,)."""
    last = race.runs[race.lanes[place].name].last_step
    steps = measured_steps(race, 0, last + 1)
    return steps, race.history.loss[race.history.places(steps), place]


def _above_rounding(loss: Array, least: float) -> int:
    """Return how many of the first losses are finite and above their rounding."""
    at_rounding = np.flatnonzero(~(np.isfinite(loss) & (loss > least)))
    return int(at_rounding[0]) if len(at_rounding) else len(loss)


def _fitted_rows(race: States, steps: Steps, last: int) -> Steps:
    """Return the rows that a rate is fitted to, of the first `last`: the later half by steps; none where they are few."""
    thinned = race.history.stretches is not None
    first = int(np.searchsorted(steps[:last], steps[last - 1] / 2)) if thinned and last else last // 2
    if last - first < _FEWEST_ROWS:
        return np.arange(0)
    if thinned:
        # the newest rows lie close together: as many of the others count
        return np.unique(np.searchsorted(steps, np.linspace(steps[first], steps[last - 1], _MOST_FITTED)))
    # of many rows some tell the same, and this is asked at every paint
    return np.arange(first, last, 1 + (last - first) // _MOST_FITTED)


def _mean_with_sums(old: Stretches, place: int, settled: float, steps: Steps, loss: Array) -> Measured:
    """Return the mean over whole stretches, and after them over what is kept row by row."""
    first, end = math.ceil(settled / old.length), min((int(steps[-1]) + 1) // old.length, old.count)
    newest = loss[steps >= old.begin]
    begin, upto = first * old.length, min(end * old.length, old.begin)
    count = max(0, upto - begin) + len(newest)
    if count < _FEWEST_SETTLED:
        return Measured()
    total = old.total["loss"][first:end, place].sum() + newest.sum()
    return Measured(_number(total / count), (begin, begin + count - 1))


def _has_left(modes: Modes, params: Array) -> Mask:
    """Tell at which points (steps, dim) the lane is outside the radius along the directions that go down, shape (steps,)."""
    downhill = modes.distances(params)[:, modes.curvatures < 0]
    escaped: Mask = (downhill * downhill).sum(axis=1) >= escape_radius(modes) ** 2
    return escaped
