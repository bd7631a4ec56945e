"""Sources of exactly one capability, of a race that is run for them: what needs less must do with less."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import numpy as np

from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.points import PointRun, Points
from optsim.engine.capabilities.states import States
from optsim.engine.counting import Counting
from optsim.engine.history.growing_table import Steps
from optsim.engine.lane_label import Label
from optsim.engine.objective import Objective
from optsim.engine.race import Race
from optsim.engine.settings import Array
from optsim.engine.stopping_rule import StoppingRule
from optsim.playback.player import Player
from optsim.playback.sources.array_curves import ArrayCurves
from optsim.playback.sources.replay import Replay
from optsim.recording.reader import read
from optsim.recording.recorder import lines
from optsim.scenario import Scenario


class PointsOf(Points):
    """The points of a race at its end, and nothing of its states."""

    def __init__(self, race: Race) -> None:
        self._race, self._step = race, 0
        self.lanes = tuple(Label(lane.name) for lane in race.lanes)
        self.runs = MappingProxyType({lane.name: PointRun(self, place) for place, lane in enumerate(self.lanes)})
        self.ends, self.events, self.history = race.ends, race.events, race.history

    @property
    def objective(self) -> Objective:
        """That of the race."""
        return self._race.objective

    @property
    def budget(self) -> int:
        """That of the race."""
        return self._race.budget

    @property
    def counting(self) -> Counting:
        """That of the race."""
        return self._race.counting

    @property
    def rules(self) -> tuple[StoppingRule, ...]:
        """Those of the race."""
        return self._race.rules

    @property
    def head(self) -> int:
        """That of the race."""
        return self._race.head

    @property
    def over(self) -> bool:
        """Always: the race is at its end."""
        return True

    def seek(self, step: int) -> int:
        """Go to a step; returns how far it went."""
        before, self._step = self._step, min(max(step, 0), self.head)
        return self._step - before

    def figures(self, name: str, steps: Steps) -> Array:
        """A column of the race."""
        return self._race.figures(name, steps)

    def best_step(self, step: int, place: int) -> int:
        """Return where a lane was best."""
        return self._race.best_step(step, place)

    def rule_state(self, rule: int, step: int) -> Any:
        """Return what a rule knows."""
        return self._race.rule_state(rule, step)

    def params_at(self, step: int) -> Array:
        """All lanes' parameters."""
        return self._race.params_at(step)

    def trajectories(self, first: int, last: int) -> Array:
        """All lanes' parameters."""
        return self._race.trajectories(first, last)


def player_with(needs: type, scenario: Scenario) -> Player:
    """Return a player of a source that has one capability and no larger one.

    Args:
        needs: Curves, Points, States or Resumable.
        scenario: What the source is made of; it is run to its end, unless the race itself is asked for.

    Returns:
        The player, at step 0; one of curves or points alone knows no scenario.
    """
    race = scenario.race()
    if needs not in (Curves, Points, States):
        return Player(scenario, source=race)
    race.advance(race.budget)
    if needs is States:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "race.jsonl"
            path.write_bytes(b"".join(lines(scenario, race)))
            return Player(scenario, source=Replay(read(path)))
    if needs is Points:
        return Player(None, source=PointsOf(race))
    steps = np.arange(race.head + 1)
    losses = race.figures("loss", steps)
    return Player(None, source=ArrayCurves({lane.name: losses[:, at] for at, lane in enumerate(race.lanes)}))
