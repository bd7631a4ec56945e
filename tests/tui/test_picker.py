"""The picker: preview, open, back, and files that cannot be used."""

import pytest
from textual.widgets import Input

from optsim.languages import english
from optsim.registry import FileRegistry
from optsim.scenario import load, names
from optsim.scenario.bundled import folder as ours
from optsim.scenario.listing import GROUPS
from optsim.tui.screens.help import HelpScreen
from optsim.tui.screens.picker import PickerScreen
from optsim.tui.screens.picker.scenario_list import ScenarioList
from optsim.tui.screens.race import RaceScreen
from tests.distributions import install
from tests.odd_files import GOOD
from tests.tui.support import in_loop, opened, press, region_lines, resize, scenario, settle, text
from tests.words.pseudo import FULL_WIDTH, Pseudo

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


#: the names of all scenarios as the picker has them
ORDERED = sorted(names(), key=lambda name: (load(name).listing.rank, name))


def optimizers(name):
    return {lane.optimizer.name for lane in load(name).lanes.values()}


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
        assert load(ORDERED[0]).title in shown
        assert "optimizers side by side" in shown
        seen = {name for name in names() if name in shown}
        # where the window is low the list scrolls
        for key in ["pagedown"] * 4 + ["pageup"] * 4:
            await press(pilot, key)
            seen |= {name for name in names() if name in text(pilot)}
        assert seen == set(names())
        # the keys at the foot come a little later than the rest
        assert "Open" in text(pilot)


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "height"), [(59, 18), (60, 17), (40, 10), (20, 5)])
@in_loop
async def test_below_the_smallest_size_there_is_a_sentence_until_there_is_room(width, height):
    async with opened(None, (width, height)) as pilot:
        assert " ".join(text(pilot).split()) == "optsim needs a window of at least 60×18"
        await resize(pilot, 60, 18)
        assert all(name in text(pilot) for name in ORDERED[:3])
        await press(pilot, "down", "enter")
        assert pilot.app.screen.player.scenario.name == ORDERED[1]


@pytest.mark.thorough
@in_loop
async def test_the_preview_follows_the_choice():
    async with opened(None, (200, 100)) as pilot:
        for name in ORDERED:
            chosen = pilot.app.screen._chosen
            assert chosen.name == name
            shown = text(pilot)
            assert chosen.title in shown
            assert chosen.listing.summary in shown
            assert all(lane in shown for lane in chosen.lanes)
            assert f"{chosen.steps} steps, seed {chosen.seed}" in shown
            await press(pilot, "down")


@pytest.mark.thorough
@in_loop
async def test_enter_opens_the_choice_paused_at_step_0():
    async with opened(None) as pilot:
        await press(pilot, "down", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, RaceScreen)
        assert screen.player.scenario.name == ORDERED[1]
        assert (screen.player.race.step, screen.player.busy) == (0, False)


@in_loop
async def test_escape_goes_back_to_the_race_as_it_was():
    async with opened(scenario()) as pilot:
        await press(pilot, "shift+right")
        race, before = pilot.app.screen, text(pilot)
        await press(pilot, "o", "escape")
        assert pilot.app.screen is race
        assert text(pilot) == before


@pytest.mark.thorough
@in_loop
async def test_escape_does_nothing_where_there_is_no_race():
    async with opened(None) as pilot:
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PickerScreen)


@pytest.mark.thorough
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


@pytest.mark.thorough
@in_loop
async def test_a_file_of_the_folder_is_listed_and_opens(folder):
    (folder / "own.toml").write_text(GOOD)
    (folder / "other.toml").write_text("[tool]\n")
    (folder / "binary.toml").write_bytes(b"\xff\xfe\x00")
    async with opened(None) as pilot:
        await press(pilot, "up")
        assert "./own.toml" in text(pilot)
        assert "in this folder" in text(pilot)
        assert "other.toml" not in text(pilot)
        assert "binary.toml" not in text(pilot)
        assert "Fine" in text(pilot)
        await press(pilot, "enter")
        assert pilot.app.screen.player.scenario.title == "Fine"


@pytest.mark.thorough
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
    catalogue = FileRegistry(ours, ".toml", "scenario", "optsim.scenarios")
    for module in ("tui.screens.picker.screen", "tui.screens.picker.entries", "scenario.find"):
        monkeypatch.setattr(f"optsim.{module}.SCENARIOS", catalogue)
    async with opened(None, (120, 40)) as pilot:
        await press(pilot, "end")
        assert "theirs" in text(pilot)
        assert "Fine" in text(pilot)
        (told,) = pilot.app._notifications
        assert "lions offers the scenario 'lost'" in told.message


def listed(pilot):
    """The ids of the lines of the list, None for a heading."""
    return [option.id for option in pilot.app.screen.query_one(ScenarioList).options]


@pytest.mark.thorough
@in_loop
async def test_scenarios_are_listed_group_by_group_in_the_order_in_which_one_learns():
    async with opened(None, (160, 60)) as pilot:
        assert [name for name in listed(pilot) if name is not None] == ORDERED
        rows = [" ".join(line.strip("│ ").split()) for line in region_lines(pilot, ScenarioList)]
        titles = [english().text(f"listing.{group}") for group in GROUPS]
        assert [row for row in rows if row in titles] == titles
        for name in ORDERED:
            assert f"{name} {load(name).listing.summary}" in rows


