"""Every key does what the help says of it."""

import pytest
from textual.containers import VerticalScroll

from optsim import Scenario
from optsim.engine.history.quantities import QUANTITIES
from optsim.languages import english
from optsim.playback.motion import SPEEDS
from optsim.plot.numbers import compact
from optsim.tui.commands import COMMANDS
from optsim.tui.panels import own_panels
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.panels.explain.explain_view import ExplainView
from optsim.tui.panels.map.map_view import MapView
from optsim.tui.panels.notes.event_log import Events
from optsim.tui.screens.help import HelpScreen
from optsim.tui.screens.picker import PickerScreen
from optsim.tui.screens.race import RaceScreen
from optsim.tui.sweep.sweep_screen import SweepScreen
from optsim.tui.widgets.key_bar import KeyBar
from optsim.tui.widgets.lane_table import LaneTable
from tests.tui.support import (
    example,
    in_loop,
    lines,
    opened,
    panel,
    play_to,
    press,
    region_lines,
    resize,
    scenario,
    text,
    ticks,
    to_end,
)

ACTS = {}


def acts(test):
    """What a key does is tested by the function of its command's name."""
    ACTS[test.__name__.replace("_", "-")] = test
    return test


def place(pilot):
    race = pilot.app.screen.player.race
    return race.step, race.head


@acts
async def play(pilot, key):
    await press(pilot, key)
    await ticks(pilot, 16)
    assert place(pilot) == (20, 20)
    assert "playing" in text(pilot)
    await press(pilot, key)
    await ticks(pilot, 16)
    assert place(pilot) == (20, 20)
    assert "paused" in text(pilot)
    await to_end(pilot)
    await press(pilot, key)
    assert place(pilot) == (400, 400)
    assert not pilot.app.screen.player.motion.playing
    assert any("The race has ended" in each.message for each in pilot.app._notifications)


@acts
async def step(pilot, key):
    await press(pilot, "space", key, key)
    assert place(pilot) == (2, 2)
    assert not pilot.app.screen.player.busy
    assert "step 2/400" in text(pilot)


@acts
async def back(pilot, key):
    await play_to(pilot, 20)
    before = [run.loss for run in pilot.app.screen.player.race.runs.values()]
    await press(pilot, key)
    assert place(pilot) == (19, 20)
    assert not pilot.app.screen.player.busy
    await press(pilot, "right")
    assert [run.loss for run in pilot.app.screen.player.race.runs.values()] == before


@acts
async def step_ten(pilot, key):
    await press(pilot, "space", key)
    assert place(pilot) == (10, 10)
    assert not pilot.app.screen.player.busy


@acts
async def back_ten(pilot, key):
    await play_to(pilot, 30)
    await press(pilot, key)
    assert place(pilot) == (20, 30)
    assert not pilot.app.screen.player.busy


@acts
async def home(pilot, key):
    await play_to(pilot, 30)
    await press(pilot, key)
    assert place(pilot) == (0, 30)


@acts
async def end(pilot, key):
    await press(pilot, key)
    await ticks(pilot, 100)
    assert place(pilot) == (400, 400)
    assert "ended" in text(pilot)


@acts
async def faster(pilot, key):
    seen = [pilot.app.screen.player.motion.speed]
    for _ in SPEEDS:
        await press(pilot, key)
        seen.append(pilot.app.screen.player.motion.speed)
    assert seen[1] > seen[0]
    assert seen[-1] is None
    assert "max speed" in text(pilot)


@acts
async def slower(pilot, key):
    before = pilot.app.screen.player.motion.speed
    await press(pilot, key)
    after = pilot.app.screen.player.motion.speed
    assert after < before
    assert f"{after}/s" in text(pilot)


@acts
async def restart(pilot, key):
    await play_to(pilot, 30)
    before = pilot.app.screen.player.race
    await press(pilot, key)
    assert place(pilot) == (0, 0)
    assert pilot.app.screen.player.race.seed == 1
    await press(pilot, "shift+right")
    assert (pilot.app.screen.player.race.history.loss[:11] == before.history.loss[:11]).all()


