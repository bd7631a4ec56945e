"""Options on a log: each does something, or is refused in a sentence that names it; and tables whose columns a log has named."""

import csv
import io
import json

import numpy as np
import pytest
from click.testing import CliRunner

import optsim.cli.film.isolated_process
import optsim.cli.logs.watch
import optsim.tui.start.run
from optsim.cli.failure import Failure
from optsim.cli.film.subject import subject_of
from optsim.cli.group import COMMANDS, cli
from optsim.cli.serve import window_command
from optsim.report import REPORT_FORMATS
from tests.logs.support import csv_of, losses

#: a value for each option that takes one
VALUES = {
    "--steps": "3",
    "--seed": "1",
    "--columns": "acc",
    "--every": "2",
    "--notation": "torch",
    "--rule": "gl",
    "--take": "loss=acc",
    "--size": "90x30",
    "--fps": "7",
    "--cast-version": "3",
    "--theme": "dracula",
    "--font": "font.ttf",
    "--glyphs": "block",
    "--width": "narrow",
    "--record": "new.jsonl",
    "--out": "b.html",
    "--verify": "other.jsonl",
}
#: options that do nothing by themselves, and what they are for
NEVER_IN_SILENCE = {"--help", "--lang", "--import"}
#: what is asked for happens with it and without it: a report takes the place of a file in any case
IN_ANY_CASE = {("replay", "--overwrite"), ("record", "--out")}


def log(folder, name="a.csv"):
    file = folder / name
    columns = {
        "step": range(40),
        "loss": losses(40).tolist(),
        "acc": losses(40, 1).tolist(),
        "lr": [0.1] * 40,
        "f1": range(40),
    }
    file.write_text(csv_of(**columns))
    return file


def options(command):
    """The options of a command, each with a value where it takes one."""
    for param in cli.get_command(None, command).params:
        if param.param_type_name == "option" and not NEVER_IN_SILENCE & {*param.opts}:
            yield param.opts[-1], [] if param.is_flag else [VALUES.get(param.opts[-1])]


def cases():
    for command in ("watch", "record", "check-log"):
        yield from ((command, option, value, None) for option, value in options(command) if option != "--format")
    for form in REPORT_FORMATS:
        yield from (("replay", option, value, form) for option, value in options("replay") if option != "--format")


@pytest.fixture
def outcome(tmp_path, monkeypatch):
    """What comes of a line: exit code, output, and what the app or a film was given."""
    monkeypatch.chdir(tmp_path)
    given = []
    monkeypatch.setattr(optsim.cli.logs.watch, "can_show_app", lambda: True)
    monkeypatch.setattr(optsim.tui.start.run, "run_app", lambda *args, **more: given.append((args, more)) or 0)
    monkeypatch.setattr(optsim.cli.film.isolated_process, "run", lambda request, _: given.append(request) or 0)

    def outcome(*words):
        given.clear()
        done = CliRunner().invoke(cli, [str(word) for word in words])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout_bytes, done.stderr, [_seen(each) for each in given]

    return outcome


def _seen(given):
    """What the app was given of a log, or the film."""
    if not isinstance(given, tuple) or hasattr(given, "outputs"):
        return given, subject_of(given).opened.rules
    (curves, *others), more = given
    return (
        curves.rules,
        [lane.roles for lane in curves.logs.lanes],
        others,
        {key: more[key] for key in ("width", "keeps")},
    )


@pytest.mark.parametrize(("command", "option", "value", "form"), [*cases()])
def test_an_option_on_a_log_does_something_or_is_refused(outcome, tmp_path, command, option, value, form):
    assert value != [None], f"{option} needs a value here"
    words = [
        command,
        log(tmp_path),
        *(["--format", form] if form else []),
        *(["-o", "film.html"] if command == "record" else []),
    ]
    before = outcome(*words)
    if form is not None and before[0] == 2:
        assert f"--format {form}" in before[2]
        return
    assert before[0] in (0, 1), before
    after = outcome(*words, option, *value)
    if after[0] == 2:
        assert option in after[2]
        assert len(after[2].splitlines()) == 1
    else:
        assert after != before or (command, option) in IN_ANY_CASE, f"{option} has done nothing"