@in_loop
async def test_a_scenario_without_a_group_comes_last_and_one_that_cannot_be_read_too(monkeypatch, tmp_path):
    monkeypatch.setattr("optsim.scenario.bundled.folder", lambda: tmp_path)
    (tmp_path / "b.toml").write_text(GOOD)
    (tmp_path / "a.toml").write_text("[")
    (tmp_path / "c.toml").write_text(f'group = "noise"\n{GOOD}')
    (tmp_path / "d.toml").write_text(f'group = "nois"\n{GOOD}')
    catalogue = FileRegistry(lambda: tmp_path, ".toml", "scenario", "optsim.scenarios")
    for module in ("tui.screens.picker.screen", "tui.screens.picker.entries", "scenario.find"):
        monkeypatch.setattr(f"optsim.{module}.SCENARIOS", catalogue)
    monkeypatch.chdir(tmp_path.parent)
    async with opened(None) as pilot:
        assert listed(pilot) == [None, "c", None, "a", "b", "d"]
        assert "more" in text(pilot)
        await press(pilot, "end")
        assert "no group is named 'nois'; there are: start," in pilot.app.screen._preview.problem
        assert "cannot be used" in text(pilot)


FOUND = {
    "saddle": {"saddle", "saddle-start", "gradient-zero", "deep-linear-modes"},
    "SADDLE": {"saddle", "saddle-start", "gradient-zero", "deep-linear-modes"},
    "early stopping": {"early-stopping"},
    "overfitting": {"regression", "early-stopping"},
    "adamw": {"weight-decay", "sign-and-box"},
    "Nesterov": {name for name in names() if "nag" in optimizers(name)},
    "lion": {"sign-and-box"},
    "ε̂": {"epsilon"},
    "no such words": set(),
}


@in_loop
async def test_the_search_finds_by_title_line_group_optimizer_and_tag():
    async with opened(None) as pilot:
        for query, found in FOUND.items():
            await press(pilot, "/", *("space" if char == " " else char for char in query))
            there = {name for name in listed(pilot) if name is not None}
            assert found <= there, query
            assert there == {"gradient-zero", *found} - ({"gradient-zero"} - found), query
            assert f"{len(there)} of {len(names())}" in text(pilot)
            await press(pilot, "escape")


@in_loop
async def test_the_search_finds_in_the_language_and_in_english():
    async with opened(None, language=Pseudo(FULL_WIDTH)) as pilot:
        await press(pilot, "/", *"ravine")
        assert "ravine" in listed(pilot)
        await press(pilot, "escape", "/", *(chr(ord(char) + 0xFEE0) for char in "surprises"))
        assert [name for name in listed(pilot) if name is not None] == [
            "heavy-ball-cycles",
            "sign-and-box",
            "separable-classes",
            "matrix-completion",
        ]


@in_loop
async def test_only_in_the_search_line_letters_are_text_and_escape_leaves_it():
    async with opened(None) as pilot:
        await press(pilot, "/", *"tq?/n")
        assert isinstance(pilot.app.screen, PickerScreen)
        assert not pilot.app._exit
        assert pilot.app.screen.query_one(Input).value == "tq?/n"
        assert listed(pilot) == []
        await press(pilot, "enter", "escape")
        assert pilot.app.screen.query_one(Input).value == ""
        assert [name for name in listed(pilot) if name is not None] == ORDERED
        await press(pilot, "q")
        assert pilot.app._exit


@in_loop
async def test_in_the_search_line_arrows_choose_and_enter_opens():
    async with opened(None) as pilot:
        await press(pilot, "/", *"nag", "down", "enter")
        assert pilot.app.screen.player.scenario.name == [name for name in ORDERED if "nag" in optimizers(name)][1]


@in_loop
async def test_a_heading_is_never_chosen():
    async with opened(None) as pilot:
        for key in ("up", "home", "up", "down", "pagedown", "end", "down", "down", "down", "down", "up"):
            await press(pilot, key)
            assert pilot.app.screen.query_one(ScenarioList).chosen in ORDERED


@pytest.mark.thorough
@pytest.mark.parametrize("before", [(), ("tab",), ("tab", "tab")])
@in_loop
async def test_keys_do_the_same_wherever_the_focus_is(before):
    async with opened(None) as pilot:
        await press(pilot, *before, "?")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape", "enter")
        assert pilot.app.screen.player.scenario.name == ORDERED[0]
    async with opened(None) as pilot:
        await press(pilot, *before, "t")
        assert pilot.app.touring
        assert pilot.app.screen.player.scenario.name == ORDERED[0]
        pilot.app.exit()
    async with opened(None) as pilot:
        await press(pilot, *before, "q")
        assert pilot.app._exit


@in_loop
async def test_t_plays_the_tour_and_a_key_takes_over():
    async with opened(None) as pilot:
        await press(pilot, "t")
        app = pilot.app
        assert app.touring
        for _ in range(40):
            app._tour.tick()
            await settle(pilot)
        assert app.act > 2
        await press(pilot, "down")
        assert not app.touring
        assert isinstance(app.screen, RaceScreen)
        await press(pilot, "o", "down", "t")
        assert app.touring
        assert app.screen.player.scenario.name == ORDERED[1]
        app.exit()


@in_loop
async def test_the_tour_of_a_scenario_without_a_demo_is_of_what_happens(folder):
    (folder / "own.toml").write_text(GOOD)
    async with opened(None) as pilot:
        await press(pilot, "up", "t")
        assert pilot.app.touring
        assert pilot.app.screen.player.scenario.title == "Fine"
        pilot.app.exit()


@in_loop
async def test_the_help_of_the_picker_has_its_keys_and_the_glossary():
    async with opened(None, (80, 24)) as pilot:
        await press(pilot, "?")
        for key, word in (("t", "Tour"), ("/", "Search"), ("enter", "Open")):
            assert f"{key} {word} {english().text(f'key.{word.lower()}.help')[:20]}" in " ".join(text(pilot).split())
        await press(pilot, "/", *"noise", "space", *"floor")
        assert "noise floor" in text(pilot)
