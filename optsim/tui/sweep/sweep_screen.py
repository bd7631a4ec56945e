"""The sweep screen: it fills while its runs are done beside, and opens each of them as the race that it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from optsim.languages import Language
from optsim.sweeps.live.live_sweep import LiveSweep, Portion
from optsim.sweeps.plan import Plan
from optsim.sweeps.rows import BlockRows
from optsim.system.printable import printable_line
from optsim.tui.colours.palette import palette
from optsim.tui.frame_clock import FrameClock, MonotonicClock
from optsim.tui.language import language_of
from optsim.tui.screens.window_sizes import TINY_HEIGHT, TINY_WIDTH, too_small
from optsim.tui.snapshot import KeyHint
from optsim.tui.sweep.keys import KEYS, SweepKeyBar
from optsim.tui.sweep.look import SweepLook
from optsim.tui.sweep.rows import SIGNS
from optsim.tui.sweep.snapshot import SweepSnapshot
from optsim.tui.sweep.view import SweepView
from optsim.tui.sweep.worker import Worker, run_portion

if TYPE_CHECKING:
    from optsim.tui.sweep.cell_screen import CellScreen

#: the way that a key moves the cursor: right, up
_WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}


class SweepScreen(Screen[None]):
    """A sweep that is run while it is looked at: each portion of runs beside, or, in films and tours, one at each tick."""

    DEFAULT_CSS = """
    SweepScreen {
        layout: vertical; overflow: hidden;
        #tiny { display: none; width: 100%; height: 100%; content-align: center middle; text-align: center; }
        &.tiny > * { display: none; }
        &.tiny #tiny { display: block; }
        ToastRack { layer: default; margin-bottom: 0; overflow-y: hidden; }
        Toast { width: 100%; max-width: 100%; margin: 0; padding: 0 1; }
    }
    """

    def __init__(
        self,
        plan: Plan,
        heading: str,
        selected: str,
        race_of: Callable[[SweepScreen, SweepSnapshot], CellScreen],
    ) -> None:
        """`heading` is its title, `selected` the lane to begin with; `race_of` makes the screen of the cell under the cursor."""
        super().__init__()
        self.sweep, self._heading, self._race_of = LiveSweep(plan), heading, race_of
        self.look = SweepLook(self.sweep, selected)
        self._portions = self.sweep.portions()
        self._worker: Worker | None = None
        self._timer: Timer | None = None
        self._paused = self._over = self._under_way = self._has_news = False
        #: why it cannot go on, as a sentence
        self._fault = ""

    def compose(self) -> ComposeResult:
        """The picture and the keys."""
        yield SweepView()
        yield SweepKeyBar()
        yield Static(too_small(self._language), id="tiny", markup=False)

    def on_mount(self) -> None:
        """Bind the keys, and begin."""
        for key in KEYS:
            for name in key.keys.split(","):
                action = f"sweep_key({key.action!r}, {name!r})"
                self._bindings.key_to_bindings[name] = [Binding(name, action, key.word(self._language), show=False)]
        self.app.theme_changed_signal.subscribe(self, lambda _: self.show())
        self._timer = self.set_interval(self.clock.interval, self.tick)
        self.show()

    def on_unmount(self) -> None:
        """Run nothing more."""
        self.app.theme_changed_signal.unsubscribe(self)
        if self._worker is not None:
            self._worker.close()

    @property
    def clock(self) -> FrameClock:
        """The clock of all that moves."""
        return getattr(self.app, "clock", None) or MonotonicClock()

    @property
    def _language(self) -> Language:
        return language_of(self.app)

    @property
    def over(self) -> bool:
        """True where all is run."""
        return self._over

    @property
    def _is_on_top(self) -> bool:
        return self.app.screen is self

    # the runs

    def tick(self) -> None:
        """Let one frame pass: have something run, and show what is new. Under another screen it waits."""
        if not self._is_on_top:
            return
        if not self._under_way and not self._paused and not self._over:
            self._go_on()
        if self._has_news:
            self.show()

    def _go_on(self) -> None:
        """Have the next portion run: beside, or here and now."""
        portion = next(self._portions, None)
        if portion is None:
            self._over = self._has_news = True
            return
        self._under_way = True
        if not self.clock.beside:
            self._take(portion, run_portion(portion))
            return
        if self._worker is None:
            self._worker = Worker(asyncio.get_running_loop(), self._take)
        self._worker.submit(portion)

    def _take(self, portion: Portion, result: BlockRows | Exception) -> None:
        """Take what a portion gave, and have the next one run at once where that goes on beside."""
        self._under_way = False
        if isinstance(result, Exception):
            self._over = self._has_news = True
            text = self._language.text("sweep.went_wrong", why=f"{type(result).__name__}: {result}")
            self._fault = printable_line(text)
            self.notify(self._fault, severity="error", markup=False)
            return
        self.sweep.take(portion, result)
        self._has_news = True
        if self.is_attached and self._is_on_top and not self._paused and self.clock.beside:
            self._go_on()

    # what is seen

    def snapshot(self) -> SweepSnapshot:
        """Return what the picture is drawn from."""
        running = not self._paused and not self._over
        return SweepSnapshot(
            self.sweep, self.look, palette(self.app), self._language, self._heading, running, self._fault
        )

    def show(self) -> None:
        """Show how far it is, and what the keys do."""
        self._has_news = False
        view = self.snapshot()
        hints = tuple(KeyHint(key.action, key.shown, key.word(self._language), key.rank) for key in self._offered)
        for picture in self.query(SweepView):
            picture.show(view)
        for bar in self.query(SweepKeyBar):
            bar.show(hints)

    @property
    def _offered(self) -> list[Any]:
        """The keys that are of use now."""
        useless = {"heat": self.look.heat or not self.look.has_table, "curves": not self.look.heat, "pause": self._over}
        useless |= {"lane": len(self.look.lanes) == 1, "seed": self.sweep.plan.seeds == 1}
        return [key for key in KEYS if key.rank and not useless.get(key.action, False)]

    def on_resize(self, event: events.Resize) -> None:
        """In a tiny window there is only a sentence."""
        self.set_class(event.size.width < TINY_WIDTH or event.size.height < TINY_HEIGHT, "tiny")

    def on_screen_resume(self) -> None:
        """Show what came meanwhile."""
        self.show()

    # keys

    def action_sweep_key(self, action: str, key: str) -> None:
        """Do what a key of the table says."""
        getattr(self, f"_{action}")(key)
        if self.is_attached and self._is_on_top:
            self.show()

    def _cell(self, key: str) -> None:
        self.look.move(*_WAYS[key])

    def _lane(self, key: str) -> None:
        self.look.select(-1 if key.startswith("shift") else 1)

    def _seed(self, key: str) -> None:
        self.look.next_seed(1 if key in ("n", "") else -1)

    def _best(self, _: str) -> None:
        self.look.go_to_best()

    def _curves(self, _: str) -> None:
        self.look.heat = False

    def _heat(self, _: str) -> None:
        if not self.look.has_table:
            text = self._language.text("sweep.no_table", lane=self.look.lane)
            self.notify(text, severity="warning", markup=False)
        self.look.heat = self.look.has_table

    def _pause(self, _: str) -> None:
        self._paused = not self._paused

    def _open(self, _: str) -> None:
        self.app.push_screen(self._race_of(self, self.snapshot()))

    def _help(self, _: str) -> None:
        from optsim.tui.screens.help import HelpScreen  # noqa: PLC0415 not before it is asked for
        from optsim.tui.screens.help.page import Part, key_rows, sign_rows  # noqa: PLC0415

        text = self._language.text
        panels = [(text(f"sweep.{name}"), text(f"sweep.{name}.about")) for name in ("picture", "table")]
        keys = key_rows([(key.shown, key.action) for key in KEYS], self._language, "sweep.key")
        parts = [Part(text("help.signs"), sign_rows(SIGNS, self._language)), Part(text("help.key_list"), keys)]
        self.app.push_screen(HelpScreen(panels, parts=parts))

    def _back(self, _: str) -> None:
        self.app.pop_screen()

    def _leave(self, _: str) -> None:
        self.app.exit()
