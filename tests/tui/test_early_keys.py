"""Keys of the first moment: the app imports in a thread, and each key that comes before its first screen reaches that or leaves."""

import asyncio
import threading

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from optsim.tui.app import OptsimApp
from optsim.tui.screens.race import RaceScreen
from tests.tui.support import Hand, in_loop, lines, opened, press, settle


class Slow(OptsimApp):
    """An app whose imports take until the test says so."""

    def __init__(self):
        super().__init__("saddle", pace=Hand(), imports_in_thread=True)
        self.may_end, self.begun = threading.Event(), threading.Event()

    def bring(self):
        self.begun.set()
        self.may_end.wait(60)
        super().bring()

    def type(self, *keys):
        for key in keys:
            self.post_message(events.Key(key, " " if key == "space" else key[:1]))


async def turns(app, done):
    while not done(app):  # noqa: ASYNC110 nothing tells of it
        await asyncio.sleep(0)


def run(test):
    asyncio.run(test())


def test_a_key_of_the_first_moment_reaches_the_race():
    async def test():
        app = Slow()
        async with app.run_test(size=(120, 36)) as pilot:
            # the first before the thread begins, the second while it imports
            app.type("space")
            await turns(app, lambda app: app.begun.is_set())
            app.type("l")
            app.may_end.set()
            await turns(app, lambda app: isinstance(app.screen, RaceScreen) and not app._starts and not app._early_keys)
            await turns(app, lambda app: app.screen.player.busy and app.screen.look.scale != "auto")
            # the key still bubbles: closed now, the app would look for it on a screen that is gone
            await pilot.pause()

    run(test)


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
@pytest.mark.parametrize("begun", [False, True], ids=["before", "while"])
def test_a_key_that_leaves_does_so_at_once(key, begun):
    async def test():
        app = Slow()
        async with app.run_test(size=(120, 36)):
            if begun:
                await turns(app, lambda app: app.begun.is_set())
            app.type(key)
            await turns(app, lambda app: app._exit)
            assert not any(isinstance(screen, RaceScreen) for screen in app.screen_stack)
            # it is left while the thread still imports
            assert not app.may_end.is_set()
        app.may_end.set()

    run(test)


@pytest.mark.parametrize("opens", [(), ("question_mark",)], ids=["picker", "help"])
@in_loop
async def test_letters_in_the_queue_after_the_key_of_a_search_are_text(opens):
    async with opened(None) as pilot:
        await press(pilot, *opens)
        app, screen = pilot.app, pilot.app.screen
        for char in "/tour q?/":
            name = _character_to_key(char)
            app.post_message(events.Key(name, char))
        await settle(pilot)
        assert not app._exit
        assert app.screen is screen
        assert screen.query_one(Input).value == "tour q?/"


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
@in_loop
async def test_the_keys_of_the_search_line_are_in_the_footer(size):
    async with opened(None, size) as pilot:
        await press(pilot, "/")
        keys = " ".join(lines(pilot)[-1].split())
        assert all(each in keys for each in ("⏎ Open", "↓ Choose", "esc Back")), keys
        assert not any(each in keys for each in ("Tour", "Quit", "Help")), keys
