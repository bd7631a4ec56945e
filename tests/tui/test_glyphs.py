"""Blocks and ASCII: no braille, or nothing but ASCII, on every screen; the theme is remembered."""

import sys

import pytest

from optsim.plot.width import cell_width
from optsim.scenario import load
from optsim.system.preferences import Preferences
from optsim.tui.app import OptsimApp
from tests.tui.support import Hand, example, in_loop, lines, opened, press, settle, text, to_end

SIZE = (120, 36)


async def walked(pilot):
    """The screens of a session, one after the other."""
    await settle(pilot)
    yield text(pilot)
    await to_end(pilot)
    await press(pilot, "up", "left", "left", "f", "+", "right", "c", "b")
    for key in ("2", "3", "m", "4", "1"):
        await press(pilot, key)
        yield text(pilot)
        assert [cell_width(line) for line in lines(pilot)] == [SIZE[0]] * SIZE[1]
    for key in ("e", "a", "w", "?", "o"):
        await press(pilot, key)
        yield text(pilot)
        await press(pilot, "escape")


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["saddle", "regression", "learning-rates"])
@in_loop
async def test_ascii_is_ascii(name):
    app = OptsimApp(load(name), pace=Hand(), preferences=Preferences(glyphs="ascii"))
    async with app.run_test(size=SIZE) as pilot:
        async for shown in walked(pilot):
            assert [char for char in shown if ord(char) > 127] == []


@pytest.mark.thorough
@in_loop
async def test_blocks_have_no_braille():
    app = OptsimApp(example("saddle"), pace=Hand(), preferences=Preferences(glyphs="block"))
    async with app.run_test(size=SIZE) as pilot:
        screens = [shown async for shown in walked(pilot)]
    assert not any(0x2800 <= ord(char) < 0x2900 for shown in screens for char in shown)
    assert any("▄" in shown or "▌" in shown for shown in screens)


@in_loop
async def test_a_theme_that_is_chosen_is_remembered_and_a_fault_is_told():
    kept = []

    def remember(*chosen):
        kept.append(chosen)
        return "the disk is full"

    app = OptsimApp(example("saddle"), pace=Hand(), preferences=Preferences("nord"), remember=remember)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert app.theme == "nord"
        assert kept == []
        app.theme = "gruvbox"
        await settle(pilot)
        assert kept == [("theme", "gruvbox")]
        assert "the disk is full" in [notice.message for notice in app._notifications]


@in_loop
async def test_characters_chosen_in_the_palette_are_drawn_at_once_and_remembered():
    kept = []
    app = OptsimApp(example("saddle"), pace=Hand(), remember=lambda *chosen: kept.append(chosen))
    async with app.run_test(size=SIZE) as pilot:
        await to_end(pilot)
        curves = text(pilot)
        commands = {command.title: command.callback for command in app.get_system_commands(app.screen)}
        commands["Draw in ASCII alone"]()
        await settle(pilot)
        assert text(pilot).isascii()
        commands["Draw in braille dots"]()
        await settle(pilot)
        assert text(pilot) == curves
        assert kept == [("glyphs", "ascii"), ("glyphs", "braille")]


@in_loop
async def test_symbols_chosen_in_the_palette_are_seen_at_once_and_remembered():
    kept = []
    app = OptsimApp(
        example("saddle"),
        pace=Hand(),
        preferences=Preferences(notation="paper"),
        remember=lambda *chosen: kept.append(chosen),
    )
    async with app.run_test(size=SIZE) as pilot:
        await to_end(pilot)
        await pilot.press("4", "down", "down")
        await settle(pilot)
        assert "v ← 0.9·v" in text(pilot)
        assert "θ ← θ − v" in text(pilot)
        assert "η" in text(pilot)
        commands = {command.title: command.callback for command in app.get_system_commands(app.screen)}
        commands["Symbols of torch's documentation"]()
        await settle(pilot)
        assert "v ← μv + γg ; θ ← θ − v" in text(pilot)
        commands["Symbols of the article"]()
        await settle(pilot)
        assert "v ← γv + αg ; θ ← θ − v" in text(pilot)
        assert "η" not in text(pilot)
        assert kept == [("notation", "torch"), ("notation", "article")]


@in_loop
async def test_warnings_are_told():
    app = OptsimApp(example("saddle"), pace=Hand(), warnings=["the file is broken"])
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert "the file is broken" in [notice.message for notice in app._notifications]


@pytest.mark.thorough
@pytest.mark.parametrize("encoding", ["latin-1", "cp437", "ascii", "utf-8"])
@in_loop
async def test_where_an_encoding_has_not_all_signs_the_app_is_in_ascii_and_formulas_keep_their_meaning(
    encoding, monkeypatch
):
    class Output:
        def __init__(self):
            self.encoding = encoding

        def __getattr__(self, name):
            return getattr(sys.__stdout__, name)

    monkeypatch.setattr(sys, "stdout", Output())
    async with opened(None) as pilot:
        while str(pilot.app.screen._chosen.name) != "saddle":
            await press(pilot, "down")
        shown = text(pilot)
        assert ("1/2 x^2 - 1/4 y^2" in shown) == (encoding != "utf-8")
        if encoding != "utf-8":
            assert shown.encode(encoding)
        await press(pilot, "enter")
        for key in ("2", "3", "4", "e", "escape"):
            await press(pilot, key)
            if encoding != "utf-8":
                assert text(pilot).encode(encoding)
