"""The app with a filter of its output, driven by keys, clicks and sizes: the terminal shows what all paints would."""

from random import Random

import pytest
from textual import events

from optsim.languages import LANGUAGES
from optsim.scenario import load
from tests.tui.emulated import emulated, resize_terminals, seen
from tests.tui.support import in_loop, press, scenario, settle

KEYS = [
    "space", "right", "left", "home", "end", "]", "[", "r", "n", "1", "2", "3", "4", "F", "P", "up", "down", "e", "f", "a", "v", "u", "l", "y", "x", "s", "c", "z", "0", "tab", "t", "b", "S", "Y", "(", ")", "w", "o", "question_mark", "escape", "ctrl+p",
]  # fmt: skip
SIZES = [(60, 18), (80, 24), (119, 36), (120, 36), (160, 45)]


def differing(pilot):
    """Cells that the terminal shows otherwise than one that is sent all."""
    width, height = pilot.app.size
    filtered, unfiltered = (seen(each, width, height) for each in (pilot.app._driver.terminal, pilot.app.unfiltered))
    return [
        (y, x, a, b)
        for y, rows in enumerate(zip(filtered, unfiltered, strict=True))
        for x, (a, b) in enumerate(zip(*rows, strict=True))
        if a != b
    ]


async def act(pilot, random):
    """Something that a person may do."""
    kind = random.choice(["key"] * 12 + ["tick"] * 6 + ["size"] * 2 + ["click", "focus"])
    if kind == "key":
        what = random.choice(KEYS)
        await press(pilot, what)
    elif kind == "size":
        what = random.choice(SIZES)
        await resize_terminals(pilot, *what)
    elif kind == "click":
        what = random.randrange(pilot.app.size.width), random.randrange(pilot.app.size.height)
        await pilot.click(offset=what)
    elif kind == "focus":
        what = random.choice([events.AppFocus, events.AppBlur])
        pilot.app.post_message(what())
    else:
        what = random.randrange(1, 4)
        for _ in range(what):
            if hasattr(pilot.app.screen, "tick"):
                pilot.app.screen.tick()
                await pilot.pause(0)
    await settle(pilot)
    return kind, what


@pytest.mark.parametrize("seed", range(3))
@in_loop
async def test_whatever_is_done_every_cell_is_right(seed):
    random = Random(seed)
    wide = scenario(names=["損失の谷", "ﾗﾝﾌﾟ", "cafe\u0301", "漢字 x"])
    shown, words = [(load("saddle"), None), (wide, LANGUAGES["ja"]()), (load("regression"), None)][seed]
    async with emulated(shown, times=3, language=words) as pilot:
        acts = []
        for _ in range(40):
            if not pilot.app.is_running or pilot.app._exit:
                break
            acts.append(await act(pilot, random))
            assert not differing(pilot), acts[-8:]


async def by_focus(pilot):
    pilot.app.post_message(events.AppFocus())
    await settle(pilot)


async def by_key(pilot):
    await press(pilot, "ctrl+l")


async def by_size(pilot):
    await resize_terminals(pilot, *pilot.app.size)


@pytest.mark.parametrize("heal", [by_focus, by_key, by_size])
@in_loop
async def test_what_something_else_has_written_is_painted_over(heal):
    async with emulated(load("saddle")) as pilot:
        pilot.app._driver.terminal.feed("\x1b[5;5H\x1b[31mWall message\x1b[7m from root\x1b[20;1H\x1b[J")
        await press(pilot, "right", "left")
        assert differing(pilot)
        await heal(pilot)
        assert not differing(pilot)


@in_loop
async def test_a_paint_that_changes_nothing_sends_nothing():
    async with emulated(load("saddle")) as pilot:
        app = pilot.app
        app._sync_available = True
        app._driver.texts.clear()
        app.screen.refresh()
        await settle(pilot)
        assert app._driver.texts == []
        await press(pilot, "right")
        assert app._driver.texts[0] == "\x1b[?2026h"
        assert app._driver.texts[-1] == "\x1b[?2026l"


@in_loop
async def test_without_a_filter_the_key_paints_all_as_well():
    async with emulated(load("saddle"), filters=False) as pilot:
        terminal = pilot.app._driver.terminal
        right = seen(terminal, *pilot.app.size)
        terminal.feed("\x1b[2J")
        await by_key(pilot)
        assert seen(terminal, *pilot.app.size) == right
        assert pilot.app.output_filter is None
