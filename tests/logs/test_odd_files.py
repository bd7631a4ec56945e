"""Odd files: a right reading, or a sentence with the file, the place and a way out; nothing that hangs, and no traceback."""

import os

import numpy as np
import pytest
from click.testing import CliRunner

from optsim.cli.group import cli
from tests.logs.support import csv_of, curves

TABLE = csv_of(step=range(6), loss=[3, 2.5, 2, 1.5, 1.25, 1])
ROWS = [(0, 3.0), (1, 2.5), (2, 2.0), (3, 1.5), (4, 1.25), (5, 1.0)]


def rows(race, quantity="loss"):
    return [*zip(race.own_steps(quantity)[0].tolist(), race.history[quantity][:, 0].tolist(), strict=True)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"\xef\xbb\xbf" + TABLE.encode()),
        ("a.csv", TABLE.replace("\n", "\r\n")),
        ("a.tsv", TABLE.replace(",", "\t")),
        ("a.csv", TABLE.replace(",", "|")),
        ("a.csv", TABLE.replace(",", ";").replace(".", ",")),
        ("a.csv", "\n\n" + TABLE.replace("\n", "\n\n")),
        ("a.csv", "".join(f'"{line.replace(",", chr(34) + "," + chr(34))}"\n' for line in TABLE.splitlines())),
    ],
)
def test_tables_are_read_however_they_are_written(tmp_path, name, data):
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    assert rows(curves(tmp_path / name)) == ROWS


def test_letters_of_latin_1_are_letters(tmp_path):
    (tmp_path / "a.csv").write_bytes("step,loss,Größe\n0,1,2\n".encode("latin-1"))
    assert "Größe" in curves(tmp_path / "a.csv").roles


@pytest.mark.parametrize("form", ["{}", "1,{}"])
def test_numbers_as_programs_write_them(tmp_path, form):
    texts = [
        "nan",
        "NaN",
        "Infinity",
        "-inf",
        "1e999",
        "9" * 400,
        "None",
        "",
        "-",
        "null",
        "N/A",
        "0x1.8p1",
        "1_000",
        "50%",
        "0.5",
    ]
    head = "loss" if form == "{}" else "lr,loss"
    (tmp_path / "a.csv").write_text(
        f"step,{head}\n" + "".join(f"{at},{form.format(text)}\n" for at, text in enumerate(texts))
    )
    race = curves(tmp_path / "a.csv")
    expected = [(0, np.nan), (1, np.nan), (2, np.inf), (3, -np.inf), (4, np.inf), (5, np.inf), (14, 0.5)]
    assert np.array_equal(rows(race), expected, equal_nan=True)
    assert any(fact.code == "log.text_cells" and (fact.columns, fact.cells) == (("loss",), 3) for _, fact in race.about)


def test_names_that_are_there_twice_stay_apart(tmp_path):
    (tmp_path / "a.csv").write_text("step,loss,loss,loss (2)\n0,1,2,3\n")
    (tmp_path / "b.jsonl").write_text('{"step": 0, "loss": 1, "a/b": 2, "a": {"b": 3}, "": 4}\n')
    values = [
        dict(zip(race.roles, (race.history[name][0, 0] for name in race.roles), strict=True))
        for race in (curves(tmp_path / "a.csv"), curves(tmp_path / "b.jsonl"))
    ]
    assert values == [
        {"loss": 1, "loss (2)": 2, "loss (2) (2)": 3},
        {"loss": 1, "a/b": 2, "a/b (2)": 3, "column": 4},
    ]


def test_ten_thousand_columns_are_looked_through_once(tmp_path):
    names = [f"c{number}" for number in range(9998)]
    (tmp_path / "a.csv").write_text(",".join(["step", "loss", *names]) + "\n" + ("0" + ",1" * 9999 + "\n"))
    race = curves(tmp_path / "a.csv")
    assert len(race.roles) == 200
    assert any(fact.code == "log.other_columns" and fact.count == 9799 for _, fact in race.about)


def fifo(path):
    os.mkfifo(path)


def loop(path):
    path.symlink_to(path.name)


ODD = [
    ("a.csv", os.mkdir, "no log is in this folder"),
    ("a.csv", fifo, "is a pipe"),
    ("a.csv", loop, "symbolic links"),
    ("a.csv", b"", "nothing in it yet"),
    ("a.csv", b"step,loss\n", "nothing in it yet"),
    ("a.csv", bytes(5000), "save it so"),
    ("a.jsonl", bytes(5000), "save it so"),
    ("a.csv", TABLE.encode("utf-16"), "UTF-16"),
    ("a.csv", TABLE.encode("utf-16-le"), "UTF-16"),
    ("a.csv", ("," * 10_000).join(["a", "b"]).encode() + b"\n", "more than 10,000 columns"),
    ("a.csv", b"step,loss\n0.5,1\n1.5,2\n", "--take step=NAME"),
    ("a.csv", b"step,loss\n0,1.0 nats\n1,2.0 nats\n", "have texts: loss"),
    ("a.csv", TABLE.replace("\n", "\r").encode(), "line 1 names no columns"),
    ("a.jsonl", b'{"step": 0, "' + b"x" * 100_000 + b'": 2}\n', "xxx…"),
    ("events.out.tfevents.1", bytes(4096), "no training log that is known"),
]


@pytest.mark.parametrize(("name", "made", "fault"), ODD)
@pytest.mark.parametrize("command", ["check-log", "replay"])
def test_what_is_no_log_is_told_in_a_sentence(tmp_path, command, name, made, fault):
    file = tmp_path / name
    if isinstance(made, bytes):
        file.write_bytes(made)
    else:
        made(file)
    done = CliRunner().invoke(cli, [command, str(file)])
    assert isinstance(done.exception, SystemExit)
    assert (done.exit_code, len(done.stderr.splitlines())) == (2, 1)
    assert str(file) in done.stderr
    assert command == "replay" or fault in done.stderr
    assert done.stderr.strip().isprintable()
    assert len(done.stderr) < 1200


def test_a_pipe_among_logs_is_passed_over(tmp_path):
    fifo(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text(TABLE)
    (tmp_path / "round").symlink_to(tmp_path)
    race = curves(tmp_path, live=True)
    assert [lane.name for lane in race.lanes] == ["b"]


def test_no_control_sequence_of_a_log_comes_out(tmp_path):
    file = tmp_path / "\x1b[31mname.csv"
    file.write_text("step,run,loss,\x1b]0;x\x07\n" + "".join(f"{step},\x1b[2JA\u202e,{step},1\n" for step in range(6)))
    for words in (["check-log"], ["replay"], ["replay", "--format", "markdown"]):
        done = CliRunner().invoke(cli, [*words, str(file)])
        assert "\ufffd" in done.stdout
        assert all(character.isprintable() for character in done.stdout.replace("\n", "")), words


@pytest.mark.parametrize("take", ["loss=los", "step=stp", "validation=val"])
def test_a_column_that_is_not_there_is_told(tmp_path, take):
    file = tmp_path / "a.csv"
    file.write_text(TABLE)
    done = CliRunner().invoke(cli, ["check-log", str(file), "--take", take])
    assert (done.exit_code, "has no such column" in done.stderr) == (2, True)
    # who watches may name what is yet to come
    role, _, column = take.replace("validation", "validation_loss").partition("=")
    race = curves(file, live=True, **{role: column})
    assert any(fact.code == "log.column_missing" and fact.column == column for _, fact in race.about)
