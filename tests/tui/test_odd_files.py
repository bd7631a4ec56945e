"""No file of the folder takes the picker down, holds it up, or gets through to the terminal."""

from pathlib import Path

import pytest

from optsim.tui.screens.picker import PickerScreen
from tests.hostile import is_harmful
from tests.odd_files import GOOD, fill
from tests.tui.support import in_loop, lines, opened, press, text

HOSTILE = """
title = "[/b][red]{text}"
description = "{text} [x](http://example.org) ![y](z) <b> & [@click=app.quit]here[/] {text}"
[objective]
kind = "quadratic"
eigenvalues = [1.0, 0.1]
[budget]
steps = 5
[lanes."[/]{lane}"]
optimizer = "gd"
learning_rate = 0.1
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(name, content):
    Path(name).write_text(content, encoding="utf-8")


def seen(pilot):
    shown = "".join(lines(pilot))
    assert not [f"U+{ord(char):04X}" for char in shown if is_harmful(char)]
    return text(pilot)


@pytest.mark.thorough
@in_loop
async def test_odd_files_are_passed_over_or_cannot_be_used():
    fill(Path())
    put("\u202egood [b].toml", GOOD)
    async with opened(None) as pilot:
        screen = pilot.app.screen
        listed = [option.id for option in screen.query_one("ScenarioList")._options]
        mine = [name for name in listed if name is not None and name.startswith("./")]
        assert "./\u202egood [b].toml" in mine
        assert not {"./pipe.toml", "./device.toml", "./sparse.toml", "./folder.toml", "./loop.toml"} & set(mine)
        await press(pilot, "end")
        for name in reversed(mine):
            shown = seen(pilot)
            assert ("cannot be used" in shown) == (screen._chosen is None), name
            await press(pilot, "up")
        assert isinstance(pilot.app.screen, PickerScreen)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "harm", ["\u202e", "\u200b\u2066", "\u2028", "\u00ad\u200d", "x" * 400_000, "\\n\\n> " * 20_000, "\\n- " * 9000]
)
@in_loop
async def test_what_a_file_says_is_text_and_nothing_else(harm):
    lane = harm[:15] if "\\" not in harm and "x" not in harm else "a"
    put("hostile.toml", HOSTILE.format(text=harm, lane=lane))
    async with opened(None) as pilot:
        await press(pilot, "end")
        assert pilot.app.screen._chosen is not None
        seen(pilot)
        await press(pilot, "enter")
        for key in (
            "2",
            "4",
            "e",
            "escape",
            "w",
            "escape",
            "a",
            "escape",
            "f",
            "right",
            "space",
            "question_mark",
            "escape",
        ):
            await press(pilot, key)
            seen(pilot)


@in_loop
async def test_a_scenario_that_cannot_race_leaves_the_picker_where_it_is(monkeypatch):
    def fails(_):
        raise MemoryError

    put("good.toml", GOOD)
    async with opened(None) as pilot:
        await press(pilot, "end")
        monkeypatch.setattr("optsim.tui.open_target.player_of", fails)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PickerScreen)
        assert "not enough memory" in next(note.message for note in pilot.app._notifications)
