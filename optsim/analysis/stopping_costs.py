"""Costs and gains of the early-stopping rules on the same curve: epochs spent, and the best value found until then."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optsim.analysis.events import rule_sign
from optsim.engine.capabilities.curves import Curves


class Cost(NamedTuple):
    """A rule on one lane's curve: epochs spent until it stopped (or so far), and the best value it would keep.

    `label` is the rule's name with its settings, `stopped` tells whether it has fired; `best_epoch` is 0 before it has seen
    anything.
    """

    sign: str
    label: str
    stopped: bool
    epochs: int
    best_epoch: int
    best_value: float


class StoppingCosts:
    """The costs of all rules of a race, at its cursor; what has fired is not worked out again."""

    def __init__(self, race: Curves) -> None:
        self.race = race
        self._fired: dict[tuple[int, int], Cost] = {}

    def rows(self, place: int) -> list[Cost]:
        """Return the cost of each rule on a lane, in the order of the scenario."""
        return [self._cost(place, rule) for rule in range(len(self.race.rules))]

    def _cost(self, place: int, rule: int) -> Cost:
        race, name = self.race, self.race.lanes[place].name
        fired = (event.step for event in race.events if (event.lane, event.rule) == (name, rule))
        step = next((step for step in fired if step <= race.step), None)
        if step is None:
            return self._at(place, rule, race.runs[name].last_step, stopped=False)
        if (place, rule) not in self._fired:
            self._fired[place, rule] = self._at(place, rule, step, stopped=True)
        return self._fired[place, rule]

    def _at(self, place: int, rule: int, step: int, *, stopped: bool) -> Cost:
        judge = self.race.rules[rule]
        best = int(judge.best_epoch(self.race.rule_state(rule, step))[place])
        value = self._value(place, judge.monitor, best) if best else math.nan
        epochs = step // self.race.counting.steps_per_epoch[place]
        return Cost(rule_sign(rule), judge.label, stopped, epochs, best, value)

    def _value(self, place: int, monitor: str, epoch: int) -> float:
        """Return what a rule watches of a lane, at the end of an epoch."""
        if monitor == "validation_loss":
            return float(self.race.history.validation_loss[epoch, place])
        step = epoch * self.race.counting.steps_per_epoch[place]
        return float(self.race.figures("loss", np.array([step]))[0, place])
