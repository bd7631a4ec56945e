"""Commands on logs: exit codes, reports, and files that are odd."""

import csv
import json

import numpy as np
import pytest
from click.testing import CliRunner

from optsim.cli.group import cli
from optsim.logs.tensorboard import TensorBoard
from tests.logs.support import SAMPLES, csv_of, curves, events_of, losses


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
        ([1.0, 2.0], 3, "too short"),
    ],
)
def test_the_exit_code_says_what_was_found(tmp_path, values, code, says):
    done = run("check-log", log(tmp_path, values))
    assert done.exit_code == code
    assert says in done.stdout
    whole = json.loads(run("check-log", log(tmp_path, values), "--format", "json").stdout)
    assert whole["healthy"] is {0: True, 1: False, 3: None}[code]


@pytest.mark.parametrize(
    ("others", "code"), [([losses(100).tolist()], 3), ([[2.0] * 50, losses(100).tolist()], 1), ([[2.0] * 50, "x"], 2)]
)
def test_what_is_wrong_goes_before_what_is_too_short(tmp_path, others, code):
    log(tmp_path, [1.0, 2.0])
    for number, values in enumerate(others):
        if values == "x":
            (tmp_path / "b.csv").write_text("step,loss\n0,1,2\n")
        else:
            log(tmp_path, values, f"c{number}.csv")
    done = run("check-log", tmp_path, "--format", "json")
    assert done.exit_code == code
    assert json.loads(done.stdout)["healthy"] is (None if code == 3 else False)


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
    ("name", "torn"), [("a.csv", b'30,0.5,"a'), ("a.jsonl", b'{"step": 30, "lo'), ("a.tfevents", b"\x18\0\0\0\0\0")]
)
@pytest.mark.parametrize(("language", "says"), [("en", "has no end"), ("ja", "終わりがない")])
def test_a_training_that_is_writing_a_row_is_not_damaged(tmp_path, name, torn, language, says):
    values = losses(30).tolist()
    whole = {
        "a.csv": csv_of(step=range(30), loss=values, note=["x"] * 30).encode(),
        "a.jsonl": "".join(
            json.dumps({"step": step, "loss": loss}) + "\n" for step, loss in enumerate(values)
        ).encode(),
        "a.tfevents": events_of(*(("loss", step, loss) for step, loss in enumerate(values))),
    }[name]
    (tmp_path / name).write_bytes(whole)
    before = run("--lang", language, "check-log", tmp_path / name)
    (tmp_path / name).write_bytes(whole + torn)
    done = run("--lang", language, "check-log", tmp_path / name)
    assert (before.exit_code, done.exit_code) == (0, 0)
    assert says not in before.stdout
    assert says in done.stdout


@pytest.mark.parametrize(
    ("args", "fault"),
    [
        (["check-log", "nowhere.csv"], "nowhere.csv"),
        (["check-log", "*.nothing"], "no file has such a name"),
        (["check-log", SAMPLES / "keras.csv", "--take", "loss"], "--take loss"),
        (["check-log", SAMPLES / "keras.csv", "--take", "los=a"], "did you mean 'loss'"),
        (["check-log", SAMPLES / "keras.csv", "--rule", "patiense"], "did you mean 'patience'"),
        (["replay", SAMPLES / "keras.csv", "--steps", "3"], "--steps"),
        (
            ["replay", SAMPLES / "keras.csv", "--format", "jsonl"],
            "csv, json, markdown, npz, parquet, tensorboard, text",
        ),
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


def test_a_chart_of_a_report_has_a_loss_that_rises_far_and_tells_what_it_leaves_out(tmp_path):
    rising = [1.0, *np.linspace(1, 8, 99)]
    text = run("replay", log(tmp_path, rising)).stdout
    assert "9┤" in text or "8┤" in text
    assert "outside" not in text
    spike = [*np.linspace(2, 1, 50), 8.0, *np.linspace(1, 0.9, 49)]
    assert "outside" in run("replay", log(tmp_path, spike, "b.csv")).stdout


def odd_log(folder):
    """A log with a gap, no number at its end, and columns that are called like what reports have."""
    file = folder / "a.csv"
    rows = ["step,epoch,loss,val_loss,status,a/b", "0,0,1,,7,1", "10,0,.5,,8,", "20,1,.25,.6,9,3", "30,1,nan,,0,4"]
    file.write_text("\n".join(rows) + "\n")
    return file


def test_a_log_is_one_object(tmp_path):
    whole = json.loads(run("replay", odd_log(tmp_path), "--format", "json").stdout)
    assert whole["steps"] == [0, 10, 20, 30]
    lane = whole["lanes"]["a"]
    assert lane["columns"] == {
        "loss": [1.0, 0.5, 0.25, "nan"],
        "validation_loss": [None, None, 0.6, None],
        "status": [7.0, 8.0, 9.0, 0.0],
        "a/b": [1.0, None, 3.0, 4.0],
    }
    assert (lane["status"], lane["best_step"], lane["lowest_loss"]) == ("diverged", 20, 0.6)
    checked = json.loads(run("check-log", odd_log(tmp_path), "--format", "json").stdout)
    assert lane["insights"] == checked["runs"][0]["insights"]
    assert whole["read"] == checked["read"]
    rules = [
        {key: rule[key] for key in ("stopped", "step", "best_step", "best_value")} for rule in lane["early_stopping"]
    ]
    assert rules == [
        {key: value for key, value in rule.items() if key != "rule"} for rule in checked["runs"][0]["rules"]
    ]


def test_the_table_of_a_log_has_its_epochs(tmp_path):
    rows = list(csv.DictReader(run("replay", odd_log(tmp_path), "--format", "csv").stdout.splitlines()))
    assert [row["epoch"] for row in rows] == ["0", "0", "1", "1"]
    log = curves(odd_log(tmp_path)).runs["a"]
    steps = np.arange(31)
    assert log.epochs_of(steps).tolist() == [log.epoch_of(step) for step in range(31)]


def test_a_log_is_arrays(tmp_path):
    file = tmp_path / "a.npz"
    assert run("replay", odd_log(tmp_path), "--out", file).exit_code == 0
    with np.load(file, allow_pickle=False) as arrays:
        assert arrays["lane"].tolist() == ["a"]
        assert arrays["step"].tolist() == [0, 10, 20, 30]
        assert arrays["epoch"][:, 0].tolist() == [0, 0, 1, 1]
        assert arrays["status"].tolist() == ["diverged"]
        assert arrays["column.status"][:, 0].tolist() == [7, 8, 9, 0]
        nan = np.nan
        assert np.array_equal(arrays["validation_loss"], [[nan], [nan], [0.6], [nan]], equal_nan=True)
        assert np.array_equal(arrays["a/b"], [[1], [nan], [3], [4]], equal_nan=True)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_log_is_a_page(tmp_path, language):
    for name in ("one|two", "three"):
        (tmp_path / f"{name}.csv").write_text(csv_of(step=range(100), loss=losses(100).tolist()))
    page = run("--lang", language, "replay", tmp_path, "--rule", "gl", "--format", "markdown").stdout
    tables = [line for line in page.splitlines() if line.startswith("|")]
    # two heads, two rules below them, two lanes each
    assert len(tables) == 8
    assert {line.replace("\\|", "").count("|") for line in tables[:4]} == {5}
    assert {line.replace("\\|", "").count("|") for line in tables[4:]} == {7}
    assert page.count("```text") == 1
    assert f"optsim replay {tmp_path} --rule gl --format markdown" in page


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
