"""The columns of a recording as those of a race: a row a step, NaN where none was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from optsim.engine.history.growing_table import Steps
from optsim.engine.history.lowest import RunningBest
from optsim.engine.settings import Array
from optsim.engine.setup import Clock, Setup
from optsim.engine.stopping_rule import StoppingRule
from optsim.recording.recording import Recording


class RecordedColumns:
    """What a recording measured, up to its last step.

    Where only every N-th step was recorded, there are also rows at which something happened to a lane, with that lane alone.
    """

    def __init__(self, recording: Recording, setup: Setup) -> None:
        self._setup = setup
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
        self._best = _best_of(self, setup)

    @property
    def stretches(self) -> None:
        """None: of what was not recorded nothing is known."""

    def places(self, steps: Steps) -> Steps:
        """The same: there is a row for every step."""
        return steps

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
        return self._best[place].at(step, place)

    def _dense(self, values: Array) -> Array:
        """Rows of the file as rows of all steps."""
        if self.rows is None:
            return values
        dense = np.full((self._length, *values.shape[1:]), np.nan)
        dense[self._at] = values
        return dense

    def _by_epoch(self, values: Array) -> Array:
        """The rows at which an epoch of each lane begins, a row an epoch."""
        if not self._setup.objective.has_validation:
            return values[:0]
        shortest = min(self._setup.steps_per_epoch)
        dense = np.full(((self._length - 1) // shortest + 1, values.shape[1]), np.nan)
        for steps_per_epoch, places, _ in self._setup.clocks:
            begins = self._at % steps_per_epoch == 0
            for place in places:
                dense[self._at[begins] // steps_per_epoch, place] = values[begins, place]
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


class _Lowest:
    """Where the watched loss was lowest among the recorded ones."""

    def __init__(self, watched: Array, steps_per_row: Sequence[int]) -> None:
        self._every = steps_per_row
        best = RunningBest(watched.shape[1])
        best.upto(watched)
        self._rows = best.places()

    def at(self, step: int, place: int) -> int:
        """The best step of a lane up to a step."""
        every = self._every[place]
        return int(self._rows[step // every, place]) * every


class _KeptByRule:
    """What a rule would keep: it looks at what was recorded as it did in the race, as far as it is asked for."""

    def __init__(self, columns: RecordedColumns, rule: StoppingRule, clock: Clock) -> None:
        self._columns, self._rule, self._clock = columns, rule, clock
        self._state = rule.init(len(clock.places))
        self._epochs = [np.zeros(len(clock.places), np.int64)]

    def at(self, step: int, place: int) -> int:
        """The best step of a lane of the clock up to a step."""
        steps, places, rows = self._clock
        epoch = step // steps
        with np.errstate(all="ignore"):
            for each in range(len(self._epochs), epoch + 1):
                loss = self._columns.loss[each * steps, rows]
                watches = self._rule.monitor == "validation_loss"
                value = self._columns.validation_loss[each, rows] if watches else loss
                self._state, _ = self._rule.check(self._state, each, value, loss)
                self._epochs.append(self._rule.best_epoch(self._state))
        return int(self._epochs[epoch][places.index(place)]) * steps


def _best_of(columns: RecordedColumns, setup: Setup) -> dict[int, _Lowest | _KeptByRule]:
    """How the best step of a lane is found, by place."""
    if setup.rules and columns.rows is None:
        kept = [(_KeptByRule(columns, setup.rules[0], clock), clock.places) for clock in setup.clocks]
        return {place: judge for judge, places in kept for place in places}
    by_validation = setup.rules[0].monitor == "validation_loss" if setup.rules else setup.objective.has_validation
    if by_validation:
        lowest = _Lowest(columns.validation_loss, setup.steps_per_epoch)
    else:
        lowest = _Lowest(columns.loss, (1,) * len(setup.lanes))
    return dict.fromkeys(range(len(setup.lanes)), lowest)
