"""A small app that is filmed in a process of its own: run as a script, it prints what the capture saw."""

import sys

from optsim.screencast.capture.virtual_clock import Clock, FilmLoop

clock = Clock()
clock.install()

import asyncio  # noqa: E402 the clock comes first
import json  # noqa: E402

from textual.app import App  # noqa: E402
from textual.containers import Vertical  # noqa: E402
from textual.screen import ModalScreen  # noqa: E402
from textual.widgets import Label  # noqa: E402

from optsim.screencast.capture.screen_capture import ScreenCapture  # noqa: E402


class Ask(ModalScreen):
    def compose(self):
        yield Label("sure?")


class Tiny(App):
    CSS = "Screen { background: #102030; color: #e0e0e0; } Ask { background: #102030 50%; align: right bottom; }"

    def compose(self):
        with Vertical():
            yield Label("0", id="count")
            yield Label("[reverse #ff0000 on #000040]日本[/] [dim]dim[/]")

    def on_mount(self):
        self.counted = 0
        self.set_interval(0.5, self.count)

    def count(self):
        self.counted += 1
        self.query_one("#count", Label).update(str(self.counted))


async def main():
    app = Tiny()
    capture = ScreenCapture(app, clock, 10)
    running = asyncio.create_task(app.run_async(size=(16, 4)))
    await asyncio.sleep(0.25)
    capture.run()
    await asyncio.sleep(1.0)
    capture.cut()
    await asyncio.sleep(60.0)
    capture.run()
    capture.still("later")
    await asyncio.sleep(0.3)
    app.call_later(app.push_screen, Ask())
    await asyncio.sleep(0.7)
    capture.cut()
    app.exit()
    await running
    return capture.film("Tiny")


with clock.running(), asyncio.Runner(loop_factory=lambda: FilmLoop(clock)) as runner:
    film = runner.run(main())
json.dump(
    {
        "size": [film.width, film.height],
        "duration": film.duration,
        "stills": film.stills,
        "frames": [[time, sorted(rows.items())] for time, rows in film.frames],
        "screens": [[time, ["".join(span.text for span in row) for row in screen]] for time, screen in film.screens()],
    },
    sys.stdout,
)
