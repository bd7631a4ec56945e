"""Changing the race by keys: the form, the rate, forks, lanes that come and go, undo."""

import pytest
from textual.widgets import Input, Select

from optsim import OPTIMIZERS
from optsim.engine.settings import declared
from optsim.tui.screens.lane_form import AddScreen, EditScreen
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.setting_field import SettingField
from tests.tui.support import (
    SEVEN,
    example,
    in_loop,
    opened,
    play_to,
    press,
    region_lines,
    scenario,
    settle,
    text,
    ticks,
)


def race(pilot):
    return pilot.app.screen.player.race


def notices(pilot):
    return [notice.message for notice in pilot.app._notifications]


def field(pilot, name):
    return next(each for each in pilot.app.screen.query(SettingField) if each.setting.name == name)


async def fill(pilot, name, value):
    """Type a value into a field of the form."""
    found = field(pilot, name)
    found.focus_field()
    found.query_one(Input).value = ""
    await press(pilot, *value)


@pytest.mark.parametrize("kind", SEVEN)
@in_loop
async def test_the_form_has_a_field_for_every_declared_setting(kind):
    made = scenario(1, names=["only"])
    optimizer = OPTIMIZERS[kind](learning_rate=0.125)
    async with opened(made.with_lanes([made.lanes["only"]._replace(optimizer=optimizer)])) as pilot:
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, EditScreen)
        names = [each.setting.name for each in pilot.app.screen.query(SettingField)]
        assert names == list(declared(type(optimizer)))
        shown = text(pilot)
        for name, setting in declared(type(optimizer)).items():
            assert f"{setting.setting.symbol} {name}".strip() in shown
        assert "0.125" in shown
        assert "above 0" in shown


@in_loop
async def test_an_edit_holds_from_the_cursor_on_and_u_undoes_it():
    async with opened(scenario()) as pilot:
        await play_to(pilot, 30)
        await press(pilot, "down", "down", "e")
        step = race(pilot).step if hasattr(pilot.app.screen, "player") else None
        assert step is None
        await fill(pilot, "momentum", "0.5")
        await press(pilot, "enter")
        step = race(pilot).step
        await press(pilot, "right")
        lane = race(pilot).lanes[2]
        assert (lane.at(step).momentum, lane.at(step - 1).momentum) == (0.5, 0.9)
        await press(pilot, "u")
        assert race(pilot).lanes[2].edits == ()
        assert notices(pilot)[-1] == "Undone: edit of lane 3. U does it again."
        await press(pilot, "U")
        assert race(pilot).lanes[2].at(step).momentum == 0.5
        assert notices(pilot)[-1] == "Done again: edit of lane 3."
        await press(pilot, "U")
        assert notices(pilot)[-1].startswith("Nothing to redo")


@in_loop
async def test_a_bad_value_says_so_at_its_field_and_changes_nothing():
    async with opened(scenario()) as pilot:
        before = race(pilot)
        await press(pilot, "down", "down", "e")
        await fill(pilot, "momentum", "1.5")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EditScreen)
        assert field(pilot, "momentum").fault == "must be at least 0 and below 1, not 1.5"
        assert "must be at least 0 and below 1, not 1.5" in text(pilot)
        await fill(pilot, "learning_rate", "fast")
        assert field(pilot, "learning_rate").fault == "must be a number, not 'fast'"
        await press(pilot, "escape")
        assert race(pilot) is before


@in_loop
async def test_a_lane_gets_another_name_and_keeps_its_mark():
    async with opened(scenario()) as pilot:
        await press(pilot, "down", "down")
        slot = pilot.app.screen.look.slots["lane 3"]
        await press(pilot, "e", "up", *["backspace"] * 6, *"速い", "enter")
        assert list(race(pilot).runs) == ["lane 1", "lane 2", "速い", "lane 4"]
        assert pilot.app.screen.look.slots["速い"] == slot
        assert pilot.app.screen.lane_name == "速い"
        await press(pilot, "e", "up", *["backspace"] * 2, *"lane", "space", "1", "enter")
        assert "another lane is named lane 1" in text(pilot)


@in_loop
async def test_the_wheel_of_a_field_keeps_its_scale_and_range():
    async with opened(scenario(1, names=["adam"])) as pilot:
        await press(pilot, "a")
        await press(pilot, "pageup")
        assert field(pilot, "learning_rate").read() == pytest.approx(0.00125)
        field(pilot, "beta1").focus_field()
        await press(pilot, *["pageup"] * 30)
        assert field(pilot, "beta1").read() == pytest.approx(0.99)


