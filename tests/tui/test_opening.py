"""What is painted first stands where the race screen has it, in the same colours."""

import pytest
from textual.app import App

from optsim.scenario import load
from optsim.scenario.outline import Outline
from optsim.tui.screens.opening import Opening
from optsim.tui.screens.window_sizes import folds
from tests.tui.support import in_loop, opened, scenario, strips


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

    class Only(App):
        def compose(self):
            yield Opening(Outline(shown.title, tuple(shown.lanes)))

    return Only()


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


@pytest.mark.parametrize("size", [(59, 18), (60, 17), (1, 1)])
@in_loop
async def test_in_a_tiny_window_there_is_the_title_alone(size):
    async with app_of(load("saddle")).run_test(size=size) as pilot:
        await pilot.pause()
        assert {y for y, _ in cells(pilot)} <= {0}
