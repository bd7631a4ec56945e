"""What the panels of the race screen show: one snapshot, handed to all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from optsim.analysis.events import RaceEvent
from optsim.analysis.insights import sentence
from optsim.analysis.quantities import quantities
from optsim.analysis.ranking import Rank, standings
from optsim.analysis.theory_check import theory_check
from optsim.engine.capabilities import Source
from optsim.engine.trace.trace import Line
from optsim.languages import english
from optsim.playback.band import Band
from optsim.playback.player import Player
from optsim.scenario import Scenario
from optsim.theory.claims import Verdict
from optsim.theory.forecast import Forecast
from optsim.tui.colours import Palette, mark


@dataclass
class ViewState:
    """What a person has chosen to see.

    `panel` is what stands beside the chart: notes, map or explain. `narrow` where there is room for one panel only: then
    it may also be the chart itself. `hidden` holds the names of lanes that are not drawn, `slots` which mark and colour
    each lane has: a lane keeps its own when others come and go. `smooth` is the place of the chart's span among those there
    are, 0 for none; `hair` the step of the cross-hair, None where it is off; `target` the panel that keys zoom and pan;
    `map_mode` counts how often the landscape was asked for another picture. `pinned` is the lane with which the selected one's
    update is compared.
    """

    x: str = "step"
    y: str = "loss"
    log: bool = True
    selected: int = 0
    panel: str = "notes"
    narrow: bool = False
    hidden: set[str] = field(default_factory=set)
    slots: dict[str, int] = field(default_factory=dict)
    smooth: int = 0
    hair: int | None = None
    target: Literal["chart", "map"] = "chart"
    map_mode: int = 0
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

    def rename(self, name: str, new: str) -> None:
        """Let a lane keep its mark and whether it is drawn under a new name."""
        if name in self.slots:
            self.slots[new] = self.slots.pop(name)
        if name in self.hidden:
            self.hidden = self.hidden - {name} | {new}
        if self.pinned == name:
            self.pinned = new


class RaceSnapshot(NamedTuple):
    """The race at its cursor, and how it is looked at.

    `terms` explain the selected lane's update where a panel shows it, `pinned_terms` that of another lane that is pinned, and
    `training` what leads to its gradient. `sentence` says why the selected lane is where it is; with a `forecast` it says
    what theory makes of it, the `verdict`. `writing` where all that happens is written down.
    """

    scenario: Scenario
    race: Source
    lanes: tuple[Rank, ...]
    happenings: tuple[RaceEvent, ...]
    playing: bool
    rushing: bool
    speed: int | None
    look: ViewState
    palette: Palette
    terms: tuple[Line, ...]
    pinned_terms: tuple[Line, ...] = ()
    training: tuple[Line, ...] = ()
    sentence: str = ""
    band: Band | None = None
    forecast: Forecast | None = None
    verdict: Verdict | None = None
    writing: bool = False

    @property
    def waiting(self) -> str:
        """What is waited for where the states at the cursor are not known yet; else empty."""
        if self.race.step <= self.race.reach:
            return ""
        return self.race.doubt or f"computing again: step {self.race.reach} of {self.race.step}"

    @property
    def selected(self) -> Rank:
        """The selected lane."""
        return self.lanes[self.look.selected]

    @property
    def pinned(self) -> Rank | None:
        """The pinned lane, where it is another than the selected one."""
        return next((lane for lane in self.lanes if lane.name == self.look.pinned and lane is not self.selected), None)

    @property
    def drawn_lanes(self) -> list[Rank]:
        """The lanes in the order in which they are drawn: the selected one last, so that it lies on top; no hidden ones."""
        ordered = [*(lane for lane in self.lanes if lane is not self.selected), self.selected]
        return [lane for lane in ordered if lane.name not in self.look.hidden]

    def points_at(self, panel: str) -> bool:
        """Whether keys zoom this panel, where there are two to choose from."""
        return self.look.panel == "map" and not self.look.narrow and self.look.target == panel

    def slot(self, place: int) -> int:
        """Which of the marks and colours a lane has."""
        return self.look.slots[self.lanes[place].name]

    def sign(self, place: int) -> str:
        """A lane's mark."""
        return mark(self.slot(place))

    def colour(self, place: int) -> int:
        """A lane's colour."""
        return self.palette.lane(self.slot(place))

    def tint(self, place: int) -> int:
        """A lane's colour for the ground under its curve."""
        return self.palette.tint(self.slot(place))

    def faded(self, place: int) -> int:
        """A lane's colour for what stands behind."""
        return self.palette.faded(self.slot(place))


def view_of(player: Player, look: ViewState, palette: Palette) -> RaceSnapshot:
    """A snapshot of the player."""
    race = player.race
    look.settle([lane.name for lane in race.lanes])
    look.hair = None if look.hair is None else race.nearest(look.hair)
    if look.y != "loss" and look.y not in quantities(race):
        look.y = "loss"
    selected = race.lanes[look.selected].name
    told = look.panel in ("map", "explain") and race.step <= race.reach
    compares = told and look.pinned not in (None, selected)
    trains = told and look.panel == "explain" and not compares
    terms = tuple(race.explain(selected)) if told else ()
    lanes = tuple(standings(race))
    judged = None if player.theory is None else player.theory.verdict(look.selected)
    # why it is where it is, or, with theory, what is foretold: one of the two is worked out
    said = (
        lanes[look.selected].sentence or _doubted(race, sentence(race, look.selected, terms))
        if judged is None
        else english().sentence(theory_check(judged))
    )
    return RaceSnapshot(
        scenario=player.scenario,
        race=race,
        lanes=lanes,
        happenings=tuple(player.chronicle.happenings()),
        playing=player.moving,
        rushing=player.rushing,
        speed=player.speed,
        band=player.band,
        look=look,
        palette=palette,
        terms=terms,
        pinned_terms=tuple(race.explain(look.pinned)) if compares and look.pinned else (),
        training=tuple(race.explain_training(selected)) if trains else (),
        sentence=said,
        forecast=None if player.theory is None else player.theory.forecast,
        verdict=judged,
        writing=player.journal.writing,
    )


def _doubted(race: Source, told: str) -> str:
    """A sentence about states, with what is to be said of these."""
    return f"{told} · {race.doubt}" if told and race.doubt else told
