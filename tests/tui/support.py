"""Driving the app without a terminal and without a clock."""

from __future__ import annotations

import asyncio
import functools
from contextlib import asynccontextmanager
from dataclasses import replace

from textual import events
from textual.keys import _character_to_key

from optsim.scenario import Scenario, load
from optsim.scenario.demo.key_names import character_of
from optsim.scenario.view import View
from optsim.system.preferences import Preferences
from optsim.tui.app import OptsimApp
from optsim.tui.frame_clock import FRAME
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.screens.race import RaceScreen

SEVEN = ("gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam")

#: rounds of the loop without a rest after which an app is said to hang
MOST_ROUNDS = 100_000


class Hand:
    """A pace whose ticks come from the test: `screen.tick()`. A tick may go on so many times."""

    interval = 1e6
    frame = FRAME
    beside = False

    def __init__(self, times=1000):
        self.times = times

    def allowance(self):
        left = iter(range(self.times))
        return lambda: next(left, None) is not None


def scenario(lanes=4, *, names=None, steps=400, **tables):
    """Lanes on a noisy bowl."""
    names = names or [f"lane {number + 1}" for number in range(lanes)]
    rates = {"gd": 0.1, "sgd": 0.1, "momentum": 0.02, "nag": 0.02, "adagrad": 0.5, "rmsprop": 0.02, "adam": 0.05}
    kinds = [SEVEN[number % 7] for number in range(lanes)]
    return Scenario.from_dict(
        {
            "title": "A bowl",
            "description": "\n\n".join(f"Paragraph {number} of what to look at." for number in range(30)),
            "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.25], "noise": 0.1, "start": [2.0, -2.0]},
            "budget": {"steps": steps, "seed": 1},
            "lanes": {
                name: {"optimizer": kind, "learning_rate": rates[kind]} for name, kind in zip(names, kinds, strict=True)
            },
            **tables,
        }
    )


def example(name):
    """A shipped scenario as an example: all lanes, the first one selected, no panel, speed or part asked for."""
    shown = load(name)
    return replace(shown, view=View(x=shown.view.x, y=shown.view.y, scale=shown.view.scale))


class Loop(asyncio.SelectorEventLoop):
    """A loop that can tell when nothing is left to do but to wait for timers."""

    @property
    def at_rest(self):
        """Whether nothing but the caller could go on now."""
        return not self._ready

    def run_in_executor(self, executor, func, *args):
        """Call it here and now: what a thread still does is not seen from here."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 it is the caller's
            done.set_exception(error)
        return done


def in_loop(test):
    """A test that is a coroutine, as one that is not."""

    @functools.wraps(test)
    def run(*args, **kwargs):
        with asyncio.Runner(loop_factory=Loop) as runner:
            runner.run(test(*args, **kwargs))

    return run


@asynccontextmanager
async def opened(
    shown, size=(120, 36), *, times=1000, record=None, panels=(), theme=None, glyphs="braille", **settings
):
    """The app on a scenario or a recording (None: the picker), painted; gives the pilot."""
    chosen = Preferences(theme, glyphs)
    app = OptsimApp(shown, pace=Hand(times), record=record, panels=panels, preferences=chosen, **settings)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot):
    """Wait until everything that was asked for is painted, and what comes after the first paint is there.

    Not for a time, but until there is nothing left to do: `pilot.pause()` and `pilot.press()` would sleep.
    """
    await _work_off(pilot.app)
    while not _complete(pilot.app):
        # what is on its way waits for a timer
        await pilot.pause(0.01)
    # what was mounted last is laid out by the next, its scroll bar by the one after
    for _ in range(4):
        await _work_off(pilot.app)


async def _work_off(app):
    """Have all messages handled, and those that they give rise to, and the screen painted."""
    loop = asyncio.get_running_loop()
    for _ in range(MOST_ROUNDS):
        await asyncio.sleep(0)
        if loop.at_rest:
            break
    else:
        raise AssertionError("the app never comes to rest")
    if app.is_running and not app._exit:
        app.screen._on_timer_update()


def _complete(app):
    if app._exit or not app.is_running:
        return True
    screen = app.screen
    if isinstance(screen, RaceScreen):
        # a screen that is on its way has no panels yet
        return any(chart._framed for chart in screen.query(ChartView)) and bool(screen.query("#about Static"))
    return len(app.screen_stack) > 1


async def press(pilot, *keys):
    app = pilot.app
    for key in keys:
        name = _character_to_key(key) if len(key) == 1 else key
        event = events.Key(name, character_of(key))
        event.set_sender(app)
        app.post_message(event)
        await _work_off(app)
        await app.animator.wait_until_complete()
        await _work_off(app)
    await settle(pilot)


async def ticks(pilot, times=1):
    """Let so many frames pass."""
    for _ in range(times):
        pilot.app.screen.tick()
    await settle(pilot)


async def play_to(pilot, step):
    """Play from the start up to a step."""
    await press(pilot, "space")
    screen = pilot.app.screen
    while screen.player.race.step < step:
        screen.tick()
    await settle(pilot)


async def to_end(pilot):
    """The end of the race."""
    await press(pilot, "end")
    screen = pilot.app.screen
    while screen.player.busy:
        screen.tick()
    await settle(pilot)


async def resize(pilot, width, height):
    await pilot.resize_terminal(width, height)
    await settle(pilot)


def strips(pilot):
    """The lines of the screen as they are sent to the terminal."""
    return pilot.app.screen._compositor.render_strips()


def lines(pilot):
    return [strip.text for strip in strips(pilot)]


def text(pilot):
    """What a person reads, without blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in lines(pilot)) + "\n"


def panel(pilot, kind):
    return pilot.app.screen.query_one(kind)


def region_lines(pilot, kind):
    """The part of the screen that a panel takes, one string a line; full-width text counts two cells a character."""
    region = panel(pilot, kind).region
    return [strip.crop(region.x, region.right).text for strip in strips(pilot)[region.y : region.bottom]]