@acts
async def seed(pilot, key):
    await play_to(pilot, 30)
    before = pilot.app.screen.player.race
    await press(pilot, key)
    assert place(pilot) == (0, 0)
    assert "seed 2" in text(pilot)
    await press(pilot, "shift+right")
    assert (pilot.app.screen.player.race.history.loss[10, 1:] != before.history.loss[10, 1:]).all()


@acts
async def previous_seed(pilot, key):
    for expected in (0, 0):
        await press(pilot, key)
        assert pilot.app.screen.player.race.seed == expected
        assert f"seed {expected}" in text(pilot)


@acts
async def lane_up(pilot, key):
    chosen = []
    for _ in range(5):
        await press(pilot, key)
        chosen.append(pilot.app.screen.look.selected)
    assert chosen == [3, 2, 1, 0, 3]


@acts
async def lane_down(pilot, key):
    await press(pilot, key)
    assert pilot.app.screen.look.selected == 1
    assert next(line for line in lines(pilot) if line.startswith("▸")).split()[2:4] == ["lane", "2"]
    assert any("■ lane 2  along the flattest direction" in line for line in lines(pilot))


@acts
async def scale(pilot, key):
    await play_to(pilot, 30)
    assert "log · by step" in text(pilot)
    before = text(pilot)
    await press(pilot, key)
    assert "linear · by step" in text(pilot)
    await press(pilot, key)
    assert text(pilot) == before


@acts
async def quantity(pilot, key):
    await play_to(pilot, 30)
    before, titles = text(pilot), []
    while not titles or text(pilot) != before:
        await press(pilot, key)
        titles.append(panel_title(pilot))
        assert len(titles) < len(QUANTITIES)
    assert len(set(titles)) == len(titles) >= 3


@acts
async def count(pilot, key):
    before = text(pilot)
    assert "by step" in before
    await press(pilot, key)
    assert "by evaluations" in text(pilot)
    await press(pilot, key)
    assert text(pilot) == before


def panel_title(pilot):
    return lines(pilot)[panel(pilot, ChartView).region.y][:40].split("log")[0].split("linear")[0]


@acts
async def notes(pilot, key):
    await pilot.resize_terminal(80, 24)
    assert panel(pilot, ChartView).region.area
    await press(pilot, key)
    assert not panel(pilot, ChartView).region.area
    assert panel(pilot, Events).region.area
    assert "Paragraph 0" in text(pilot)


@acts
async def chart(pilot, key):
    await pilot.resize_terminal(80, 24)
    await press(pilot, "2", key)
    assert panel(pilot, ChartView).region.area
    assert "Paragraph 0" not in text(pilot)


@acts
async def map(pilot, key):  # noqa: A001 the command's name
    await pilot.resize_terminal(160, 45)
    await press(pilot, key)
    assert panel(pilot, MapView).region.area
    assert panel(pilot, ExplainView).region.area
    assert "minimum" in text(pilot)


@acts
async def explain(pilot, key):
    await press(pilot, key)
    assert panel(pilot, ExplainView).region.area
    race, lane = pilot.app.screen.player.race, panel(pilot, ExplainView).view.selected
    for term in race.explain(lane.name):
        assert term.formula in text(pilot)


@acts
async def pin(pilot, key):
    await press(pilot, key)
    look, shown = pilot.app.screen.look, panel(pilot, ExplainView)
    assert (look.pinned, look.chosen) == ("lane 1", "explain")
    assert "pinned · ↑ ↓ to compare" in text(pilot)
    await press(pilot, "down")
    assert [lane.name for lane in (shown.view.selected, shown.view.pinned)] == ["lane 2", "lane 1"]
    assert "■ lane 2  " in region_lines(pilot, ExplainView)[0]
    assert "● lane 1  " in region_lines(pilot, ExplainView)[0]
    await press(pilot, key, "up", key, key)
    assert look.pinned is None


@acts
async def notes_down(pilot, key):
    assert "Paragraph 0" in text(pilot)
    await press(pilot, key)
    assert "Paragraph 0" not in text(pilot)


