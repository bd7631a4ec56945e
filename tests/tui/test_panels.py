"""What the panels say: the explanation, the line at the top, the events, the lane table."""

import numpy as np
import pytest

from optsim.plot.grid import Attr
from optsim.tui.panels.explain.explain_view import ExplainView
from optsim.tui.panels.notes.event_log import Events
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.status_bar import StatusBar
from tests.tui.support import in_loop, opened, panel, press, region_lines, scenario, text, ticks, to_end


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24), (60, 18)])
@in_loop
async def test_long_numbers_stand_apart_from_the_formulas(size):
    async with opened(scenario(), size) as pilot:
        await press(pilot, "4", "right")
        view = panel(pilot, ExplainView).view
        long = tuple(term._replace(value=np.full(2, -1.058e-10)) for term in view.terms)
        grid = panel(pilot, ExplainView).draw(view._replace(terms=long), panel(pilot, ExplainView).size.width, 100)
        rows = [row.split() for row in grid.text().splitlines() if "e−10" in row]
        assert len(rows) == len(long)
        for row in rows:
            assert row[-2:] in (["−1.058e−10"] * 2, ["−1.06e−10"] * 2)
            assert "e−10" not in "".join(row[:-2])


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24), (60, 18)])
@pytest.mark.parametrize("name", ["a", "momentum", "eleven-long"])
@in_loop
async def test_the_update_of_a_lane_that_has_ended_is_not_taken(size, name):
    async with opened(scenario(1, names=[name], steps=30), size) as pilot:
        await press(pilot, "4", "right")
        assert "not taken" not in text(pilot)
        await to_end(pilot)
        head = region_lines(pilot, ExplainView)[0].rstrip()
        assert name in head
        assert head.endswith("not taken: the lane has ended")
        await press(pilot, "left")
        assert "not taken" not in text(pilot)


@in_loop
async def test_a_speed_is_told_only_where_it_is_the_speed():
    async with opened(scenario()) as pilot:
        assert "▮▮ paused 20/s " in text(pilot)
        await press(pilot, "space")
        assert "▶ playing 20/s " in text(pilot)
        await press(pilot, "end")
        assert "» computing   step" in text(pilot)
        await to_end(pilot)
        assert "⊣ ended   step" in text(pilot)
        await press(pilot, "left")
        assert "▮▮ paused 20/s " in text(pilot)


@in_loop
async def test_a_title_of_several_lines_is_one():
    async with opened(scenario(title="A bowl\n\tof  two\nlines")) as pilot:
        assert " optsim  A bowl of two lines  " in region_lines(pilot, StatusBar)[0]


@in_loop
async def test_space_is_offered_only_while_it_would_begin_the_race():
    async with opened(scenario()) as pilot:
        assert "press space to play" in region_lines(pilot, Events)[1]
        await press(pilot, "space")
        assert "nothing so far" in region_lines(pilot, Events)[1]
        await ticks(pilot, 5)
        assert "nothing so far" in region_lines(pilot, Events)[1]


@in_loop
async def test_a_lane_at_the_target_is_no_failure():
    tables = {"budget": {"steps": 400, "seed": 1, "target_loss": 0.5}}
    async with opened(scenario(2, **tables)) as pilot:
        await to_end(pilot)
        table, colours = panel(pilot, LaneTable), panel(pilot, LaneTable).view.palette
        grid = table.draw(table.view, *table.size)
        at = "".join(grid.chars[2].tolist()).index("target reached")
        assert grid.fg[2, at] == colours.text
        assert grid.attrs[2, at] == Attr.BOLD
        assert colours.muted not in grid.fg[2].tolist()
