"""The app in a terminal of our own emulator, beside one that is sent all that Textual paints."""

from contextlib import asynccontextmanager
from itertools import starmap

from rich.color import ColorSystem
from textual._compositor import CompositorUpdate
from textual.drivers.headless_driver import HeadlessDriver

from optsim.screencast.terminal.terminal import Terminal
from optsim.system.preferences import Preferences
from optsim.tui.app import OptsimApp
from optsim.tui.terminal.output_filter import OutputFilter
from tests.tui.support import Hand, resize, settle

#: the other screen, without lines that wrap: as Textual has it
BEGUN = "\x1b[?1049h\x1b[?7l"


class Emulated(HeadlessDriver):
    """A driver whose terminal is an emulator."""

    is_headless = False  # else Textual sends nothing

    def __init__(self, app, **settings):
        super().__init__(app, **settings)
        self.terminal = begun(*self._size)
        self.texts = []

    def write(self, data):
        self.texts.append(data)
        self.terminal.feed(data)


class TwiceApp(OptsimApp):
    """The app with a filter of its output; beside its terminal is one that is sent all."""

    unfiltered = None

    def _display(self, screen, renderable):
        if isinstance(renderable, CompositorUpdate) and self._sends:
            self.unfiltered.feed(renderable.render_segments(self.console))
        super()._display(screen, renderable)


def begun(width, height):
    """A terminal as the app finds it."""
    terminal = Terminal(width, height)
    terminal.feed(BEGUN)
    return terminal


@asynccontextmanager
async def emulated(shown, size=(120, 36), *, times=1000, filters=True, kind=TwiceApp, **settings):
    """The app on what is shown, painted; gives the pilot."""
    app = kind(shown, pace=Hand(times), preferences=Preferences(None, "braille"), **settings)
    app.driver_class = Emulated
    app.console._color_system = ColorSystem.TRUECOLOR
    app.unfiltered = begun(*size)
    app.output_filter = OutputFilter(app) if filters else None
    async with app.run_test(headless=False, size=size) as pilot:
        await settle(pilot)
        yield pilot


async def resize_terminals(pilot, width, height):
    """Another size of both terminals."""
    app = pilot.app
    app._driver.terminal.resize(width, height)
    app.unfiltered.resize(width, height)
    await resize(pilot, width, height)


def seen(terminal, width, height):
    """Cells of a terminal as a person sees them: the colour of a blank is not seen."""
    return [list(starmap(_seen, line)) for line in terminal.padded(width, height)]


def _seen(text, pen):
    if text != " ":
        return text, pen
    return text, pen.ground, (pen.colour, pen.underline, pen.strike) if pen.underline or pen.strike else None
