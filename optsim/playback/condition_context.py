"""Values that a demo's conditions ask for."""

from __future__ import annotations

import math

from optsim.analysis.ranking import standings
from optsim.engine.status import Status
from optsim.playback.player import Player
from optsim.scenario.demo.conditions import RACE_FACTS, Condition

_STATUS = {"running": Status.RUNNING, "diverged": Status.DIVERGED, "reached": Status.TARGET_REACHED}


class Facts:
    """The race at the step that is shown; `selected` is the name of the lane that is meant where none is named."""

    def __init__(self, player: Player, selected: str) -> None:
        self._player = player
        self._race = player.race
        self.selected = selected

    @property
    def step(self) -> int:
        """The step that is shown."""
        return self._race.step

    @property
    def moving(self) -> bool:
        """True if time changes anything."""
        return self._player.busy

    @property
    def state(self) -> str:
        """Return what the race is doing, for a message."""
        if self.moving:
            return "is playing"
        return "has ended" if self._race.finished else "is paused"

    @property
    def lanes(self) -> tuple[str, ...]:
        """The names of the lanes."""
        return tuple(self._race.runs)

    def value(self, condition: Condition) -> float:
        """The value that a condition is about; NaN where nothing was measured. Raises KeyError for a lane that is not there."""
        if condition.fact in RACE_FACTS:
            return self._of_race(condition.fact)
        return self._of_lane(condition.lane or self.selected, condition.fact)

    def _of_race(self, fact: str) -> int:
        match fact:
            case "step" | "head":
                return int(getattr(self._race, fact))
            case "epoch":
                return self._race.runs[self.selected].epoch_of(self._race.step)
            case "stopped":
                return sum(run.stop is not None for run in self._race.runs.values())
            case status:
                return sum(run.status is _STATUS[status] for run in self._race.runs.values())

    def _of_lane(self, lane: str, quantity: str) -> float:
        run = self._race.runs[lane]
        match quantity:
            case "rank":
                return next(standing.rank for standing in standings(self._race) if standing.name == lane)
            case "best_loss":
                return run.best_loss if run.has_best else math.nan
            case _:
                return run[quantity]
