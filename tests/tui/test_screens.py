"""Whole screens as text, against files that a person has looked at.

`OPTSIM_RENEW_SCREENS=1 pytest tests/tui/test_screens.py` writes the files anew; look at the difference before it is kept.
"""

import os
from pathlib import Path

import pytest

from optsim.scenario import load
from optsim.scenario.bundled import SCENARIOS
from optsim.tui.panels import PANELS
from optsim.tui.screens.picker.thumbnail import Thumbnail
from tests.recordings import drifted, recorded
from tests.tui.support import in_loop, opened, play_to, press, settle, text, to_end

SCREENS = Path(__file__).parent / "screens"
SIZES = [(160, 45), (120, 36), (80, 24)]
#: the scenarios in the texts of the picker
PICKED = [
    "adagrad-in-noise",
    "adagrad-stalls",
    "batch-sizes",
    "bias-correction",
    "conventions",
    "early-stopping",
    "epsilon",
    "gradient-zero",
    "heavy-ball-cycles",
    "learning-rates",
    "momentum-and-noise",
    "nag-explodes",
    "network-rates",
    "noisy-quadratic",
    "noisy-quadratic-model",
    "ravine",
    "regression",
    "rotated-valley",
    "saddle",
    "saddle-start",
    "scale-blind",
    "upright-valley",
]
RENEW = bool(os.environ.get("OPTSIM_RENEW_SCREENS"))


def shown(what, size):
    """The app with the panels that the texts have, whatever others there are."""
    return opened(what, size, panels=[PANELS[name] for name in ("chart", "notes", "map", "explain")])


async def start(size):
    async with shown(load("noisy-quadratic"), size) as pilot:
        return text(pilot)


async def playing(size):
    async with shown(load("noisy-quadratic"), size) as pilot:
        await play_to(pilot, 100)
        return text(pilot)


async def stopped(size):
    async with shown(load("noisy-quadratic"), size) as pilot:
        await to_end(pilot)
        return text(pilot)


async def diverged(size):
    async with shown(load("learning-rates"), size) as pilot:
        await to_end(pilot)
        return text(pilot)


async def shows_help(size):
    async with shown(load("noisy-quadratic"), size) as pilot:
        await press(pilot, "question_mark")
        return text(pilot)


async def glossary(size):
    async with shown(load("noisy-quadratic"), size) as pilot:
        await press(pilot, "question_mark", "/", *"rate")
        return text(pilot)


async def picker(size):
    """The picker with the scenarios that the texts have, whatever others there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SCENARIOS, "own", lambda: PICKED)
        patch.setattr(type(SCENARIOS), "__iter__", lambda _: iter(PICKED))
        async with shown(None, size) as pilot:
            thumbnail = pilot.app.screen.query_one(Thumbnail)
            while thumbnail.playing:
                thumbnail.tick()
            await settle(pilot)
            return text(pilot)


async def recording(size):
    made = recorded(Path(), load("noisy-quadratic"), every=8)
    async with shown(made, size) as pilot:
        await press(pilot, *["shift+right"] * 2, "c", "comma", "3" if size[0] > 80 else "down")
        return text(pilot)


async def drifts(size):
    made = drifted(recorded(Path(), load("saddle")), 40)
    async with shown(made, size) as pilot:
        await press(pilot, *["shift+right"] * 5, "4" if size[0] == 80 else "3")
        return text(pilot)


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("scene", [start, playing, stopped, diverged, shows_help, glossary, picker, recording, drifts])
@in_loop
async def test_a_screen_is_the_one_that_was_looked_at(scene, width, height, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    seen = await scene((width, height))
    path = SCREENS / f"{scene.__name__.removeprefix('shows_')}-{width}x{height}.txt"
    if RENEW:
        path.write_text(seen, encoding="utf-8")
    assert seen == path.read_text(encoding="utf-8")


@in_loop
async def test_a_screen_is_the_same_whichever_way_the_step_was_reached():
    async with opened(load("noisy-quadratic"), (120, 36)) as pilot:
        await press(pilot, *["shift+right"] * 4, "left", "left")
        stepped = text(pilot)
        await to_end(pilot)
        assert text(pilot) != stepped
        await press(pilot, "r", *["shift+right"] * 4, *["left"] * 2)
        assert text(pilot) == stepped
