"""Curves: lanes by name, measured columns by step, a head, and a step at which the source stands."""

from __future__ import annotations

import math
import operator
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from optsim.engine.capabilities.own_rows import Judgement, OwnRows
from optsim.engine.capabilities.provenance import Follower, Provenance
from optsim.engine.counting import Counting
from optsim.engine.history.columns import Columns
from optsim.engine.history.growing_table import Steps
from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.lane_label import LaneLabel
from optsim.engine.settings import Array
from optsim.engine.status import End, Event, Status
from optsim.engine.stopping_rule import StoppingRule, Unit
from optsim.facts import Fact
from optsim.languages import english


class Curves(OwnRows, ABC):
    """Lanes that were measured up to a head, and a `step` up to it at which the source stands.

    Not every step need have been measured: it stands only at such that were, and goes from one to the next. Nothing is known
    of an objective or an optimizer.
    """

    lanes: tuple[LaneLabel, ...]
    runs: Mapping[str, CurveRun]
    ends: Mapping[int, End]
    events: Sequence[Event]
    history: Columns
    _step: int

    provenance: Provenance = Provenance()
    #: what a person did at which step, beside the edits and forks that the lanes have; where that was recorded
    commands: Sequence[tuple[int, Fact]] = ()
    #: what computes after what is shown, if anything does
    follower: Follower | None = None

    @property
    @abstractmethod
    def title(self) -> str:
        """Return what the curves are of."""

    @property
    def formula(self) -> str:
        """The same as a formula; empty where there is none."""
        return ""

    @property
    def seed(self) -> int | None:
        """The seed of all randomness; None where none is known."""
        return None

    @property
    @abstractmethod
    def budget(self) -> int:
        """The most steps there can be."""

    @property
    @abstractmethod
    def counting(self) -> Counting:
        """Return how the lanes count their work."""

    @property
    @abstractmethod
    def rules(self) -> tuple[StoppingRule, ...]:
        """The early-stopping rules that watch."""

    @property
    def step(self) -> int:
        """The step at which the source stands."""
        return self._step

    @property
    @abstractmethod
    def head(self) -> int:
        """The newest step that is known."""

    @property
    @abstractmethod
    def over(self) -> bool:
        """True if the head goes no further."""

    @property
    def finished(self) -> bool:
        """True if it stands at its very end."""
        return self.over and self._step == self.head

    @property
    def has_validation(self) -> bool:
        """True if there is a validation loss."""
        return self.history.measures("validation_loss")

    @abstractmethod
    def seek(self, step: int) -> int:
        """Go to a step, or as near as can be; returns how far it went (backwards: negative)."""

    def advance(self, n: int = 1) -> int:
        """Go n measured steps forward, or to the end if that comes first; returns the steps taken."""
        return self.seek(self.onward(self._step, count(n)))

    def back(self, n: int = 1) -> int:
        """Go n measured steps back, or to step 0 if that comes first; returns the steps taken."""
        return -self.seek(self.onward(self._step, -count(n)))

    def onward(self, step: int, n: int) -> int:
        """The n-th measured step after a step, or before it (n < 0); it may lie beyond the head."""
        return step + n

    def nearest(self, step: int) -> int:
        """The measured step that lies nearest to a step."""
        return step

    def upto(self, step: int) -> int:
        """The last measured step up to a step."""
        return self.onward(step + 1, -1)

    def from_(self, step: int) -> int:
        """The first measured step from a step on."""
        return self.onward(step - 1, 1)

    @abstractmethod
    def figures(self, name: str, steps: Steps) -> Array:
        """A quantity (or the parameters) at some measured steps, (steps, lanes, …), exact whether its rows are kept or not.

        NaN where it is not measured. Raises KeyError for one that is not known.
        """

    @abstractmethod
    def best_step(self, step: int, place: int) -> int:
        """Return where a lane was best up to a measured step."""

    @abstractmethod
    def rule_state(self, rule: int, step: int) -> Any:
        """Return what an early-stopping rule knows of all lanes after it has seen a measured step."""

    @property
    def waits(self) -> bool:
        """True where it stands at the newest step, and more may come by itself."""
        return self.grows and self._step == self.head

    def grown(self) -> Curves | None:
        """Return the curves with what somebody else has added: itself, or others in its place; None where nothing was."""
        return None

    @property
    def rule_unit(self) -> Unit:
        """The unit in which the cost of early-stopping rules is told."""
        return self.counting.unit

    def judgement(self, rule: int, place: int, step: int) -> Judgement:
        """Return what an early-stopping rule has cost and kept of a lane up to a measured step, in its epochs."""
        judge, every = self.rules[rule], self.counting.steps_per_epoch[place]
        best = int(judge.best_epoch(self.rule_state(rule, step))[place])
        if not best:
            return Judgement(step // every, 0, math.nan)
        if judge.monitor == "validation_loss":
            return Judgement(step // every, best, float(self.history.validation_loss[best, place]))
        return Judgement(step // every, best, float(self.figures("loss", np.array([best * every]))[0, place]))

    def monitored(self, step: int, place: int) -> float:
        """The loss that `best_step` is about: what the first early-stopping rule monitors, else validation if it is measured."""
        if self.monitors_validation:
            return float(self.history.validation_loss[step // self.counting.steps_per_epoch[place], place])
        return float(self.figures("loss", np.array([step]))[0, place])

    def lowest(self, step: int, place: int) -> float:
        """The lowest value of that loss up to a measured step; NaN where there is none."""
        if self.monitors_validation:
            epoch = step // self.counting.steps_per_epoch[place]
            return lowest_of(self.history.validation_loss[: epoch + 1, place])
        steps, stretches = self.history.rows, self.history.stretches
        rows = step + 1 if steps is None or self.history.gaps else int(np.searchsorted(steps, step, side="right"))
        recorded = self.history.loss[:rows, place]
        if stretches is None:
            return lowest_of(recorded)
        whole = min(step + 1, stretches.begin) // stretches.length
        within = np.arange(whole * stretches.length, min(step + 1, stretches.begin), dtype=np.int64)
        rest = self.figures("loss", within)[:, place] if len(within) else recorded[:0]
        return lowest_of(np.concatenate((recorded, stretches.low["loss"][:whole, place], rest)))

    def calls_best(self, step: int) -> bool:
        """Tell whether a lane's best step so far means anything: an early-stopping rule calls nothing best before it has watched it."""
        return not self.rules or step > 0

    @property
    def monitors_validation(self) -> bool:
        """True if that is the validation loss."""
        return self.rules[0].monitor == "validation_loss" if self.rules else self.has_validation


class Value:
    """A quantity as an attribute of its name."""

    def __set_name__(self, owner: type[CurveRun], name: str) -> None:
        self._name = name

    def __get__(self, run: CurveRun, owner: type[CurveRun] | None = None) -> float:
        return run[self._name]


class CurveRun:
    """One lane at the step where its source stands. Every property follows the source as it moves.

    The quantities that every race measures are attributes, too; any other one is there by its name: run["cosine"].
    """

    def __init__(self, source: Curves, place: int) -> None:
        self._source = source
        self.place = place

    @property
    def lane(self) -> LaneLabel:
        """The lane's name, and what else it is known by."""
        return self._source.lanes[self.place]

    @property
    def name(self) -> str:
        """The lane's name."""
        return self.lane.name

    @property
    def end(self) -> End | None:
        """Return how the lane ended, if it has by the current step."""
        end = self._source.ends.get(self.place)
        return end if end is not None and end.step <= self._source.step else None

    @property
    def status(self) -> Status:
        """Running, or how it ended."""
        return self.end.status if self.end else Status.RUNNING

    @property
    def cause(self) -> Fact | None:
        """Why it ended; None while it runs."""
        return self.end.cause if self.end else None

    @property
    def reason(self) -> str:
        """Why it ended, as a sentence, in English whatever language the screen has; empty while it runs."""
        return "" if self.cause is None else english().sentence(self.cause)

    @property
    def last_step(self) -> int:
        """The current step, or the one at which the lane ended."""
        return min(self._source.step, self.end.step) if self.end else self._source.step

    #: exact training loss
    loss = Value()
    #: validation loss, as last measured; NaN where nothing is held out
    validation_loss = Value()
    #: norm of the gradient that the update uses
    grad_norm = Value()
    #: norm of the update that follows; NaN where none does
    update_norm = Value()
    #: α of the step
    learning_rate = Value()
    #: loss of the sample that the update sees
    batch_loss = Value()

    def __getitem__(self, quantity: str) -> float:
        """A quantity by its name, as last measured; NaN where it is not measured. Raises KeyError for an unknown one."""
        row, history = QUANTITIES[quantity], self._source.history
        if row.per == "epoch" and history.measures(quantity):
            return float(history[quantity][self.epoch, self.place])
        if row.per == "epoch" and row.given:
            return float("nan")
        step = self.last_step if row.per == "step" else self.epoch * self.steps_per_epoch
        return float(self._source.figures(quantity, np.array([step - step % row.every]))[0, self.place])

    @property
    def steps_per_epoch(self) -> int:
        """Steps in one of its passes over the data; 1 where there is none."""
        return self._source.counting.steps_per_epoch[self.place]

    @property
    def epoch(self) -> int:
        """Passes over the data that are done."""
        return self.epoch_of(self.last_step)

    def epoch_of(self, step: int) -> int:
        """The passes over the data that it has done at a step."""
        return step // self.steps_per_epoch

    def epochs_of(self, steps: Steps) -> Steps:
        """Return those at some steps."""
        return steps // self.steps_per_epoch

    @property
    def evaluations(self) -> int:
        """Gradients that were computed so far, one an update."""
        return self.last_step

    @property
    def best_step(self) -> int:
        """Return where it was best so far, by the first early-stopping rule; without one, where the loss was lowest."""
        return self._source.best_step(self.last_step, self.place)

    @property
    def has_best(self) -> bool:
        """True if `best_step` means anything: see `Curves.calls_best`."""
        return self._source.calls_best(self.best_step)

    @property
    def lowest_loss(self) -> float:
        """The lowest value so far of the loss that is monitored, whatever a rule makes of it: it may ask for more than that."""
        return self._source.lowest(self.last_step, self.place)

    @property
    def best_loss(self) -> float:
        """The monitored loss at `best_step`."""
        return self._source.monitored(self.best_step, self.place)

    @property
    def stop(self) -> Event | None:
        """The first early-stopping mark so far, whether it ended the lane or not."""
        return next((e for e in self._source.events if e.lane == self.name and e.step <= self._source.step), None)

    @property
    def stop_step(self) -> int | None:
        """Return where early stopping struck first, or None."""
        return self.stop.step if self.stop else None


def lowest_of(values: Array) -> float:
    """The lowest number among values (rows,); NaN where there is none."""
    return float(np.fmin.reduce(values, initial=np.nan))


def measured_steps(source: Curves, first: int, last: int) -> Steps:
    """The steps from one to another (not counted) of which there are rows with all lanes."""
    steps = source.history.steps
    if steps is None:
        return np.arange(first, last)
    return steps[slice(*np.searchsorted(steps, (first, last)))]


def count(n: int) -> int:
    """A number of steps. Raises ValueError where it is negative."""
    if operator.index(n) < 0:
        raise ValueError(f"the number of steps must not be negative, not {n}")
    return operator.index(n)
