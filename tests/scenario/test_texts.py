"""Texts of a scenario in other languages: its file's own, and those that come with a language."""

import re
import tomllib
from dataclasses import replace

import pytest

from optsim import Scenario
from optsim.console.scenario_text import scenario_text
from optsim.languages import LANGUAGES, Language
from optsim.playback import edits
from optsim.playback.player import Player
from optsim.recording.recorder import lines
from optsim.report import REPORT_FORMATS, Subject
from optsim.scenario import ScenarioError, load, names
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.dump import resolved, scenario_files
from optsim.scenario.outline import outline
from optsim.scenario.texts import Texts
from optsim.scenario.translation import in_language, outline_in

PLAIN = """
title = "Two lanes"
summary = "in a line"
description = "**What** to look at"
objective = { kind = "quadratic", eigenvalues = [1.0, 0.5] }
budget = { steps = 5 }
lanes.gd = { optimizer = "gd", learning_rate = 0.1, title = "plain" }
lanes.adam = { optimizer = "adam", learning_rate = 0.1, title = "adaptive" }
demo.do = [{ say = "one" }, { wait = 1 }, { say = "" }, { say = "two" }, { wait = 1 }]
"""
JAPANESE = """
[text.ja]
title = "二つのレーン"
summary = "ひと言"
description = "**見どころ**"
lanes = { gd = "普通", "adam" = "適応" }
demo = ["一", "二"]
"""
TEXTS = Texts("二つのレーン", "**見どころ**", "ひと言", {"gd": "普通", "adam": "適応"}, ("一", "二"))


def of(text):
    return Scenario.from_dict(tomllib.loads(text))


@pytest.fixture
def japanese():
    return LANGUAGES["ja"]()


@pytest.fixture
def scenario():
    return of(PLAIN + JAPANESE)


class Klingon(Language):
    name = "tlh"


def titles(scenario):
    return {name: lane.title for name, lane in scenario.lanes.items()}


def test_a_file_has_its_texts_in_other_languages(scenario, japanese):
    assert scenario.texts == {"ja": TEXTS}
    shown = in_language(scenario, japanese)
    assert (shown.title, shown.description, shown.listing.summary) == TEXTS[:3]
    assert titles(shown) == TEXTS.lanes
    assert shown.demo.captions == ("一", "二")
    assert [act.value for act in shown.demo.do] == ["一", 1, "", "二", 1]


def test_what_a_language_does_not_have_stays_as_it_is(scenario, japanese):
    assert in_language(scenario, LANGUAGES["en"]()) is scenario
    assert in_language(scenario, Klingon()) is scenario
    shown = in_language(of(PLAIN + '[text.ja]\ntitle = "題"\nlanes.adam = "適応"\n'), japanese)
    assert (shown.title, shown.description) == ("題", scenario.description)
    assert titles(shown) == {"gd": "plain", "adam": "適応"}
    assert shown.demo == scenario.demo


def test_the_original_may_be_in_another_language_and_have_an_english_text():
    shown = in_language(of(PLAIN + '[text.en]\ntitle = "In English"\n'), LANGUAGES["en"]())
    assert shown.title == "In English"


def test_a_saved_scenario_has_the_original_and_all_translations(scenario):
    (text,) = scenario_files(scenario, "saved").values()
    saved = of(text)
    assert (saved.title, saved.texts) == (scenario.title, scenario.texts)
    assert titles(saved) == titles(scenario)


def test_translations_change_nothing_that_is_recorded(scenario):
    bare = replace(scenario, texts={})
    assert resolved(scenario) == resolved(bare)
    raced = []
    for each in (scenario, bare):
        race = each.race()
        race.advance(5)
        raced.append(b"".join(lines(each, race)).decode())
    assert raced[0] == raced[1]
    assert "二つ" not in raced[0]


def test_a_fork_and_a_renamed_lane_keep_their_titles_in_every_language(scenario, japanese):
    changed, _ = edits.forked(scenario, "gd", 0)
    changed = edits.deleted(edits.renamed(changed, "adam", "mine"), "gd")
    assert titles(in_language(changed, japanese)) == {"mine": "適応", "gd 2": "普通"}
    assert of(*scenario_files(changed, "saved").values()).texts["ja"].lanes == {"mine": "適応", "gd 2": "普通"}


