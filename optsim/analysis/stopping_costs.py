"""Costs and gains of the early-stopping rules on the same curve: epochs spent, and the best value found until then."""

from __future__ import annotations

import math
from typing import NamedTuple

from optsim.analysis.events import rule_sign
from optsim.engine.capabilities.curves import Curves


class Cost(NamedTuple):
    """A rule on one lane's curve: epochs spent until it stopped (or so far), and the best value it would keep.

    `label` is the rule's name with its settings, `stopped` tells whether it has fired; `best_value` is NaN before it has called
    anything best. Of a log it is steps that are counted, not epochs.
    """

    sign: str
    label: str
    stopped: bool
    epochs: int
    best_epoch: int
    best_value: float

    @property
    def known(self) -> bool:
        """True if it calls anything best."""
        return not math.isnan(self.best_value)


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
        judge, judgement = self.race.rules[rule], self.race.judgement(rule, place, step)
        return Cost(rule_sign(rule), judge.label, stopped, *judgement)
