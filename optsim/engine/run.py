"""What happens in one lane: where it stands at the race's current step, and all that was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optsim.engine.lane import Lane
from optsim.engine.objective import Objective
from optsim.engine.settings import Array
from optsim.engine.status import End, Event, Status
from optsim.facts import Fact
from optsim.languages import english

if TYPE_CHECKING:
    from optsim.engine.capabilities import Source


class Run:
    """One lane of a race, at the step where the race stands. Every property follows the race as it moves."""

    def __init__(self, race: Source, place: int) -> None:
        self._race = race
        self.place = place

    @property
    def lane(self) -> Lane:
        """The lane's name, optimizer and schedule."""
        return self._race.lanes[self.place]

    @property
    def name(self) -> str:
        """The lane's name."""
        return self.lane.name

    @property
    def end(self) -> End | None:
        """How the lane ended, if it has by the current step."""
        end = self._race.ends.get(self.place)
        return end if end is not None and end.step <= self._race.step else None

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
        return min(self._race.step, self.end.step) if self.end else self._race.step

    @property
    def params(self) -> Array:
        """The parameters, shape (dim,): at the end the best ones where early stopping restores them."""
        own: Array = self._race.params_at(self.kept_step)[self.place]
        return own

    @property
    def loss(self) -> float:
        """Exact training loss."""
        return self._figure("loss")

    @property
    def batch_loss(self) -> float:
        """Loss of the sample that the update sees."""
        return self._figure("batch_loss")

    @property
    def validation_loss(self) -> float:
        """Validation loss, as last measured; NaN where nothing is held out."""
        measured = self._race.history.validation_loss
        return float(measured[self.epoch, self.place]) if len(measured) else float("nan")

    @property
    def grad_norm(self) -> float:
        """Norm of the gradient that the update uses."""
        return self._figure("grad_norm")

    @property
    def update_norm(self) -> float:
        """Norm of the update that follows; NaN where none does."""
        return self._figure("update_norm")

    @property
    def learning_rate(self) -> float:
        """α of the step."""
        return self._figure("learning_rate")

    @property
    def objective(self) -> Objective:
        """The objective as the lane samples it: with its own batch size, if it has one."""
        return self._race.setup.objectives[self.place]

    @property
    def steps_per_epoch(self) -> int:
        """Steps in one of its passes over the data; 1 where there is none."""
        return self._race.setup.steps_per_epoch[self.place]

    @property
    def epoch(self) -> int:
        """Passes over the data that are done."""
        return self.epoch_of(self.last_step)

    def epoch_of(self, step: int) -> int:
        """The passes over the data that it has done at a step."""
        return step // self.steps_per_epoch

    @property
    def evaluations(self) -> int:
        """Gradients that were computed so far, one an update."""
        return self.last_step

    @property
    def best_step(self) -> int:
        """Where it was best so far, by the first early-stopping rule; without one, where the loss was lowest."""
        return self._race.best_step(self.last_step, self.place)

    @property
    def has_best(self) -> bool:
        """Whether `best_step` means anything: an early-stopping rule calls nothing best before it has watched it."""
        return not self._race.setup.rules or self.best_step > 0

    @property
    def lowest_loss(self) -> float:
        """The lowest value so far of the loss that is monitored, whatever a rule makes of it: it may ask for more than that."""
        return self._race.lowest(self.last_step, self.place)

    @property
    def best_loss(self) -> float:
        """The monitored loss at `best_step`."""
        return self._race.monitored(self.best_step, self.place)

    @property
    def best_params(self) -> Array:
        """The parameters at `best_step`, shape (dim,)."""
        best: Array = self._race.params_at(self.best_step)[self.place]
        return best

    @property
    def stop(self) -> Event | None:
        """The first early-stopping mark so far, whether it ended the lane or not."""
        return next((e for e in self._race.events if e.lane == self.name and e.step <= self._race.step), None)

    @property
    def stop_step(self) -> int | None:
        """Where early stopping struck first, or None."""
        return self.stop.step if self.stop else None

    @property
    def kept_step(self) -> int:
        """The step whose parameters the lane has: the current one, or at its end the best of the rule that restores it."""
        rule = self._restoring_rule
        if self.end is None or rule is None:
            return self.last_step
        stopping = self._race.state_at(self.end.step + 1).stopping[rule]
        best = int(self._race.setup.rules[rule].best_epoch(stopping)[self.place])
        # a rule that has not watched yet has no best
        return best * self.steps_per_epoch if best else self.last_step

    @property
    def _restoring_rule(self) -> int | None:
        """The rule that gives its best parameters back: the one that ended the lane, or, out of steps, the first that halts."""
        rules, rule = self._race.setup.rules, self.end.rule if self.end else None
        if self.status is Status.OUT_OF_STEPS:
            rule = next((number for number, each in enumerate(rules) if each.halt), None)
        return rule if rule is not None and rules[rule].restore_best else None

    def _figure(self, name: str) -> float:
        return float(self._race.figures(name, np.array([self.last_step]))[0, self.place])
