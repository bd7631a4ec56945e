"""An app that paints before it imports."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual.message import Message

from optsim.tui.frame_clock import OPENING, FrameClock
from optsim.tui.tour.toured_app import TouredApp

if TYPE_CHECKING:
    from optsim.tui.tour.tour_observer import TourObserver

#: keys that leave at once, whatever is still to come
_LEAVING = ("q", "ctrl+c")


class StartingApp(TouredApp):
    """Base of the app: it imports in a thread after its first paint, and no key of that time is lost.

    While the app awaits the thread in its own handler, keys wait in its queue; those that come before that are held. All of
    them go to the first screen, but those that leave do so at once.
    """

    def __init__(
        self, pace: FrameClock, observer: TourObserver | None, *, ansi_color: bool, imports_in_thread: bool
    ) -> None:
        """`imports_in_thread` is for a terminal; on a film's clock everything is imported before, or at once."""
        super().__init__(pace, observer, ansi_color=ansi_color)
        self._imports_in_thread = imports_in_thread
        self._left = asyncio.Event()
        #: True until the first screen is there
        self._starts = True
        self._early_keys: list[events.Key] = []

    def on_mount(self) -> None:
        """Start after the first paint."""
        if self._imports_in_thread:
            # not awaited by the screen, whose queue is not that of the keys
            self.call_after_refresh(self.call_later, self._start)
        else:
            self.set_timer(OPENING, self._start)

    def bring(self) -> None:
        """Load what the first screen shows, and import as much as its lanes need, in a thread."""

    async def show_beginning(self) -> None:
        """Show what was loaded while the first screen is imported."""

    def bring_screen(self) -> None:
        """Import the first screen, in a thread."""

    async def _open(self) -> None:
        """Open the first screen."""

    async def _start(self) -> None:
        if not self._imports_in_thread or await self._has_begun():
            await self._open()
        if self._imports_in_thread and not self._exit:
            self.call_after_refresh(self._bring_rest)
        self._starts = False
        for key in self._early_keys:
            await self.on_event(key)
        self._early_keys.clear()

    def _bring_rest(self) -> None:
        """Import what comes after the first paint of the first screen while that goes out."""
        from optsim.tui.start.imports import import_rest  # noqa: PLC0415 after the first paint

        self.run_worker(import_rest, thread=True)

    async def _has_begun(self) -> bool:
        """Do all that comes before the first screen; False where somebody leaves before."""
        if not await self._has_come(asyncio.to_thread(self.bring)):
            return False
        await self.show_beginning()
        painted = asyncio.Event()
        self.screen.call_after_refresh(painted.set)
        # an import beside it would make the paint late
        return await self._has_come(painted.wait()) and await self._has_come(asyncio.to_thread(self.bring_screen))

    async def _has_come(self, awaited: Coroutine[Any, Any, Any]) -> bool:
        """Wait for something; False where somebody leaves before."""
        coming, leaving = asyncio.create_task(awaited), asyncio.create_task(self._left.wait())
        await asyncio.wait({coming, leaving}, return_when=asyncio.FIRST_COMPLETED)
        leaving.cancel()
        with suppress(asyncio.CancelledError):
            await leaving
        if self._left.is_set():
            return False
        await coming
        return True

    def post_message(self, message: Message) -> bool:
        """Leave with a key that does so, which would wait in the queue while the app starts."""
        if self._starts and isinstance(message, events.Key) and message.key in _LEAVING:
            self._starts = False
            self._left.set()
            self.exit()
            return True
        return super().post_message(message)

    async def on_event(self, event: events.Event) -> None:
        """Hold a key for the first screen."""
        if self._starts and isinstance(event, events.Key) and not event.is_forwarded:
            self._early_keys.append(event)
            return
        await super().on_event(event)
