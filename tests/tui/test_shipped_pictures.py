"""Pictures of the shipped scenarios at their end: no name is cut, and the title takes one row."""

import re

import pytest

from optsim.scenario import load
from optsim.scenario.bundled import names as shipped
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.panels.map.map_view import MapView
from optsim.tui.sweep.sweep_screen import SweepScreen
from tests.tui.support import in_loop, opened, panel, press, region_lines, to_end


def cut(names, lines):
    """Names that are cut with a sign, as they are read."""
    return [
        name[:length] + "…"
        for name in names
        for length in range(1, len(name))
        if any(f" {name[:length]}…" in line for line in lines)
    ]


def test_this_would_tell_what_is_cut():
    assert cut(["local minimum"], ["│ ▲ local m…"]) == ["local m…"]
    assert not cut(["local minimum"], ["│ ▲ local", "    minimum", "12 …"])


@pytest.mark.sampled(6)
@pytest.mark.thorough
@pytest.mark.parametrize("name", shipped())
@in_loop
async def test_names_are_whole_and_the_title_takes_one_row(name):
    async with opened(load(name), (120, 36)) as pilot:
        if isinstance(pilot.app.screen, SweepScreen):
            await press(pilot, "escape")
        await to_end(pilot)
        names = [lane.name for lane in panel(pilot, ChartView).view.lanes]
        for kind in (ChartView, MapView):
            for view in pilot.app.screen.query(kind):
                if view.region.width == 0:
                    continue
                lines = region_lines(pilot, kind)
                assert not cut(names, lines)
                assert "…" not in lines[0]
                # the frame, or the ground of a map, begins in the second row
                assert not re.search(r"^ [a-z]", lines[1]), lines[:2]
