"""The thumbnail of the picker: the chart of a race that is played once, and then stands still."""

from __future__ import annotations

from contextlib import suppress

from textual import events
from textual.timer import Timer

from optsim.playback.player import Player
from optsim.plot.grid import Grid
from optsim.plot.width import cell_width, shorten
from optsim.scenario import Scenario
from optsim.scenario.size import numbers_of_lane
from optsim.tui.colours.palette import palette
from optsim.tui.frame_clock import AFTER_FIRST_PAINT, FrameClock
from optsim.tui.language import language_of
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.snapshot import RaceSnapshot, view_of
from optsim.tui.start.imports import with_plotext
from optsim.tui.view_state import first_look

#: frames in which a race is played, however long it is; one that takes longer is shown as far as it has come
_FRAMES = 48
#: so many frames with time for no more than a step, and the race is too slow to be watched
_SLOW_FRAMES = 6
#: numbers of all lanes at once; a step with more takes longer than a frame
_MOST_NUMBERS = 1_000_000


class Thumbnail(ChartView):
    """The chart of a race as it opens; no mouse and no key acts on it."""

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None
        self._clock: FrameClock | None = None
        self._scenario: Scenario | None = None
        self._player: Player | None = None
        self._frames = self._slow_frames = 0
        self._stands = True

    def on_mount(self, event: events.Mount | None = None) -> None:
        """Bring the frame in after the first paint, while keys are answered."""
        if event is not None:
            event.prevent_default()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._show())
        self.set_timer(AFTER_FIRST_PAINT, lambda: with_plotext(self, self._bring_frame))

    def open(self, scenario: Scenario | None, clock: FrameClock) -> None:
        """Play the race of a scenario from its start in place of the one before; None shows nothing."""
        self.stop()
        self._scenario, self._clock, self._player, self.view = scenario, clock, None, None
        self._frames = self._slow_frames = 0
        self._stands = scenario is None or _is_large(scenario)
        self.display = not self._stands
        self.redraw()
        self.go_on()

    def stop(self) -> None:
        """Stand still."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def go_on(self) -> None:
        """Play on, unless it has come to its end."""
        if not self._stands and self._timer is None and self._clock is not None:
            self._timer = self.set_interval(self._clock.interval, self.tick)

    @property
    def playing(self) -> bool:
        """True until it stands still."""
        return self._timer is not None

    def tick(self) -> None:
        """Let one frame pass: compute a portion of the race, and show it."""
        if self._player is None:
            self._player = _player_of(self._scenario)
        if self._player is None or self._clock is None or not self._advance(self._player, self._clock):
            self._stands = True
            self.stop()
        self._show()

    def _advance(self, player: Player, clock: FrameClock) -> bool:
        """Compute a frame's share of the race, as far as there is time; tell if there is more to come."""
        race, before = player.race, player.race.step
        self._frames += 1
        goal = -(-race.budget * self._frames // _FRAMES)
        player.motion.head_for(race, goal)
        player.tick(clock.frame, clock.allowance())
        self._slow_frames += race.step - before <= 1 < goal - before
        return not race.finished and self._frames < _FRAMES and self._slow_frames < _SLOW_FRAMES

    def _show(self) -> None:
        player = self._player
        if player is not None:
            look = first_look(player)
            look.settle(player.race)
            self.show(view_of(player, look, palette(self.app), language_of(self.app)))

    def draw(self, view: RaceSnapshot, width: int, height: int) -> Grid:
        """The chart; where the race was not played to its end, how far it was."""
        grid = super().draw(view, width, height)
        if self._stands and not view.race.finished:
            note = view.language.text("picker.as_far", step=view.race.step, steps=view.race.budget)
            note = shorten(f" {note}", width)
            grid.put(0, width - cell_width(note), note, view.palette.muted)
        return grid

    # the mouse does nothing but scroll what it stands in

    def click(self, x: int, y: int) -> None:
        """Do nothing."""

    def hover(self, x: int, y: int) -> None:
        """Do nothing."""

    def drag(self, right: int, down: int) -> None:
        """Do nothing."""

    def _turn(self, event: events.MouseEvent, factor: float) -> None:
        """Leave the wheel to what it stands in."""


def _is_large(scenario: Scenario) -> bool:
    return len(scenario.lanes) * numbers_of_lane(scenario.objective) > _MOST_NUMBERS


def _player_of(scenario: Scenario | None) -> Player | None:
    """Return the player of a scenario's race, without what is computed beside it; None where it cannot be raced."""
    if scenario is None:
        return None
    with suppress(ValueError, OverflowError, MemoryError):  # told where the race is opened
        return Player(scenario)
    return None
