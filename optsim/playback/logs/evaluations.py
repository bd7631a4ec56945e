"""Evaluations of a lane: what early-stopping rules judge, the validation loss as it was measured, or means of the training loss."""

from __future__ import annotations

import numpy as np

from optsim.engine.history.growing_table import Column, Steps
from optsim.engine.settings import Array
from optsim.playback.logs.lane_log import LaneLog
from optsim.playback.logs.series import Series

#: more evaluations of a lane than so many are judged as means of several: a rule takes its time for each
MOST_EVALUATIONS = 2000
#: of all lanes together, and of each where they are many
_OF_ALL, _FEWEST = 20_000, 100


class Evaluations:
    """Steps, values and training losses of evaluations, (evaluations,); each is the mean of `rows` values, at the last of them."""

    def __init__(self, lane: LaneLog, lanes: int = 1) -> None:
        """Take in what there is of a lane, one of so many."""
        self._lane = lane
        self._most = min(MOST_EVALUATIONS, max(_FEWEST, _OF_ALL // lanes))
        count = len(lane.series(lane.watched) or ())
        self.rows = max(1, -(-count // self._most))
        self._steps, self._values, self._losses = Column((), np.int64), Column(()), Column(())
        self.grow()

    def __len__(self) -> int:
        return self._steps.length

    @property
    def steps(self) -> Steps:
        """The steps."""
        return self._steps.view()

    @property
    def values(self) -> Array:
        """The loss that is watched."""
        return self._values.view()

    @property
    def losses(self) -> Array:
        """The training loss there."""
        return self._losses.view()

    @property
    def too_many(self) -> bool:
        """True where there are so many by now that each should be the mean of more values."""
        return len(self) > 2 * self._most

    def grow(self) -> None:
        """Take in what has come."""
        watched = self._lane.series(self._lane.watched)
        if watched is None:
            return
        first, last = len(self) * self.rows, len(watched) // self.rows * self.rows
        if last <= first:
            return
        steps = watched.steps[first:last].reshape(-1, self.rows)[:, -1]
        values = watched.values[first:last, 0].reshape(-1, self.rows).mean(axis=1)
        loss = self._lane.series("loss")
        self._steps.extend(steps)
        self._values.extend(values)
        self._losses.extend(values if loss is None or loss is watched else _means(loss, steps))

    def before(self, step: int) -> int:
        """Return how many there were up to a step."""
        return int(np.searchsorted(self.steps, step, side="right"))


def _means(loss: Series, steps: Steps) -> Array:
    """Return the mean training loss between evaluations, at each the last one where none is between."""
    ends = np.searchsorted(loss.steps, steps, side="right")
    starts = np.concatenate(([ends[0] - 1 if ends[0] else 0], ends[:-1]))
    sums = np.concatenate(([0.0], np.cumsum(loss.values[: ends[-1] if len(ends) else 0, 0])))
    counts = ends - starts
    with np.errstate(all="ignore"):
        means = (sums[ends] - sums[starts]) / counts
    plain: Array = np.where((counts > 0) & np.isfinite(means), means, loss.at(steps))
    return plain
