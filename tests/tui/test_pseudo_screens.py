"""Every screen in a language with other letters: whatever has plain ones does not come from the language."""

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Static

from optsim.engine.history.quantities import QUANTITIES
from optsim.engine.optimizers import OPTIMIZERS
from optsim.engine.settings import declared
from optsim.engine.stopping import STOPPING_RULES
from optsim.playback.sources.array_curves import ArrayCurves
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width
from optsim.scenario import Scenario, load
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.dump import scenario_files
from optsim.tui import edit_commands
from optsim.tui.commands import COMMANDS
from optsim.tui.panels import PANELS
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.panels.map.map_view import MapView
from optsim.tui.panels.notes.rule_costs import RuleCosts
from optsim.tui.screens.race import RaceScreen
from optsim.tui.session_recorder import RecordTarget
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.setting_field import SettingField
from optsim.tui.widgets.status_bar import StatusBar
from optsim.tui.widgets.timeline import Timeline
from tests.recordings import cut, drifted, read, recorded, written
from tests.tui.support import in_loop, lines, opened, press, region_lines, resize, settle, strips, text, to_end
from tests.tui.touring import demo, let_pass, on_tour, to_the_end
from tests.words.pseudo import ACCENTED, FULL_WIDTH, Pseudo

SETTINGS = [(key, each) for optimizer in OPTIMIZERS.values() for key, each in declared(optimizer).items()]
#: no language has words for these: the program, keys as they are pressed, and what stands in scenario files as it stands here
SAME_EVERYWHERE = (
    "optsim",
    "esc",
    *(command.shown for command in COMMANDS),
    *OPTIMIZERS,
    *STOPPING_RULES,
    *(library for optimizer in OPTIMIZERS.values() for library in optimizer.presets),
    *(key.replace("_", " ") for key, _ in SETTINGS),
    *(choice for _, each in SETTINGS for choice in get_args(each.type) if isinstance(choice, str)),
)


def bowl(**tables):
    """A race of which nothing but names is in letters, with two rules."""
    rates = {"gd": 0.1, "momentum": 0.02, "adam": 0.05, "nag": 0.02}
    return Scenario.from_dict(
        {
            "title": "№ 1",
            "description": "№ 2",
            "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.25], "noise": 0.1, "start": [2.0, -2.0]},
            "budget": {"steps": 60, "seed": 1},
            "early_stopping": [{"rule": "patience", "monitor": "loss", "patience": each} for each in (3, 5)],
            "lanes": {name: {"optimizer": name, "learning_rate": rate} for name, rate in rates.items()},
            **tables,
        }
    )


def network():
    """A network on a file's examples of one input, in epochs."""
    return replace(load("regression"), title="№ 4", description="№ 5")


def curves():
    """Two lanes of which nothing is known but curves, one of them beyond what is drawn."""
    return ArrayCurves({"l1": np.linspace(2, 1, 41), "l2": np.geomspace(1, 1e12, 41)}, title="№ 3")


def words(*texts):
    return {word for each in texts for word in re.findall(r"[A-Za-z]{3,}", each)}


def formulas(screen):
    """Formulas, and names of lanes: they are the same in every language."""
    race = screen.player.race
    view = screen.query_one(LaneTable).view
    traced = (*view.terms, *view.pinned_terms, *view.training) if view else ()
    return (race.formula, *race.runs, *(lane.formula for lane in race.lanes), *(line.formula for line in traced))


def look(pilot, *names):
    """Look at the screen, and at what was told in passing: its lines are as wide as it is, and all words are marked."""
    app = pilot.app
    assert {cell_width(line) for line in lines(pilot)} == {app.size.width}
    if app.language.letters is not ACCENTED:
        return
    races = [screen for screen in app.screen_stack if isinstance(screen, RaceScreen)]
    # a name may be cut, and a box of values may lie over a part of it
    names = (*names, *(name for race in races for name in race.player.race.runs))
    cut_names = {word[:end] for word in words(*names) for end in range(3, len(word) + 1)}
    same = cut_names | words(*SAME_EVERYWHERE, *(each for race in races for each in formulas(race)))
    told = [f"{note.title} {note.message}" for note in app._notifications]
    unmarked = {word for each in (text(pilot), *told) for word in words(each)} - same
    assert not unmarked, f"{sorted(unmarked)} in\n{text(pilot)}\n{told}"


async def keys(pilot, *pressed):
    """Press one key after the other, and look at the screen after each."""
    for key in pressed:
        await press(pilot, key)
        look(pilot)


def shown(what, size, language, **how):
    return opened(
        what, size, panels=[PANELS[name] for name in ("chart", "notes", "map", "explain")], language=language, **how
    )


async def a_race(size, language):
    async with shown(bowl(), size, language) as pilot:
        look(pilot)
        await keys(pilot, "space", "space", *["shift+right"] * 2, *"1234", "k", "down", *"2btclyyyxxzs0v", "1")
        await keys(pilot, *"f+d", *"uUuuuuunNr", "3", "end", "2", "4", "t", "y")
        await press(pilot, "]", "]", "]", "]", "]", "]", "]")
        look(pilot)


