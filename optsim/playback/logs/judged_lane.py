"""Early-stopping rules on one lane of a log: where each would have stopped, and what it would have kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from optsim.engine.history.growing_table import Column
from optsim.engine.status import Event, Status
from optsim.engine.stopping_rule import StoppingRule
from optsim.playback.logs.evaluations import Evaluations


class JudgedLane:
    """A rule on a lane: it sees each evaluation once, as it comes, and fires at most once."""

    def __init__(self, evaluations: Evaluations, rule: StoppingRule) -> None:
        self._evaluations, self._rule = evaluations, rule
        self._state: Any = rule.init(1)
        self._best = Column((), np.int64)
        #: which evaluation it fired at, from 0, and why
        self.fired_at: int | None = None
        self._cause: Any = None

    def follow(self) -> None:
        """Look at what has come, up to where it fires."""
        done, known = self._best.length, len(self._evaluations)
        if self.fired_at is not None or done == known:
            return
        values, losses = self._evaluations.values, self._evaluations.losses
        best = []
        with np.errstate(all="ignore"):
            for number in range(done, known):
                self._state, fires = self._rule.check(
                    self._state, number + 1, values[number : number + 1], losses[number : number + 1]
                )
                best.append(int(self._rule.best_epoch(self._state)[0]))
                if fires[0]:
                    self.fired_at, self._cause = number, self._rule.cause(self._state, 0, "evaluation")
                    break
        self._best.extend(np.array(best, np.int64))

    def event(self, lane: str, number: int) -> Event | None:
        """Return where it fired; None where it has not. `number` is which of the rules it is."""
        if self.fired_at is None:
            return None
        return Event(int(self._evaluations.steps[self.fired_at]), lane, Status.STOPPED_EARLY, self._cause, number)

    def best_before(self, evaluations: int) -> int | None:
        """Return which evaluation, from 0, it would keep after so many; None before it calls any best."""
        last = min(evaluations, self._best.length)
        best = int(self._best.view()[last - 1]) if last else 0
        return best - 1 if best else None


def judged(evaluations: Evaluations, rules: Sequence[StoppingRule]) -> list[JudgedLane]:
    """Return each of the rules on a lane, as far as it is known."""
    lanes = [JudgedLane(evaluations, rule) for rule in rules]
    for lane in lanes:
        lane.follow()
    return lanes
