"""The app: it goes from screen to screen."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from optsim.tui.pace import BEHIND_FIRST_PAINT, OPENING, Pace, RealTime

if TYPE_CHECKING:
    from optsim.scenario import Scenario
    from optsim.tui.messages import Picked
    from optsim.tui.screens.race import RaceScreen


def _picker() -> Screen[None]:
    from optsim.tui.screens.picker import PickerScreen  # noqa: PLC0415 as below

    return PickerScreen()


class OptsimApp(App[None]):
    """Opens on a scenario, or on the picker.

    It imports no more than Textual, and the rest when its first line is on the screen: NumPy and the engine take as long
    again.
    """

    TITLE = "optsim"
    SCREENS: ClassVar[dict[str, Callable[[], Screen[Any]]]] = {"picker": _picker}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", "Quit", show=False, priority=True)]

    CSS = "#opening { background: $panel; padding: 0 1; text-style: bold; }"

    def __init__(self, scenario: Scenario | str | None = None, *, pace: Pace | None = None) -> None:
        """Open on a scenario or on the name of one that comes with optsim; where None: on the picker."""
        # without colour: none at all, where Textual's own way would leave shades of grey
        super().__init__(ansi_color="NO_COLOR" in os.environ)
        self._scenario = scenario
        self._pace = pace or RealTime()

    def compose(self) -> ComposeResult:
        """What is seen while the rest is imported."""
        yield Static(f"optsim   {self._scenario if isinstance(self._scenario, str) else ''}", id="opening")

    def on_mount(self) -> None:
        """Open the first screen behind the first paint."""
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGHUP):
                # so that the terminal is put right before the process ends
                asyncio.get_running_loop().add_signal_handler(number, self.exit)
        self.set_timer(OPENING, self._open)

    async def _open(self) -> None:
        self.set_timer(BEHIND_FIRST_PAINT, _settle)
        if self._scenario is None:
            await self.push_screen("picker")
            return
        from optsim.scenario import load  # noqa: PLC0415 behind the first paint

        await self._race(load(self._scenario) if isinstance(self._scenario, str) else self._scenario)

    async def _race(self, scenario: Scenario) -> None:
        from optsim.tui.screens.race import RaceScreen  # noqa: PLC0415 behind the first paint

        try:
            screen = RaceScreen(scenario, self._pace)
        except (ValueError, OverflowError, MemoryError) as error:
            self.exit(return_code=2, message=f"{scenario.name}: {error or 'not enough memory for this race'}")
        else:
            await self.push_screen(screen)

    async def on_picked(self, message: Picked) -> None:
        """Race the chosen scenario in place of the one before."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self._race(message.scenario)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: everything that has a key, too."""
        yield from super().get_system_commands(screen)
        from optsim.tui.commands import COMMANDS  # noqa: PLC0415 behind the first paint
        from optsim.tui.screens.race import RaceScreen  # noqa: PLC0415

        if isinstance(screen, RaceScreen):
            for command in COMMANDS:
                if command.name != "palette":
                    title = f"{command.title} ({command.shown})"
                    yield SystemCommand(title, command.help, _runner(screen, command.name))


def _runner(screen: RaceScreen, name: str) -> Callable[[], None]:
    return lambda: screen.action_command(name)


def _settle() -> None:
    """Behind the first paint: collect garbage again, and never look at what was imported."""
    gc.freeze()
    gc.enable()


def run_app(scenario: Scenario | str | None = None) -> None:
    """Run the app until it is left."""
    # collecting while the app starts frees nothing and costs a twentieth of the time to the first paint
    gc.disable()
    app = OptsimApp(scenario)
    app.run()
    sys.exit(app.return_code or 0)