async def what_is_under_the_mouse(size, language):
    async with shown(bowl(), size, language) as pilot:
        await keys(pilot, "3")
        await to_end(pilot)
        screen = pilot.app.screen
        map_view, timeline = screen.query_one(MapView), screen.query_one(Timeline)
        map_view.hover(5, 3)
        await settle(pilot)
        look(pilot)
        happened = [timeline._told(timeline._marks_at(x)) for x in range(size[0])]
        assert any(happened)
        assert not words(*happened) - words(*OPTIMIZERS) or language.letters is not ACCENTED
        edit_commands.move_start(screen, (1.0, 1.0))
        look(pilot)


async def a_network(size, language):
    async with shown(network(), size, language) as pilot:
        look(pilot)
        await keys(pilot, *["shift+right"] * 3, "3", "m", "c", "1", "y", "s", "x", "4", "pagedown", "2", "b")


async def a_recording(size, language):
    for change in (lambda each: each, lambda each: drifted(each, 20)):
        async with shown(change(recorded(Path(), bowl(), every=4)), size, language) as pilot:
            look(pilot)
            await keys(pilot, *["shift+right"] * 3, "4", "3", "+", "u", "n", "u", "end")
    async with shown(read(cut(written(Path("cut.jsonl"), bowl()))), size, language) as pilot:
        await press(pilot, "2")
        await to_end(pilot)
        look(pilot, "cut.jsonl")


async def curves_alone(size, language):
    async with shown(curves(), size, language) as pilot:
        look(pilot)
        await keys(pilot, "end", "e", "3", "4", "l", "l", "?")


async def the_help(size, language):
    async with shown(bowl(), size, language) as pilot:
        await keys(pilot, "?", *["pagedown"] * 8, "escape", "ctrl+p")


async def the_forms(size, language):
    async with shown(bowl(), size, language, record=RecordTarget(Path("there.jsonl"))) as pilot:
        await keys(pilot, "e", "escape", "shift+right", "e", "escape", "a")
        pilot.app.screen.query_one("#name", Input).value = "gd"
        await keys(pilot, "enter", "escape")
        await press(pilot, "w")
        folder, stem = (pilot.app.screen.query_one(each, Input).value for each in ("#folder", "#stem"))
        where = (folder, stem, "jsonl csv toml svg")
        look(pilot, *where)
        await press(pilot, "enter")
        look(pilot, *where)
        await press(pilot, "w")
        for value in (stem, ""):
            pilot.app.screen.query_one("#stem", Input).value = value
            await press(pilot, "enter")
            look(pilot, *where)


async def the_picker(size, language):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SCENARIOS, "own", list)
        patch.setattr(type(SCENARIOS), "__iter__", lambda _: iter([]))
        async with shown(None, size, language) as pilot:
            await press(pilot, "down")
            look(pilot, "good.toml", "bad.toml")
            await press(pilot, "enter", "o")
            look(pilot, "good.toml", "bad.toml")


async def a_small_window(size, language):
    async with shown(bowl(), size, language) as pilot:
        await resize(pilot, 40, 10)
        look(pilot)
    async with shown(None, (40, 10), language) as pilot:
        look(pilot)


async def a_tour(size, language):
    played = demo(("press", ("right",)), ("say", "№ 6"), size=size)
    async with on_tour(bowl(), played, size, language=language) as pilot:
        await let_pass(pilot, 3)
        look(pilot)
        await to_the_end(pilot)
        look(pilot)