@acts
async def notes_up(pilot, key):
    await press(pilot, "pagedown", key)
    assert "Paragraph 0" in text(pilot)


@acts
async def open(pilot, key):  # noqa: A001 the command's name
    race = pilot.app.screen
    await press(pilot, "space", key)
    assert isinstance(pilot.app.screen, PickerScreen)
    assert not race.player.busy


@acts
async def help(pilot, key):  # noqa: A001 the command's name
    race = pilot.app.screen
    await press(pilot, "space", key)
    assert isinstance(pilot.app.screen, HelpScreen)
    assert not race.player.busy
    await press(pilot, key)
    assert pilot.app.screen is race


@acts
async def palette(pilot, key):
    await press(pilot, key)
    assert type(pilot.app.screen).__name__ == "CommandPalette"
    await press(pilot, "escape")
    assert isinstance(pilot.app.screen, RaceScreen)


@acts
async def suspend(pilot, key):
    """In a terminal of its own it is tested by `test_terminal`: here it is the app's, wherever its focus is."""
    asked = []
    pilot.app.action_suspend_process = lambda: asked.append(True)
    await press(pilot, key, "w", key)
    assert asked == [True, True]


@acts
async def repaint(pilot, key):
    """What it sends is tested by `test_output_in_app`."""
    asked = []
    pilot.app.action_repaint = lambda: asked.append(True)
    await press(pilot, key, "w", key)
    assert asked == [True, True]


@acts
async def quit(pilot, key):  # noqa: A001 the command's name
    await pilot.press(key)
    await pilot.pause()
    assert pilot.app._exit


def axes(pilot):
    return panel(pilot, ChartView)._axes


@acts
async def smooth(pilot, key):
    await press(pilot, *["shift+right"] * 3)
    assert "smoothed over 10 steps" in text(pilot)
    await press(pilot, key)
    assert "smoothed over 50 steps" in text(pilot)
    await press(pilot, key)
    assert "smoothed" not in text(pilot)
    await press(pilot, key)
    assert "smoothed over 10 steps" in text(pilot)


@acts
async def losses(pilot, key):
    await press(pilot, key)
    assert "no examples are held out" in " ".join(str(note.message) for note in pilot.app._notifications)
    async with opened(example("regression")) as other:
        await play_to(other, 40)
        titles = [panel_title(other).strip()]
        for _ in range(3):
            await press(other, key)
            titles.append(panel_title(other).strip())
        assert titles == ["validation loss ◂", "validation loss ◂", "loss ◂", "validation loss ◂"]


@acts
async def hair(pilot, key):
    await press(pilot, "shift+right", key)
    shown = text(pilot)
    assert "step 10  " in shown
    for run in pilot.app.screen.player.race.runs.values():
        assert compact(run.loss, 4) in shown
    await press(pilot, key)
    assert "step 10  " not in text(pilot)


@acts
async def hair_left(pilot, key):
    await press(pilot, "shift+right", key, key)
    assert pilot.app.screen.look.hair == 8
    assert place(pilot) == (10, 10)


@acts
async def hair_right(pilot, key):
    await press(pilot, *["shift+right"] * 2, "home", key, key, key)
    assert pilot.app.screen.look.hair == 3
    await press(pilot, *[key] * 30)
    assert pilot.app.screen.look.hair == 20


@acts
async def go_to_hair(pilot, key):
    await press(pilot, "shift+right", "comma", "comma", key)
    assert place(pilot) == (8, 10)


@acts
async def zoom_in(pilot, key):
    await press(pilot, *["shift+right"] * 4)
    before = axes(pilot)
    await press(pilot, "left", key)
    for old, new in zip(before, axes(pilot), strict=True):
        assert new.high - new.low == pytest.approx((old.high - old.low) / 1.5)
    assert "zoomed: 0 shows all" in text(pilot)
    kept = axes(pilot)
    await press(pilot, *["shift+right"] * 4)
    assert axes(pilot) == kept