@in_loop
async def test_plus_and_minus_change_the_rate_at_once_also_while_it_plays():
    async with opened(scenario()) as pilot:
        await press(pilot, "space")
        await ticks(pilot, 16)
        step = race(pilot).step
        await press(pilot, "+")
        assert pilot.app.screen.player.motion.playing
        await ticks(pilot, 16)
        assert race(pilot).lanes[0].learning_rate(step) == 0.125
        assert race(pilot).lanes[0].learning_rate(step - 1) == 0.1
        assert race(pilot).step == 40
        await press(pilot, "minus")
        assert race(pilot).lanes[0].learning_rate(40) == 0.1


@in_loop
async def test_a_lane_that_has_ended_cannot_be_tuned_and_says_why():
    async with opened(example("learning-rates")) as pilot:
        names = list(race(pilot).runs)
        await press(pilot, "end")
        while pilot.app.screen.player.busy:
            pilot.app.screen.tick()
        before = race(pilot)
        place = next(run.place for run in before.runs.values() if run.end and run.end.status.value == "diverged")
        await press(pilot, *["down"] * place, "+")
        assert race(pilot) is before
        assert notices(pilot)[-1].startswith(f"{names[place]} has ended at step ")


@in_loop
async def test_a_fork_is_selected_and_both_futures_are_seen():
    async with opened(scenario()) as pilot:
        await play_to(pilot, 40)
        await press(pilot, "space", "down", "f")
        screen = pilot.app.screen
        assert screen.lane_name == "lane 5"
        assert screen.look.slots["lane 5"] == 4
        step = race(pilot).step
        await press(pilot, "+", "shift+right")
        history = race(pilot).history
        assert (history.loss[: step + 1, 1] == history.loss[: step + 1, 4]).all()
        assert history.loss[step + 1, 1] != history.loss[step + 1, 4]
        assert any("lane 5" in line for line in region_lines(pilot, LaneTable))


@in_loop
async def test_a_lane_is_added_by_the_form():
    async with opened(scenario(2)) as pilot:
        await press(pilot, *["shift+right"] * 3, "a")
        assert isinstance(pilot.app.screen, AddScreen)
        pilot.app.screen.query_one("#kind", Select).value = "nag"
        await pilot.pause()
        await press(pilot, "tab")
        await fill(pilot, "learning_rate", "0.02")
        await press(pilot, "enter")
        while pilot.app.screen.player.busy:
            pilot.app.screen.tick()
        assert list(race(pilot).runs) == ["lane 1", "lane 2", "nag"]
        assert race(pilot).step == 30
        assert race(pilot).lanes[2].optimizer == OPTIMIZERS["nag"](learning_rate=0.02)


@in_loop
async def test_a_deleted_lane_comes_back_with_its_mark_and_the_last_one_stays():
    async with opened(scenario(2)) as pilot:
        await press(pilot, "shift+right", "d")
        assert list(race(pilot).runs) == ["lane 2"]
        assert pilot.app.screen.look.slots == {"lane 2": 1}
        await press(pilot, "d")
        assert list(race(pilot).runs) == ["lane 2"]
        assert "the last lane stays" in notices(pilot)[-1]
        await press(pilot, "u")
        while pilot.app.screen.player.busy:
            pilot.app.screen.tick()
        assert list(race(pilot).runs) == ["lane 1", "lane 2"]
        assert race(pilot).step == 10
        assert pilot.app.screen.look.slots == {"lane 2": 1, "lane 1": 0}


@in_loop
async def test_a_hidden_lane_is_told_and_not_drawn():
    async with opened(scenario(2)) as pilot:
        await press(pilot, "shift+right", "v")
        view = pilot.app.screen.query_one(LaneTable).view
        assert [lane.name for lane in view.drawn_lanes] == ["lane 2"]
        assert "hidden" in region_lines(pilot, LaneTable)[1]
        await press(pilot, "v")
        assert "hidden" not in text(pilot)


@in_loop
async def test_a_new_lane_can_have_the_settings_of_a_library():
    async with opened(scenario(1)) as pilot:
        await press(pilot, "a")
        form = pilot.app.screen
        for chosen, value in (("#kind", "rmsprop"), ("#library", "torch")):
            form.query_one(chosen, Select).value = value
            await settle(pilot)
        assert field(pilot, "decay").read() == 0.99
        assert field(pilot, "epsilon_inside").read() is False
        await press(pilot, "enter")
        assert race(pilot).lanes[1].optimizer == OPTIMIZERS["rmsprop"](
            learning_rate=0.001, decay=0.99, epsilon_inside=False
        )
        # another optimizer begins with the article's settings again
        await press(pilot, "a")
        form = pilot.app.screen
        form.query_one("#library", Select).value = "keras"
        await settle(pilot)
        assert field(pilot, "epsilon_hat").read() is True
        form.query_one("#kind", Select).value = "nag"
        await settle(pilot)
        assert form.query_one("#library", Select).value == "article"
        assert field(pilot, "convention").read() == "article"
