"""A capture session: the app plays a demo on the film's clock, and its screen is captured."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from optsim.engine.capabilities.curves import Curves
from optsim.languages import Language
from optsim.plot.lean_plotext import lean_plotext
from optsim.scenario import Scenario
from optsim.scenario.demo.demo import Demo
from optsim.scenario.translation import in_language
from optsim.screencast.capture.cancelling import cancelled
from optsim.screencast.capture.chapters import Chapters
from optsim.screencast.capture.screen_capture import ScreenCapture
from optsim.screencast.capture.virtual_clock import Clock, ClockError, FilmLoop
from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film
from optsim.system.preferences import Preferences
from optsim.system.signals import deferred
from optsim.tui.app import OptsimApp
from optsim.tui.language import language_of
from optsim.tui.screens.race import RaceScreen

if TYPE_CHECKING:
    from optsim.playback.motion import Allowance
    from optsim.playback.tour import TourError
    from optsim.recording.recording import Recording

#: seconds that the first screen takes until all of it is there
_SETTLED = 0.25
#: steps a second at the highest speed: as fast as the machine can is not the same everywhere
_FULL_SPEED = 3000


@dataclass(frozen=True)
class FilmPace:
    """A tick a picture, and as many steps in it as always."""

    interval: float

    @property
    def frame(self) -> float:
        """Seconds that a tick stands for."""
        return self.interval

    @property
    def beside(self) -> bool:
        """False: what is filmed is the same each time."""
        return False

    def allowance(self) -> Allowance:
        """So many steps, however long they take."""
        remaining = iter(range(max(1, round(_FULL_SPEED * self.interval))))
        return lambda: next(remaining, None) is not None


class CaptureSession:
    """The observer of the tour: it runs the capture, and knows when each act began.

    `watch` is given the milliseconds of film so far and the number of the act, at every picture.
    """

    def __init__(self, watch: Callable[[int, int], None] = lambda _time, _act: None) -> None:
        self.capture: ScreenCapture | None = None
        self.chapters = Chapters()
        #: when each act began, by its number, in milliseconds of film
        self.acts: dict[int, int] = {}
        self.error: TourError | None = None
        self.over = asyncio.Event()
        self._app: OptsimApp | None = None
        self._watch = watch

    def open(self, app: OptsimApp, clock: Clock, fps: int) -> None:
        """Have an app to film, before it runs."""
        self._app, self.capture = app, ScreenCapture(app, clock, fps, self._look, _SETTLED)

    def begin(self) -> None:
        """The first screen is there."""
        self._capture.run()

    def mark(self, label: str) -> None:
        """A chapter begins."""
        self.chapters.mark(self._capture.time, label)

    def show(self, shown: bool) -> None:  # noqa: FBT001 as the tour tells it
        """Film on, or not."""
        if shown:
            self._capture.run()
        else:
            self._capture.cut()

    def shot(self, name: str) -> None:
        """A still is wanted."""
        self._capture.still(name)

    def failure(self, error: TourError) -> None:
        """The tour could not go on."""
        self.error = error
        self.over.set()

    def end(self) -> None:
        """The tour is over."""
        self.over.set()

    @property
    def _capture(self) -> ScreenCapture:
        if self.capture is None:
            raise RuntimeError("the session has not been opened")
        return self.capture

    def _look(self, time: int) -> None:
        """Before each picture."""
        app = self._app
        if app is None:
            return
        for number in range(len(self.acts) + 1, app.act + 1):
            self.acts[number] = time
        screen = next((each for each in reversed(app.screen_stack) if isinstance(each, RaceScreen)), None)
        if screen is not None:
            self.chapters.look(time, screen.player, language_of(screen.app))
        self._watch(time, app.act)


def shoot(
    opened: Scenario | Recording | Curves,
    demo: Demo,
    clock: Clock,
    session: CaptureSession,
    *,
    size: tuple[int, int],
    looks: Preferences | None = None,
    language: Language | None = None,
    learn: str | None = None,
) -> Film:
    """Film a demo of a scenario, a recording or curves in a window of `size`, `demo.fps` pictures a second; in English where no language is given, in the app's own looks where none are.

    With `learn` it is of the lesson of that name, whose scenario is the first one.

    Raises TourError where the demo cannot go on, FilmError where the app cannot.
    """
    # an import takes no time of the film
    lean_plotext()
    app = OptsimApp(
        opened if learn is None else None,
        learn=learn,
        pace=FilmPace(1 / demo.fps),
        preferences=looks or Preferences(),
        demo=demo,
        observer=session,
        language=language,
    )
    session.open(app, clock, demo.fps)
    try:
        with clock.running(), asyncio.Runner(loop_factory=lambda: _loop(clock)) as runner:
            runner.run(_play_in_order(app, size, session, 1 / demo.fps))
    except ClockError as error:
        raise FilmError(f"{error}; act {app.act} of the demo was played") from error
    if session.error is not None:
        raise session.error
    if session.capture is None or app.return_code:
        raise FilmError("the app has failed")
    return session.capture.film(_title(opened, language_of(app)), session.chapters.marks(language_of(app)))


def _title(opened: Scenario | Recording | Curves, language: Language) -> str:
    """Return the title of what is filmed."""
    if isinstance(opened, Curves):
        return opened.title
    scenario = opened if isinstance(opened, Scenario) else opened.scenario
    return in_language(scenario, language).title or scenario.name


def _loop(clock: Clock) -> FilmLoop:
    """A loop; a half of one could not even be forgotten in order."""
    with deferred():
        return FilmLoop(clock)


async def _play_in_order(app: OptsimApp, size: tuple[int, int], session: CaptureSession, picture: float) -> None:
    with cancelled():
        await _play(app, size, session, picture)


async def _play(app: OptsimApp, size: tuple[int, int], session: CaptureSession, picture: float) -> None:
    """Run the app until the demo is over, and let what it did last be seen."""
    running = asyncio.create_task(app.run_async(size=size))
    over = asyncio.create_task(session.over.wait())
    await asyncio.wait({running, over}, return_when=asyncio.FIRST_COMPLETED)
    if not running.done() and session.error is None:
        await asyncio.sleep(2 * picture if session.acts else _SETTLED + 2 * picture)
    if session.capture is not None:
        session.capture.cut()
    over.cancel()
    app.exit()
    await running


def with_fps(demo: Demo, fps: int | None) -> Demo:
    """The demo with another number of pictures a second, if one is given."""
    return demo if fps is None else replace(demo, fps=fps)
