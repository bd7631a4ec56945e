"""What the panels of the race screen show: one snapshot, handed to all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from optsim.engine.explain import Term
from optsim.engine.race import Race
from optsim.engine.status import Event
from optsim.playback.player import Player
from optsim.playback.standing import Standing, happenings, standings
from optsim.scenario import Scenario
from optsim.tui.palette import Palette


@dataclass
class Look:
    """What a person has chosen to see.

    `panel` is what stands beside the chart: notes, map or explain. `narrow` where there is room for one panel only: then
    it may also be the chart itself.
    """

    x: str = "step"
    y: str = "loss"
    log: bool = True
    selected: int = 0
    panel: str = "notes"
    narrow: bool = False


class RaceView(NamedTuple):
    """The race at its cursor, and how it is looked at; `terms` explain the selected lane's update where a panel shows it."""

    scenario: Scenario
    race: Race
    lanes: tuple[Standing, ...]
    happenings: tuple[Event, ...]
    playing: bool
    rushing: bool
    speed: int | None
    look: Look
    palette: Palette
    terms: tuple[Term, ...]

    @property
    def selected(self) -> Standing:
        """The selected lane."""
        return self.lanes[self.look.selected]

    @property
    def drawn_lanes(self) -> list[Standing]:
        """The lanes in the order in which they are drawn: the selected one last, so that it lies on top."""
        return [*(lane for lane in self.lanes if lane is not self.selected), self.selected]


def view_of(scenario: Scenario, player: Player, look: Look, palette: Palette) -> RaceView:
    """A snapshot of the player."""
    race = player.race
    return RaceView(
        scenario=scenario,
        race=race,
        lanes=tuple(standings(race)),
        happenings=tuple(happenings(race)),
        playing=player.busy,
        rushing=player.rushing,
        speed=player.speed,
        look=look,
        palette=palette,
        terms=tuple(race.explain(race.lanes[look.selected].name)) if look.panel in ("map", "explain") else (),
    )
