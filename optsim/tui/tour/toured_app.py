"""An app that a tour can play over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events

from optsim.tui.frame_clock import FrameClock
from optsim.tui.terminal import FilteredApp

if TYPE_CHECKING:
    from optsim.scenario.demo.demo import Demo
    from optsim.tui.tour.tour_driver import TourDriver
    from optsim.tui.tour.tour_observer import TourObserver


class TouredApp(FilteredApp):
    """Base of the app: whatever a person does takes over from a tour."""

    def __init__(self, pace: FrameClock, observer: TourObserver | None, *, ansi_color: bool) -> None:
        """`pace` is that of a race without a tour; `observer` is told of the tour."""
        super().__init__(ansi_color=ansi_color)
        self._pace, self._observer = pace, observer
        self._tour: TourDriver | None = None
        #: sent by a tour that another one has replaced
        self._void_keys: list[events.Key] = []

    @property
    def clock(self) -> FrameClock:
        """The clock of all that moves."""
        return self._tour or self._pace

    @property
    def touring(self) -> bool:
        """True if a tour presses the keys, and not a person."""
        return self._tour is not None and self._tour.leads

    @property
    def act(self) -> int:
        """The number of the act of the tour, 0 where there is none."""
        return 0 if self._tour is None else self._tour.act

    def take_tour(self, demo: Demo | None) -> None:
        """Have a tour, which is still to begin; None for no other than the one that leads, which may open a scenario itself."""
        if demo is None:
            self._tour = self._tour if self.touring else None
            return
        from optsim.tui.tour.tour_driver import TourDriver  # noqa: PLC0415 after the first paint

        if self._tour is not None and self.touring:
            self._void_keys = self._tour.retire()
        self._tour = TourDriver(self, demo, self._pace, self._observer)

    def begin_tour(self) -> None:
        """Let the tour begin, if there is one that does not lead yet."""
        if self._tour is not None and not self.touring and not self._exit:
            self._tour.begin()

    async def on_event(self, event: events.Event) -> None:
        """With a person's first key or click a tour is over; the key does what it always does."""
        if any(key is event for key in self._void_keys):
            return
        if self._tour is not None and self.touring and not event.is_forwarded and self._tour.yields_to(event):
            self._tour.give_way(event)
        await super().on_event(event)
        if self._tour is not None and isinstance(event, events.MouseUp):
            self._tour.clear()

    def exit(self, *args: Any, **kwargs: Any) -> None:
        """Leave, and a tour with it."""
        if self._tour is not None:
            self._tour.leave()
        super().exit(*args, **kwargs)
