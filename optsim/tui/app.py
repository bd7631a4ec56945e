"""The app: it goes from screen to screen."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from optsim.scenario import Scenario
from optsim.tui.commands import COMMANDS
from optsim.tui.messages import Picked
from optsim.tui.pace import Pace, RealTime
from optsim.tui.screens.race import RaceScreen


def _picker() -> Screen[None]:
    # not before it is asked for: its widgets take a third as long to import as Textual itself
    from optsim.tui.screens.picker import PickerScreen  # noqa: PLC0415

    return PickerScreen()


def _help() -> Screen[None]:
    from optsim.tui.screens.help import HelpScreen  # noqa: PLC0415 as above

    return HelpScreen()


class OptsimApp(App[None]):
    """Opens on a scenario, or on the picker."""

    TITLE = "optsim"
    SCREENS: ClassVar[dict[str, Callable[[], Screen[Any]]]] = {"picker": _picker, "help": _help}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "quit", "Quit", show=False, priority=True)]

    def __init__(self, scenario: Scenario | None = None, *, pace: Pace | None = None) -> None:
        # without colour: none at all, where Textual's own way would leave shades of grey
        super().__init__(ansi_color="NO_COLOR" in os.environ)
        self._scenario = scenario
        self._pace = pace or RealTime()

    async def on_mount(self) -> None:
        """Open the first screen."""
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGHUP):
                # so that the terminal is put right before the process ends
                asyncio.get_running_loop().add_signal_handler(number, self.exit)
        self.call_after_refresh(_settle)
        if self._scenario is None:
            await self.push_screen("picker")
        else:
            await self.push_screen(RaceScreen(self._scenario, self._pace))

    async def on_picked(self, message: Picked) -> None:
        """Race the chosen scenario in place of the one before."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.push_screen(RaceScreen(message.scenario, self._pace))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: everything that has a key, too."""
        yield from super().get_system_commands(screen)
        if isinstance(screen, RaceScreen):
            for command in COMMANDS:
                if command.name != "palette":
                    yield SystemCommand(
                        f"{command.title} ({command.shown})", command.help, _runner(screen, command.name)
                    )


def _runner(screen: RaceScreen, name: str) -> Callable[[], None]:
    return lambda: screen.action_command(name)


def _settle() -> None:
    """Behind the first paint: collect garbage again, and never look at what was imported."""
    gc.freeze()
    gc.enable()


def run_app(scenario: Scenario | None = None) -> None:
    """Run the app until it is left."""
    # collecting while the app starts frees nothing and costs a twentieth of the time to the first paint
    gc.disable()
    OptsimApp(scenario).run()
