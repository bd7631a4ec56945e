"""Every message about a fault has its Japanese, and whatever is wrong with a file nothing of it is told in English."""

import copy
import random
import re
import tomllib
from pathlib import Path

from click.testing import CliRunner

from optsim.cli.group import cli
from optsim.faults import Fault
from optsim.languages import LANGUAGES
from optsim.lesson.bundled import LESSONS
from optsim.lesson.find import LessonError, lesson_of
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
