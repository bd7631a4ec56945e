"""Driving the app without a terminal and without a clock."""

from __future__ import annotations

import asyncio
import functools
from contextlib import asynccontextmanager

from optsim.scenario import Scenario
from optsim.tui.app import OptsimApp
from optsim.tui.pace import FRAME
from optsim.tui.screens.race import RaceScreen
from optsim.tui.widgets.loss_chart import LossChart

SEVEN = ("gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam")


class Hand:
    """A pace whose ticks come from the test: `screen.tick()`. A tick may go on so many times."""

    interval = 1e6
    frame = FRAME

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


def in_loop(test):
    """A test that is a coroutine, as one that is not."""

    @functools.wraps(test)
    def run(*args, **kwargs):
        asyncio.run(test(*args, **kwargs))

    return run


@asynccontextmanager
async def opened(shown, size=(120, 36), *, times=1000, record=None):
    """The app on a scenario or a recording (None: the picker), painted; gives the pilot."""
    app = OptsimApp(shown, pace=Hand(times), record=record)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def settle(pilot):
    """Wait until everything that was asked for is painted, and what comes behind the first paint is there."""
    await pilot.pause(0)
    while not _complete(pilot.app):
        await pilot.pause(0.01)
    # what was mounted last is laid out by the next, its scroll bar by the one after
    for _ in range(4):
        await pilot.pause(0)


def _complete(app):
    if app._exit or not app.is_running:
        return True
    screen = app.screen
    if isinstance(screen, RaceScreen):
        # a screen that is on its way has no panels yet
        return any(chart._framed for chart in screen.query(LossChart)) and bool(screen.query("#about Static"))
    return len(app.screen_stack) > 1


async def press(pilot, *keys):
    await pilot.press(*keys)
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