@acts
async def map_aspect(pilot, key):
    await press(pilot, "3")
    assert "equal axes" in text(pilot)
    await press(pilot, key)
    assert "stretched axes" in text(pilot)


@acts
async def zoom_out(pilot, key):
    await press(pilot, *["shift+right"] * 4, "left")
    before = axes(pilot)
    await press(pilot, "z", key)
    for old, new in zip(before, axes(pilot), strict=True):
        assert (new.low, new.high) == pytest.approx((old.low, old.high), abs=1e-9)


@acts
async def fit(pilot, key):
    await press(pilot, *["shift+right"] * 4)
    before = axes(pilot)
    await press(pilot, "z", "z", key)
    assert axes(pilot) == before


async def _panned(pilot, key):
    await press(pilot, *["shift+right"] * 4)
    before = axes(pilot)
    await press(pilot, key)
    return [(new.low - old.low) / (old.high - old.low) for old, new in zip(before, axes(pilot), strict=True)]


@acts
async def pan_left(pilot, key):
    assert await _panned(pilot, key) == pytest.approx([-0.1, 0.0])


@acts
async def pan_right(pilot, key):
    assert await _panned(pilot, key) == pytest.approx([0.1, 0.0])


@acts
async def pan_up(pilot, key):
    assert await _panned(pilot, key) == pytest.approx([0.0, 0.1])


@acts
async def pan_down(pilot, key):
    assert await _panned(pilot, key) == pytest.approx([0.0, -0.1])


@acts
async def target(pilot, key):
    await press(pilot, "3", "1", key)
    assert "Map ◂" in text(pilot)
    chart = axes(pilot)
    window = panel(pilot, MapView)._picture(panel(pilot, MapView).view).window
    await press(pilot, "z")
    assert axes(pilot) == chart
    zoomed = panel(pilot, MapView)._picture(panel(pilot, MapView).view).window
    assert zoomed.right - zoomed.left == pytest.approx((window.right - window.left) / 1.5)
    await press(pilot, *[key] * (len(pilot.app.screen.arrangement.shown(pilot.app.screen.player.race)) - 1))
    assert "loss ◂" in text(pilot)


@acts
async def map_mode(pilot, key):
    await press(pilot, key)
    assert pilot.app.screen.look.chosen == "map"
    assert pilot.app.screen.look.map_mode == 1


@acts
async def next_happening(pilot, key):
    await press(pilot, *["shift+right"] * 3, "f", "home", key)
    assert place(pilot) == (30, 30)


@acts
async def previous_happening(pilot, key):
    await press(pilot, *["shift+right"] * 3, "f", "right", key)
    assert place(pilot) == (30, 31)
    await press(pilot, key)
    assert place(pilot) == (30, 31)


@acts
async def theory(pilot, key):
    await press(pilot, "shift+right", key)
    await ticks(pilot, 2)
    assert "theory: dashed expected loss" in text(pilot)
    assert "α·λmax = " in text(pilot)
    assert not pilot.app.screen.player.busy
    await press(pilot, key)
    assert "theory: " not in text(pilot)


@acts
async def band(pilot, key):
    await press(pilot, "shift+right", key)
    await ticks(pilot, 2)
    assert "band: middle half of 20 seeds" in text(pilot)
    assert (panel(pilot, ChartView)._grid.bg == panel(pilot, ChartView).view.tint(0)).sum() > 20
    assert not pilot.app.screen.player.busy
    await press(pilot, key)
    assert "band" not in text(pilot)


# what these do to the race is tested in test_tuning.py


@acts
async def edit(pilot, key):
    await press(pilot, key)
    assert type(pilot.app.screen).__name__ == "EditScreen"


@acts
async def rate_up(pilot, key):
    await press(pilot, key)
    assert pilot.app.screen.player.race.lanes[0].learning_rate(0) == 0.125


@acts
async def rate_down(pilot, key):
    await press(pilot, key)
    assert pilot.app.screen.player.race.lanes[0].learning_rate(0) == 0.08


@acts
async def fork(pilot, key):
    await press(pilot, "right", key)
    assert pilot.app.screen.player.race.lanes[-1].fork == ("lane 1", 1)


