"""Whatever is on a screen can be read on what it stands on: in every theme, on every kind of terminal, in every widget.

What is measured are the lines that the compositor hands to the terminal, so that a widget to come is measured as well.
"""

import unicodedata

import pytest
from textual.app import App
from textual.theme import BUILTIN_THEMES

from optsim.scenario import load
from optsim.tui.app import OptsimApp
from optsim.tui.colours.palette import MARKS
from optsim.tui.colours.terminal import SIXTEEN, Depth
from optsim.tui.colours.themes import offered
from optsim.tui.panels.notes.about import About
from optsim.tui.screens.picker import PickerScreen
from tests.colours.difference import contrast
from tests.tui.support import in_loop, opened, panel, press, settle, strips

#: what is read needs 4.5 : 1, marks and curves 3 : 1
READ = ("L", "N", "P", "Sm", "Sc")
#: blocks are the grounds of the map, bars and borders
BLOCKS = {chr(code) for code in range(0x2580, 0x25A0)}
#: keys that lead from screen to screen: race, map, explanation, help, form, save, notes, palette, picker, another preview
TOUR = (
    ("end",), ("3",), ("4",), ("question_mark",), ("escape", "e"), ("escape", "w"), ("tab",), ("escape", "1", "2"),
    ("ctrl+p",), ("escape", "o"), ("down",),
)  # fmt: skip
#: the sixteen colours of the Linux console
CONSOLE = (
    0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA,
    0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
)  # fmt: skip


def packed(colour, sixteen):
    if colour.number is not None and colour.number < 16:
        return sixteen[colour.number]
    red, green, blue = colour.get_truecolor()
    return red << 16 | green << 8 | blue


def needs(text):
    shown = {char for char in text if char != " " and char not in BLOCKS}
    if any(unicodedata.category(char).startswith(READ) for char in shown):
        return 4.5
    return 3 if shown else 0


def faint(pilot, sixteen=SIXTEEN):
    """What has too little contrast: text, colour, ground, and the contrast."""
    found = set()
    for strip in strips(pilot):
        for text, style, control in strip:
            if control or not needs(text):
                continue
            assert not style.dim, "how much a terminal dims is not known"
            ink, ground = packed(style.color, sixteen), packed(style.bgcolor, sixteen)
            ratio = float(contrast(ink, ground))
            if ratio < needs(text):
                found.add((text.strip(), f"{ink:06x}", f"{ground:06x}", round(ratio, 2)))
    return found


def numbers(pilot):
    """The numbers of all colours on the screen."""
    styles = [style for strip in strips(pilot) for _, style, _ in strip if style]
    return {colour.number for style in styles for colour in (style.color, style.bgcolor) if colour is not None}


async def toured(pilot, *tables):
    """What is too faint on any of the screens."""
    found = set()
    for severity in ("information", "warning", "error"):
        pilot.app.notify(f"Some {severity}", title=severity, severity=severity)
    for keys in TOUR:
        await press(pilot, *keys)
        for table in tables:
            found |= faint(pilot, table)
    assert isinstance(pilot.app.screen, PickerScreen)
    return found


@pytest.mark.parametrize("theme", offered(Depth.ALL))
@in_loop
async def test_every_text_can_be_read_in_every_theme(theme):
    async with opened(load("early-stopping"), theme=theme) as pilot:
        assert pilot.app.theme == theme
        assert not await toured(pilot, SIXTEEN)


@pytest.mark.thorough
@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "solarized-dark", "catppuccin-frappe"])
@in_loop
async def test_every_text_can_be_read_in_256_colours(theme):
    async with opened(load("saddle"), theme=theme, depth=Depth.MANY) as pilot:
        assert not await toured(pilot, SIXTEEN)
        assert min(numbers(pilot)) >= 16


@in_loop
async def test_every_text_can_be_read_in_16_colours_as_any_terminal_has_them():
    async with opened(load("saddle"), depth=Depth.FEW) as pilot:
        assert not await toured(pilot, SIXTEEN, CONSOLE)
        assert max(numbers(pilot)) < 16


@in_loop
async def test_of_sixteen_colours_lanes_keep_theirs_behind_a_form():
    async with opened(load("saddle"), depth=Depth.FEW) as pilot:

        def marks():
            return {
                (text.strip(), style.color.number)
                for strip in strips(pilot)[-10:]
                for text, style, _ in strip
                if text.strip() in tuple(MARKS)
            }

        before = marks()
        assert len({number for _, number in before}) == 7
        await press(pilot, "e")
        assert marks() == before


@in_loop
async def test_this_would_tell_what_cannot_be_read(monkeypatch):
    monkeypatch.setattr(OptsimApp, "get_line_filters", App.get_line_filters)
    async with opened(load("saddle"), theme="textual-light") as pilot:
        assert any(ratio < 2 for *_, ratio in await toured(pilot, SIXTEEN))


@in_loop
async def test_a_theme_that_is_chosen_later_can_be_read_at_once():
    async with opened(load("saddle")) as pilot:
        await press(pilot, "question_mark")
        pilot.app.theme = "textual-light"
        await settle(pilot)
        assert not faint(pilot)


@in_loop
async def test_code_in_a_text_stands_on_the_ground_of_the_text():
    async with opened(load("noisy-quadratic"), theme="textual-light") as pilot:
        region = panel(pilot, About).region
        lines = [strip.crop(region.x, region.right - 1) for strip in strips(pilot)[region.y : region.bottom]]
        shown = [(text.strip(), style) for line in lines for text, style, _ in line if text.strip()]
        assert "gd" in [text for text, _ in shown]
        assert len({style.bgcolor for _, style in shown}) == 1


def test_themes_of_colours_that_are_the_terminal_s_own_are_not_offered():
    app = OptsimApp()
    assert set(app.available_themes) == set(BUILTIN_THEMES) - {"ansi-dark", "ansi-light"}
    few = OptsimApp(depth=Depth.FEW)
    assert few.available_themes
    assert all(theme.dark for theme in few.available_themes.values())
