"""The guided tour in the app: what it shows, that it acts as a person does, and that it gives way to one."""

import gc
import itertools
from dataclasses import replace

import pytest
from textual import events

from optsim.languages import english
from optsim.playback.default_demo import default_demo
from optsim.plot.width import cell_width
from optsim.scenario import load, names
from optsim.scenario.demo.key_names import key_name
from optsim.system.preferences import Preferences
from optsim.tui.commands import COMMANDS
from optsim.tui.screens.help import HelpScreen
from optsim.tui.screens.lane_form import EditScreen
from optsim.tui.screens.picker import PickerScreen
from optsim.tui.screens.race import RaceScreen
from optsim.tui.tour.tour_driver import TourDriver
from optsim.tui.widgets.caption import Caption, caption_lines
from optsim.tui.widgets.lane_table import LaneTable
from tests.tui.support import in_loop, lines, panel, press, resize, scenario, settle, text
from tests.tui.touring import Watcher, demo, let_pass, on_tour, to_the_end

HINT = "any key takes over"


def step(pilot):
    return next(each for each in pilot.app.screen_stack if isinstance(each, RaceScreen)).player.race.step


async def pass_seconds(pilot, seconds):
    await let_pass(pilot, round(seconds * pilot.app._tour._demo.fps))
    await settle(pilot)


@in_loop
async def test_a_tour_says_plays_waits_and_pauses_at_the_very_step():
    acts = [("say", "Hello"), ("press", ("space",)), ("until", "step >= 33"), ("press", ("space",)), ("wait", 1)]
    async with on_tour(scenario(), demo(*acts), observer=Watcher()) as pilot:
        await let_pass(pilot, 3)
        assert "▌Hello" in text(pilot)
        await to_the_end(pilot)
        assert step(pilot) == 33
        assert "paused" in lines(pilot)[0]


@pytest.mark.parametrize("fps", [4, 15, 60])
@in_loop
async def test_pictures_a_second_change_nothing_about_the_race(fps):
    acts = [
        ("press", ("]", "]", "space")), ("until", "lane 1.loss < 0.2"), ("press", ("space", "f", "+", "space")),
        ("speed", 3.0), ("until", "step >= 300"), ("press", ("space",)),
    ]  # fmt: skip
    async with on_tour(scenario(), demo(*acts, fps=fps), observer=Watcher()) as pilot:
        await to_the_end(pilot)
        race = pilot.app.screen.player.race
        assert race.step == 300
        assert (race.history.loss[:, 0] < 0.2).argmax() == race.lanes[-1].fork.step


@in_loop
async def test_the_audience_is_told_in_order():
    acts = [
        ("mark", "one"),
        ("press", ("space",)),
        ("until", "step >= 9"),
        ("show", False),
        ("shot", "still"),
        ("show", True),
    ]
    watcher = Watcher()
    async with on_tour(scenario(), demo(*acts), observer=watcher) as pilot:
        await to_the_end(pilot)
        told = [each[:-1] for each in watcher.told]
        assert told == [("begin",), ("mark", "one"), ("show", False), ("shot", "still"), ("show", True), ("end",)]
        assert watcher.told[2][-1] == 9
        assert HINT not in text(pilot)


@in_loop
async def test_the_last_caption_of_a_film_stays():
    async with on_tour(scenario(), demo(("say", "The end")), observer=Watcher()) as pilot:
        await to_the_end(pilot)
        assert "The end" in text(pilot)


@pytest.mark.parametrize(("width", "hint"), [(100, "tour · any key takes over"), (70, HINT), (60, HINT)])
@in_loop
async def test_the_hint_can_be_read_in_windows_of_any_width(width, hint):
    async with on_tour(scenario(), demo(("say", "Hello"), ("wait", 5))) as pilot:
        await resize(pilot, width, 18)
        await let_pass(pilot, 3)
        assert text(pilot).rstrip().endswith(f" {hint}")


@in_loop
async def test_a_live_tour_hints_and_leaves_the_window_to_the_person():
    async with on_tour(scenario(), demo(("say", "The end"), ("wait", 1))) as pilot:
        await pass_seconds(pilot, 0.5)
        assert HINT in text(pilot)
        await to_the_end(pilot)
        assert "The tour is over" in text(pilot)
        assert "The end" not in text(pilot)
        assert not pilot.app.screen.query(Caption)
        await press(pilot, "right")
        assert step(pilot) == 1


