"""Screen of the race of one cell of a sweep: a race screen that leads back."""

from __future__ import annotations

from optsim.playback.player import Player
from optsim.tui.frame_clock import FrameClock
from optsim.tui.screens.race import RaceScreen


class CellScreen(RaceScreen):
    """The race of a cell; escape goes back to the sweep."""

    CSS_PATH = "../screens/race.tcss"

    def __init__(self, player: Player, pace: FrameClock, lane: str) -> None:
        super().__init__(player, pace)
        self.look.selected = next(
            (place for place, each in enumerate(player.race.lanes) if each.name == lane), self.look.selected
        )

    @property
    def kept_player(self) -> Player | None:
        """Return none: the race that the sweep is of is kept."""
        return None

    def open_sweep(self) -> None:
        """Go back to the sweep."""
        self.app.pop_screen()

    def action_command(self, name: str) -> None:
        """Do what a key says; escape goes back, where all panels are seen."""
        if name == "all-panels" and not self.look.alone:
            self.open_sweep()
        else:
            super().action_command(name)