@pytest.fixture
def _in_a_folder(monkeypatch):
    """Stand where two scenario files are, one that can be used and one that cannot; its path is too short to be wrapped."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bad.toml").write_text("[objective]\n", encoding="utf-8")
        for file, content in scenario_files(bowl(), "good").items():
            (folder / file).write_text(content, encoding="utf-8")
        with monkeypatch.context() as patch:
            patch.chdir(folder)
            yield


SCENES = [
    a_race,
    what_is_under_the_mouse,
    a_network,
    a_recording,
    curves_alone,
    the_help,
    the_forms,
    the_picker,
    a_small_window,
    a_tour,
]


@pytest.mark.sampled(6)
@pytest.mark.thorough
@pytest.mark.parametrize(
    ("width", "height", "letters"), [(160, 45, ACCENTED), (80, 24, ACCENTED), (100, 30, FULL_WIDTH)]
)
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.usefixtures("_in_a_folder")
@in_loop
async def test_what_is_on_a_screen_comes_from_the_language(scene, width, height, letters):
    await scene((width, height), Pseudo(letters))


class Asked(Pseudo):
    """A language that remembers the texts that it was asked for, by their ids."""

    def __init__(self, letters):
        super().__init__(letters)
        self.asked = {}

    def text(self, key, /, **values):
        self.asked[key] = super().text(key, **values)
        return self.asked[key]

    def of_kinds(self, *kinds):
        return {text for key, text in self.asked.items() if key.startswith(kinds)}


def missing(texts, shown):
    """Words of texts that are not whole in lines; full-width ones may go on in the next line."""
    there = {word for line in shown for word in re.split(r"[\s│]+", line)}
    words = {word for text in texts for word in text.split()} - there
    return {word for word in words if not any({word[:at], word[at:]} <= there for at in range(1, len(word)))}


def assert_whole(pilot, kind, *texts):
    """Tell which texts are cut in a widget; they may be wrapped."""
    shown = region_lines(pilot, kind)
    assert texts
    assert not missing(texts, shown), "\n".join(shown)


def labels(form):
    """Widgets of a form that say something, and what that is."""
    for widget in form.query(Static).results(Static):
        if widget.region.area and isinstance(widget.parent, (Horizontal, VerticalScroll)) and str(widget.content):
            yield widget, str(widget.content)
    for widget in form.query("Button, Choice"):
        yield widget, str(widget.label)
    for widget in form.query(SettingField):
        yield widget, widget.query_one(".label", Static).content


async def the_form(pilot, key):
    await press(pilot, key)
    form = pilot.app.screen
    shown = list(labels(form))
    assert len(shown) > 5
    for widget, label in shown:
        lines_of_it = [strip.crop(widget.region.x, widget.region.right).text for strip in strips(pilot)]
        own = "".join("".join(lines_of_it[widget.region.y : widget.region.bottom]).split())
        assert "".join(label.split()) in own, f"{label} in\n{text(pilot)}"
    for title in filter(None, (form.heading(), form.keys())):
        assert "".join(title.split()) in "".join(re.split(r"[\s│─╭╮╰╯]+", text(pilot)))
    await press(pilot, "escape")


LETTERS = pytest.mark.parametrize("letters", [ACCENTED, FULL_WIDTH], ids=["accented", "full-width"])


@pytest.mark.thorough
@pytest.mark.parametrize(("width", "letters"), [(60, ACCENTED), (80, ACCENTED), (80, FULL_WIDTH), (120, FULL_WIDTH)])
@in_loop
async def test_forms_show_all_of_their_labels_and_help(width, letters):
    async with shown(bowl(), (width, 120), Pseudo(letters)) as pilot:
        for key in "eaw":
            await the_form(pilot, key)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@LETTERS
@in_loop
async def test_what_is_said_beside_the_title_of_a_chart_and_over_rules_is_whole(size, letters):
    language = Asked(letters)
    async with shown(bowl(), size, language) as pilot:
        await press(pilot, "end", "b", "t")
        assert_whole(pilot, ChartView, *language.of_kinds("band.", "chart.by", "chart.log", "forecast."))
        language.asked.clear()
        await press(pilot, "2")
        assert_whole(pilot, RuleCosts, *language.of_kinds("rules.", "units."))
        if letters is ACCENTED:
            assert_whole(pilot, StatusBar, pilot.app.screen.player.presentation.title)
        assert_whole(pilot, StatusBar, *language.of_kinds("status_bar.step", "status_bar.ended"))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@LETTERS
@in_loop
async def test_heads_and_statuses_of_lanes_are_whole_and_numbers_stand_under_their_heads(size, letters):
    async with shown(bowl(), size, Pseudo(letters)) as pilot:
        await press(pilot, "end", "down")
        head, *rows = region_lines(pilot, LaneTable)
        view = pilot.app.screen.query_one(LaneTable).view
        assert head.count("⟦") == head.count("⟧") >= 3
        assert "…" not in head
        told = [(lane, row) for row in rows for lane in view.lanes if row[6:].startswith(f"{lane.name} ")]
        assert len(told) > 1
        for lane, row in told:
            assert view.status_word(lane.status) in row
            # the loss ends where its head does, however wide that is
            loss = view.language.of("quantity", QUANTITIES["loss"])
            end = cell_width(head[: head.index(loss)] + loss)
            assert row[:end].endswith(f" {compact(lane.loss)}")
        await resize(pilot, 60, 18)
        # folded
        lane, loss = (view.language.text(f"lane_table.{each}") for each in ("lane", "loss"))
        assert region_lines(pilot, LaneTable)[0].split() in ([lane, loss], [lane, loss] * 2)


@LETTERS
@in_loop
async def test_a_small_window_a_notice_and_the_hint_of_a_tour_are_whole(letters):
    language = Asked(letters)
    async with shown(bowl(), (40, 10), language) as pilot:
        assert not missing(language.of_kinds("window."), lines(pilot))
    async with on_tour(bowl(), demo(("press", ("right",)), size=(80, 24)), (80, 24), language=language) as pilot:
        await let_pass(pilot, 1)
        assert any(not missing([hint], lines(pilot)[-2:]) for hint in language.of_kinds("tour."))
        await to_the_end(pilot)
        assert not missing([language.asked["tour.over"]], lines(pilot))