@pytest.mark.parametrize(
    ("key", "effect"),
    [
        ("right", lambda app: app.screen.player.race.step == 1),
        ("space", lambda app: app.screen.player.motion.playing),
        ("question_mark", lambda app: isinstance(app.screen, HelpScreen)),
        ("o", lambda app: isinstance(app.screen, PickerScreen)),
        ("e", lambda app: isinstance(app.screen, EditScreen)),
        ("ctrl+p", lambda app: "CommandPalette" in type(app.screen).__name__),
        ("j", lambda app: app.screen.player.race.step == 0),
        ("ctrl+c", lambda app: app._exit),
    ],
)
@in_loop
async def test_any_key_takes_over_and_does_what_it_always_does(key, effect):
    async with on_tour(scenario(), demo(("say", "Hello"), ("wait", 5), ("press", ("space",)))) as pilot:
        await pass_seconds(pilot, 1)
        assert pilot.app.touring
        await press(pilot, key)
        assert not pilot.app.touring
        assert effect(pilot.app)
        assert not pilot.app.screen_stack[-1].query(Caption)
        await let_pass(pilot, 90)
        assert effect(pilot.app)


@in_loop
async def test_space_stops_a_race_that_the_tour_set_going():
    async with on_tour(scenario(), demo(("press", ("space",)), ("until", "step >= 300"))) as pilot:
        await pass_seconds(pilot, 2)
        stood = step(pilot)
        await press(pilot, "space")
        assert not pilot.app.screen.player.motion.playing
        assert step(pilot) == stood > 0


@in_loop
async def test_a_click_takes_over_and_hits_what_was_under_the_mouse():
    async with on_tour(scenario(), demo(("say", "Hello"), ("wait", 5)), (100, 30)) as pilot:
        await pass_seconds(pilot, 1)
        table = panel(pilot, LaneTable).region
        for kind in (events.MouseDown, events.MouseUp):
            pilot.app.post_message(kind(None, 5, table.y + 3, 0, 0, 1, False, False, False))
            await settle(pilot)
            assert (panel(pilot, LaneTable).region.y == table.y) is (kind is events.MouseDown)
        assert not pilot.app.touring
        assert pilot.app.screen.lane_name == "lane 3"
        assert not pilot.app.screen.query(Caption)
        assert panel(pilot, LaneTable).region.y == table.y + 2


@in_loop
async def test_moving_the_mouse_alone_does_not_take_over():
    async with on_tour(scenario(), demo(("say", "Hello"), ("wait", 5)), (100, 30)) as pilot:
        await pilot.hover(offset=(20, 5))
        assert pilot.app.touring
        pilot.app.post_message(events.MouseScrollDown(None, 20, 5, 0, 1, 0, False, False, False))
        await settle(pilot)
        assert not pilot.app.touring


@in_loop
async def test_forms_help_and_palette_take_the_keys_of_a_tour():
    acts = [
        ("press", ("e",)), ("wait", 0.5), ("expect", "Edit lane 1"), ("press", ("end",)),
        ("type", "5"), ("press", ("enter",)), ("expect", "0.15"), ("press", ("?",)), ("expect", "optsim help"),
        ("press", ("esc",)), ("press", ("ctrl+p",)), ("wait", 0.5), ("type", "one step back"), ("press", ("escape",)),
    ]  # fmt: skip
    acts = [(verb, tuple(map(key_name, value)) if verb == "press" else value) for verb, value in acts]
    watcher = Watcher()
    async with on_tour(scenario(), demo(*acts), observer=watcher) as pilot:
        await to_the_end(pilot)
        assert watcher.error is None, (watcher.error, watcher.error.screen)
        assert pilot.app.screen.player.race.lanes[0].optimizer.learning_rate == 0.15
        assert watcher.told[-1][0] == "end"


@in_loop
async def test_the_caption_is_on_whatever_screen_is_there():
    async with on_tour(scenario(), demo(("say", "Look here"), ("press", ("?",)), ("wait", 9))) as pilot:
        await pass_seconds(pilot, 2)
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "Look here" in "\n".join(lines(pilot)[-2:])


@in_loop
async def test_pressed_keys_are_shown_on_request_as_the_key_table_has_them():
    acts = [("press", ("shift+right", "]", "-", "ctrl+left", "escape")), ("wait", 3)]
    async with on_tour(scenario(), demo(*acts, keys=True, gap=0)) as pilot:
        await pass_seconds(pilot, 1.4)
        # the first ones are gone again
        assert lines(pilot)[-2].rstrip().endswith("⇧→   ]   −   ^←   esc")
        await pass_seconds(pilot, 2)
        assert "esc" not in lines(pilot)[-2]
    async with on_tour(scenario(), demo(*acts)) as pilot:
        await pass_seconds(pilot, 1)
        assert "⇧→" not in lines(pilot)[-2]


