"""Colours can be seen on their ground, and are never the only sign."""

import re

import pytest

from optsim.plot.grid import DEFAULT
from optsim.tui.colours import MARKS, mark, palette
from optsim.tui.widgets.cell_view import CellView
from optsim.tui.widgets.lane_table import LaneTable
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


def luminance(colour):
    """Relative luminance as in WCAG 2.1."""
    parts = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast(0, 0xFFFFFF) == pytest.approx(21)
    assert contrast(0x777777, 0xFFFFFF) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "dracula", "solarized-light"])
@in_loop
async def test_lanes_and_texts_stand_out_from_their_ground(theme):
    async with opened(scenario(12)) as pilot:
        pilot.app.theme = theme
        await settle(pilot)
        colours = palette(pilot.app)
        assert len(set(colours.lanes)) == 12
        for ground in (colours.ground, colours.raised):
            ratios = {f"{colour:06x}": round(contrast(colour, ground), 2) for colour in colours.lanes}
            assert min(ratios.values()) >= 3, (f"{ground:06x}", ratios)
            assert contrast(colours.text, ground) >= 4
        if theme.startswith("textual"):
            assert contrast(colours.muted, colours.ground) >= 3


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


def test_twelve_lanes_have_twelve_marks():
    assert len({mark(place) for place in range(12)}) == 12
    assert mark(12) == mark(0)


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
        rows = region_lines(pilot, LaneTable)[1:-1]
        assert len({row[4] for row in rows}) == len(rows)
        assert sum(row.startswith("▸") for row in rows) == 1


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
