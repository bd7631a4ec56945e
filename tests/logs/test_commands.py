"""Commands on logs: exit codes, reports, and files that are odd."""

import json

import pytest
from click.testing import CliRunner

from optsim.cli.group import cli
from optsim.logs.tensorboard import TensorBoard
from tests.logs.support import SAMPLES, csv_of, events_of, losses


def run(*args):
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def log(folder, values, name="a.csv"):
    file = folder / name
    file.write_text(csv_of(step=range(len(values)), loss=values))
    return file


@pytest.mark.parametrize(
    ("values", "code", "says"),
    [
        (losses(100).tolist(), 0, "healthy"),
        ([*losses(100).tolist(), float("nan")], 1, "no number"),
        ([2.0] * 50, 1, "does not learn"),
        ([*losses(100).tolist(), *[50.0] * 40], 1, "diverged"),
        ([1.0, 2.0], 0, "too short"),
    ],
)
def test_the_exit_code_says_what_was_found(tmp_path, values, code, says):
    done = run("check-log", log(tmp_path, values))
    assert done.exit_code == code
    assert says in done.stdout
    whole = json.loads(run("check-log", log(tmp_path, values), "--format", "json").stdout)
    assert whole["healthy"] is (code == 0)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 1000,
        b"\xff\xfe" + "step,loss\n0,1\n".encode("utf-16-le"),
        b"x" * 2**20,
        b"step,loss\n" + b"\x1b[2J,\x1b]0;PWN\x07\n" * 50,
        ",".join(f"c{number}" for number in range(10**6)).encode() + b"\n",
        b'{"a":' * 10**5,
        b"9" * 10**5,
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "trainer_state.json", "events.out.tfevents.1"])
def test_hostile_files_are_told_in_a_sentence(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    done = run("check-log", tmp_path / name)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith(f"optsim: {tmp_path}")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.strip().isprintable()
    assert len(done.stderr) < 1000


def test_a_file_that_is_damaged_in_part_is_told_and_the_rest_is_read(tmp_path):
    file = tmp_path / "a.tfevents"
    file.write_bytes(events_of(*(("loss", step, 1 / (step + 1)) for step in range(30))) + b"\x01" * 40)
    done = run("check-log", file)
    assert done.exit_code == 2
    assert "steps 0 to 29" in done.stdout
    assert "damaged" in done.stderr


@pytest.mark.parametrize(
    ("args", "fault"),
    [
        (["check-log", "nowhere.csv"], "nowhere.csv"),
        (["check-log", "*.nothing"], "no file has such a name"),
        (["check-log", SAMPLES / "keras.csv", "--take", "loss"], "--take loss"),
        (["check-log", SAMPLES / "keras.csv", "--take", "los=a"], "did you mean 'loss'"),
        (["check-log", SAMPLES / "keras.csv", "--rule", "patiense"], "did you mean 'patience'"),
        (["replay", SAMPLES / "keras.csv", "--steps", "3"], "--steps"),
        (["replay", SAMPLES / "keras.csv", "--format", "npz"], "csv, tensorboard, text"),
        (["replay", "saddle", "--rule", "gl"], "--rule"),
        (["watch", SAMPLES / "keras.csv"], "check-log"),
        (["watch", SAMPLES / "keras.csv", "--demo"], "--demo"),
        ([SAMPLES / "keras.csv"], "check-log"),
        (["record", SAMPLES / "keras.csv"], "say where to"),
    ],
)
def test_what_is_asked_wrongly_is_told(args, fault):
    done = run(*args)
    assert done.exit_code == 2
    assert fault in done.stderr


def test_a_log_is_reported():
    text = run("replay", SAMPLES / "keras.csv").stdout
    for part in ("keras.csv", "val_loss = validation loss", "patience 3", "validation loss"):
        assert part in text
    rows = run("replay", SAMPLES / "keras.csv", "--format", "csv").stdout.splitlines()
    assert len(rows) == 26
    assert rows[0].endswith("status,accuracy,val_accuracy")
    assert run("--lang", "ja", "replay", SAMPLES / "keras.csv").stdout != text


def test_a_race_becomes_an_event_file(tmp_path):
    out = tmp_path / "race.tfevents"
    assert run("replay", "saddle", "--steps", "300", "--out", out).exit_code == 0
    columns = {each.column: each for each in TensorBoard().read(out.read_bytes())}
    rows = [
        line.split(",") for line in run("replay", "saddle", "--steps", "300", "--format", "csv").stdout.splitlines()
    ]
    gd = [row for row in rows[1:] if row[1] == "gd"]
    assert columns["gd/loss"].steps.tolist() == [int(row[0]) for row in gd]
    assert columns["gd/loss"].values == pytest.approx([float(row[3]) for row in gd], rel=1e-7)


def test_a_recording_is_no_log(tmp_path):
    file = tmp_path / "run.jsonl"
    assert run("replay", "saddle", "--steps", "7", "--out", file).exit_code == 0
    assert "7 steps" in run("replay", file).stdout or run("replay", file).exit_code == 0
    # as curves, all lanes
    assert run("check-log", file).stdout.count("saddle") or run("check-log", file).exit_code in (0, 1)


@pytest.mark.system
def test_a_film_of_a_log_is_the_same_wherever_it_lies(tmp_path):
    pages = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        file = log(tmp_path / folder, losses(40).tolist(), "train.csv")
        out = tmp_path / folder / "film.cast"
        assert run("record", file, "-o", out).exit_code == 0
        pages.append(out.read_bytes())
    assert pages[0] == pages[1]
    assert b"train.csv" in pages[0]
    assert str(tmp_path).encode() not in pages[0]
