"""The picker: preview, open, back, and files that cannot be used."""

import pytest

from optsim.registry import FileRegistry
from optsim.scenario import load, names
from optsim.scenario.bundled import folder as ours
from optsim.tui.screens.picker import PickerScreen
from optsim.tui.screens.race import RaceScreen
from tests.distributions import install
from tests.odd_files import GOOD
from tests.tui.support import in_loop, opened, press, resize, scenario, text

BROKEN = """
title = "broken"
[objective]
kind = "saddel"
[budget]
steps = -3
[lanes.a]
optimizer = "adm"
learning_rate = 0.1
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (60, 18)])
@in_loop
async def test_all_scenarios_are_listed_and_the_first_one_is_shown(size):
    async with opened(None, size) as pilot:
        assert isinstance(pilot.app.screen, PickerScreen)
        shown = text(pilot)
        assert load(names()[0]).title in shown
        seen = {name for name in names() if name in shown}
        # where the window is low the list scrolls
        for _ in names():
            await press(pilot, "down")
            seen |= {name for name in names() if name in text(pilot)}
        assert seen == set(names())
        # the keys at the foot come a little later than the rest
        assert "Open" in text(pilot)


@pytest.mark.parametrize(("width", "height"), [(59, 18), (60, 17), (40, 10), (20, 5)])
@in_loop
async def test_below_the_smallest_size_there_is_a_sentence_until_there_is_room(width, height):
    async with opened(None, (width, height)) as pilot:
        assert " ".join(text(pilot).split()) == "optsim needs a window of at least 60×18"
        await resize(pilot, 60, 18)
        assert all(name in text(pilot) for name in names()[:3])
        await press(pilot, "down", "enter")
        assert pilot.app.screen.player.scenario.name == names()[1]


@in_loop
async def test_the_preview_follows_the_choice():
    async with opened(None, (120, 80)) as pilot:
        for name in names():
            chosen = pilot.app.screen._chosen
            assert chosen.name == name
            shown = text(pilot)
            assert chosen.title.split()[0] in shown
            assert all(lane in shown for lane in chosen.lanes)
            assert f"{chosen.steps} steps, seed {chosen.seed}" in shown
            await press(pilot, "down")


@in_loop
async def test_enter_opens_the_choice_paused_at_step_0():
    async with opened(None) as pilot:
        await press(pilot, "down", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, RaceScreen)
        assert screen.player.scenario.name == names()[1]
        assert (screen.player.race.step, screen.player.busy) == (0, False)


@in_loop
async def test_escape_goes_back_to_the_race_as_it_was():
    async with opened(scenario()) as pilot:
        await press(pilot, "shift+right")
        race, before = pilot.app.screen, text(pilot)
        await press(pilot, "o", "escape")
        assert pilot.app.screen is race
        assert text(pilot) == before


@in_loop
async def test_escape_does_nothing_where_there_is_no_race():
    async with opened(None) as pilot:
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PickerScreen)


@in_loop
async def test_another_scenario_takes_the_place_of_the_race():
    async with opened(scenario()) as pilot:
        before = pilot.app.screen
        for _ in range(2):
            await press(pilot, "o", "enter")
            assert isinstance(pilot.app.screen, RaceScreen)
            assert pilot.app.screen is not before
            assert len(pilot.app.screen_stack) == 2


@in_loop
async def test_q_leaves():
    async with opened(None) as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert pilot.app._exit


@in_loop
async def test_a_file_of_the_folder_is_listed_and_opens(folder):
    (folder / "own.toml").write_text(GOOD)
    (folder / "other.toml").write_text("[tool]\n")
    (folder / "binary.toml").write_bytes(b"\xff\xfe\x00")
    async with opened(None) as pilot:
        assert "./own.toml" in text(pilot)
        assert "other.toml" not in text(pilot)
        assert "binary.toml" not in text(pilot)
        await press(pilot, "up")
        assert "Fine" in text(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen.player.scenario.title == "Fine"


@in_loop
async def test_a_broken_file_shows_its_faults_and_does_not_open(folder):
    (folder / "broken.toml").write_text(BROKEN)
    async with opened(None, (120, 45)) as pilot:
        await press(pilot, "up")
        shown = text(pilot)
        assert "This file cannot be used" in shown
        assert "broken.toml" in shown
        for fault in ("objective.kind", "saddel", "budget.steps", "lanes.a.optimizer", "adm"):
            assert fault in shown, fault
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PickerScreen)
        (told,) = pilot.app._notifications
        assert "objective.kind" in told.message
        assert told.severity == "error"
        assert told.message.split()[0] in text(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, RaceScreen)


@in_loop
async def test_a_file_that_is_no_toml_shows_that_and_does_not_open(folder):
    (folder / "torn.toml").write_text("[objective]\nkind = \n")
    async with opened(None) as pilot:
        await press(pilot, "up", "enter")
        assert isinstance(pilot.app.screen, PickerScreen)
        assert "not valid TOML" in text(pilot)


@in_loop
async def test_pages_of_a_window_that_has_no_line_do_nothing():
    async with opened(None, (100, 30)) as pilot:
        await resize(pilot, 10, 3)
        await press(pilot, "pagedown", "pageup")
        assert pilot.app.is_running
        await resize(pilot, 100, 30)
        await press(pilot, "pagedown")
        assert pilot.app.is_running


@in_loop
async def test_scenarios_of_other_packages_are_listed_after_ours(monkeypatch, tmp_path):
    offers = {"optsim.scenarios": {"course": "offered_course:FOLDER", "lost": "offered_nowhere"}}
    path = "from pathlib import Path\nFOLDER = Path(__file__).parent / 'files'\n"
    install(tmp_path, offers, {"offered_course/__init__.py": path, "offered_course/files/theirs.toml": GOOD})
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(
        "optsim.tui.screens.picker.SCENARIOS", catalogue := FileRegistry(ours, ".toml", "scenario", "optsim.scenarios")
    )
    monkeypatch.setattr("optsim.scenario.find.SCENARIOS", catalogue)
    async with opened(None, (120, 40)) as pilot:
        await press(pilot, "end")
        assert "theirs" in text(pilot)
        assert "Fine" in text(pilot)
        (told,) = pilot.app._notifications
        assert "lions offers the scenario 'lost'" in told.message
