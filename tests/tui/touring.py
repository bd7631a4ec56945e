"""Playing tours in the app without a clock: a picture after the other, the race's frames in between."""

from __future__ import annotations

from contextlib import asynccontextmanager

from optsim.scenario.demo.demo import Act, Demo
from optsim.tui.app import OptsimApp
from optsim.tui.frame_clock import FRAME
from optsim.tui.screens.race import RaceScreen
from optsim.tui.sweep.sweep_screen import SweepScreen
from tests.tui.support import Hand, settle


def demo(*acts, **settings):
    """A demo from (verb, value) pairs."""
    return Demo(do=tuple(Act(*each) for each in acts), **settings)


class Watcher:
    """Notes all that an observer is told, with the step at which the race stands."""

    def __init__(self):
        self.told = []
        self.error = None
        self.app = None

    def _note(self, *what):
        screen = next((each for each in self.app.screen_stack if isinstance(each, RaceScreen)), None)
        self.told.append((*what, None if screen is None else screen.player.race.step))

    def begin(self):
        self._note("begin")

    def mark(self, label):
        self._note("mark", label)

    def show(self, shown):
        self._note("show", shown)

    def shot(self, name):
        self._note("shot", name)

    def failure(self, error):
        self.error = error
        self._note("failure")

    def end(self):
        self._note("end")


class ToldApp(OptsimApp):
    """The app with timers that never come: `let_pass` ticks in their place."""

    def set_interval(self, interval, *args, **kwargs):
        return super().set_interval(1e6, *args, **kwargs)


@asynccontextmanager
async def on_tour(scenario, played, size=None, *, observer=None, **settings):
    """The app on the first screen of a tour; gives the pilot."""
    app = ToldApp(scenario, pace=Hand(10_000), demo=played, observer=observer, **settings)
    if observer is not None:
        observer.app = app
    async with app.run_test(size=size or played.size, notifications=True) as pilot:
        await settle(pilot)
        yield pilot


async def let_pass(pilot, pictures=1):
    """Let the time of so many pictures pass."""
    app = pilot.app
    tour = app._tour
    fps = tour._demo.fps
    for _ in range(pictures):
        tour.tick()
        await pilot.pause(0)
        due = int((tour._ticks + 1) / fps / FRAME) - int(tour._ticks / fps / FRAME)
        for screen in [each for each in app.screen_stack if isinstance(each, RaceScreen) and each.player.busy]:
            # no need to paint what is over before the next picture
            for _ in range(due):
                if tour.frame:
                    screen.player.tick(tour.frame, tour.allowance())
            screen.show()
        for screen in [each for each in app.screen_stack if isinstance(each, SweepScreen)]:
            for _ in range(due):
                screen.tick()
        await pilot.pause(0)


async def to_the_end(pilot, most=5000):
    """Until the tour is over; a tour that does not end is a failure."""
    for _ in range(most):
        if not pilot.app.touring:
            await settle(pilot)
            return
        await let_pass(pilot)
    raise AssertionError(f"the tour is not over after {most} pictures")
