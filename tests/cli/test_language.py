"""The language of the command line: what chooses it, and what it never changes."""

import json

import pytest
from click.testing import CliRunner

from optsim.cli.group import COMMANDS, cli
from optsim.cli.language import language_of_files
from optsim.languages import LANGUAGES

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
REPLAY = ("replay", "saddle", "--steps", "5")


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """No language is asked for."""
    for name in ("OPTSIM_LANG", *LOCALE):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch.setenv


def run(*args):
    return CliRunner().invoke(cli, list(args))


def is_japanese(done):
    assert done.exit_code == 0, done.output
    return any("ぁ" <= char <= "ヿ" for char in done.stdout)


@pytest.mark.parametrize(
    "args", [("--lang", "ja", *REPLAY), (*REPLAY, "--lang", "ja"), ("--lang", "en", *REPLAY, "--lang", "ja")]
)
def test_the_option_stands_before_a_command_or_after_it(args):
    assert is_japanese(run(*args))


@pytest.mark.parametrize("command", [*COMMANDS, ""])
def test_every_command_has_it(command):
    assert "--lang" in run(*filter(None, [command]), "--help").stdout


@pytest.mark.parametrize(
    ("variables", "japanese"),
    [
        ({}, False),
        ({"OPTSIM_LANG": "ja"}, True),
        ({"OPTSIM_LANG": "en", "LANG": "ja_JP.UTF-8"}, False),
        ({"LANG": "ja_JP.UTF-8"}, True),
        ({"LANG": "ja_JP.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.eucJP"}, True),
        ({"LC_MESSAGES": "ja_JP.UTF-8", "LC_ALL": "C"}, False),
        ({"LC_ALL": "", "LANG": "ja"}, True),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "../../etc"}, False),
    ],
)
def test_else_the_environment_chooses(environment, variables, japanese):
    for name, value in variables.items():
        environment(name, value)
    assert is_japanese(run(*REPLAY)) == japanese
    assert not is_japanese(run("--lang", "en", *REPLAY))


@pytest.mark.parametrize("args", [("--lang", "jp", "list"), ("list", "--lang", "jp")])
def test_a_language_that_there_is_not_is_told_with_those_that_there_are(args):
    done = run(*args)
    assert done.exit_code == 2
    assert done.stderr == f"optsim: --lang: no language is named 'jp'; there are: {', '.join(LANGUAGES)}\n"


def test_the_help_names_the_languages_that_there_are():
    assert f"Speak this language: {', '.join(LANGUAGES)}." in " ".join(run("--help").stdout.split())


def test_so_is_one_of_the_variable(environment):
    environment("OPTSIM_LANG", "jp")
    done = run("list")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "OPTSIM_LANG: no language is named 'jp'" in done.stderr


def test_files_do_not_follow_the_environment(environment, tmp_path):
    environment("OPTSIM_LANG", "ja")
    done = run(*REPLAY, "--out", str(tmp_path / "a.txt"))
    assert "に書き込みました" in done.stderr or any("ぁ" <= char <= "ヿ" for char in done.stderr)
    text = (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert text.isascii() or not any("ぁ" <= char <= "ヿ" for char in text)
    run("--lang", "ja", *REPLAY, "--out", str(tmp_path / "b.txt"))
    assert any("ぁ" <= char <= "ヿ" for char in (tmp_path / "b.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_data_are_the_same_in_every_language(form):
    here, there = (run("--lang", name, *REPLAY, "--format", form) for name in ("en", "ja"))
    assert here.stdout == there.stdout
    if form == "json":
        json.loads(here.stdout)


def test_a_recording_of_one_language_verifies_in_another(tmp_path):
    file = tmp_path / "run.jsonl"
    assert run("--lang", "ja", *REPLAY, "--out", str(file)).exit_code == 0
    done = run("--lang", "en", "replay", "saddle", "--verify", str(file), "--steps", "5")
    assert done.exit_code == 0, done.output


def test_what_a_file_asks_for_is_its_language_where_nobody_else_does():
    assert [language_of_files(own).name for own in (None, "ja")] == ["en", "ja"]
