"""The app with a filter of its output, driven by keys, clicks and sizes: the terminal shows what all paints would."""

from random import Random

import pytest
from textual import events
from textual._compositor import InlineUpdate

from optsim.languages import LANGUAGES
from optsim.scenario import load
from tests.tui.emulated import emulated, resize_terminals, seen
from tests.tui.support import in_loop, press, scenario, settle

KEYS = "space right left home end ] [ r n 1 2 3 4 F P up down e f a v u l y x s c z 0 tab t b S Y ( ) w o question_mark escape ctrl+p".split()
SIZES = [(60, 18), (80, 24), (119, 36), (120, 36), (160, 45)]


def same(pilot, note):
    """Both terminals show the same."""
    width, height = pilot.app.size
    filtered, unfiltered = (seen(each, width, height) for each in (pilot.app._driver.terminal, pilot.app.unfiltered))
    differing = [
        (y, x, a, b)
        for y, rows in enumerate(zip(filtered, unfiltered, strict=True))
        for x, (a, b) in enumerate(zip(*rows, strict=True))
        if a != b
    ]
    assert not differing, (note, differing[:5])


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


@pytest.mark.parametrize("seed", range(4))
@in_loop
async def test_whatever_is_done_every_cell_is_right(seed):
    random = Random(seed)
    wide = scenario(names=["損失の谷", "ﾗﾝﾌﾟ", "cafe\u0301", "漢字 x"])
    shown, words = [(load("saddle"), None), (wide, LANGUAGES["ja"]()), (load("regression"), None), (None, None)][seed]
    async with emulated(shown, times=3, language=words) as pilot:
        acts = []
        for _ in range(50):
            if not pilot.app.is_running or pilot.app._exit:
                break
            acts.append(await act(pilot, random))
            same(pilot, acts[-8:])