@in_loop
async def test_a_failing_tour_says_what_failed_and_leaves_the_app_usable():
    async with on_tour(scenario(), demo(("press", ("right",)), ("until", "step >= 7"))) as pilot:
        await to_the_end(pilot)
        shown = " ".join(text(pilot).split())
        assert "The tour cannot go on" in shown
        assert "step is 1" in shown
        assert not pilot.app.screen.query(Caption)
        await press(pilot, "right")
        assert step(pilot) == 2


@in_loop
async def test_a_film_without_a_word_has_the_window_for_itself():
    async with on_tour(scenario(), demo(("wait", 1)), observer=Watcher()) as pilot:
        await let_pass(pilot, 2)
        assert not pilot.app.screen.query(Caption)


@in_loop
async def test_a_failure_is_the_audiences_to_tell():
    watcher = Watcher()
    async with on_tour(scenario(), demo(("say", "one"), ("expect", "one")), observer=watcher) as pilot:
        await to_the_end(pilot)
        assert [each[0] for each in watcher.told] == ["begin", "failure"]
        # the caption does not count as what is on the screen
        assert "this is not on the screen" in str(watcher.error)
        assert "step 0/400" in watcher.error.screen
        assert "cannot go on" not in text(pilot)


@in_loop
async def test_a_tour_may_leave_the_app():
    watcher = Watcher()
    async with on_tour(scenario(), demo(("press", ("q",)), ("wait", 5)), observer=watcher) as pilot:
        await let_pass(pilot, 3)
        assert pilot.app._exit
        assert [each[0] for each in watcher.told] == ["begin", "end"]


@in_loop
async def test_a_tour_writes_no_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    kept = []
    acts = [
        ("press", ("w",)), ("wait", 0.5), ("press", ("enter",)), ("press", ("ctrl+p",)), ("wait", 0.5),
        ("type", "screenshot"), ("wait", 1), ("press", ("down", "enter")), ("wait", 1), ("press", ("escape",)),
    ]  # fmt: skip
    async with on_tour(
        scenario(), demo(*acts), preferences=Preferences(), remember=lambda *chosen: kept.append(chosen)
    ) as pilot:
        await let_pass(pilot, 15)
        assert "A tour writes no files" in text(pilot)
        pilot.app.theme = "textual-light"
        await to_the_end(pilot)
        assert list(tmp_path.iterdir()) == []
        assert not kept
        await press(pilot, "w")
        assert "Save" in text(pilot)


@in_loop
async def test_another_scenario_can_be_opened_on_the_way():
    acts = [
        ("press", ("o",)),
        ("wait", 0.5),
        ("press", ("enter",)),
        ("wait", 1),
        ("press", ("space",)),
        ("until", "step >= 5"),
        ("press", ("space",)),
    ]
    watcher = Watcher()
    async with on_tour(scenario(), demo(*acts), observer=watcher) as pilot:
        await to_the_end(pilot)
        assert watcher.error is None, (watcher.error, watcher.error.screen)
        assert pilot.app.screen.player.scenario.name == min(names(), key=lambda name: (load(name).listing.rank, name))
        assert step(pilot) == 5


@pytest.mark.parametrize("observer", [None, Watcher()])
@in_loop
async def test_a_tour_that_starts_another_one_ends_with_its_keys(observer):
    acts = [("say", "the first"), ("press", ("o",)), ("wait", 0.5), ("press", ("t", "?", "q")), ("wait", 20)]
    async with on_tour(scenario(), demo(*acts, gap=0), observer=observer) as pilot:
        first = pilot.app._tour
        while pilot.app._tour is first:
            await let_pass(pilot)
        await settle(pilot)
        leading = [
            each for each in gc.get_objects() if isinstance(each, TourDriver) and each._app is pilot.app and each.leads
        ]
        assert leading == [pilot.app._tour]
        assert first._timer._task is None or first._timer._task.cancelling() or first._timer._task.done()
        played = pilot.app.screen.player
        for _ in range(200):
            first.tick()
        await let_pass(pilot, 3)
        # it is the second that leads still: no key of the first was taken for a person's
        assert pilot.app.touring
        assert isinstance(pilot.app.screen, RaceScreen)
        assert pilot.app.screen.player is played
        assert "the first" not in text(pilot)


@in_loop
async def test_a_caption_is_shown_as_it_is_written():
    said = "[b]not[/b] $accent [link=x]markup[/link] {x} %s"
    async with on_tour(scenario(), demo(("say", said), ("wait", 3))) as pilot:
        await pass_seconds(pilot, 1)
        assert f"▌{said}" in text(pilot)