@pytest.mark.parametrize("command", [*COMMANDS])
def test_options_of_the_app_are_not_passed_over_before_a_command(outcome, tmp_path, command):
    code, _, told, given = outcome("--theme", "dracula", command, log(tmp_path))
    if command in ("watch", "learn"):
        assert given or code == 2
    else:
        assert (code, "--theme is for the app" in told) == (2, True)


def test_rules_on_a_whole_recording_are_tried(outcome, tmp_path):
    file = tmp_path / "run.jsonl"
    assert outcome("replay", "saddle", "--steps", "40", "--out", file)[0] == 0
    ((rules, *_),) = outcome("watch", file, "--rule", "gl")[3]
    assert [rule.name for rule in rules] == ["gl"]


def test_columns_of_a_log_are_chosen_by_their_names(outcome, tmp_path):
    rows = csv.DictReader(
        io.StringIO(outcome("replay", log(tmp_path), "--format", "csv", "--columns", "acc")[1].decode())
    )
    assert rows.fieldnames[-2:] == ["status", "acc"]
    code, _, told, _ = outcome("replay", log(tmp_path), "--format", "csv", "--columns", "ac")
    assert (code, "did you mean 'acc'" in told) == (2, True)
    assert outcome("replay", "saddle", "--format", "csv", "--columns", "acc")[0] == 2


@pytest.mark.parametrize("language", ["en", "ja"])
def test_rules_that_are_named_are_told_by_check_log(outcome, tmp_path, language):
    told = outcome("--lang", language, "check-log", log(tmp_path), "--rule", "patience:patience=2")[1].decode()
    assert "patience 2" in told


#: names that tables have of their own, and such that come near them
ODD = ["status", "evaluations", "title", "last_step", "column.status", "column.column.status", "params.0", "a,b", 'a"b']


@pytest.mark.parametrize("form", ["csv", "npz", "parquet"])
def test_columns_that_are_called_like_those_of_a_table_stay_apart(outcome, tmp_path, form):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    file, out = tmp_path / "log.jsonl", tmp_path / f"table.{form}"
    values = {name: place + 0.5 for place, name in enumerate(ODD)}
    file.write_text("".join(json.dumps({"iteration": step, "loss": 1, **values}) + "\n" for step in range(3)))
    code, _, told, _ = outcome("replay", file, "--out", out)
    assert code == 0, told
    columns = _table(out, form)
    reserved = {"status", "title", "last_step"} if form == "npz" else {"status", "evaluations"}
    for name, value in values.items():
        own = f"column.{name}" if name.startswith("column.") or name in reserved else name
        assert [float(each) for each in columns[own]] == [value] * 3, own


def _table(out, form):
    if form == "npz":
        with np.load(out) as arrays:
            return {name: arrays[name].ravel() for name in arrays.files if arrays[name].ndim == 2}
    if form == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        table = parquet.read_table(out)
        assert len({*table.column_names}) == len(table.column_names)
        return table.to_pydict()
    head, *rows = csv.reader(io.StringIO(out.read_text()))
    assert len({*head}) == len(head)
    return dict(zip(head, zip(*rows, strict=True), strict=True))


def test_a_window_in_a_browser_has_the_columns_and_rules_of_its_log(tmp_path):
    looks = {
        "theme": None,
        "glyphs": None,
        "notation": None,
        "read_only": False,
        "take": ("loss=acc",),
        "rules": ("gl",),
    }
    words = window_command(str(log(tmp_path)), looks)
    assert words[-4:] == ["--take", "loss=acc", "--rule", "gl"]
    with pytest.raises(Failure, match="--take"):
        window_command("saddle", looks)
