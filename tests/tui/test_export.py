"""w: recording, table, scenario and picture, never over what is there; what goes wrong is told."""

import csv
import errno
import xml.etree.ElementTree as ET

import pytest
from textual.widgets import Checkbox, Input

from optsim.recording.reader import read
from optsim.scenario import load
from optsim.system.atomic_write import write_new_file
from optsim.tui.screens.race import RaceScreen
from optsim.tui.screens.save import SaveScreen
from tests.tui.support import in_loop, opened, press, scenario, text


def notices(pilot):
    return [notice.message for notice in pilot.app._notifications]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def told(pilot):
    """The fault in the dialog, however the window wraps it."""
    return str(pilot.app.screen.query_one("#fault").content)


async def forked(pilot):
    await press(pilot, "shift+right", "f", "+", "shift+right")


@in_loop
async def test_all_of_them_are_written_and_told(tmp_path):
    async with opened(scenario(3)) as pilot:
        await forked(pilot)
        await press(pilot, "w")
        assert "A-bowl-seed1-step20.csv" in str(pilot.app.screen.query_one("#paths").content)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RaceScreen)
        race = pilot.app.screen.player.race
        names = [f"A-bowl-seed1-step20.{ending}" for ending in ("csv", "jsonl", "svg", "toml")]
        assert sorted(path.name for path in tmp_path.iterdir()) == names
        assert all(str(tmp_path / name) in notices(pilot)[-1] for name in names)
        again = load(tmp_path / names[3]).race()
        again.seek(race.head)
        assert again.history.loss.tobytes() == race.history.loss.tobytes()
        recording = read(tmp_path / names[1])
        assert recording.complete
        assert recording.columns["loss"].tobytes() == race.history.loss.tobytes()
        assert list(recording.scenario.lanes) == list(race.runs)
        rows = list(csv.DictReader((tmp_path / names[0]).read_text().splitlines()))
        last = {row["lane"]: float(row["loss"]) for row in rows[-4:]}
        assert last == {run.name: run.loss for run in race.runs.values()}
        shown = "".join(ET.parse(tmp_path / names[2]).getroot().itertext()).replace("\xa0", " ")
        assert "step 20/400" in shown
        assert "A bowl" in shown
        assert "folder" not in shown


@pytest.mark.thorough
@in_loop
async def test_nothing_is_written_over(tmp_path):
    (tmp_path / "A-bowl-seed1-step0.csv").write_text("mine")
    async with opened(scenario(2)) as pilot:
        await press(pilot, "w")
        assert pilot.app.screen.query_one("#stem", Input).value == "A-bowl-seed1-step0-2"
        pilot.app.screen.query_one("#stem", Input).value = "A-bowl-seed1-step0"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SaveScreen)
        assert "is there already. Choose another name" in told(pilot)
    assert [path.name for path in tmp_path.iterdir()] == ["A-bowl-seed1-step0.csv"]
    assert (tmp_path / "A-bowl-seed1-step0.csv").read_text() == "mine"


@in_loop
async def test_a_folder_that_is_not_there_is_told_and_nothing_is_lost(tmp_path):
    async with opened(scenario(2)) as pilot:
        await press(pilot, "right", "w")
        pilot.app.screen.query_one("#folder", Input).value = str(tmp_path / "nowhere")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SaveScreen)
        assert "No such file or directory" in told(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.player.race.step == 1
    assert list(tmp_path.iterdir()) == []


@in_loop
async def test_one_can_choose(tmp_path):
    async with opened(scenario(2)) as pilot:
        await press(pilot, "w")
        for kind in ("recording", "table", "picture"):
            pilot.app.screen.query_one(f"#{kind}", Checkbox).value = False
        await press(pilot, "enter")
    assert [path.suffix for path in tmp_path.iterdir()] == [".toml"]


@in_loop
async def test_nothing_chosen_and_no_name_say_so():
    async with opened(scenario(2)) as pilot:
        await press(pilot, "w")
        pilot.app.screen.query_one("#stem", Input).value = " "
        await press(pilot, "enter")
        assert "Give the files a name." in text(pilot)
        pilot.app.screen.query_one("#stem", Input).value = "name"
        for box in pilot.app.screen.query(Checkbox):
            box.value = False
        await press(pilot, "enter")
        assert "Choose at least one" in text(pilot)
        assert isinstance(pilot.app.screen, SaveScreen)


@in_loop
async def test_what_cannot_be_written_does_not_keep_the_others_from_it(tmp_path, monkeypatch):
    def full(pieces, path):
        if path.name == "name.svg":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_new_file(pieces, path)

    monkeypatch.setattr("optsim.tui.export.write_new_file", full)
    async with opened(scenario(2)) as pilot:
        await press(pilot, "w")
        pilot.app.screen.query_one("#stem", Input).value = "name"
        pilot.app.screen.query_one("#recording", Checkbox).value = False
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SaveScreen)
        assert f"Saved: {tmp_path}/name.csv" in told(pilot)
        assert "name.svg: No space left" in told(pilot)
        assert [box.id for box in pilot.app.screen.query(Checkbox) if box.value] == ["picture"]
        pilot.app.screen.query_one("#stem", Input).value = "short"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RaceScreen)
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} == {".csv", ".toml", ".svg"}


@pytest.mark.parametrize("folder", ["~nobody-of-this-name", "/" + "n" * 300])
@in_loop
async def test_odd_folders_are_told(folder):
    async with opened(scenario(2)) as pilot:
        await press(pilot, "w")
        pilot.app.screen.query_one("#folder", Input).value = folder
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SaveScreen)
        assert "Not saved" in told(pilot)


@in_loop
async def test_saving_where_the_present_folder_is_gone(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    async with opened(scenario(2)) as pilot:
        await press(pilot, "w")
        assert isinstance(pilot.app.screen, SaveScreen)