@in_loop
async def test_a_tour_has_captions_and_no_hints_for_fingers_but_what_is_wrong_is_told():
    for key, told in (("f", []), ("w", ["A tour writes no files; when it is over, w does."])):
        async with on_tour(scenario(2), demo(("press", (key,)), ("wait", 2)), observer=Watcher()) as pilot:
            await pass_seconds(pilot, 1)
            assert len(pilot.app.screen.player.race.lanes) == (3 if key == "f" else 2)
            assert [notice.message for notice in pilot.app._notifications] == told


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (100, 30), (120, 36), (160, 45)])
@in_loop
async def test_captions_fit_every_window(size):
    said = "鞍点: 勾配はゼロ、最小値ではない。" * 6
    acts = [("say", said), ("press", ("space", "]", "f", "m")), ("wait", 3)]
    async with on_tour(scenario(7), demo(*acts, keys=True), size) as pilot:
        for _ in range(6):
            await pass_seconds(pilot, 0.5)
            assert {cell_width(line) for line in lines(pilot)} == {size[0]}
            assert lines(pilot)[-2].startswith("▌鞍点")
            assert lines(pilot)[-1].startswith("▌")
        await resize(pilot, 70, 20)
        assert {cell_width(line) for line in lines(pilot)} == {70}


def test_a_caption_that_is_too_long_is_cut_at_the_end_of_its_second_line():
    assert caption_lines("one two three four five", 9) == ["one two", "three fo…"]
    assert caption_lines("one\ntwo", 40) == ["one", "two"]
    assert caption_lines("", 40) == []
    assert caption_lines("one", 0) == ["o", ""]


#: what a demo may press: to leave the app for the shell is the person's. What is painted anew is the app's matter on every screen
PRESSED = [command for command in COMMANDS if command.name not in {"suspend", "repaint"}]


def test_every_key_of_the_table_can_be_pressed_by_a_demo():
    for command in PRESSED:
        for key in filter(None, command.keys.split(",")):
            assert key_name(key)
        if command.shown:
            assert key_name(command.shown)


@in_loop
async def test_keys_do_in_a_tour_what_they_do_under_a_finger():
    """Each way of writing a key arrives as the one that the bindings know."""
    spelled = [(key, each.name) for each in PRESSED if each.keys for key in (*each.keys.split(","), each.shown)]
    async with on_tour(scenario(2, steps=20), demo(("press", tuple(key_name(key) for key, _ in spelled)))) as pilot:
        done = []

        def note(name):  # a method of a list has no parameters that Textual could count
            done.append(name)

        pilot.app.screen.action_command = note
        await to_the_end(pilot)
        assert done == [name for _, name in spelled]


@pytest.mark.sampled(6)
@pytest.mark.thorough
@pytest.mark.parametrize("name", names())
@in_loop
async def test_every_shipped_demo_can_be_played(name):
    """With few pictures a second: what it waits for is the race, so that only its length differs, by a part of a picture a key."""
    shown = load(name)
    played = replace(shown.demo or default_demo(shown, english()), fps=4)
    watcher = Watcher()
    async with on_tour(shown, played, observer=watcher) as pilot:
        said = captions_of(pilot)
        await to_the_end(pilot)
        assert watcher.error is None, (watcher.error, watcher.error.screen)
        # one that is made of what happens in a race may be as short as the race
        assert (18 if shown.demo else 15) * 4 <= pilot.app._tour._ticks <= 42 * 4
        if shown.demo:
            assert_time_to_read([*said, (pilot.app._tour._ticks, "")])


def captions_of(pilot):
    """A list to which each caption of the tour is added, with the picture at which it is said."""
    tour, said = pilot.app._tour, []
    say = tour.say

    def note(caption):
        said.append((tour._ticks, caption))
        say(caption)

    tour.say = note
    return said


def assert_time_to_read(said):
    """Of a caption in two languages everybody reads one; half a second may be lost in a picture's length."""
    for (began, caption), (ended, _) in itertools.pairwise(said):
        needed = 1.2 + len(caption.split("\n")[0]) / 18
        assert (ended - began) / 4 >= needed - 0.5, caption


@pytest.mark.parametrize("name", names())
def test_captions_of_shipped_demos_fit_their_two_lines(name):
    shown = load(name)
    for verb, value, _ in (shown.demo or default_demo(shown, english())).do:
        if verb == "say" and shown.demo:
            # beside two keys of the widest sort and the hint
            assert not any(line.endswith("…") for line in caption_lines(value, 100 - 3 - 26)), value
