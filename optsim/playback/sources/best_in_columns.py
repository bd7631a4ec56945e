"""Best steps of lanes in complete columns: by an early-stopping rule, or where the loss was lowest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from optsim.engine.counting import Clock, Counting
from optsim.engine.history.lowest import RunningBest
from optsim.engine.settings import Array, Mask
from optsim.engine.stepping.checkpoints import Checkpoints
from optsim.engine.stopping_rule import StoppingRule


class Losses(Protocol):
    """Training losses by step and validation losses by epoch, (rows, lanes)."""

    @property
    def loss(self) -> Array:
        """Training loss, a row a step."""

    @property
    def validation_loss(self) -> Array:
        """Validation loss, a row an epoch of each lane's own."""


class Best(Protocol):
    """Tells where a lane was best."""

    def at(self, step: int, place: int) -> int:
        """The best step of a lane up to a step."""


class Lowest:
    """Steps of the lowest watched loss."""

    def __init__(self, watched: Array, steps_per_row: Sequence[int]) -> None:
        self._every = steps_per_row
        best = RunningBest(watched.shape[1])
        best.upto(watched)
        self._rows = best.places()

    def at(self, step: int, place: int) -> int:
        """The best step of a lane up to a step."""
        every = self._every[place]
        return int(self._rows[step // every, place]) * every


class Judged(NamedTuple):
    """State of a rule after an epoch, which counts as its `step`, and the lanes for which it fires there."""

    step: int
    memory: Any
    fires: Mask


class RuleOnColumns:
    """An early-stopping rule on the lanes of one clock: it sees the columns as it would in a race, as far as it is asked for."""

    def __init__(self, columns: Losses, rule: StoppingRule, clock: Clock) -> None:
        self.clock = clock
        self._columns, self._rule = columns, rule
        lanes = len(clock.places)
        self._newest = Judged(0, rule.init(lanes), np.zeros(lanes, np.bool_))
        self._checkpoints = Checkpoints(self._follow, self._newest)
        self._best = [np.zeros(lanes, np.int64)]

    def after(self, epoch: int) -> Judged:
        """Return what the rule knows after an epoch."""
        while self._newest.step < epoch:
            self._newest = self._follow(self._newest)
            self._checkpoints.add(self._newest)
            self._best.append(self._rule.best_epoch(self._newest.memory))
        return self._newest if epoch == self._newest.step else self._checkpoints.at(epoch)

    def at(self, step: int, place: int) -> int:
        """The best step of a lane of the clock up to a step."""
        epoch = step // self.clock.steps_per_epoch
        if epoch >= len(self._best):
            self.after(epoch)
        return int(self._best[epoch][self.clock.places.index(place)]) * self.clock.steps_per_epoch

    def _follow(self, before: Judged) -> Judged:
        steps, _, rows = self.clock
        epoch = before.step + 1
        loss = self._columns.loss[epoch * steps, rows]
        watches = self._rule.monitor == "validation_loss"
        value = self._columns.validation_loss[epoch, rows] if watches else loss
        with np.errstate(all="ignore"):
            return Judged(epoch, *self._rule.check(before.memory, epoch, value, loss))


def rules_on_columns(columns: Losses, rule: StoppingRule, counting: Counting) -> dict[int, RuleOnColumns]:
    """A rule on all lanes, by place; lanes of one clock share it."""
    by_clock = [RuleOnColumns(columns, rule, clock) for clock in counting.clocks]
    return {place: each for each in by_clock for place in each.clock.places}


def lowest(columns: Losses, counting: Counting, *, by_validation: bool) -> dict[int, Lowest]:
    """The lowest loss of all lanes, by place."""
    lanes = range(len(counting.steps_per_epoch))
    if by_validation:
        return dict.fromkeys(lanes, Lowest(columns.validation_loss, counting.steps_per_epoch))
    return dict.fromkeys(lanes, Lowest(columns.loss, (1,) * len(lanes)))
