"""What each early-stopping rule costs and gains on the same curve: epochs spent against the best value found until then."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optsim.analysis.events import rule_sign
from optsim.engine.capabilities.curves import Curves


class Cost(NamedTuple):
    """A rule on one lane's curve: epochs spent until it stopped (or so far), and the best value it would keep.

    `stopped` tells whether it has fired; `best_epoch` is 0 before it has seen anything.
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
        """One for each rule, in the order of the scenario."""
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
        race, judge = self.race, self.race.rules[rule]
        best = int(judge.best_epoch(race.rule_state(rule, step))[place])
        epoch = race.counting.steps_per_epoch[place]
        if not best:
            value = float("nan")
        elif judge.monitor == "validation_loss":
            value = float(race.history.validation_loss[best, place])
        else:
            value = float(race.figures("loss", np.array([best * epoch]))[0, place])
        return Cost(rule_sign(rule), judge.label, stopped, step // epoch, best, value)
