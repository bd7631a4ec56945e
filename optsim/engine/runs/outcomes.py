"""Outcomes of many runs: who ends when, how good it was, and when it had reached its goal; decided as a race decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

from optsim.engine.settings import Array, Index, Mask
from optsim.engine.status import Status
from optsim.engine.stepping.kernel import state_like
from optsim.engine.stepping.layout import Layout
from optsim.engine.stopping_rule import StoppingRule

#: statuses by their code in the arrays
STATUSES = tuple(Status)
_OF_STATUS = {status: np.int8(number) for number, status in enumerate(STATUSES)}


class Limit(NamedTuple):
    """A loss that is to be reached: below a value, or at most at it."""

    quantity: Literal["loss", "validation_loss"]
    value: float
    strict: bool = True

    def reached(self, values: Array) -> Mask:
        """Tell where it is."""
        below: Mask = values < self.value if self.strict else values <= self.value
        return below


class Ends(NamedTuple):
    """What ends a run: the last step, a target, early-stopping rules asked at the end of each epoch; and what is to be noted."""

    last_step: int
    steps_per_epoch: int = 1
    target_loss: float | None = None
    rules: tuple[StoppingRule, ...] = ()
    goal: Limit | None = None


class Outcome(NamedTuple):
    """How runs ended, arrays (lanes, seeds): step, status, loss there, best monitored loss and its step, step of the goal, or −1."""

    steps: Array
    status: Array
    final_loss: Array
    best_loss: Array
    best_step: Array
    goal_step: Array

    def take(self, rows: Index, layout: Layout) -> Outcome:
        """Those of some lanes."""
        return Outcome(*(layout.copy(each[rows]) for each in self))


def no_outcome(shape: tuple[int, ...], layout: Layout) -> Outcome:
    """The outcomes of runs that stand at their start."""
    filled: tuple[tuple[Any, type], ...] = (
        *((-1, np.int64), (0, np.int8), (np.nan, np.float64), (np.inf, np.float64), (0, np.int64), (-1, np.int64)),
    )
    return Outcome(*(layout.copy(np.full(shape, value, kind)) for value, kind in filled))


class Deciding:
    """Decides at each step which runs end there, and notes how.

    Args:
        ends: what ends a run.
        limit: the loss of each run from which it counts as diverged, (lanes, seeds).
        validates: whether there are validation losses.
        layout: that of all arrays.
    """

    def __init__(self, ends: Ends, limit: Array, layout: Layout, *, validates: bool) -> None:
        self.ends, self.limit, self._layout = ends, limit, layout
        self.outcome = no_outcome(limit.shape, layout)
        self._validates = validates
        self._states = [rule.init(limit.size) for rule in ends.rules]
        self._fired = [np.zeros(limit.size, np.bool_) for _ in ends.rules]
        watched = ends.rules[0].monitor == "validation_loss" if ends.rules else validates
        self._by_validation = watched and validates
        #: by epoch, for rules of a person's own: any epoch may be the best one
        self._monitored: list[Array] = []
        self._keeps = any(not type(rule).__module__.startswith("optsim.") for rule in ends.rules[:1])

    def take(self, rows: Index) -> None:
        """Go on with some of the lanes."""
        shape = self.limit.shape

        def chosen(values: Any) -> Any:
            return values.reshape(*shape, *values.shape[1:])[rows].reshape(-1, *values.shape[1:])

        self.limit = self._layout.copy(self.limit[rows])
        self.outcome = self.outcome.take(rows, self._layout)
        self._states = [state_like(state, map(chosen, state)) for state in self._states]
        self._fired = [chosen(fired) for fired in self._fired]
        self._monitored = [values[rows] for values in self._monitored]

    def see(self, step: int, loss: Array, validation: Array | None, alive: Mask | None) -> Mask | None:
        """Note the losses of a step.

        Args:
            step: its number.
            loss: exact training losses.
            validation: validation losses, at the end of an epoch.
            alive: the runs that have not ended; None for all.

        Returns:
            The runs that end here; None where none does.
        """
        ended: Mask | None = None
        healthy = np.abs(loss) <= self.limit
        if not healthy.all():
            ended = self._mark(Status.DIVERGED, ~healthy, alive, ended)
        target = self.ends.target_loss
        if target is not None and (there := loss <= target).any():
            ended = self._mark(Status.TARGET_REACHED, there, alive, ended)
        due = step % self.ends.steps_per_epoch == 0
        if due and self.ends.rules:
            ended = self._ask_rules(step, loss, validation, alive, ended)
        if not self.ends.rules and (due or not self._by_validation):
            self._note_best(step, validation if self._by_validation and validation is not None else loss, alive)
        self._note_goal(step, loss if self._goal_is_loss else validation, healthy, alive)
        if step >= self.ends.last_step:
            ended = self._mark(Status.OUT_OF_STEPS, np.ones(loss.shape, np.bool_), alive, ended)
        if ended is not None:
            np.copyto(self.outcome.steps, step, where=ended)
            np.copyto(self.outcome.final_loss, loss, where=ended)
        return ended

    def see_all(self, first: int, losses: Array, alive: Mask | None) -> Mask | None:
        """Note the losses of several steps, of runs that have no validation losses and no rules.

        Args:
            first: the number of the first step.
            losses: by step.
            alive: the runs that had not ended before; None for all.

        Returns:
            The runs that end there; None where none does.
        """
        lowest = losses.min(axis=0)
        eventful = ~(np.maximum(np.abs(lowest), np.abs(losses.max(axis=0))) <= self.limit)
        if self.ends.target_loss is not None:
            eventful |= lowest <= self.ends.target_loss
        if self.ends.goal is not None:
            eventful |= self.ends.goal.reached(lowest) & (self.outcome.goal_step < 0)
        if alive is not None:
            eventful &= alive
        if eventful.any() or first + len(losses) > self.ends.last_step:
            return self._see_each(first, losses, alive)
        better = lowest < self.outcome.best_loss
        if alive is not None:
            better &= alive
        where = better.nonzero()
        self.outcome.best_step[where] = first + losses[:, *where].argmin(axis=0)
        np.copyto(self.outcome.best_loss, lowest, where=better)
        return None

    def _see_each(self, first: int, losses: Array, alive: Mask | None) -> Mask | None:
        """Note the losses of several steps one after the other."""
        all_ended: Mask | None = None
        for step, loss in enumerate(losses, start=first):
            ended = self.see(step, loss, None, alive)
            if ended is not None:
                all_ended = ended if all_ended is None else all_ended | ended
                alive = ~ended if alive is None else alive & ~ended
        return all_ended

    @property
    def _goal_is_loss(self) -> bool:
        return self.ends.goal is None or self.ends.goal.quantity == "loss"

    def _mark(self, status: Status, where: Mask, alive: Mask | None, ended: Mask | None) -> Mask | None:
        """Note a status for runs that go on and do not end otherwise; returns all that end."""
        marked = where if alive is None else where & alive
        marked = marked if ended is None else marked & ~ended
        if not marked.any():
            return ended
        np.copyto(self.outcome.status, _OF_STATUS[status], where=marked)
        return marked if ended is None else ended | marked

    def _note_best(self, step: int, value: Array, alive: Mask | None) -> None:
        """Note what is better than all before; NaN is not."""
        better = value < self.outcome.best_loss
        if alive is not None:
            better &= alive
        np.copyto(self.outcome.best_loss, value, where=better)
        np.copyto(self.outcome.best_step, step, where=better)

    def _note_goal(self, step: int, value: Array | None, healthy: Mask, alive: Mask | None) -> None:
        """Note who has the goal now."""
        goal = self.ends.goal
        if goal is None or value is None:
            return
        there = goal.reached(value) & healthy & (self.outcome.goal_step < 0)
        if alive is not None:
            there &= alive
        np.copyto(self.outcome.goal_step, step, where=there)

    def _ask_rules(
        self, step: int, loss: Array, validation: Array | None, alive: Mask | None, ended: Mask | None
    ) -> Mask | None:
        """Ask each rule at the end of an epoch; returns all that end."""
        epoch, flat = step // self.ends.steps_per_epoch, loss.reshape(-1)
        going = np.ones(flat.shape, np.bool_) if alive is None else alive.reshape(-1)
        monitored = validation if self._by_validation and validation is not None else loss
        if epoch:
            for number, rule in enumerate(self.ends.rules):
                watches = rule.monitor == "validation_loss" and validation is not None
                value = validation.reshape(-1) if watches and validation is not None else flat
                fires = self._checked(number, epoch, value, flat, going)
                if rule.halt:
                    ended = self._mark(Status.STOPPED_EARLY, fires.reshape(loss.shape), alive, ended)
        self._note_best_of_rule(epoch, monitored)
        return ended

    def _checked(self, number: int, epoch: int, value: Array, loss: Array, going: Mask) -> Mask:
        """Return where a rule fires for the first time, with its state gone on."""
        before = self._states[number]
        state, fires = self.ends.rules[number].check(before, epoch, value, loss)
        self._states[number] = state if going.all() else _where(going, state, before)
        fires = fires & going & ~self._fired[number]
        self._fired[number] = self._fired[number] | fires
        return fires

    def _note_best_of_rule(self, epoch: int, monitored: Array) -> None:
        """Note the epoch that the first rule would keep, and what was measured there."""
        if self._keeps or not epoch:
            self._monitored.append(monitored.copy())
        if not epoch:
            np.copyto(self.outcome.best_loss, monitored)
            return
        epochs = self.ends.rules[0].best_epoch(self._states[0]).reshape(monitored.shape)
        steps = epochs * self.ends.steps_per_epoch
        changed = steps != self.outcome.best_step
        if changed.any():
            values = _by_epoch(self._monitored, epochs) if self._keeps else monitored
            np.copyto(self.outcome.best_loss, values, where=changed)
            np.copyto(self.outcome.best_step, steps, where=changed)


def _by_epoch(values: Sequence[Array], epochs: Any) -> Array:
    """Each run's value of its own epoch."""
    chosen: Array = np.take_along_axis(np.stack(values), epochs[None], axis=0)[0]
    return chosen


def _where(going: Mask, new: Any, old: Any) -> Any:
    """The state of a rule, with the old rows of runs that have ended."""
    pairs = zip(new, old, strict=True)
    return state_like(new, (np.where(going.reshape(-1, *[1] * (n.ndim - 1)), n, o) for n, o in pairs))
