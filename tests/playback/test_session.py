"""A session in a file: what is gone on with is what was left, and no file makes it fail otherwise than by a message."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optsim.playback import edits
from optsim.playback.player import Player
from optsim.playback.session import SessionError, read_session, session_of, write_session
from optsim.scenario import Scenario, ScenarioError, load, names
from tests.odd_files import GOOD, fill


def edited(name="saddle", step=40):
    player = Player(load(name))
    player.step(step)
    lane = next(iter(player.scenario.lanes))
    player.change("fork", edits.forked(player.scenario, lane, step)[0])
    player.step(5)
    return player


def there_and_back(player, folder):
    write_session(folder / "session.toml", session_of(player))
    return read_session(folder / "session.toml")


@pytest.mark.parametrize("name", names())
def test_any_scenario_is_gone_on_with_to_the_bit(name, tmp_path):
    player = Player(load(name))
    player.step(7)
    player.seed(11)
    player.step(9)
    session = there_and_back(player, tmp_path)
    again = Player(session.scenario())
    again.step(session.step)
    assert (again.scenario.name, again.race.seed, again.race.step) == (name, 11, 9)
    for lane, run in player.race.runs.items():
        assert np.array_equal(again.race.runs[lane].loss, run.loss, equal_nan=True)


def test_forks_and_edits_come_back(tmp_path):
    player = edited()
    session = there_and_back(player, tmp_path)
    assert (session.name, session.forks, session.edits, session.step) == ("saddle", 1, 1, 45)
    assert dict(session.scenario().lanes) == dict(player.scenario.lanes)


def test_data_of_a_file_are_in_it(tmp_path):
    (tmp_path / "points.csv").write_text("x,y\n1,2\n2,3\n3,5\n4,4\n5,6\n")
    text = GOOD.split("[objective]")[0] + (
        '[objective]\nkind = "mlp"\nhidden = [2]\nbatch_size = 2\n[objective.data]\npath = "points.csv"\nvalidation = 0.2\n'
        '[budget]\nepochs = 3\n[lanes.gd]\noptimizer = "gd"\nlearning_rate = 0.1\n'
    )
    (tmp_path / "own.toml").write_text(text)
    player = Player(load(tmp_path / "own.toml"))
    player.step(3)
    session = there_and_back(player, tmp_path)
    (tmp_path / "points.csv").unlink()
    assert np.array_equal(session.scenario().objective.data.table, player.scenario.objective.data.table)


def test_what_nobody_has_touched_and_what_is_no_race_is_not_kept():
    untouched = Player(load("saddle"))
    assert session_of(untouched) is None
    curves = Player(None, source=untouched.race)
    curves.step(3)
    assert session_of(curves) is None


def test_there_is_none_where_there_is_no_file(tmp_path):
    assert read_session(tmp_path / "session.toml") is None


def test_a_session_that_is_too_large_is_refused_and_the_one_before_stays(tmp_path, monkeypatch):
    player = edited()
    before = there_and_back(player, tmp_path)
    monkeypatch.setattr("optsim.playback.session.LARGEST_SESSION", 1000)
    with pytest.raises(SessionError, match=r"at most 1,000 are kept; w saves it"):
        write_session(tmp_path / "session.toml", session_of(player))
    monkeypatch.undo()
    assert read_session(tmp_path / "session.toml") == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no session of this version"),
        ("[", "cannot be read"),
        ("\udcff", "cannot be read"),
        ("a = " + "[" * 40 + "]" * 40, "nested"),
        ('kind = "optsim session"\nversion = 2', "is no session of this version"),
        ('kind = "optsim session"\nversion = 1', "name is missing"),
        ('kind = "optsim session"\nversion = 1\nname = "a"\nstep = -1', "step is missing or cannot be -1"),
        ('kind = "optsim session"\nversion = 1\nname = "a"\nstep = true', "step is missing or cannot be True"),
        (
            'kind = "optsim session"\nversion = 1\nname = "a"\nstep = 1\nedits = 1\nfiles = {a = 1}\nscenario = {}',
            "files must be texts",
        ),
    ],
)
def test_a_file_that_is_none_says_why(tmp_path, text, message):
    file = tmp_path / "session.toml"
    file.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(SessionError, match=message):
        read_session(file)


def test_no_odd_file_is_read_or_waited_for(tmp_path):
    fill(tmp_path)
    for file in tmp_path.iterdir():
        with suppress(SessionError):
            assert read_session(file) is None
            assert not file.exists()


@given(
    st.recursive(
        st.integers(-(2**60), 2**60) | st.booleans() | st.text(max_size=5) | st.floats(allow_nan=False),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
        max_leaves=6,
    ),
    st.sampled_from(["kind", "version", "name", "step", "edits", "files", "scenario", "lanes", "objective", "budget"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_key_is_a_session_or_a_fault(tmp_path, value, key):
    import tomli_w  # noqa: PLC0415

    session = there_and_back(edited(step=2), tmp_path)
    table = {"kind": "optsim session", "version": 1, "name": "a", "step": 1, "edits": 0, "files": {}}
    table["scenario"] = dict(session.tables)
    (table if key in table else table["scenario"])[key] = value
    (tmp_path / "any.toml").write_bytes(tomli_w.dumps(table).encode())
    with suppress(SessionError, ScenarioError):
        assert isinstance(read_session(tmp_path / "any.toml").scenario(), Scenario)


ENDLESS = """
import sys
from contextlib import suppress
from pathlib import Path
from optsim.playback.player import Player
from optsim.playback.session import session_of, write_session
from optsim.scenario import load

player = Player(load("saddle"))
player.step(int(sys.argv[1]))
session = session_of(player)
print("begun", flush=True)
while True:
    with suppress(OSError):  # the other one is writing it
        write_session(Path("session.toml"), session)
"""


@pytest.mark.system
def test_of_two_instances_and_a_kill_one_whole_session_is_left(tmp_path):
    processes = [
        subprocess.Popen([sys.executable, "-c", ENDLESS, step], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
        for step in ("3", "4")
    ]
    for process in processes:
        assert process.stdout.readline() == "begun\n"
    while not (tmp_path / "session.toml").exists():
        assert all(process.poll() is None for process in processes)
    sessions = [read_session(tmp_path / "session.toml") for _ in range(20)]
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    assert {session.step for session in [*sessions, read_session(tmp_path / "session.toml")]} <= {3, 4}
    # what a kill has left beside it is cleared by the next one
    there_and_back(edited(), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["session.toml"]