def test_a_demo_of_other_captions_is_shown_as_it_is(scenario, japanese):
    changed = replace(scenario, demo=replace(scenario.demo, do=scenario.demo.do[:2]))
    assert in_language(changed, japanese).demo == changed.demo


def test_a_player_presents_in_a_language_and_names_files_as_before(scenario, japanese):
    player = Player(scenario)
    shown = player.presented_in(japanese)
    assert (shown.title, shown.describe().text, shown.lane_titles) == ("二つのレーン", "**見どころ**", TEXTS.lanes)
    assert player.presentation.name == "Two lanes"
    assert player.presented_in(LANGUAGES["en"]()).title == "Two lanes"


def test_what_is_printed_is_in_the_language(scenario, japanese):
    shown = "\n".join(scenario_text(scenario, width=60, language=japanese))
    assert all(text in shown for text in ("二つのレーン", "見どころ", "普通", "適応"))
    race = scenario.race()
    race.advance(5)
    reports = {
        name: "".join(REPORT_FORMATS[name]().pieces(Subject(scenario, race, language=japanese)))
        for name in ("text", "markdown", "json")
    }
    assert reports["text"].startswith("二つのレーン")
    assert all(text in reports["markdown"] for text in ("# 二つのレーン", "普通", "適応"))
    assert '"Two lanes"' in reports["json"]


def test_an_outline_has_the_texts_before_anything_is_loaded(tmp_path, japanese):
    file = tmp_path / "own.toml"
    file.write_text('title = "Own"\nsummary = "line"\n[lanes.gd]\n[text.ja]\ntitle = "自作"\n', encoding="utf-8")
    shown = outline_in(outline(file), str(file), japanese)
    assert (shown.title, shown.listing.summary) == ("自作", "line")
    assert outline_in(outline(file), str(file), LANGUAGES["en"]()).title == "Own"


def fitting(name, language):
    """A scenario that comes with optsim and what comes with a language for it."""
    return load(name), in_language(load(name), language)


def test_a_copy_with_other_texts_is_not_shown_in_the_words_of_the_original(tmp_path, monkeypatch):
    folder = tmp_path / "scenarios"
    folder.mkdir()
    monkeypatch.setattr(Klingon, "folder", classmethod(lambda _: tmp_path))
    (folder / "saddle.toml").write_text('title = "Qo"\ndescription = "Daq"\n', encoding="utf-8")
    original, shown = fitting("saddle", Klingon())
    assert (shown.title, shown.description) == ("Qo", "Daq")
    changed = replace(original, title="Mine")
    assert in_language(changed, Klingon()).title == "Mine"
    assert in_language(changed, Klingon()).description == "Daq"
    assert in_language(replace(original, name="other"), Klingon()).title == original.title
    assert outline_in(outline(SCENARIOS["saddle"]), "saddle", Klingon()).title == "Qo"
    (folder / "ravine.toml").write_text("title = ", encoding="utf-8")
    assert in_language(load("ravine"), Klingon()).title == load("ravine").title
    assert set(names()) >= {"saddle", "ravine"}


MARKED = PLAIN.replace("do = [", 'do = [{ mark = "begin" }, ', 1)


def test_chapters_are_in_the_language(japanese):
    shown = in_language(of(MARKED + '[text.ja]\nchapters = ["初め"]\n'), japanese)
    assert shown.demo.chapters == ("初め",)
    assert shown.demo.captions == of(MARKED).demo.captions
    assert of(*scenario_files(of(MARKED + '[text.ja]\nchapters = ["初め"]\n'), "saved").values()).texts["ja"].chapters


@pytest.mark.parametrize(
    ("chapters", "fault"),
    [
        ('["初め", "終わり"]', "must have as many chapters as [demo], 1, not 2: one for each mark, in their order"),
        ('"初め"', "must be a list of chapters"),
        ('[""]', "text.ja.chapters[1]: must be a text that can be seen"),
    ],
)
def test_chapters_that_do_not_fit_are_told(chapters, fault):
    with pytest.raises(ScenarioError, match=re.escape(fault)):
        of(f"{MARKED}[text.ja]\nchapters = {chapters}\n")
