"""Everything by mouse, too."""

import pytest
from textual.events import MouseMove, MouseUp

from optsim.tui.app import OptsimApp
from optsim.tui.messages import Picked
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.screens.help import HelpScreen
from optsim.tui.screens.panel_area import Divider
from optsim.tui.widgets.key_bar import KeyBar
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.timeline import Timeline
from tests.tui.support import (
    Hand,
    in_loop,
    opened,
    panel,
    play_to,
    press,
    region_lines,
    scenario,
    settle,
    ticks,
    to_end,
)


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


@pytest.mark.thorough
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
    async with opened(scenario(14), (120, 36)) as pilot:
        await press(pilot, "up")
        names = [line.split()[3] for line in region_lines(pilot, LaneTable)[1:-2]]
        assert names[-1] == "14"
        await click(pilot, LaneTable, 20, 2)
        assert pilot.app.screen.look.selected == int(names[1]) - 1


@in_loop
async def test_a_click_on_a_lane_of_a_folded_table_selects_it():
    async with opened(scenario(12), (80, 24)) as pilot:
        head, *rows = region_lines(pilot, LaneTable)[:-2]
        assert head.split() == ["lane", "loss"] * 3
        for place in range(12):
            (name,) = {f"lane {place + 1} "}
            y = next(number for number, row in enumerate(rows, 1) if name in row)
            await click(pilot, LaneTable, rows[y - 1].index(name) + 2, y)
            assert pilot.app.screen.look.selected == place
            rows = region_lines(pilot, LaneTable)[1:-2]
            assert f"▸{panel(pilot, LaneTable).view.sign(place)} {name}" in rows[y - 1]
        await click(pilot, LaneTable, 10, 0)
        assert pilot.app.screen.look.selected == 11


async def drag(pilot, kind, start, end):
    """Drag with the first button from one cell of a widget to another."""
    await pilot.mouse_down(kind, offset=start)
    shown = panel(pilot, kind)
    x, y = shown.region.x + end[0], shown.region.y + end[1]
    shown.post_message(MouseMove(shown, *end, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))
    await settle(pilot)
    shown.post_message(MouseUp(shown, *end, 0, 0, 1, False, False, False, screen_x=x, screen_y=y))
    await settle(pilot)


@in_loop
async def test_the_dividers_are_dragged():
    async with opened(scenario(14), (160, 45)) as pilot:
        before = panel(pilot, ChartView).size.width
        await drag(pilot, Divider, (0, 10), (-20, 10))
        assert abs(panel(pilot, ChartView).size.width - (before - 20)) <= 1
        assert pilot.app.mouse_captured is None
        rows = panel(pilot, LaneTable).size.height
        await drag(pilot, LaneTable, (30, 0), (30, 6))
        assert panel(pilot, LaneTable).size.height == rows - 6
        assert pilot.app.mouse_captured is None


@in_loop
async def test_where_the_dividers_are_is_remembered_and_holds_for_the_next_race():
    remembered = {}
    app = OptsimApp(scenario(4), pace=Hand(), remember=lambda key, value: remembered.update({key: value}) or "")
    async with app.run_test(size=(160, 45)) as pilot:
        await settle(pilot)
        await press(pilot, "<", "{")
        assert remembered == {"large_share": 58, "table_rows": 3}
        await app.on_picked(Picked(scenario(4)))
        await settle(pilot)
        assert (app.screen.look.share, app.screen.look.table_rows) == (58, 3)


@pytest.mark.thorough
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
