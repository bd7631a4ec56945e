"""The columns of a recording as those of a race: a row a step, NaN where none was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from optsim.engine.history.growing_table import Steps
from optsim.engine.history.measuring import Measuring
from optsim.engine.history.quantities import recorded_always
from optsim.engine.settings import Array
from optsim.engine.setup import Setup
from optsim.playback.sources.best_in_columns import Best, lowest, rules_on_columns
from optsim.recording.recording import Recording


class RecordedColumns:
    """Columns of a recording, up to its last step.

    Where only every N-th step was recorded, there are also rows at which something happened to a lane, with that lane alone.
    """

    def __init__(self, recording: Recording, setup: Setup) -> None:
        self._setup = setup
        self._at = recording.steps
        self._length = int(self._at[-1]) + 1
        self.rows: Steps | None = None if len(self._at) == self._length else self._at
        self.steps: Steps | None = None if self.rows is None else full_steps(recording)
        objective = setup.objective
        self.measuring = Measuring(
            setup.numerics, objective.minima, objective.has_validation, recording.requested, objective
        )
        measured = [each.name for each in self.measuring.quantities("epoch")]
        self._by_epoch = {each.name: recording.columns[each.name][:0] for each in recorded_always("epoch")}
        self._by_epoch |= {name: self._rows_by_epoch(recording.columns[name]) for name in measured}
        by_step = self.measuring.quantities("step")
        self._by_step = {each.name: self._dense(recording.columns[each.name]) for each in by_step}
        params, minima = () if recording.params is None else ("params",), ("minima",) if len(objective.minima) else ()
        self.there = frozenset((*self._by_step, *params, *minima))
        self._params = None if recording.params is None else _filled_forward(recording.params)
        self._best = _best_of(self, setup)

    def __getitem__(self, name: str) -> Array:
        """A quantity or the parameters, a row a step, or a row an epoch. Raises KeyError for one that was not recorded."""
        if name == "params":
            return self.params
        return self._by_epoch[name] if name in self._by_epoch else self._by_step[name]

    @property
    def loss(self) -> Array:
        """Exact training loss, (rows, lanes)."""
        return self["loss"]

    @property
    def validation_loss(self) -> Array:
        """Validation loss, (epochs, lanes); no rows without data."""
        return self["validation_loss"]

    @property
    def stretches(self) -> None:
        """None: of what was not recorded nothing is known."""

    def places(self, steps: Steps) -> Steps:
        """The same: there is a row for every step."""
        return steps

    @property
    def gaps(self) -> bool:
        """True if there are steps that were not recorded: their rows are NaN."""
        return self.rows is not None

    def measures(self, name: str) -> bool:
        """Tell if a column has values at all: without held-out data there is no validation loss."""
        return name in self.there or name in [each.name for each in self.measuring.quantities("epoch")]

    @property
    def keeps_params(self) -> bool:
        """True if the parameters were recorded."""
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
        """Return where a lane was best up to a recorded step.

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

    def _rows_by_epoch(self, values: Array) -> Array:
        """The rows at which an epoch of each lane begins, a row an epoch."""
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


def _filled_forward(params: Array) -> Array:
    """Parameters (rows, lanes, dim) that go on where a lane has no row: after its end."""
    there = ~np.isnan(params).all(axis=2)
    rows = np.where(there, np.arange(len(params))[:, None], 0)
    last = np.maximum.accumulate(rows, axis=0)
    filled: Array = params[last, np.arange(params.shape[1])]
    return filled


def _best_of(columns: RecordedColumns, setup: Setup) -> Mapping[int, Best]:
    """Return how the best step of a lane is found, by place."""
    if setup.rules and columns.rows is None:
        return rules_on_columns(columns, setup.rules[0], setup.counting)
    by_validation = setup.rules[0].monitor == "validation_loss" if setup.rules else setup.objective.has_validation
    return lowest(columns, setup.counting, by_validation=by_validation)
