"""The race screen. It only arranges the panels, hands them the view, and runs commands.

    status bar
    the large panel            |  other panels, from top to bottom
    timeline
    lane table
    key bar

In a small window the panels take turns; in a tiny one there is only a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.timer import Timer
from textual.widgets import Static

from optsim.engine.capabilities.states import States
from optsim.playback.player import Player
from optsim.tui import edit_commands
from optsim.tui.colours.palette import palette
from optsim.tui.command import Command, hints
from optsim.tui.commands import commands_of
from optsim.tui.frame_clock import AFTER_FIRST_PAINT, LOOK_FRAMES, FrameClock
from optsim.tui.messages import LaneChosen, Pointed, Sought, StartMoved
from optsim.tui.panel import Panel
from optsim.tui.screens.panel_area import PanelArea
from optsim.tui.screens.panel_screen import PanelScreen
from optsim.tui.screens.window_sizes import TINY_HEIGHT, TINY_WIDTH, narrow, too_small
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.cell_view import CellView
from optsim.tui.widgets.key_bar import KeyBar
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.status_bar import StatusBar
from optsim.tui.widgets.timeline import Timeline


class RaceScreen(PanelScreen):
    """One race or recording, or curves from elsewhere, played."""

    CSS_PATH = "race.tcss"

    def __init__(
        self,
        player: Player,
        pace: FrameClock,
        panels: Sequence[type[Panel]] = (),
        division: tuple[int | None, int | None] = (None, None),
    ) -> None:
        """Make the screen of a player, with some panels, by default with all there are, and its dividers where they were left."""
        super().__init__(player, panels, division)
        self._pace = pace
        self._timer: Timer | None = None

    def _bind(self) -> None:
        """Bind the keys of all commands; of two with one key the first has it."""
        self.commands: tuple[Command, ...] = commands_of(self.arrangement.kinds)
        self.bind_commands(self.commands)

    def bind_commands(self, commands: Sequence[Command]) -> None:
        """Bind the keys of commands."""
        # backwards, so that the first one stays; Textual has a use of its own for tab
        for key, command in reversed([(key, each) for each in commands for key in each.keys.split(",") if key]):
            action = f"command({command.name!r})"
            self._bindings.key_to_bindings[key] = [Binding(key, action, command.words(self.language), show=False)]

    def compose(self) -> ComposeResult:
        """The panels."""
        yield StatusBar()
        yield PanelArea(self.arrangement.panels.values())
        yield Timeline()
        yield LaneTable()
        yield KeyBar()
        yield Static(too_small(self.language), id="tiny", markup=False)

    def on_mount(self) -> None:
        """Stand still at step 0; what is not needed for the first paint comes after it."""
        self._bind()
        self._timer = self.set_interval(self._pace.interval, self.tick, pause=True)
        self.set_timer(AFTER_FIRST_PAINT, self._complete)
        if self.player.race.grows:
            self.set_interval(self._pace.interval * LOOK_FRAMES, self.look_for_more)
        self.show()
        if self.player.computed and self.player.presentation.view.sweep:
            self.open_sweep()

    async def _complete(self) -> None:
        """Fill the panels, and add those that other packages offer."""
        for panel in self.arrangement.panels.values():
            await panel.opened(self.player.presented_in(self.language))
        # whoever quits at once is faster, and takes the panels away
        for area in self.query(PanelArea):
            added = self.arrangement.add_offered()
            await area.add(added)
            if added:
                self._bind()
            self.show()
            for problem in self.arrangement.problems:
                self.tell(problem, wrong=True)

    @property
    def offered(self) -> list[Command]:
        """The commands that can do something with what is played."""
        return [command for command in self.commands if isinstance(self.player.race, command.needs)]

    def show(self) -> None:
        """Hand the present view to all panels, and let time pass only while it moves something."""
        self.look.settle(self.player.race)
        self.player.overlays.request(self.look.y)
        view = self.snapshot()
        view = view._replace(keys=hints(self.commands, view))
        for area in self.query(PanelArea):
            area.follow(self.arrangement.plan(view))
        self.set_class(self.look.full, "full")
        self.set_class(self.look.presenter, "presenter")
        for widget in self.query(CellView):
            widget.show(view)
        if self._timer is not None:
            (self._timer.resume if self.player.busy else self._timer.pause)()

    def snapshot(self) -> RaceSnapshot:
        """Return what the panels show."""
        return self.arrangement.view(self.player, palette(self.app), self.language)

    def on_resize(self, event: events.Resize) -> None:
        """Arrange the panels for the window."""
        width, height = event.size
        self.look.narrow = narrow(width, height)
        self.set_class(width < TINY_WIDTH or height < TINY_HEIGHT, "tiny")
        if self.is_mounted:
            self.show()

    def tick(self) -> None:
        """Let one frame pass."""
        frame = self._pace.frame
        if frame and self.player.tick(frame, self._pace.allowance()):
            self.show()

    def look_for_more(self) -> None:
        """Show what somebody else has added to what is watched."""
        if self.player.look_for_more():
            for panel in self.arrangement.panels.values():
                panel.grown(self.player.presented_in(self.language))
            self.show()

    def action_command(self, name: str) -> None:
        """Do what a key of the table says, or say why it cannot be."""
        command = next(each for each in self.commands if each.name == name)
        lacks = command.lacks(self.player.race, self.language)
        if lacks:
            self.tell(lacks, wrong=True)
            return
        command.run(self)
        if self.is_attached:
            self.show()

    # what commands ask

    @property
    def sentence(self) -> str:
        """The sentence of the selected lane."""
        return self.snapshot().sentence

    def open_help(self) -> None:
        """Show the help."""
        from optsim.tui.screens.help import HelpScreen  # noqa: PLC0415 not before it is asked for

        self.player.pause()
        shown = [view.in_words(self.language) for view in self.query(CellView) if view.region.area]
        self.app.push_screen(HelpScreen([words for words in shown if any(words)], self.offered))

    # what panels tell

    @on(LaneChosen)
    def _choose(self, message: LaneChosen) -> None:
        self.look.selected = message.place
        self.show()

    @on(Sought)
    def _seek(self, message: Sought) -> None:
        self.player.go_to(message.step)
        self.show()

    @on(Pointed)
    def _point(self, message: Pointed) -> None:
        self.look.hair = self.player.race.nearest(message.step)
        self.show()

    @on(StartMoved)
    def _start_at(self, message: StartMoved) -> None:
        if isinstance(self.player.race, States):
            edit_commands.move_start(self, (message.x, message.y))
            self.show()
