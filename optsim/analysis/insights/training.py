"""Insights on losses alone: what a training log says of a training, at a step of it.

The bounds are conventions, and are told in docs/watching.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from optsim.analysis.insights.loss_levels import LossLevels
from optsim.analysis.insights.loss_spikes import spikes
from optsim.analysis.insights.training_facts import (
    DoesNotLearn,
    LossNotFinite,
    LossPlateau,
    NothingWrong,
    OverfitsSince,
    StillFalls,
    TooFewRows,
    TrainingDiverged,
    TrainingFact,
)
from optsim.analysis.quantities import at_hand, series
from optsim.engine.capabilities.curves import Curves
from optsim.engine.history.growing_table import Steps
from optsim.engine.settings import Array

#: rows, and evaluations, of which nothing is said of fewer
_FEWEST, _FEWEST_EVALUATIONS = 5, 3
#: a loss that has not fallen by such a share, or by so many deviations of what is compared, has not learned
_LEARNED, _CERTAIN = 0.01, 4.0
#: of so few rows the scatter is not known well enough to blame it for a fall to such a share
_FEW, _FALLEN_TO = 50, 0.5
#: the share of what was gained that is lost where it diverges
_LOST = 0.5
#: validation loss is so much above its best
_RISEN = 0.05
#: within such a share of what was gained for the last quarter it is on a plateau; a fall that is told in the last tenth
_LEVEL, _QUARTER, _FALLS = 0.01, 0.25, 0.01


def training_insights(curves: Curves, place: int, step: int | None = None) -> list[TrainingFact]:
    """Return what the losses of a lane say up to a step, what matters most first; something in any case.

    Args:
        curves: Measured curves.
        place: The lane's place in them.
        step: The step; their newest one where None.
    """
    upto = curves.head if step is None else step
    training, held_out = _values(curves, "loss", place, upto), _values(curves, "validation_loss", place, upto)
    facts: list[TrainingFact] = [*_not_finite(*training, validation=False), *_not_finite(*held_out, validation=True)]
    levels, validation = _finite(*training), _finite(*held_out)
    if levels.rows < _FEWEST and validation.rows < _FEWEST_EVALUATIONS:
        return facts or [TooFewRows(levels.rows)]
    if levels.rows >= _FEWEST:
        facts += _of_training(levels)
    facts += _overfits(levels, validation)
    facts.sort(key=lambda fact: not fact.wrong)
    return facts or [NothingWrong(levels.first, levels.last) if levels.rows else TooFewRows(0)]


def _values(curves: Curves, quantity: str, place: int, step: int) -> tuple[Steps, Array]:
    """Return the steps and values of a lane's rows up to a step."""
    if not at_hand(curves, quantity):
        return np.empty(0, np.int64), np.empty(0)
    charted = series(curves, quantity)
    own = charted.rows[place]
    rows = np.arange(own.known) if own.filled is None else own.filled
    values = own.of(charted.values)[:, place]
    count = int(np.searchsorted(rows, step // own.steps_per_row, side="right"))
    return rows[:count] * own.steps_per_row, values[:count]


def _finite(steps: Steps, values: Array) -> LossLevels:
    there = np.isfinite(values)
    return LossLevels(steps, values) if there.all() else LossLevels(steps[there], values[there])


def _not_finite(steps: Steps, values: Array, *, validation: bool) -> Iterator[TrainingFact]:
    wrong = np.flatnonzero(~np.isfinite(values))
    if len(wrong):
        yield LossNotFinite(int(steps[wrong[0]]), float(values[wrong[0]]), len(wrong), validation)


def _of_training(loss: LossLevels) -> Iterator[TrainingFact]:
    """Yield what the training loss says."""
    if not _learns(loss):
        if loss.rows >= 2 * _FEWEST:
            rose = loss.last > loss.first + max(0.1 * abs(loss.first), _CERTAIN * loss.first_error)
            yield _diverged(loss) if rose else DoesNotLearn(loss.first, loss.last, loss.rows)
        return
    if loss.last - loss.lowest > max(_LOST * loss.gain, _CERTAIN * loss.error(loss.block)):
        yield _diverged(loss)
        return
    yield from filter(None, [spikes(loss)])
    yield from _at_the_end(loss)


def _diverged(loss: LossLevels) -> TrainingDiverged:
    return TrainingDiverged(loss.first, loss.lowest, loss.lowest_at, loss.last)


def _learns(loss: LossLevels) -> bool:
    """Tell if the loss has fallen: below where it began, or from its first part to a later one."""
    share = _LEARNED * abs(loss.first)
    if loss.gain > max(share, _CERTAIN * loss.first_error):
        return True
    part = max(loss.rows // 10, min(_FEWEST + 1, loss.rows // 3))
    middle = loss.rows // 2 - part // 2
    parts = [loss.values[:part], loss.values[middle : middle + part], loss.values[-part:]]
    begins, *later = (float(np.median(each)) for each in parts)
    if loss.rows < _FEW and 0 <= min(later) < _FALLEN_TO * begins:
        return True
    return begins - min(later) > max(share / 2, _CERTAIN * loss.error(part) * math.sqrt(2))


def _at_the_end(loss: LossLevels) -> Iterator[TrainingFact]:
    """Yield that the loss has settled, or that it still falls."""
    if loss.rows < 4 * _FEWEST:
        return
    within = loss.levels <= loss.lowest + _LEVEL * loss.gain + 2 * loss.error(loss.block)
    first = int(within.argmax())
    if first < (1 - _QUARTER) * len(within) and within[-max(1, round(_QUARTER * len(within))) :].mean() >= _LOST:
        yield LossPlateau(loss.step_of(first), loss.last)
        return
    tenth = max(1, len(loss.levels) // 10)
    before = float(loss.levels[-1 - tenth])
    if before - loss.last > max(_FALLS * abs(before), 2 * loss.error(loss.block)):
        yield StillFalls((before - loss.last) / abs(before))


def _overfits(training: LossLevels, held_out: LossLevels) -> Iterator[TrainingFact]:
    """Yield that the validation loss has left its best for good while the training loss falls."""
    values = held_out.values
    if held_out.rows < _FEWEST_EVALUATIONS or not training.rows:
        return
    best = int(values.argmin())
    after = len(values) - 1 - best
    tail = values[len(values) - min(after, max(2, -(-len(values) // 10))) :]
    if after < 2 or (tail - values[best] < max(_RISEN * abs(values[best]), _CERTAIN * held_out.scatter)).any():
        return
    at_best, at_last = (_level_at(training, int(held_out.steps[row])) for row in (best, len(values) - 1))
    if at_last < at_best:
        rise = (float(values[-1]) - float(values[best])) / abs(float(values[best]) or 1.0)
        fall = (at_best - at_last) / abs(at_best or 1.0)
        yield OverfitsSince(float(values[best]), int(held_out.steps[best]), rise, fall, after)


def _level_at(training: LossLevels, step: int) -> float:
    """Return the median of the last values of the training loss up to a step."""
    end = max(1, int(np.searchsorted(training.steps, step, side="right")))
    rows = max(training.block, min(_FEWEST, training.rows // 10))
    return float(np.median(training.values[max(0, end - rows) : end]))
