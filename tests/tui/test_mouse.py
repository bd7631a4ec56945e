"""Everything by mouse, too."""

import pytest

from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.screens.help import HelpScreen
from optsim.tui.widgets.key_bar import KeyBar
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.timeline import Timeline
from tests.tui.support import in_loop, opened, panel, play_to, press, region_lines, scenario, settle, ticks, to_end


def race_of(pilot):
    return pilot.app.screen.player.race


async def click(pilot, kind, x, y=0):
    await pilot.click(kind, offset=(x, y))
    await settle(pilot)


@in_loop
async def test_a_click_on_the_timeline_seeks():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        line = region_lines(pilot, Timeline)[0]
        left, right = line.index("━"), line.index("┃")
        for x, step in ((left, 0), (right, 400), ((left + right) // 2, 200), (0, 0), (119, 400)):
            await click(pilot, Timeline, x)
            assert race_of(pilot).step == pytest.approx(step, abs=4)
            assert region_lines(pilot, Timeline)[0].index("┃") == min(max(x, left), right)


@in_loop
async def test_a_click_beyond_what_is_computed_computes_up_to_there():
    async with opened(scenario(), times=1) as pilot:
        await click(pilot, Timeline, 100)
        screen = pilot.app.screen
        assert screen.player.motion.rushing
        assert race_of(pilot).step == 0
        while screen.player.busy:
            screen.tick()
        await settle(pilot)
        assert region_lines(pilot, Timeline)[0].index("┃") == 100


@in_loop
async def test_a_drag_on_the_timeline_follows_the_mouse_until_it_is_let_go():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        await pilot.mouse_down(Timeline, offset=(20, 0))
        seen = []
        for x in (30, 40, 60, 25):
            await pilot.hover(Timeline, offset=(x, 0))
            await settle(pilot)
            seen.append(race_of(pilot).step)
        assert seen[0] < seen[1] < seen[2] > seen[3]
        await pilot.mouse_up(Timeline, offset=(25, 0))
        await pilot.hover(Timeline, offset=(80, 0))
        await settle(pilot)
        assert race_of(pilot).step == seen[3]


@in_loop
async def test_a_click_on_the_chart_puts_the_cursor_there():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        box = panel(pilot, ChartView)._box
        left, right = box.left, box.left + box.columns - 1
        for x in (left, left + 7, (left + right) // 2, right - 3):
            await click(pilot, ChartView, x, 4)
            rows = [line[left : right + 1] for line in region_lines(pilot, ChartView)[2:-2]]
            assert sum(row[x - left] == "│" for row in rows) >= len(rows) // 2
            assert race_of(pilot).step == pytest.approx(400 * (x - left) / (right - left), abs=1)


@in_loop
async def test_a_click_beside_the_chart_does_nothing():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        await click(pilot, ChartView, 0, 4)
        assert race_of(pilot).step == 400


@in_loop
async def test_a_click_on_a_lane_selects_it():
    async with opened(scenario(7)) as pilot:
        for row in (3, 7, 1):
            await click(pilot, LaneTable, 20, row)
            assert pilot.app.screen.look.selected == row - 1
            assert region_lines(pilot, LaneTable)[row].startswith("▸")
        for row in (0, 8):
            await click(pilot, LaneTable, 20, row)
            assert pilot.app.screen.look.selected == 0


@in_loop
async def test_a_click_on_a_lane_of_a_table_that_is_scrolled_selects_that_one():
    async with opened(scenario(12), (80, 24)) as pilot:
        await press(pilot, "up")
        names = [line.split()[3] for line in region_lines(pilot, LaneTable)[1:-1]]
        assert names[-1] == "12"
        await click(pilot, LaneTable, 20, 2)
        assert pilot.app.screen.look.selected == int(names[1]) - 1


@in_loop
async def test_a_click_in_the_key_bar_does_what_the_key_does():
    async with opened(scenario()) as pilot:
        await click(pilot, KeyBar, region_lines(pilot, KeyBar)[0].index("Play"))
        await ticks(pilot, 16)
        assert race_of(pilot).step == 20
        for word, step in (("Pause", 20), ("Step", 21), ("Back", 20)):
            await click(pilot, KeyBar, region_lines(pilot, KeyBar)[0].index(word) + 1)
            assert race_of(pilot).step == step
        bar = region_lines(pilot, KeyBar)[0]
        await click(pilot, KeyBar, bar.index("Step") - 2)
        assert race_of(pilot).step == 21
        await click(pilot, KeyBar, 119)
        assert race_of(pilot).step == 21
        await click(pilot, KeyBar, bar.index("Help"))
        assert isinstance(pilot.app.screen, HelpScreen)


@in_loop
async def test_a_click_after_another_quantity_was_chosen_still_seeks():
    async with opened(scenario(), (80, 24)) as pilot:
        await play_to(pilot, 50)
        await press(pilot, "y", "l")
        await click(pilot, ChartView, 40, 4)
        assert 0 < race_of(pilot).step < 50