@acts
async def add(pilot, key):
    await press(pilot, key)
    assert type(pilot.app.screen).__name__ == "AddScreen"


@acts
async def delete(pilot, key):
    await press(pilot, key)
    assert "lane 1" not in pilot.app.screen.player.race.runs


@acts
async def undo(pilot, key):
    await press(pilot, "d", key)
    assert "lane 1" in pilot.app.screen.player.race.runs


@acts
async def redo(pilot, key):
    await press(pilot, "d", "u", key)
    assert "lane 1" not in pilot.app.screen.player.race.runs


@acts
async def save(pilot, key):
    await press(pilot, key)
    assert type(pilot.app.screen).__name__ == "SaveScreen"


@acts
async def sweep(pilot, key):
    await press(pilot, key)
    assert isinstance(pilot.app.screen, SweepScreen)
    await press(pilot, key)
    assert isinstance(pilot.app.screen, RaceScreen)


@acts
async def hide(pilot, key):
    await press(pilot, key)
    assert pilot.app.screen.look.hidden == {"lane 1"}


@acts
async def copy(pilot, key):
    await press(pilot, key)
    assert type(pilot.app.screen).__name__ == "CopyScreen"
    await press(pilot, "enter")
    assert pilot.app.clipboard.startswith("step,lane,epoch,loss")


@acts
async def full(pilot, key):
    area = panel(pilot, ChartView).region.area
    await press(pilot, key)
    assert panel(pilot, ChartView).region.width == 120
    assert not panel(pilot, LaneTable).region.area
    await press(pilot, "3")
    assert panel(pilot, MapView).region.width == 120
    await press(pilot, "1", key)
    assert panel(pilot, ChartView).region.area == area


@acts
async def presenter(pilot, key):
    await press(pilot, "3", key)
    assert panel(pilot, ChartView).region.area
    assert panel(pilot, MapView).region.area
    for view in (LaneTable, KeyBar, Events):
        assert not panel(pilot, view).region.area
    await press(pilot, key)
    for view in (LaneTable, KeyBar):
        assert panel(pilot, view).region.area


@acts
async def all_panels(pilot, key):
    for mode in "FP":
        await press(pilot, mode)
        assert not panel(pilot, LaneTable).region.area
        await press(pilot, key)
        assert panel(pilot, LaneTable).region.area


async def moves_divider(pilot, key, by):
    before = panel(pilot, ChartView).size.width
    await press(pilot, key)
    assert (panel(pilot, ChartView).size.width - before) * by > 0
    await press(pilot, *[key] * 30)
    assert panel(pilot, ChartView).size.width >= 40
    assert panel(pilot, Events).size.width >= 35


@acts
async def divider_left(pilot, key):
    await moves_divider(pilot, key, -1)


@acts
async def divider_right(pilot, key):
    await moves_divider(pilot, key, 1)


@acts
async def fewer_lanes(pilot, key):
    await press(pilot, key)
    assert panel(pilot, LaneTable).size.height == 1 + 3 + 2
    assert "1–3 of 4" in text(pilot)
    await press(pilot, *[key] * 9)
    assert panel(pilot, LaneTable).size.height == 1 + 1 + 2


@acts
async def more_lanes(pilot, key):
    await press(pilot, "left_curly_bracket", "left_curly_bracket", key)
    assert panel(pilot, LaneTable).size.height == 1 + 3 + 2
    await press(pilot, *[key] * 9)
    assert panel(pilot, LaneTable).size.height == 1 + 4 + 2


def test_every_command_has_a_test_and_every_test_a_command():
    panels = {panel.name for panel in own_panels()}
    assert set(ACTS) - panels == {command.name for command in COMMANDS} - panels


async def shows_its_panel(pilot, key):
    await press(pilot, key)
    screen = pilot.app.screen
    assert screen.arrangement.panels[screen.look.chosen].key == key
    assert screen.shows(screen.look.chosen)


