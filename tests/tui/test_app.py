"""Starting and ending; what the app loads and when; how long its main screen is."""

import gc
import subprocess
import sys
import weakref
from dataclasses import fields
from pathlib import Path

import pytest

import optsim.tui.screens.race as race_screen
from optsim.scenario import Scenario
from optsim.tui.app import OptsimApp
from optsim.tui.messages import Picked
from tests.tui.support import Hand, in_loop, opened, press, scenario, text, ticks

FIRST_PAINT = """
import asyncio, sys
from optsim.scenario import load
from optsim.tui.app import OptsimApp
from optsim.tui.messages import Picked
from optsim.tui.widgets.lane_table import LaneTable
from tests.tui.support import Hand

seen = []
render = LaneTable.render_lines

def painted(self, crop):
    seen.append("plotext" in sys.modules)
    return render(self, crop)

LaneTable.render_lines = painted

async def main():
    async with OptsimApp(load("saddle"), pace=Hand()).run_test(size=(120, 36)) as pilot:
        while "plotext" not in sys.modules:
            await pilot.pause(0.01)

asyncio.run(main())
print(seen[0], "plotext" in sys.modules)
"""


def test_plotext_is_loaded_after_the_first_paint():
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", FIRST_PAINT], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.split() == ["False", "True"]


def test_the_main_screen_stays_short():
    assert len(Path(race_screen.__file__).read_text(encoding="utf-8").splitlines()) < 200


@in_loop
async def test_one_may_quit_before_the_description_is_there():
    async with opened(scenario()) as pilot:
        screen = pilot.app.screen
        pilot.app.exit()
        await screen._complete()
        assert len(screen.query("#about Static")) == 1


@in_loop
async def test_it_opens_paused_and_says_what_to_press():
    async with opened(scenario()) as pilot:
        await ticks(pilot, 50)
        assert pilot.app.screen.player.race.step == 0
        assert "paused" in text(pilot)
        assert "space Play" in text(pilot)


@in_loop
async def test_time_passes_only_while_it_moves_something():
    async with opened(scenario()) as pilot:
        timer = pilot.app.screen._timer
        assert not timer._active.is_set()
        await press(pilot, "space")
        assert timer._active.is_set()
        await press(pilot, "space")
        assert not timer._active.is_set()


@in_loop
async def test_it_stays_open_at_the_end():
    async with opened(scenario(steps=30)) as pilot:
        await press(pilot, "space")
        await ticks(pilot, 60)
        assert "ended" in text(pilot)
        assert not pilot.app._exit
        assert "space" not in text(pilot).splitlines()[-1]
        await press(pilot, "space")
        await ticks(pilot, 60)
        messages = [each.message for each in pilot.app._notifications]
        assert messages == ["The race has ended: r restarts it, ← steps back."]
        assert "step 30/30" in text(pilot)
        await press(pilot, "left")
        assert "step 29/30" in text(pilot)


@pytest.mark.thorough
@in_loop
async def test_ctrl_c_leaves_even_while_it_plays_or_shows_the_help():
    for keys in (["space"], ["question_mark"], ["o"]):
        async with opened(scenario()) as pilot:
            await press(pilot, *keys)
            await pilot.press("ctrl+c")
            await pilot.pause()
            assert pilot.app._exit


@in_loop
async def test_a_scenario_without_a_description_says_so():
    async with opened(scenario(description="")) as pilot:
        assert "no description" in text(pilot)


@in_loop
async def test_a_race_of_a_single_step():
    async with opened(scenario(steps=1)) as pilot:
        await press(pilot, "right")
        assert "ended" in text(pilot)
        await press(pilot, "end", "space", "left", "space")
        await ticks(pilot, 3)
        assert "step 1/1" in text(pilot)


@in_loop
async def test_the_next_seed_of_the_largest_one_is_itself():
    async with opened(scenario(budget={"steps": 5, "seed": 2**64 - 1})) as pilot:
        await press(pilot, "n")
        assert pilot.app.screen.player.race.seed == 2**64 - 1


@in_loop
async def test_a_race_that_is_too_large_ends_the_app_with_a_sentence():
    class Huge(Scenario):
        def race(self, **_):
            raise MemoryError

    small = scenario()
    huge = Huge(**{each.name: getattr(small, each.name) for each in fields(small)})
    app = OptsimApp(huge, pace=Hand())
    async with app.run_test() as pilot:
        while not app._exit:
            await pilot.pause(0.01)
    assert app.return_code == 2


@in_loop
async def test_a_screen_whose_panels_are_gone_already_is_asked_to_show():
    """The app is told to end while the screen still opens."""
    async with opened(scenario()) as pilot:
        screen = pilot.app.screen
        await screen.query("*").remove()
        screen.show()
        await screen._complete()


def alive(references):
    gc.collect()
    return [each for each in references if each() is not None]


def test_a_race_is_freed_when_another_is_picked_and_when_the_app_is_left():
    races = []

    @in_loop
    async def leave():
        async with opened(scenario(2)) as pilot:
            # what stands still at the first paint is looked at no more
            await pilot.pause(0.2)
            races.append(weakref.ref(pilot.app.screen.player.race))
            pilot.app.post_message(Picked(scenario(3)))
            await pilot.pause()
            await ticks(pilot)
            assert len(pilot.app.screen.player.race.lanes) == 3
            assert not alive(races)
            races.append(weakref.ref(pilot.app.screen.player.race))

    leave()
    assert not alive(races)
