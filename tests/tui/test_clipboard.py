"""Y: what is copied of the selected lane, and how."""

import base64
import csv
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from textual.widgets._toast import Toast

from optsim.cli.group import cli
from optsim.playback import edits
from optsim.playback.player import Player
from optsim.playback.sources.replay import Replay
from optsim.scenario import load
from optsim.tui.app import OptsimApp
from optsim.tui.screens.clipboard import LONGEST, command_line, copies
from optsim.tui.widgets.cell_view import CellView
from tests.recordings import recorded
from tests.tui.support import Hand, example, in_loop, opened, press, scenario, settle, text
from tests.tui.touring import demo, let_pass, on_tour


def at(player, step):
    player.race.seek(step)
    return player


def test_the_numbers_are_those_of_the_lane_alone_with_all_digits():
    player = at(Player(scenario(3)), 20)
    head, *rows = copies(player, "lane 2", "")["csv"].splitlines()
    assert [row.split(",")[:2] for row in rows] == [[str(step), "lane 2"] for step in range(21)]
    place = head.split(",").index("loss")
    assert [float(row.split(",")[place]) for row in rows] == player.race.history.loss[:, 1].tolist()
    assert copies(player, "lane 2", "")["tsv"].replace("\t", ",") == copies(player, "lane 2", "")["csv"]


def test_the_command_line_gives_the_same_numbers(tmp_path):
    player = at(Player(load("saddle"), 11), 30)
    command = shlex.split(command_line(player))
    assert command == ["optsim", "replay", "saddle", "--seed", "11", "--steps", "30"]
    file = tmp_path / "numbers.csv"
    assert CliRunner().invoke(cli, [*command[1:], "--out", str(file)]).exit_code == 0
    head, *rows = csv.reader(file.read_text().splitlines())
    place = head.index("loss")
    assert [float(row[place]) for row in rows if row[0] == "30"] == player.race.history.loss[30].tolist()


def test_what_was_edited_or_is_a_persons_own_has_no_command_line():
    player = at(Player(load("saddle")), 30)
    player.change("rate", edits.scaled_rate(player.scenario, "gd", 30, 2.0))
    assert command_line(player) == ""
    assert "command" not in copies(player, "gd", "")
    player.undo()
    assert command_line(player) != ""
    assert command_line(Player(scenario(2))) == ""


@pytest.mark.parametrize("name", ["a b; rm -rf ~.jsonl", "$(reboot).jsonl", "it's.jsonl", "-x.jsonl"])
def test_a_path_is_quoted_for_the_shell(name, tmp_path):
    recording = replace(recorded(tmp_path, scenario(2, steps=5)), path=Path(name))
    line = command_line(Player(recording.scenario, source=Replay(recording)))
    assert shlex.split(line) == ["optsim", "replay", f"./{name}" if name[0] == "-" else name]


def messages(pilot):
    return [note.message for note in pilot.app._notifications]


@in_loop
async def test_it_goes_to_the_terminal_by_osc_52_and_is_told():
    async with opened(example("learning-rates"), (160, 45)) as pilot:
        written = []
        pilot.app._driver.write = written.append
        await press(pilot, "up", "Y", "down", "down", "enter")
        sent = next(part for part in written if part.startswith("\x1b]52;c;"))
        copied = base64.b64decode(sent.removeprefix("\x1b]52;c;").removesuffix("\a")).decode()
        assert copied.startswith("diverging: α·λmax = 2.2")
        assert copied.removeprefix("diverging: ") in text(pilot)
        assert messages(pilot)[-1].startswith(f"Copied: the lane's sentence, {len(copied)} characters")


@in_loop
async def test_what_no_terminal_takes_is_not_cut_but_refused():
    async with opened(scenario(1, steps=3000)) as pilot:
        pilot.app.screen.player.race.seek(3000)
        await press(pilot, "Y", "enter")
        assert pilot.app.clipboard == ""
        assert str(LONGEST) in messages(pilot)[-1]
        await press(pilot, "Y", "escape")
        assert pilot.app.clipboard == ""


@in_loop
async def test_a_tour_copies_nothing():
    async with on_tour(scenario(1), demo(("press", ("Y",)), ("wait", 5))) as pilot:
        await let_pass(pilot, 10)
        assert pilot.app.clipboard == ""
        assert any("copies nothing" in message for message in messages(pilot))


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24), (60, 18)])
@in_loop
async def test_a_message_covers_no_panel_no_lane_and_no_sentence(size):
    app = OptsimApp(scenario(4), pace=Hand())
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "f")
        (toast,) = app.screen.query(Toast)
        assert toast.region.area
        assert not any(view.region.overlaps(toast.region) for view in app.screen.query(CellView) if view.region.area)
        assert "lane 5 is lane 1 so far" in " ".join(text(pilot).split())
