"""Overlays of the race that is shown: its events, many seeds of it, and what theory says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optsim.analysis.events import EventLog
from optsim.analysis.quantities import at_hand
from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.provenance import Follower
from optsim.engine.capabilities.states import States
from optsim.engine.stepping.requested import Requested
from optsim.playback.band import Band
from optsim.playback.memory_limit import KEEP_ROWS
from optsim.playback.motion import Allowance
from optsim.scenario import Scenario
from optsim.theory.verdicts import Theory

if TYPE_CHECKING:
    from optsim.analysis.insights.training_at_cursor import TrainingAtCursor


class Overlays:
    """The events of a race, and band, theory and a quantity on request where they are wanted; another race has its own."""

    def __init__(self, race: Curves) -> None:
        self.events = EventLog(race)
        self._training: TrainingAtCursor | None = None
        self.band: Band | None = None
        self.theory: Theory | None = None
        self.requested: Requested | None = None
        self._race = race

    @property
    def training(self) -> TrainingAtCursor:
        """Return what the losses say; of a race nobody asks for it."""
        if self._training is None:
            from optsim.analysis.insights.training_at_cursor import TrainingAtCursor  # noqa: PLC0415 as said

            self._training = TrainingAtCursor(self._race)
        return self._training

    @property
    def followers(self) -> list[Follower]:
        """Return what is not worked out as far as the race is computed."""
        forecast = None if self.theory is None else self.theory.forecast
        followers: tuple[Follower | None, ...] = (self._race.follower, forecast, self.band, self.requested)
        return [each for each in followers if each is not None and each.behind]

    def follow(self, race: Curves, scenario: Scenario) -> None:
        """Go over to another race."""
        self._race, self.events, self._training = race, EventLog(race), None
        if self.band is not None:
            self.band = _band(race, scenario)
        if self.theory is not None:
            self.theory = _theory(race)
        if self.requested is not None:
            self.requested = _requested(race, self.requested.name)

    def request(self, quantity: str) -> None:
        """Measure a quantity that is to be shown, where the race has not recorded it; and no other one any more."""
        if self.requested is None or self.requested.name != quantity:
            self.requested = _requested(self._race, quantity)

    def toggle_band(self, scenario: Scenario) -> None:
        """Run every lane over many seeds beside the race, or no more."""
        self.band = _band(self._race, scenario) if self.band is None else None

    def toggle_theory(self) -> None:
        """Compare theory with the race, or no more."""
        self.theory = _theory(self._race) if self.theory is None else None

    def advance(self, may_go_on: Allowance) -> bool:
        """Go on as far as is allowed; returns whether there was anything to do."""
        followers = self.followers
        for each in followers:
            each.advance(may_go_on)
        return bool(followers)


def _requested(race: Curves, quantity: str) -> Requested | None:
    if at_hand(race, quantity) or not isinstance(race, States):
        return None
    requested = Requested(race.resumed(), quantity, KEEP_ROWS)
    # a chart needs a first row
    requested.advance(lambda: False)
    return requested


def _band(race: Curves, scenario: Scenario) -> Band | None:
    return Band(scenario, race) if isinstance(race, States) else None


def _theory(race: Curves) -> Theory | None:
    return Theory(race, KEEP_ROWS) if isinstance(race, States) else None
