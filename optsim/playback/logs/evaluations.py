"""Evaluations of a lane: what early-stopping rules judge, the validation loss as it was measured, or means of the training loss."""

from __future__ import annotations

import numpy as np

from optsim.engine.history.growing_table import Column, Steps
from optsim.engine.settings import Array
from optsim.playback.logs.columns.block_means import BlockMeans
from optsim.playback.logs.columns.series import Series
from optsim.playback.logs.lane_log import LaneLog

#: more evaluations of a lane than so many are judged as means of several: a rule takes its time for each
MOST_EVALUATIONS = 2000
#: of all lanes together, and of each where they are many
_OF_ALL, _FEWEST = 20_000, 100


class Evaluations:
    """Steps, values and training losses of evaluations, (evaluations,); each is the mean of `rows` values, at the last of them."""

    def __init__(self, lane: LaneLog, lanes: int = 1) -> None:
        """Take in what there is of a lane, one of so many."""
        self._lane = lane
        self.rows = _rows_a_mean(lane, lanes)
        self._steps, self._values, self._losses = Column((), np.int64), Column(()), Column(())
        #: training losses up to the last evaluation, of all that ever came, as they were when it was taken in
        self._losses_before = 0
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

    def stands(self, lanes: int) -> bool:
        """Tell if those of a lane that is one of so many would be the same with what has come since."""
        loss, last = self._lane.series("loss"), self.steps[-1:]
        late = loss is not None and len(last) > 0 and _number(loss, int(last[0])) > self._losses_before
        return self.rows == _rows_a_mean(self._lane, lanes) and not late

    def grow(self) -> None:
        """Take in what has come."""
        watched = self._lane.series(self._lane.watched)
        if watched is None:
            return
        steps, values = (None if watched.by_means else self._of_rows(watched)) or self._of_blocks(watched)
        if not len(steps):
            return
        loss = self._lane.series("loss")
        own = loss is None or loss is watched
        before = int(self.steps[-1]) if len(self) else None
        self._losses.extend(values if loss is None or own else _means(loss, before, steps))
        self._steps.extend(steps)
        self._values.extend(values)
        self._losses_before = 0 if loss is None else _number(loss, int(steps[-1]))

    def _of_rows(self, watched: Series) -> tuple[Steps, Array] | None:
        """Return steps and values of what has come, where all of its rows are there; else None."""
        first = watched.rows.place(len(self) * self.rows)
        if first is None:
            return None
        last = first + max(0, len(watched) - first) // self.rows * self.rows
        with np.errstate(all="ignore"):
            values = watched.values[first:last, 0].reshape(-1, self.rows).mean(axis=1)
        return watched.steps[first:last].reshape(-1, self.rows)[:, -1], values

    def _of_blocks(self, watched: Series) -> tuple[Steps, Array]:
        """Return the same by means of all that ever came; of a column that was no loss before, of what is left of it."""
        if watched.means is None:
            watched.means = BlockMeans(watched.steps, watched.values[:, 0])
        blocks = watched.means
        of_one = max(1, self.rows // blocks.rows)
        first, last = len(self) * of_one, len(blocks.steps) // of_one * of_one
        with np.errstate(all="ignore"):
            values = blocks.means[first:last].reshape(-1, of_one).mean(axis=1)
        return blocks.steps[first:last].reshape(-1, of_one)[:, -1], values

    def before(self, step: int) -> int:
        """Return how many there were up to a step."""
        return int(np.searchsorted(self.steps, step, side="right"))


def _number(loss: Series, step: int) -> int:
    """Return how many training losses there were up to a step, of all that ever came; 0 where that is not known any more."""
    return loss.rows.number(loss.before(step))


def _rows_a_mean(lane: LaneLog, lanes: int) -> int:
    """Return how many values of a lane make an evaluation: a power of two, so that few of them are made anew as it grows."""
    most = min(MOST_EVALUATIONS, max(_FEWEST, _OF_ALL // lanes))
    return 1 << int(max(0, -(-lane.to_judge // most) - 1)).bit_length()


def _means(loss: Series, before: int | None, steps: Steps) -> Array:
    """Return the mean training loss of each evaluation since the one before, at each the last one where none is between.

    Args:
        loss: The training loss.
        before: The step of the evaluation before the first one; None where there was none.
        steps: The evaluations.
    """
    ends = np.searchsorted(loss.steps, steps, side="right")
    starts = np.concatenate(([max(ends[0] - 1, 0) if before is None else loss.before(before)], ends[:-1]))
    some, means = ends > starts, np.full(len(steps), np.nan)
    with np.errstate(all="ignore"):
        if some.any():
            means[some] = np.add.reduceat(loss.values[: ends[-1], 0], starts[some]) / (ends - starts)[some]
    plain: Array = np.where(np.isfinite(means), means, loss.at(steps))
    return plain
