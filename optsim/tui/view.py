"""What the panels of the race screen show: one snapshot, handed to all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from optsim.engine.explain import Term
from optsim.engine.race import Race
from optsim.engine.status import Event
from optsim.engine.training import Line
from optsim.playback.player import Player
from optsim.playback.sentences import sentence
from optsim.playback.standing import Standing, happenings, standings
from optsim.scenario import Scenario
from optsim.tui.palette import Palette, mark


@dataclass
class Look:
    """What a person has chosen to see.

    `panel` is what stands beside the chart: notes, map or explain. `narrow` where there is room for one panel only: then
    it may also be the chart itself. `hidden` holds the names of lanes that are not drawn, `slots` which mark and colour
    each lane has: a lane keeps its own when others come and go. `pinned` is the lane with which the selected one's update is
    compared.
    """

    x: str = "step"
    y: str = "loss"
    log: bool = True
    selected: int = 0
    panel: str = "notes"
    narrow: bool = False
    hidden: set[str] = field(default_factory=set)
    slots: dict[str, int] = field(default_factory=dict)
    pinned: str | None = None

    def settle(self, names: list[str]) -> None:
        """Give new lanes the first free marks, forget those that are gone, keep the selection among them."""
        self.slots = {name: slot for name, slot in self.slots.items() if name in names}
        self.hidden &= set(names)
        self.pinned = self.pinned if self.pinned in names else None
        for name in names:
            taken = set(self.slots.values())
            self.slots.setdefault(name, next(slot for slot in range(len(names) + 1) if slot not in taken))
        self.selected = min(self.selected, len(names) - 1)


class RaceView(NamedTuple):
    """The race at its cursor, and how it is looked at.

    `terms` explain the selected lane's update where a panel shows it, `pinned_terms` that of another lane that is pinned, and
    `training` what leads to its gradient. `sentence` says why the selected lane is where it is.
    """

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
    pinned_terms: tuple[Term, ...] = ()
    training: tuple[Line, ...] = ()
    sentence: str = ""

    @property
    def selected(self) -> Standing:
        """The selected lane."""
        return self.lanes[self.look.selected]

    @property
    def pinned(self) -> Standing | None:
        """The pinned lane, where it is another than the selected one."""
        return next((lane for lane in self.lanes if lane.name == self.look.pinned and lane is not self.selected), None)

    @property
    def drawn_lanes(self) -> list[Standing]:
        """The lanes in the order in which they are drawn: the selected one last, so that it lies on top; no hidden ones."""
        ordered = [*(lane for lane in self.lanes if lane is not self.selected), self.selected]
        return [lane for lane in ordered if lane.name not in self.look.hidden]

    def slot(self, place: int) -> int:
        """Which of the marks and colours a lane has."""
        return self.look.slots[self.lanes[place].name]

    def sign(self, place: int) -> str:
        """A lane's mark."""
        return mark(self.slot(place))

    def colour(self, place: int) -> int:
        """A lane's colour."""
        return self.palette.lane(self.slot(place))

    def faded(self, place: int) -> int:
        """A lane's colour for what stands behind."""
        return self.palette.faded(self.slot(place))


def view_of(scenario: Scenario, player: Player, look: Look, palette: Palette) -> RaceView:
    """A snapshot of the player."""
    race = player.race
    look.settle([lane.name for lane in race.lanes])
    selected = race.lanes[look.selected].name
    told = look.panel in ("map", "explain")
    compares = told and look.pinned not in (None, selected)
    trains = look.panel == "explain" and not compares
    terms = tuple(race.explain(selected)) if told else ()
    lanes = tuple(standings(race))
    return RaceView(
        scenario=scenario,
        race=race,
        lanes=lanes,
        happenings=tuple(happenings(race)),
        playing=player.busy,
        rushing=player.rushing,
        speed=player.speed,
        look=look,
        palette=palette,
        terms=terms,
        pinned_terms=tuple(race.explain(look.pinned)) if compares and look.pinned else (),
        training=tuple(race.explain_training(selected)) if trains else (),
        sentence=lanes[look.selected].sentence or sentence(race, look.selected, terms),
    )
