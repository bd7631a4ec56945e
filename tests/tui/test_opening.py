"""What is painted first stands where the race screen has it, in the same colours."""

import pytest

from optsim.languages import english
from optsim.playback.player import Player
from optsim.scenario import load
from optsim.tui.app import OptsimApp
from optsim.tui.screens.opening import Opening
from optsim.tui.screens.window_sizes import folds
from optsim.tui.widgets.lane_table import LaneTable
from tests.tui.support import Hand, in_loop, opened, scenario, strips


def cells(pilot):
    """Return all characters but blanks with their colours, by row and column."""
    found = {}
    for y, strip in enumerate(strips(pilot)):
        x = 0
        for segment in strip:
            style = segment.style
            for char in segment.text:
                if char != " ":
                    found[y, x] = char, style and (style.color, style.bold)
                x += 1
    return found


def app_of(shown):
    """Return an app that shows nothing but the opening."""

    class Only(OptsimApp):
        async def _start(self):
            pass

    return Only(shown, pace=Hand())


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24), (60, 18)])
@pytest.mark.parametrize("shown", [load("saddle"), scenario(12), scenario(1)], ids=["saddle", "12", "1"])
@in_loop
async def test_every_cell_stays_where_it_is(shown, size):
    async with app_of(shown).run_test(size=size) as pilot:
        await pilot.pause()
        first = cells(pilot)
    async with opened(shown, size) as pilot:
        race = cells(pilot)
    # where room is short the race screen leaves the title out
    kept = {place: cell for place, cell in first.items() if place[0] > 0 or size[0] > 60}
    names = "".join(char for char, _ in first.values())
    if folds(len(shown.lanes), *size):
        # where lanes stand side by side the title is all that is sure
        assert {y for y, _ in first} == {0}
        return
    assert kept
    assert {place: cell for place, cell in kept.items() if race.get(place) != cell} == {}
    assert all(name.replace(" ", "") in names for name in list(shown.lanes)[:3])


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (60, 18)])
@pytest.mark.parametrize("shown", [load("saddle"), scenario(12), scenario(1)], ids=["saddle", "12", "1"])
@in_loop
async def test_the_lane_table_of_the_opening_is_that_of_the_race_screen(shown, size):
    async with app_of(shown).run_test(size=size) as pilot:
        await pilot.app.query_one(Opening).show_race(Player(shown), english())
        await pilot.pause()
        table = {place: cell for place, cell in cells(pilot).items() if place[0] > 0}
    async with opened(shown, size) as pilot:
        race, rows = cells(pilot), pilot.app.screen.query_one(LaneTable).region.line_range
    # what lanes are ranked by, the panels say; it stands behind the heads
    assert {place: cell for place, cell in table.items() if race.get(place) != cell} == {}
    assert {place for place in race if place[0] in rows[1:]} <= table.keys()


@pytest.mark.parametrize("size", [(59, 18), (60, 17), (1, 1)])
@in_loop
async def test_in_a_tiny_window_there_is_the_title_alone(size):
    async with app_of(load("saddle")).run_test(size=size) as pilot:
        await pilot.pause()
        assert {y for y, _ in cells(pilot)} <= {0}
