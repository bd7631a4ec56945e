"""Every message about a fault has its Japanese, and whatever is wrong with a file nothing of it is told in English."""

import copy
import json
import random
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from optsim.cli.group import cli
from optsim.faults import Fault
from optsim.languages import LANGUAGES
from optsim.lesson.bundled import LESSONS
from optsim.lesson.find import LessonError, lesson_of
from optsim.logs.tensorboard.records import record
from optsim.scenario import ScenarioError, load
from tests.fuzz.scenarios import made
from tests.fuzz.strange import places, value
from tests.words.messages import fields_of, messages

MESSAGES = messages()
INVALID = sorted((Path(__file__).parents[1] / "scenario" / "invalid").glob("*.toml"))
JAPANESE = re.compile("[ぁ-ヿ一-鿿]")
_CATALOGUES = tuple(f"engine/{kind}/" for kind in ("optimizers", "objectives", "schedules", "stopping"))
#: what Japanese says in place of what Python or another file says in English
_INSTEAD = {
    "is not valid TOML: {error}": {"place"},
    "must be a text": {"value"},
    "with {settings} there is no race: {error}": {"fault"},
}
LESSON_TABLES = [tomllib.loads(LESSONS[name].read_text(encoding="utf-8")) for name in LESSONS.own()]


def test_every_message_has_its_japanese_and_no_japanese_is_there_for_nothing():
    own = {key for key in LANGUAGES["ja"].sentences if key in MESSAGES or " " in key}
    assert own <= set(MESSAGES)
    assert len(own) > 300
    missing = {module for message in MESSAGES.keys() - own for module in MESSAGES[message]}
    # what somebody adds to a catalogue may be English alone
    others = {module for message in own for module in MESSAGES[message]}
    assert not {module for module in missing if module in others or not module.startswith(_CATALOGUES)}


def test_every_message_can_be_told_with_its_values():
    language = LANGUAGES["ja"]()
    for message in MESSAGES:
        # a field that English does not have would be missing here
        fault = Fault(message, **dict.fromkeys(fields_of(message) | _INSTEAD.get(message, set()), 3))
        told = language.sentence(fault)
        assert JAPANESE.search(told) or not re.search("[a-z]{3}", fault.english()), message
        assert not told.endswith("。"), message


def in_english(told):
    """The lines of a message that have no Japanese; what stands far to the right shows a place."""
    return [line for line in told.splitlines() if not JAPANESE.search(line) and not line.startswith("    ")]


def test_check_tells_every_invalid_file_in_japanese():
    shown = CliRunner().invoke(cli, ["--lang", "ja", "check", *map(str, INVALID)])
    assert shown.exit_code == 2
    lines = [line.removeprefix("optsim: ") for line in shown.stderr.splitlines()]
    assert len(lines) > len(INVALID)
    assert not in_english("\n".join(lines))


def test_scenarios_with_something_wrong_are_told_in_japanese(tmp_path):
    refused = []
    for number in range(60):
        length, _, rest = made(random.Random(number)).partition(b"\n")
        (tmp_path / "data.csv").write_bytes(rest[: int(length)])
        (tmp_path / "scenario.toml").write_bytes(rest[int(length) :])
        try:
            load(tmp_path / "scenario.toml")
        except ScenarioError as error:
            refused.append(error.told_in(LANGUAGES["ja"]()))
    assert len(refused) > 30
    assert not in_english("\n".join(refused))


def test_lessons_with_something_wrong_are_told_in_japanese(tmp_path):
    refused = []
    for number in range(60):
        dice = random.Random(number)
        table = copy.deepcopy(dice.choice(LESSON_TABLES))
        holder, at = dice.choice(places(table))
        holder[at] = value(dice)
        try:
            lesson_of(table, name="odd", folder=tmp_path)
        except LessonError as error:
            refused.append(error.told_in(LANGUAGES["ja"]()))
    assert len(refused) > 30
    assert not in_english("\n".join(refused))


#: logs with something wrong, by their names
BROKEN_LOGS = [
    ("a.csv", b""),
    ("a.csv", b"1,2\n3,4\n"),
    ("a.csv", b"step,loss\n0,1,2\n"),
    ("a.csv", b"step,loss\n0,1\r2\n"),
    ("a.csv", b"step,loss\n0," + b"9" * 200_000 + b"\n"),
    ("a.csv", b"step,note\n0,hello\n"),
    ("a.csv", b"step,reward\n0,1\n1,2\n"),
    ("a.csv", b"step,loss\n0,1\x00\n"),
    ("a.csv", b"\xff\xfe" + "step,loss\n0,1\n".encode("utf-16-le")),
    ("a.csv", ",".join(map(str, range(20_000))).encode() + b"\n"),
    ("a.csv", b'step,loss\n0,"1\n'),
    ("a.jsonl", b'{"note": "a"}\n[1]\n'),
    ("a.jsonl", b'{"note": "a"}\n{"loss": \n'),
    ("a.jsonl", b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"\n"),
    ("trainer_state.json", b"{\n"),
    ("trainer_state.json", b"{\n}"),
    ("trainer_state.json", b'{"a":\n"\xff"}'),
    ("trainer_state.json", b'{\n"log_history": [1]}'),
    ("events.tfevents", record(b"\xff") + b"brain.Event"),
    ("events.tfevents", b"brain.Event" + b"x" * 100),
    ("a.bin", b"x"),
]


@pytest.mark.parametrize("command", ["watch", "check-log", "replay"])
def test_logs_with_something_wrong_are_told_in_japanese(tmp_path, command):
    for name, data in BROKEN_LOGS:
        file = tmp_path / name
        file.write_bytes(data)
        if command == "replay" and name == "a.bin":
            # it is taken for the name of a scenario
            continue
        shown = CliRunner().invoke(cli, ["--lang", "ja", command, str(file)])
        assert shown.exit_code == 2
        assert not in_english(shown.stderr), shown.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--take", "loss"],
        ["--take", "los=a"],
        ["--rule", "patiense"],
        ["--rule", "patience:patience"],
        ["--rule", "patience:patience=-1"],
        ["--rule", "patience:patence=1"],
        ["--rule", "gl:threshold='x'"],
        ["--rule", "gl"] * 21,
    ],
)
def test_options_on_logs_with_something_wrong_are_told_in_japanese(tmp_path, options):
    file = tmp_path / "a.csv"
    file.write_text("step,loss\n0,2\n1,1\n")
    shown = CliRunner().invoke(cli, ["--lang", "ja", "check-log", str(file), *options])
    assert shown.exit_code == 2
    assert not in_english(shown.stderr), shown.stderr


def test_what_is_wrong_with_a_part_of_a_log_is_told_in_japanese(tmp_path):
    (tmp_path / "good.csv").write_text("step,loss\n" + "".join(f"{step},{1 / (step + 1)}\n" for step in range(20)))
    (tmp_path / "odd.jsonl").write_text('{"loss": broken}\n')
    shown = CliRunner().invoke(cli, ["--lang", "ja", "check-log", str(tmp_path)])
    assert shown.exit_code == 2
    assert "odd.jsonl: 1行目がJSONになっていない（10文字目）" in shown.stderr
    assert "odd.jsonl：1行目がJSONになっていない（10文字目）" in shown.stdout
    # what programs read is English
    whole = json.loads(CliRunner().invoke(cli, ["--lang", "ja", "check-log", str(tmp_path), "--format", "json"]).stdout)
    assert "odd.jsonl: line 1 is no JSON: " in "".join(each["sentence"] for each in whole["read"])
