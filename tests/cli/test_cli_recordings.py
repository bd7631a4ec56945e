"""Recordings at the door of the app: what is opened, what is refused, and a session that ends in any way."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from optsim.recording.format.versions import NEWEST
from optsim.recording.reader import read
from optsim.recording.verification.verify import verify
from optsim.scenario import load
from tests.cli.test_cli import linux, process
from tests.recordings import cut, written
from tests.terminals import window

BOWL = Path(__file__).parents[1] / "scenario" / "valid" / "japanese-names.toml"


@pytest.fixture
def run(tmp_path):
    """A recording in a file."""
    return written(tmp_path / "run.jsonl", load(BOWL))


def test_a_recording_needs_a_terminal_and_the_way_out_is_told(run):
    done = process(str(run))
    assert done.returncode == 2
    assert f"the app needs a terminal; without one there is: optsim replay {run}" in done.stderr


def spoil(run, how):
    text = run.read_text()
    match how:
        case "newer":
            run.write_text(text.replace(f'"version":{NEWEST}', '"version":99', 1))
        case "empty":
            run.write_text("")
        case "header only":
            run.write_text(text.splitlines(keepends=True)[0])
        case "no recording":
            run.write_text("step,loss\n")
        case "missing":
            run.unlink()


@pytest.mark.parametrize(
    ("how", "code", "told"),
    [
        ("newer", 3, "version 99"),
        ("empty", 2, "is empty"),
        ("header only", 2, "step 0 was not recorded"),
        ("no recording", 2, "is no recording"),
        ("missing", 2, "cannot be read"),
    ],
)
def test_what_cannot_be_played_is_told_before_the_window_opens(run, how, code, told):
    spoil(run, how)
    for words in ([str(run)], ["check", str(run)]):
        done = process(*words)
        assert done.returncode == code
        assert told in done.stderr
        assert str(run) in done.stderr
        assert "Traceback" not in done.stderr
        assert "terminal" not in done.stderr


def test_check_says_what_a_recording_is(run):
    done = process("check", str(run))
    race = load(BOWL).race()
    told = f"{run}: a recording, {len(race.lanes)} lanes, steps 0 to {race.budget} of {race.budget}\n"
    assert (done.returncode, done.stdout) == (0, told)
    done = process("check", str(cut(run)), str(BOWL))
    assert done.returncode == 0
    assert "; cut off after step" in done.stdout
    assert f"{BOWL}: fine" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["saddle", "--record", "{run}"], "is there already: give another name, or --overwrite to record over it"),
        (["--record", "{run}", "saddle"], "is there already: give another name, or --overwrite to record over it"),
        (["--record", "{run}"], "is there already"),
        (["saddle", "--record", "{folder}"], "is a folder: give a file in it"),
        (["saddle", "--record", "{folder}/nowhere/run.jsonl"], "there is no folder"),
        (["{run}", "--record", "{folder}/other.jsonl"], "is a recording already"),
        (["saddle", "--overwrite"], "is about the file of --record"),
        (["saddle", "--record", "{folder}/new.jsonl"], "the app needs a terminal"),
        (["saddle", "--record", "{run}", "--overwrite"], "the app needs a terminal"),
    ],
)
def test_a_session_that_cannot_be_recorded_is_told_and_nothing_is_lost(run, tmp_path, words, told):
    before = run.read_bytes()
    done = process(*(word.format(run=run, folder=tmp_path) for word in words))
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert run.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["run.jsonl"]


@pytest.mark.sampled(6)
@linux
@pytest.mark.system
@pytest.mark.parametrize("old", [None, b"old"])
@pytest.mark.parametrize("end", [b"q", b"\x03", signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_session_leaves_a_recording_however_it_ends(end, old, tmp_path):
    path, part = tmp_path / "run.jsonl", tmp_path / "run.jsonl.part"
    if old:
        path.write_bytes(old)
    killed = end is signal.SIGKILL
    with window(str(BOWL), "--record", str(path), *(["--overwrite"] if old else [])) as terminal:
        terminal.until_shown("● rec")
        growing = part if old else path
        assert read(growing).steps.tolist() == [0]
        terminal.press(b"\x1b[C")
        terminal.until_shown("step 1/")
        if isinstance(end, bytes):
            terminal.press(end)
        else:
            terminal.program.send_signal(end)
        text = terminal.rest()
        assert terminal.program.wait() == (0 if isinstance(end, bytes) else -end if killed else 128 + end)
    if killed and old:
        assert path.read_bytes() == old
    assert sorted(tmp_path.iterdir()) == ([path, part] if killed and old else [path])
    recording = read(part if killed and old else path)
    assert recording.steps.tolist() == [0, 1]
    assert recording.complete is not killed
    assert verify(recording.path).same
    if recording.complete:
        # as bytes: what was read before may end within a character
        assert f"optsim: recorded up to step 1 in {path}".encode() in text.replace(b"\r\n", b"")


def test_nothing_of_recordings_is_imported_before_the_first_paint():
    code = "import sys, optsim.cli.main, optsim.tui.app, optsim.tui.session_recorder; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not [name for name in done.stdout.split() if name.startswith(("optsim.recording", "optsim.playback"))]
