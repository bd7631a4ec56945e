"""The camera: it looks at the app's screen at every frame of its clock, and keeps the lines that have changed."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TextIO

from rich.segment import Segment
from textual.app import App
from textual.drivers.headless_driver import HeadlessDriver

from optsim.screencast.capture.textual_rows import Inks
from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film, Frame, Mark, Row, Still
from optsim.tui.colours.palette import palette
from optsim.tui.terminal.compositor import painted

if TYPE_CHECKING:
    from optsim.screencast.capture.virtual_clock import Clock

#: seconds of film after which something must be wrong
LONGEST = 600


class CapturedScreen(HeadlessDriver):
    """A driver without a terminal that notices when something is sent to it. Nothing leaves it: no file, no browser."""

    is_headless = False  # else Textual draws nothing
    changed = True

    def write(self, data: str) -> None:
        """Something has changed."""
        self.changed = True

    def open_url(self, url: str, new_tab: bool = True) -> None:  # noqa: FBT001, FBT002 Textual's signature
        """Nothing."""

    def deliver_binary(  # Textual's signature
        self,
        binary: BinaryIO | TextIO,
        *,
        delivery_key: str,
        save_path: Path,
        open_method: Literal["browser", "download"] = "download",
        encoding: str | None = None,
        mime_type: str | None = None,
        name: str | None = None,
    ) -> None:
        """Nothing."""


class ScreenCapture:
    """Films an app whose driver is an `CapturedScreen`, `fps` pictures a second by the clock's time.

    It is the clock's shutter. `look` is called before each picture with the film's time in milliseconds. What is there after
    `settled` seconds is what is seen from the start: an app builds its first screen bit by bit.
    """

    def __init__(
        self, app: App[Any], clock: Clock, fps: int, look: Callable[[int], None] = lambda _: None, settled: float = 0
    ) -> None:
        self.due = math.inf
        self._settled, self._settles = settled, math.inf
        self._app, self._clock, self._fps, self._look = app, clock, fps, look
        self._began, self._frames_before, self._frame_count = 0.0, 0, 0
        self._inks: tuple[str, Inks] | None = None
        self._segments: list[list[Segment]] = []
        self._rows: list[Row] = []
        self._frames: list[Frame] = []
        self._stills: list[Still] = []
        app.driver_class = CapturedScreen
        clock.shutter = self

    @property
    def time(self) -> int:
        """Milliseconds of film up to the next picture."""
        return (2000 * self._frame_count + self._fps) // (2 * self._fps)

    @property
    def running(self) -> bool:
        """True while it captures."""
        return self.due != math.inf

    def run(self) -> None:
        """Film from now on."""
        if not self.running:
            self._began, self._frames_before = self._clock.now, self._frame_count
            self.due = self._began
            self._settles = min(self._settles, self._began + self._settled)

    def cut(self) -> None:
        """Film nothing for a while, and let no time of the film pass."""
        self.due = math.inf

    def still(self, name: str) -> None:
        """Ask for a picture of its own of what is seen next."""
        self._stills.append(Still(self.time, name))

    def snap(self) -> None:
        """Take a picture. Raises FilmError where the film gets too long."""
        time = self.time
        if self._app._exit:  # noqa: SLF001 the only sign of it
            self.cut()
            return
        if time > LONGEST * 1000:
            self.cut()
            raise FilmError(
                f"the film is longer than {LONGEST // 60} minutes; let it wait less, or cut with show = false"
            )
        self._look(time)
        if self._clock.now >= self._settles:
            with self._app._context():  # noqa: SLF001 as Textual's own tests
                rows = self._changed_rows()
            if rows:
                self._frames.append(Frame(time if self._frames else 0, rows))
        self._frame_count += 1
        self.due = self._began + (self._frame_count - self._frames_before) / self._fps

    def film(self, title: str, marks: tuple[Mark, ...] = ()) -> Film:
        """All that was filmed; the last picture is seen as long as any. Raises FilmError where there is nothing."""
        if not self._frames:
            raise FilmError("nothing is filmed: the demo is over before the first picture, or all of it is cut")
        width, height = self._app.size
        return Film(width, height, tuple(self._frames), self.time, title, marks, tuple(self._stills))

    def _changed_rows(self) -> dict[int, Row]:
        """The lines that are not as they were in the last picture."""
        screen = self._app._driver  # noqa: SLF001 it has no public name
        if not isinstance(screen, CapturedScreen) or not screen.changed:
            return {}
        screen.changed = False
        strips = painted(self._app)
        inks, changed = self._present_inks(), {}
        segments = [list(strip) for strip in strips]
        for number, line in enumerate(segments):
            if number < len(self._segments) and line == self._segments[number]:
                continue
            row = inks.row(line)
            if number >= len(self._rows) or row != self._rows[number]:
                changed[number] = row
        self._segments = segments
        self._rows = [changed.get(number) or self._rows[number] for number in range(len(segments))]
        return changed

    def _present_inks(self) -> Inks:
        """The colours of the app's theme."""
        if self._inks is None or self._inks[0] != self._app.theme:
            colours = palette(self._app)
            self._inks = self._app.theme, Inks(colours.text, colours.ground, self._app.ansi_theme)
        return self._inks[1]
