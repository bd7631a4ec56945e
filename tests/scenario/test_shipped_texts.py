"""The texts of the scenarios that come with optsim, in each language that has them: all of them, with the same numbers."""

import re
from collections import Counter

import pytest

from optsim.languages import LANGUAGES
from optsim.plot.width import cell_width
from optsim.scenario import load
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.lanes.settings import LONGEST_TITLE
from optsim.scenario.sections.texts import check_texts
from optsim.scenario.tables import Faults
from optsim.scenario.translation import in_language, shipped_texts
from optsim.system.limits import LARGEST_SCENARIO
from optsim.system.printable import printable
from optsim.system.toml_file import toml_tables
from optsim.tui.colours.palette import MARKS

#: a language that somebody adds need not have them, nor need a scenario that somebody adds be in another language
FOLDERS = {name: LANGUAGES[name].folder() / "scenarios" for name in LANGUAGES.own() if name != "en"}
OTHERS = sorted(name for name, folder in FOLDERS.items() if folder.is_dir())
TRANSLATED = {file.stem for name in OTHERS for file in FOLDERS[name].glob("*.toml")}
EACH = pytest.mark.parametrize("name", sorted(TRANSLATED & set(SCENARIOS.own())))
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", OTHERS)
#: the marks of lanes and of what is on a chart or a map
MARK = re.compile(r"[●■▲▼○□△▽◆◇★⇣⌂⊕✗✓•∘]")
#: numbers as people read them: 1,000, 0.05, 10⁻⁴, ½; and what is written as in code
NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[⁻⁰¹²³⁴-⁹]+|[½⅓]")
CODE = re.compile(r"`[^`]*`")


def numbers(text):
    return Counter(NUMBER.findall(text))


@IN_EACH_LANGUAGE
@EACH
def test_a_language_has_every_text_of_every_scenario(name, language):
    scenario, own, faults = load(name), shipped_texts(name, LANGUAGES[language]()), Faults()
    file = LANGUAGES[language].folder() / "scenarios" / f"{name}.toml"
    check_texts(toml_tables(file, LARGEST_SCENARIO), "", faults, scenario.lanes, scenario.demo)
    assert not faults.problems
    assert own.title
    assert own.description
    assert own.summary
    assert set(own.lanes) == {lane.name for lane in scenario.lanes.values() if lane.title}
    assert len(own.demo) == len(scenario.demo.captions)
    assert len(own.chapters) == len(scenario.demo.chapters)
    assert own.description == printable(own.description)


@IN_EACH_LANGUAGE
@EACH
def test_every_text_has_the_numbers_of_the_original(name, language):
    scenario = load(name)
    own = in_language(scenario, LANGUAGES[language]())
    pairs = [
        (scenario.title, own.title),
        (scenario.description, own.description),
        (scenario.listing.summary, own.listing.summary),
        *((lane.title, own.lanes[each].title) for each, lane in scenario.lanes.items()),
        *zip(scenario.demo.captions, own.demo.captions, strict=True),
        *zip(scenario.demo.chapters, own.demo.chapters, strict=True),
    ]
    for original, translated in pairs:
        assert numbers(translated) == numbers(original), translated
        assert Counter(MARK.findall(translated)) == Counter(MARK.findall(original)), translated
        assert bool(translated) == bool(original)
    for mark in (CODE, re.compile(r"\*\*"), re.compile(r"(?m)^- ")):
        assert Counter(mark.findall(own.description)) == Counter(mark.findall(scenario.description))
    # what is in two lanes' titles the same is so in every language: texts are found by what they translate
    assert {each: lane.title for each, lane in own.lanes.items() if lane.title} == dict(
        shipped_texts(name, LANGUAGES[language]()).lanes
    )


@IN_EACH_LANGUAGE
@EACH
def test_captions_and_titles_have_room(name, language):
    own = shipped_texts(name, LANGUAGES[language]())
    columns, _ = load(name).demo.size
    assert all(cell_width(line) <= columns - 4 for caption in own.demo for line in caption.split("\n"))
    assert all(len(title) <= LONGEST_TITLE for title in own.lanes.values())


@IN_EACH_LANGUAGE
def test_no_text_is_of_a_scenario_that_there_is_not(language):
    files = (LANGUAGES[language].folder() / "scenarios").glob("*.toml")
    assert {file.stem for file in files} <= set(SCENARIOS.own())


@pytest.mark.parametrize("name", sorted(SCENARIOS.own()))
def test_a_mark_in_a_caption_is_that_of_a_lane_there_is(name):
    scenario = load(name)
    pressed = [key for act in scenario.demo.do if act.verb == "press" for key in act.value]
    added = sum(key in "fa" for key in pressed)
    present = {*MARKS[: len(scenario.lanes) + added]}
    assert all({*MARKS} & {*caption} <= present for caption in scenario.demo.captions)
