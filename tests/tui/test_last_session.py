"""What is open when the app is left is kept, and gone on with from the top of the picker."""

import pytest

from optsim.scenario import load
from optsim.tui.screens.last_session import LastSession
from optsim.tui.screens.picker.scenario_list import ScenarioList
from tests.tui.support import in_loop, opened, play_to, press, text, to_end


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "settings" / "session.toml"


async def leave(pilot):
    await press(pilot, "q")
    assert pilot.app._exit
    return pilot.app.kept_session


async def forked_and_left(file, name="saddle"):
    """Play a scenario, fork a lane twice, and leave; returns what is told."""
    async with opened(load(name), session=LastSession(file)) as pilot:
        await play_to(pilot, 30)
        await press(pilot, "space", "f", "enter", "f", "enter", "+")
        assert len(pilot.app.screen.player.race.lanes) == 9
        step = pilot.app.screen.player.race.step
        return await leave(pilot), step


def top(pilot):
    return pilot.app.screen.query_one(ScenarioList).options[0]


@pytest.mark.thorough
@in_loop
async def test_it_says_what_is_kept_and_goes_on_where_it_was(file):
    told, step = await forked_and_left(file)
    assert told == f"saddle, 2 forks, step {step}: kept until another race is left; the picker goes on with it"
    async with opened(None, session=LastSession(file)) as pilot:
        assert f"go on with saddle, 2 forks, step {step}" in text(pilot)
        assert "Saddle point" in text(pilot)
        await press(pilot, "enter")
        screen = pilot.app.screen
        while screen.player.busy:
            screen.tick()
        assert (screen.player.race.step, screen.player.race.seed) == (step, 7)
        assert len(screen.player.race.lanes) == 9
        # left as it is it stays; what had been edited before counts on
        assert await leave(pilot) == ""
    async with opened(None, session=LastSession(file)) as pilot:
        assert "2 forks" in text(pilot)


@in_loop
async def test_edits_are_counted_where_nothing_was_forked(file):
    async with opened(load("ravine"), session=LastSession(file)) as pilot:
        await press(pilot, "right", "+", "left")
        assert (await leave(pilot)).startswith("ravine, 1 edit, step 0: kept")


@in_loop
async def test_a_race_that_was_only_watched_is_kept_without_a_word(file):
    async with opened(load("ravine"), session=LastSession(file)) as pilot:
        await press(pilot, "right", "right")
        assert await leave(pilot) == ""
    async with opened(None, session=LastSession(file)) as pilot:
        assert "go on with ravine, step 2" in text(pilot)


@in_loop
async def test_what_nobody_has_touched_does_not_replace_what_was_kept(file):
    await forked_and_left(file)
    before = file.read_bytes()
    async with opened(load("ravine"), session=LastSession(file)) as pilot:
        await leave(pilot)
    async with opened(None, session=LastSession(file)) as pilot:
        await leave(pilot)
    assert file.read_bytes() == before


@pytest.mark.thorough
@in_loop
async def test_a_race_with_edits_that_is_left_for_another_one_is_kept_too(file):
    async with opened(load("saddle"), session=LastSession(file)) as pilot:
        await press(pilot, "right", "+", "o", "enter")
        assert any("saddle, 1 edit, step 1: kept" in note.message for note in pilot.app._notifications)
        await press(pilot, "o")
        assert "go on with saddle, 1 edit" in text(pilot)


@in_loop
async def test_a_first_start_has_nothing_to_go_on_with(file):
    async with opened(None, session=LastSession(file)) as pilot:
        assert "go on" not in text(pilot)
        assert not pilot.app._notifications
        assert not file.exists()


@pytest.mark.parametrize("content", ["", "[", 'kind = "optsim session"\nversion = 9', "\x00"])
@in_loop
async def test_a_broken_or_foreign_file_is_told_of_and_passed_over(file, content):
    file.parent.mkdir()
    file.write_text(content)
    async with opened(None, session=LastSession(file)) as pilot:
        (note,) = pilot.app._notifications
        assert str(file) in note.message
        assert "the last session is passed over" in note.message
        assert "go on with" not in text(pilot)


@in_loop
async def test_a_session_of_a_scenario_with_a_fault_shows_it(file):
    await forked_and_left(file)
    file.write_text(file.read_text().replace('optimizer = "adam"', 'optimizer = "adm"'))
    async with opened(None, session=LastSession(file)) as pilot:
        assert "This file cannot be used" in text(pilot)
        await press(pilot, "enter")
        assert any("adm" in note.message for note in pilot.app._notifications)
        await press(pilot, "down", "enter")
        assert pilot.app.screen.player.scenario.name == "learning-rates"


@in_loop
async def test_where_it_cannot_be_kept_that_is_told(file):
    file.parent.write_text("no folder")
    async with opened(load("saddle"), session=LastSession(file)) as pilot:
        await press(pilot, "right", "+")
        assert await leave(pilot) == f"saddle is not kept in {file}: [Errno 17] File exists: '{file.parent}'"


@in_loop
async def test_a_search_shows_scenarios_alone(file):
    await forked_and_left(file)
    async with opened(None, session=LastSession(file)) as pilot:
        await press(pilot, "/", *"saddle")
        assert "go on with" not in text(pilot)
        await press(pilot, "escape")
        assert "go on with" in text(pilot)


@in_loop
async def test_the_tour_of_the_last_session_is_that_of_its_scenario(file):
    await forked_and_left(file)
    async with opened(None, session=LastSession(file)) as pilot:
        await press(pilot, "t")
        assert pilot.app.touring
        assert len(pilot.app.screen.player.race.lanes) == 7
        pilot.app.exit()


@in_loop
async def test_a_tour_keeps_nothing(file):
    async with opened(None, session=LastSession(file)) as pilot:
        await press(pilot, "t")
        pilot.app.screen.player.step(5)
        pilot.app.exit()
        assert not file.exists()


@in_loop
async def test_it_is_kept_at_its_end_as_well(file):
    async with opened(load("learning-rates"), session=LastSession(file)) as pilot:
        await to_end(pilot)
        await leave(pilot)
    async with opened(None, session=LastSession(file)) as pilot:
        assert top(pilot).id == "\n"
        assert "step 200" in text(pilot)
