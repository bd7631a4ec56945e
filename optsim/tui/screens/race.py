"""The race screen. It only arranges the panels, hands them the view, and runs commands.

    status bar
    chart                        notes  |  map over explain  |  explain
    timeline
    lane table
    key bar

In a small window the chart and what stands beside it take turns; in a tiny one there is only a sentence.
"""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from optsim.playback.player import Player
from optsim.scenario import Scenario
from optsim.tui.commands import BY_NAME, COMMANDS
from optsim.tui.messages import LaneChosen, Sought
from optsim.tui.pace import BEHIND_FIRST_PAINT, FRAME, Pace
from optsim.tui.palette import palette
from optsim.tui.view import Look, view_of
from optsim.tui.widgets.cell_view import CellView
from optsim.tui.widgets.events import Events
from optsim.tui.widgets.explanation import Explanation
from optsim.tui.widgets.key_bar import KeyBar
from optsim.tui.widgets.landscape import Landscape
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.loss_chart import LossChart
from optsim.tui.widgets.status_bar import StatusBar
from optsim.tui.widgets.timeline import Timeline

WIDE, HIGH = 120, 36
PANELS = ("chart", "notes", "map", "explain")
TINY_WIDTH, TINY_HEIGHT = 60, 18
TOO_SMALL = f"optsim needs a window of at least {TINY_WIDTH}×{TINY_HEIGHT}"


class RaceScreen(Screen[None]):
    """One scenario, played."""

    CSS_PATH = "race.tcss"
    BINDINGS = [  # noqa: RUF012 Textual's word, not changed
        Binding(command.keys, f"command({command.name!r})", command.title, show=False)
        for command in COMMANDS
        if command.keys
    ]

    def __init__(self, scenario: Scenario, pace: Pace) -> None:
        super().__init__()
        self.scenario = scenario
        self.player = Player(lambda seed: scenario.race(seed=seed), scenario.seed)
        self.look = Look(x=scenario.view.x, y=scenario.view.y, log=scenario.view.scale == "log")
        self._pace = pace
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The panels."""
        yield StatusBar()
        with Horizontal(id="upper"):
            yield LossChart()
            with Vertical(id="side"):
                yield Static("[b]What to look at[/b]", id="about-title", classes="of-notes")
                yield VerticalScroll(id="about", can_focus=False, classes="of-notes")
                yield Events(classes="of-notes")
                yield Landscape(classes="of-map")
                yield Explanation(classes="of-explain")
        yield Timeline()
        yield LaneTable()
        yield KeyBar()
        yield Static(TOO_SMALL, id="tiny")

    def on_mount(self) -> None:
        """Stand still at step 0; the description comes behind the first paint."""
        self._timer = self.set_interval(self._pace.interval, self.tick, pause=True)
        self.app.theme_changed_signal.subscribe(self, lambda _: self.show())
        self.set_timer(BEHIND_FIRST_PAINT, self._describe)
        self.show()

    async def _describe(self) -> None:
        text = self.scenario.description or "This scenario has no description."
        # one widget for the whole text: Textual's own Markdown is a widget a paragraph, and each costs at every paint
        from rich.markdown import Markdown  # noqa: PLC0415 not before the first paint

        await self.query_one("#about").mount(Static(Markdown(text)))

    def show(self) -> None:
        """Hand the present view to all panels, and let time pass only while it moves something."""
        for panel in PANELS:
            self.set_class(self.look.panel == panel, panel)
        view = view_of(self.scenario, self.player, self.look, palette(self.app))
        self.set_class(bool(view.pinned_terms), "comparing")
        for widget in self.query(CellView):
            widget.show(view)
        if self._timer is not None:
            (self._timer.resume if self.player.busy else self._timer.pause)()

    def on_resize(self, event: events.Resize) -> None:
        """Arrange the panels for the window."""
        width, height = event.size
        narrow = width < WIDE or height < HIGH
        if narrow != self.look.narrow and self.look.panel in ("chart", "notes"):
            # the chart stands beside the notes where there is room, and comes first where there is not
            self.look.panel = "chart" if narrow else "notes"
        self.look.narrow = narrow
        self.set_class(self.look.narrow, "narrow")
        self.set_class(width < TINY_WIDTH or height < TINY_HEIGHT, "tiny")
        rows = min(len(self.scenario.lanes), max(3, height // 3))
        self.query_one(LaneTable).styles.height = rows + 2
        if self.is_mounted:
            self.show()

    def tick(self) -> None:
        """Let one frame pass."""
        if self.player.tick(FRAME, self._pace.allowance()):
            self.show()

    def action_command(self, name: str) -> None:
        """Do what a key of the table says."""
        BY_NAME[name].run(self)
        if self.is_attached:
            self.show()

    def select(self, by: int) -> None:
        """Select another lane."""
        self.look.selected = (self.look.selected + by) % len(self.scenario.lanes)

    @on(LaneChosen)
    def _choose(self, message: LaneChosen) -> None:
        self.look.selected = message.place
        self.show()

    @on(Sought)
    def _seek(self, message: Sought) -> None:
        self.player.go_to(message.step)
        self.show()

    def scroll_notes(self, pages: int) -> None:
        """Scroll the explanation where it is shown alone, else what to look at."""
        if self.look.panel == "explain":
            self.query_one(Explanation).turn(pages)
            return
        about = self.query_one("#about")
        about.scroll_relative(y=pages * max(1, about.size.height - 2), animate=False)

    def open_picker(self) -> None:
        """Show the picker."""
        self.player.pause()
        self.app.push_screen("picker")

    def open_help(self) -> None:
        """Show the help."""
        self.player.pause()
        self.app.push_screen("help")

    def open_palette(self) -> None:
        """Show the command palette."""
        self.app.action_command_palette()

    def leave(self) -> None:
        """End the app."""
        self.app.exit()
