"""The columns of a recording as those of a race: a row a step, NaN where none was recorded."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from optsim.engine.fields import Array
from optsim.engine.history import RunningBest
from optsim.engine.kernel import Setup
from optsim.engine.source import Steps
from optsim.recording.recording import Recording


class Recorded:
    """What a recording measured, up to its last step.

    Where only every N-th step was recorded, there are also rows at which something happened to a lane, with that lane alone.
    """

    def __init__(self, recording: Recording, setup: Setup) -> None:
        self._setup, self._per_epoch = setup, setup.objective.steps_per_epoch
        self._at = recording.steps
        self._length = int(self._at[-1]) + 1
        self.rows: Steps | None = None if len(self._at) == self._length else self._at
        self.steps: Steps | None = None if self.rows is None else full_steps(recording)
        columns = recording.columns
        self.loss = self._dense(columns["loss"])
        self.batch_loss = self._dense(columns["batch_loss"])
        self.grad_norm = self._dense(columns["grad_norm"])
        self.update_norm = self._dense(columns["update_norm"])
        self.learning_rate = self._dense(columns["learning_rate"])
        self.validation_loss = self._by_epoch(columns["validation_loss"])
        self._params = None if recording.params is None else _kept(recording.params)
        self._best = _best_steps(self, setup)

    @property
    def keeps_params(self) -> bool:
        """Whether the parameters were recorded."""
        return self._params is not None

    @cached_property
    def params(self) -> Array:
        """The parameters, (rows, lanes, dim); no rows where they were not recorded."""
        lanes, dim = len(self._setup.lanes), self._setup.objective.dim
        return np.empty((0, lanes, dim)) if self._params is None else self._dense(self._params)

    def points(self, first: int, last: int) -> Array:
        """The recorded parameters from one step to another, (steps, lanes, dim)."""
        if self._params is None:
            raise ValueError("no parameters were recorded")
        return self._params[slice(*np.searchsorted(self._at, (first, last + 1)))]

    def best_step(self, step: int, place: int) -> int:
        """Where a lane was best up to a recorded step.

        What the first early-stopping rule would keep, if every step was recorded; else where the loss that it watches was
        lowest among the recorded ones.
        """
        return int(self._best[step, place])

    def _dense(self, values: Array) -> Array:
        """Rows of the file as rows of all steps."""
        if self.rows is None:
            return values
        dense = np.full((self._length, *values.shape[1:]), np.nan)
        dense[self._at] = values
        return dense

    def _by_epoch(self, values: Array) -> Array:
        """The rows at which an epoch begins, a row an epoch."""
        if not self._setup.objective.has_validation:
            return values[:0]
        begins = self._at % self._per_epoch == 0
        dense = np.full(((self._length - 1) // self._per_epoch + 1, values.shape[1]), np.nan)
        dense[self._at[begins] // self._per_epoch] = values[begins]
        return dense


def full_steps(recording: Recording) -> Steps:
    """The steps at which all lanes were recorded that had not ended: every N-th, and the last one where there is an end."""
    steps = recording.steps
    last = steps[-1:] if recording.complete else steps[:0]
    return np.unique(np.concatenate((steps[steps % recording.every == 0], last)))


def _kept(params: Array) -> Array:
    """Parameters (rows, lanes, dim) that go on where a lane has no row: behind its end."""
    there = ~np.isnan(params).all(axis=2)
    rows = np.where(there, np.arange(len(params))[:, None], 0)
    last = np.maximum.accumulate(rows, axis=0)
    kept: Array = params[last, np.arange(params.shape[1])]
    return kept


def _best_steps(columns: Recorded, setup: Setup) -> npt.NDArray[np.int64]:
    """The best step so far at every step, (rows, lanes)."""
    per_epoch, rules = setup.objective.steps_per_epoch, setup.rules
    by_validation = rules[0].monitor == "validation_loss" if rules else setup.objective.has_validation
    rows = np.arange(len(columns.loss))
    if rules and columns.rows is None:
        epochs = _kept_epochs(columns, rules[0], per_epoch)
        return epochs[rows // per_epoch] * per_epoch
    best = RunningBest(columns.loss.shape[1])
    best.upto(columns.validation_loss if by_validation else columns.loss)
    places = best.places().astype(np.int64)
    return places[rows // per_epoch] * per_epoch if by_validation else places


def _kept_epochs(columns: Recorded, rule: Any, per_epoch: int) -> npt.NDArray[np.int64]:
    """The epoch that a rule would keep, by epoch (epochs, lanes): it looks at what was recorded as it did in the race."""
    losses = columns.loss[::per_epoch]
    watched = columns.validation_loss if rule.monitor == "validation_loss" else losses
    state = rule.init(losses.shape[1])
    kept = np.zeros(losses.shape, np.int64)
    with np.errstate(all="ignore"):
        for epoch in range(1, len(losses)):
            state, _ = rule.check(state, epoch, watched[epoch], losses[epoch])
            kept[epoch] = rule.best_epoch(state)
    return kept
