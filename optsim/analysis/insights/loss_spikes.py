"""Spikes of a training loss: jumps above the level before them that come back."""

from __future__ import annotations

import math

import numpy as np

from optsim.analysis.insights.loss_levels import SIGMA, LossLevels
from optsim.analysis.insights.training_facts import LossSpikes
from optsim.engine.history.growing_table import Steps
from optsim.engine.settings import Array

#: rows whose median is the level before a spike, at most and at least, and of how many rows one of them
_MOST, _FEWEST, _SHARE = 25, 5, 10
#: deviations, share of all that was gained, and of the level, that a spike is above that
_DEVIATIONS, _OF_GAIN, _OF_LEVEL = 10.0, 0.25, 0.5
#: the share of all rows within which it comes back: what stays above for longer is another level
_BACK = 0.2


def spikes(loss: LossLevels) -> LossSpikes | None:
    """Return the spikes of a training loss; None where it has none. Of the first rows nobody knows the level before."""
    size = min(max(loss.rows // _SHARE, _FEWEST), _MOST)
    whole = loss.rows // size
    if whole < 2:
        return None
    # rows that are left over lie at the beginning: the newest ones are what is watched
    first = loss.rows % size
    values = loss.values[first:].reshape(whole, size)
    medians = np.median(values, axis=1)
    level, bound = _before(loss, values, medians)
    rows, longest, end = list[Steps](), 1 + math.ceil(_BACK * whole), 0
    for window in np.flatnonzero(values.max(axis=1) > bound).tolist():
        if window < end:
            continue
        low = np.append(medians[window : window + longest + 2] <= bound[window], window + longest + 2 > whole)
        back = np.flatnonzero(low[:-1] & low[1:])
        end = window + (int(back[0]) + 1 if len(back) else longest)
        above = first + window * size + np.flatnonzero(values[window:end] > bound[window])
        if len(back) and above[-1] < loss.rows - 1:
            rows.append(above)
    return _together(loss, np.concatenate(rows), level, size) if rows else None


def _before(loss: LossLevels, values: Array, medians: Array) -> tuple[Array, Array]:
    """Return the level before each window, and what a spike is above: nothing in the first one."""
    # of what neighbours differ: a steep fall is no scatter
    steps = np.diff(values, axis=1)
    deviations = SIGMA / np.sqrt(2) * np.median(np.abs(steps - np.median(steps, axis=1)[:, None]), axis=1)
    level, deviation = (np.concatenate(([np.inf], each[:-1])) for each in (medians, deviations))
    certain = _DEVIATIONS * np.maximum(deviation, loss.scatter)
    return level, level + np.maximum(np.maximum(certain, _OF_GAIN * loss.gain), _OF_LEVEL * np.abs(level))


def _together(loss: LossLevels, rows: Steps, level: Array, size: int) -> LossSpikes:
    """Return what spikes are, told by all of their rows."""
    count = 1 + int((np.diff(rows) > size).sum())
    highest = int(rows[np.argmax(loss.values[rows])])
    before = float(level[(highest - loss.rows % size) // size])
    return LossSpikes(count, int(loss.steps[rows[0]]), int(loss.steps[highest]), float(loss.values[highest]), before)
