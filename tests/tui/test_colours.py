"""Colours can be seen on their ground, and are never the only sign."""

import re

import pytest
from textual.theme import BUILTIN_THEMES

from optsim.plot.grid import DEFAULT
from optsim.tui.colours.palette import MARKS, of_theme, palette
from optsim.tui.colours.terminal import Depth
from optsim.tui.colours.themes import offered
from optsim.tui.widgets.cell_view import CellView
from optsim.tui.widgets.lane_table import LaneTable
from tests.colours.difference import contrast
from tests.tui.support import (
    in_loop,
    opened,
    panel,
    play_to,
    press,
    region_lines,
    scenario,
    settle,
    strips,
    text,
    to_end,
)


@pytest.mark.parametrize("theme", offered(Depth.ALL))
@pytest.mark.parametrize("depth", [Depth.ALL, Depth.MANY])
def test_lanes_and_texts_stand_out_from_their_ground(theme, depth):
    variables = BUILTIN_THEMES[theme].to_color_system().generate()
    colours = of_theme(*(variables[name] for name in ("background", "foreground", "accent", "warning")), depth=depth)
    assert colours.raised != colours.ground
    for ground in (colours.ground, colours.raised):
        for colour in (*colours.lanes, colours.text, colours.muted, colours.accent, colours.warning):
            assert contrast(colour, ground) >= 4.5, (f"{colour:06x}", f"{ground:06x}")
    for ground in (colours.ground, colours.raised, *colours.tints):
        for colour in colours.dims:
            assert contrast(colour, ground) >= 3, (f"{colour:06x}", f"{ground:06x}")
    for tint in colours.tints:
        # a ground that is seen, and no more: what is drawn and written on it stands out
        assert 1.07 <= contrast(tint, colours.ground) <= 1.25, f"{tint:06x}"
        assert all(contrast(lane, tint) >= 4.5 for lane in colours.lanes)
    for height, contour in zip(colours.heights, colours.contours, strict=True):
        assert contrast(contour, height) >= 3, (f"{contour:06x}", f"{height:06x}")
        for colour in (*colours.lanes, *colours.map_dims):
            assert contrast(colour, height) >= 3, (f"{colour:06x}", f"{height:06x}")
    strength = [[contrast(each, colours.ground) for each in kind] for kind in (colours.dims, colours.lanes)]
    assert all(dim <= full for dim, full in zip(*strength, strict=True))
    assert sum(strength[0]) < 0.9 * sum(strength[1])
    assert depth is not Depth.MANY or {*colours[:6], *colours.lanes, *colours.dims} <= depth.numbers.keys()


def test_of_sixteen_colours_seven_lanes_have_one_each_and_the_eighth_has_another_mark():
    colours = of_theme("#000000", "#ffffff", "#ffffff", "#ffffff", depth=Depth.FEW)
    assert len({colours.lane(place) for place in range(7)}) == 7
    assert colours.lane(7) == colours.lane(0)
    assert MARKS[7] != MARKS[0]


@in_loop
async def test_a_light_theme_changes_the_colours_at_once():
    async with opened(scenario()) as pilot:
        await play_to(pilot, 50)
        before, shown = looks(pilot), text(pilot)
        pilot.app.theme = "textual-light"
        await settle(pilot)
        assert text(pilot) == shown
        assert not before & looks(pilot)


def looks(pilot):
    """All pairs of colours of the lane table's marks."""
    region = panel(pilot, LaneTable).region
    return {
        (segment.style.color.name, segment.style.bgcolor.name)
        for strip in strips(pilot)[region.y + 1 : region.bottom]
        for segment in strip
        if segment.text.strip() in MARKS and segment.text.strip()
    }


@in_loop
async def test_a_lane_has_one_colour_in_the_chart_and_in_the_table():
    async with opened(scenario(4)) as pilot:
        await play_to(pilot, 50)
        colours = {}
        for strip in strips(pilot):
            for segment in strip:
                for sign in re.findall("[●■▲▼]", segment.text):
                    colours.setdefault(sign, set()).add(segment.style.color.name)
        assert len(colours) == 4
        assert all(len(found) == 1 for found in colours.values())
        assert len({name for found in colours.values() for name in found}) == 4


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
@in_loop
async def test_without_colour_there_is_none_and_marks_tell_the_lanes_apart(monkeypatch, size):
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(scenario(12), size) as pilot:
        assert set(palette(pilot.app).lanes) == {DEFAULT}
        await play_to(pilot, 60)
        for view in pilot.app.screen.query(CellView):
            for strip in view.render_lines(view.size.region):
                assert all(not s.style or (s.style.color is None and s.style.bgcolor is None) for s in strip)
        rows = region_lines(pilot, LaneTable)[1:-2]
        signs = re.findall(r"(\S) lane \d", "\n".join(rows))
        assert len(signs) == len(set(signs)) == 12
        assert sum("▸" in row for row in rows) == 1


@in_loop
async def test_without_colour_no_segment_of_the_whole_screen_has_a_hue(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(scenario(4)) as pilot:
        await to_end(pilot)
        for key in ("right", "question_mark", "escape", "o"):
            await press(pilot, key)
            for strip in strips(pilot):
                for segment in strip:
                    for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                        assert colour is None or colour.is_default or len(set(colour.get_truecolor())) == 1
