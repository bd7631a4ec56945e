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
from textual.css.scalar import Scalar
from textual.timer import Timer
from textual.widgets import Static

from optsim.playback.player import Player
from optsim.tui import edit_commands
from optsim.tui.colours import palette
from optsim.tui.commands import BY_NAME, COMMANDS
from optsim.tui.controller import RaceController
from optsim.tui.frame_clock import BEHIND_FIRST_PAINT, FrameClock
from optsim.tui.messages import Aimed, LaneChosen, Pointed, Sought, StartMoved
from optsim.tui.panels.chart.panel import ChartPanel
from optsim.tui.panels.explain.panel import ExplainPanel
from optsim.tui.panels.map.panel import MapPanel
from optsim.tui.panels.notes.event_log import Events
from optsim.tui.panels.notes.rule_costs import RuleCosts
from optsim.tui.snapshot import view_of
from optsim.tui.terminal.encodable import worded
from optsim.tui.widgets.cell_view import CellView
from optsim.tui.widgets.key_bar import KeyBar
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.status_bar import StatusBar
from optsim.tui.widgets.timeline import Timeline

WIDE, HIGH = 120, 36
PANELS = ("chart", "notes", "map", "explain")
TINY_WIDTH, TINY_HEIGHT = 60, 18
TOO_SMALL = f"optsim needs a window of at least {TINY_WIDTH}×{TINY_HEIGHT}"


class RaceScreen(RaceController):
    """One race or recording, played."""

    CSS_PATH = "race.tcss"
    BINDINGS = [  # noqa: RUF012 Textual's word, not changed
        Binding(command.keys, f"command({command.name!r})", command.title, show=False)
        for command in COMMANDS
        if command.keys
    ]

    def __init__(self, player: Player, pace: FrameClock) -> None:
        super().__init__(player)
        self._pace = pace
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The panels."""
        yield StatusBar()
        with Horizontal(id="upper"):
            yield ChartPanel()
            with Vertical(id="side"):
                yield Static("[b]What to look at[/b]", id="about-title", classes="of-notes")
                yield VerticalScroll(id="about", can_focus=False, classes="of-notes")
                yield Events(classes="of-notes")
                yield RuleCosts(classes="of-rules")
                yield MapPanel(classes="of-map")
                yield ExplainPanel(classes="of-explain")
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
        presentation = self.player.presentation
        # one widget for the whole text: Textual's own Markdown is a widget a paragraph, and each costs at every paint
        from rich.markdown import Markdown  # noqa: PLC0415 not before the first paint

        facts = "\n".join(f"{key}: {what}" for key, what in presentation.tell_data())
        parts = [
            Static(Markdown(worded(self.app, presentation.describe()), hyperlinks=False)),
            *([Static(facts, markup=False)] if facts else []),
        ]
        for about in self.query("#about"):
            # whoever quits at once is faster
            if about.is_attached:
                await about.mount(*parts)

    def show(self) -> None:
        """Hand the present view to all panels, and let time pass only while it moves something."""
        self._make_room(len(self.player.race.lanes))
        for panel in PANELS:
            self.set_class(self.look.panel == panel, panel)
        rules = len(self.player.race.rules)
        self.set_class(rules > 1, "judged")
        # all that is asked for: whoever leaves at once is faster, and takes the panels away
        for costs in self.query(RuleCosts):
            self._set_height(costs, rules + 1)
        self.look.settle(self.player.race)
        self.player.overlays.request(self.look.y)
        view = view_of(self.player, self.look, palette(self.app), self.language)
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
        if self.is_mounted:
            self.show()

    def _make_room(self, lanes: int) -> None:
        """Rows for so many lanes, a third of the screen at most."""
        if self.size.height:
            for table in self.query(LaneTable):
                self._set_height(table, min(lanes, max(3, self.size.height // 3)) + 2)

    def _set_height(self, panel: CellView, height: int) -> None:
        if panel.styles.height != Scalar.from_number(height):
            panel.styles.height = height

    def tick(self) -> None:
        """Let one frame pass."""
        frame = self._pace.frame
        if frame and self.player.tick(frame, self._pace.allowance()):
            self.show()

    def action_command(self, name: str) -> None:
        """Do what a key of the table says."""
        command = BY_NAME[name]
        lacks = command.lacks(self.player.race)
        if lacks:
            self.tell(lacks, wrong=True)
            return
        command.run(self)
        if self.is_attached:
            self.show()

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

    @on(Aimed)
    def _aim(self, message: Aimed) -> None:
        self.look.target = message.panel

    @on(StartMoved)
    def _start_at(self, message: StartMoved) -> None:
        edit_commands.move_start(self, (message.x, message.y))
        self.show()