@pytest.mark.sampled(16)
@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "key"),
    [(command.name, key) for command in COMMANDS for key in (command.keys or "ctrl+p").split(",")],
)
@in_loop
async def test_a_key_does_what_the_help_says(name, key):
    async with opened(scenario()) as pilot:
        await ACTS.get(name, shows_its_panel)(pilot, key)


def test_no_key_has_two_meanings():
    keys = [key for command in COMMANDS for key in command.keys.split(",") if key]
    assert len(set(keys)) == len(keys)
    names = [command.name for command in COMMANDS]
    assert len(set(names)) == len(names)


@in_loop
async def test_the_palette_lists_every_command_and_runs_it():
    async with opened(scenario()) as pilot:
        screen = pilot.app.screen
        listed = {entry.title: entry for entry in pilot.app.get_system_commands(screen)}
        for command in COMMANDS:
            if command.name != "palette":
                entry = listed[f"{command.words(english())} ({command.shown})"]
                assert entry.help == command.words(english(), "help")
        listed["Ten steps (⇧→)"].callback()
        assert place(pilot) == (10, 10)


@in_loop
async def test_the_help_lists_every_command_with_its_key():
    async with opened(scenario(), (160, 200)) as pilot:
        await press(pilot, "?")
        shown = " ".join(" ".join(line.strip("│╭╮ ").split()) for line in region_lines(pilot, VerticalScroll))
        for command in COMMANDS:
            assert f"{command.shown} {command.words(english())} {command.words(english(), 'help')}" in shown


@pytest.mark.thorough
@in_loop
async def test_the_help_is_wrapped_anew_for_another_window():
    async with opened(scenario(), (160, 60)) as pilot:
        await press(pilot, "?")
        wide = text(pilot)
        await resize(pilot, 60, 120)
        shown = " ".join(" ".join(line.strip("│ ") for line in lines(pilot)).split())
        for command in COMMANDS[:8]:
            assert command.words(english(), "help") in shown
        await resize(pilot, 160, 60)
        assert text(pilot) == wide


@pytest.mark.parametrize("key", ["escape", "question_mark", "q", "enter", "f1"])
@in_loop
async def test_the_help_closes_and_leaves_the_race_as_it_was(key):
    async with opened(scenario()) as pilot:
        await press(pilot, "shift+right")
        before = text(pilot)
        await press(pilot, "?")
        assert "optsim help" in text(pilot)
        await press(pilot, key)
        assert text(pilot) == before
        assert not pilot.app._exit


@in_loop
async def test_a_key_that_cannot_smooth_says_why():
    async with opened(scenario(steps=2)) as pilot:
        await press(pilot, "s")
        assert pilot.app.screen.look.smooth is None
        assert "too few points" in " ".join(str(note.message) for note in pilot.app._notifications)


@in_loop
async def test_the_validation_loss_is_smoothed_by_epochs():
    async with opened(example("regression")) as pilot:
        await press(pilot, "y", *["s"] * 2)
        assert pilot.app.screen.look.y == "validation_loss"
        await press(pilot, "s")
        assert "smoothed: 10 epochs" in text(pilot)


@in_loop
async def test_the_chart_tells_which_lanes_it_leaves_out():
    lanes = {"out": {"optimizer": "gd", "learning_rate": 0.5}, "in": {"optimizer": "gd", "learning_rate": 0.05}}
    objective = {"kind": "quadratic", "eigenvalues": [1.0], "start": [1.0]}
    async with opened(Scenario.from_dict({"objective": objective, "budget": {"steps": 60}, "lanes": lanes})) as pilot:
        assert "below" not in text(pilot)
        await press(pilot, "end")
        await ticks(pilot, 20)
        assert "↓ 1 lane below" in text(pilot)
        await press(pilot, "z")
        assert "zoomed: 0 shows all" in text(pilot)


@in_loop
async def test_the_palette_has_no_command_that_writes_where_nobody_has_asked_for_it():
    async with opened(scenario()) as pilot:
        titles = [command.title for command in pilot.app.get_system_commands(pilot.app.screen)]
        assert "Save (w)" in titles
        assert not [title for title in titles if "creenshot" in title]
