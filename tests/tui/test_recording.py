"""A recording in the app: every key, every panel, at recorded steps only; and a live session that records itself."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from textual.widgets import Checkbox

from optsim.engine.capabilities.states import Resumable
from optsim.plot.numbers import compact
from optsim.recording.reader import read
from optsim.recording.verification.verify import verify
from optsim.scenario import load
from optsim.tui.messages import Picked
from optsim.tui.panels import PANELS
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.panels.explain.explain_view import ExplainView
from optsim.tui.panels.map.map_view import MapView
from optsim.tui.session_recorder import RecordTarget
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.status_bar import StatusBar
from tests.recordings import cut, drifted, recorded, written
from tests.tui.support import example, in_loop, opened, press, region_lines, scenario, text, ticks
from tests.tui.test_walk import KEYS, check, walk

SIZES = [(160, 45), (120, 36), (80, 24)]
#: keys that change the race or leave it; the others leave a recording a recording
CHANGES = {"n", "N", "e", "plus", "minus", "f", "a", "d", "u", "o", "w", "question_mark"}
LOOKS = [key for key in KEYS if key not in CHANGES]


def notices(pilot):
    return [notice.message for notice in pilot.app._notifications]


def race_of(pilot):
    return pilot.app.screen.player.race


async def settled(pilot):
    """What is computed behind what is shown has come."""
    while pilot.app.screen.player.busy:
        pilot.app.screen.tick()
    pilot.app.screen.show()


@pytest.mark.parametrize("size", SIZES)
@in_loop
async def test_the_bar_says_what_it_is_and_the_table_shows_what_was_recorded(size, tmp_path):
    recording = recorded(tmp_path, scenario(3, steps=60))
    async with opened(recording, size) as pilot:
        assert "recording" in region_lines(pilot, StatusBar)[0]
        await press(pilot, *["right"] * 3)
        assert "step 3/60" in region_lines(pilot, StatusBar)[0]
        rows = region_lines(pilot, LaneTable)[1:4]
        for row, loss in zip(rows, recording.columns["loss"][3], strict=True):
            assert f" {compact(loss)} " in row
        await press(pilot, "end")
        assert race_of(pilot).step == 60
        assert "ended" in region_lines(pilot, StatusBar)[0]


@pytest.mark.thorough
@pytest.mark.parametrize("every", [1, 7])
@pytest.mark.parametrize(("name", "size"), [("saddle", (120, 36)), ("regression", (80, 24))])
@in_loop
async def test_any_keys_show_recorded_rows_and_nothing_else(name, size, every, tmp_path):
    recording = recorded(tmp_path, replace(load(name), steps=90), every=every)
    rows = {int(step): row for row, step in enumerate(recording.steps)}
    rolls = random.Random(f"{name}{every}")
    async with opened(recording, size) as pilot:
        for _ in range(8):
            await walk(pilot, rolls.choices(LOOKS, k=6))
            race, look = race_of(pilot), pilot.app.screen.look
            assert not isinstance(race, Resumable)
            assert look.hair is None or look.hair in rows
            for lane in pilot.app.screen.query_one(LaneTable).view.lanes:
                row = rows[min(race.step, race.runs[lane.name].last_step)]
                for column in ("loss", "grad_norm", "update_norm", "learning_rate"):
                    np.testing.assert_equal(lane.values[column], recording.columns[column][row, lane.place])


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize(("name", "with_params"), [("saddle", True), ("saddle", False), ("regression", False)])
@in_loop
async def test_every_panel_shows_of_a_recording_what_it_shows_of_the_race(name, with_params, panel, tmp_path):
    short = replace(load(name), steps=70)
    shown = []
    for source in (recorded(tmp_path, short, with_params=with_params), short):
        async with opened(source, (120, 36)) as pilot:
            pilot.app.screen.open_panel(panel)
            await press(pilot, "end")
            await settled(pilot)
            # how far a map reaches depends on how it came to be: 0 fits it anew
            await press(pilot, *["left"] * 5, *["down"] * 2, "0")
            check(pilot)
            # all but the first line, which says that it is a recording
            shown.append(text(pilot).splitlines()[1:])
    assert shown[0] == shown[1]


@in_loop
async def test_keys_and_cross_hair_go_from_recorded_step_to_recorded_step(tmp_path):
    recording = recorded(tmp_path, scenario(2, steps=100), every=8)
    async with opened(recording, (120, 36)) as pilot:
        assert "recorded every 8 steps" in text(pilot)
        screen = pilot.app.screen
        await press(pilot, "right", "right", "left")
        assert race_of(pilot).step == 8
        await press(pilot, "shift+right")
        assert race_of(pilot).step == 88
        await press(pilot, "c")
        seen = []
        for key in ("full_stop", "full_stop", "full_stop", "comma"):
            await press(pilot, key)
            seen.append(screen.look.hair)
        assert seen == [96, 100, 100, 96]
        await press(pilot, "enter")
        assert race_of(pilot).step == 96
        chart = screen.query_one(ChartView)
        for column in (20, 31, 45):
            chart.click(column, 5)
            await press(pilot)
            assert race_of(pilot).step % 8 == 0
            chart.hover(column, 5)
            await press(pilot)
            assert screen.look.hair % 8 == 0


@pytest.mark.parametrize("smooth", [0, 1])
@pytest.mark.parametrize("quantity", ["loss", "validation_loss", "grad_norm", "effective_rate"])
@in_loop
async def test_curves_go_from_one_recorded_point_to_the_next(quantity, smooth, tmp_path):
    made = replace(example("regression"), steps=120)
    recording = recorded(tmp_path, made, every=6)
    async with opened(recording, (120, 36)) as pilot:
        screen = pilot.app.screen
        screen.look.y, screen.look.x, screen.look.smooth = quantity, "step", smooth
        await press(pilot, "end")
        chart = screen.query_one(ChartView)
        drawn, _ = chart._chart(chart.view, 100)
        race = race_of(pilot)
        for line in drawn.lines:
            assert np.isin(line.x, recording.steps).all()
            assert len(line.x) > 5
            # the last point has no update; no other is missing
            assert np.isfinite(line.y).all()
        assert {line.x[-1] for line in drawn.lines} <= {120.0, 114.0}
        assert race.history.loss.shape == (121, 7)
        assert np.isnan(race.history.loss[1:6]).all()


@pytest.mark.parametrize(("panel", "kind"), [("explain", ExplainView), ("map", MapView)])
@in_loop
async def test_a_panel_says_where_states_are_other_ones_here(panel, kind, tmp_path):
    recording = drifted(recorded(tmp_path, scenario(3, steps=60)), 21)
    async with opened(recording, (120, 36)) as pilot:
        pilot.app.screen.open_panel(panel)
        await press(pilot, "shift+right", "shift+right")
        assert "differs" not in "".join(region_lines(pilot, kind))
        await press(pilot, "right")
        told = " ".join(line.strip() for line in region_lines(pilot, kind)[-2:])
        assert "computed again here; differs from the recording from step 21" in told
        await press(pilot, "plus")
        assert "differs from the recording from step 21" in notices(pilot)[-1]
        assert "differs" not in "".join(region_lines(pilot, kind))


@in_loop
async def test_far_states_are_waited_for_and_the_numbers_are_there_at_once(tmp_path):
    recording = recorded(tmp_path, scenario(3, steps=300))
    async with opened(recording, (120, 36), times=10) as pilot:
        await press(pilot, "3", "end")
        assert "computing again: step 0 of 300" in region_lines(pilot, MapView)[0]
        assert "ended" in region_lines(pilot, StatusBar)[0]
        assert compact(recording.columns["loss"][300, 0]) in text(pilot)
        await ticks(pilot, 3)
        assert "computing again: step 33 of 300" in region_lines(pilot, MapView)[0]
        await settled(pilot)
        await press(pilot)
        assert "computing again" not in text(pilot)
        assert "minimum" in text(pilot)


@pytest.mark.parametrize("size", SIZES)
@in_loop
async def test_a_cut_recording_says_so(size, tmp_path):
    recording = read(cut(written(tmp_path / "run.jsonl", scenario(2, steps=60))))
    async with opened(recording, size) as pilot:
        assert notices(pilot) == [f"run.jsonl: cut off after step {recording.steps[-1]}."]
        await press(pilot, "end")
        assert f"cut off   step {recording.steps[-1]}/60" in region_lines(pilot, StatusBar)[0]
        await press(pilot, "right")
        assert race_of(pilot).step == recording.steps[-1]


@in_loop
async def test_a_recording_of_a_race_that_was_left_ends_there(tmp_path):
    async with opened(recorded(tmp_path, scenario(2, steps=60), head=25), (80, 24)) as pilot:
        assert notices(pilot) == []
        await press(pilot, "end")
        assert "ends here   step 25/60" in region_lines(pilot, StatusBar)[0]


@pytest.mark.parametrize("key", ["plus", "minus", "f", "d", "n"])
@in_loop
async def test_a_key_that_changes_it_makes_a_race_of_it_and_undo_a_recording(key, tmp_path):
    async with opened(recorded(tmp_path, scenario(3, steps=60)), (80, 24)) as pilot:
        await press(pilot, "shift+right", key)
        assert "recording" not in region_lines(pilot, StatusBar)[0]
        assert any("u goes back to the recording" in told for told in notices(pilot))
        await press(pilot, "u")
        assert "recording" in region_lines(pilot, StatusBar)[0]
        assert "This is the recording again." in notices(pilot)[-1]
        await press(pilot, "u")
        assert "Nothing to undo" in notices(pilot)[-1]


@in_loop
async def test_restart_plays_it_from_the_start(tmp_path):
    async with opened(recorded(tmp_path, scenario(3, steps=60)), (80, 24)) as pilot:
        await press(pilot, "end", "r")
        assert race_of(pilot).step == 0
        assert "recording   ▶ playing" in region_lines(pilot, StatusBar)[0]
        await ticks(pilot, 10)
        assert race_of(pilot).step > 5


@pytest.mark.parametrize("every", [1, 7])
@in_loop
async def test_what_can_be_saved_of_a_recording(every, tmp_path, monkeypatch):
    boxes = ["table", "scenario", "picture"]
    monkeypatch.chdir(tmp_path)
    recording = recorded(tmp_path, scenario(3, steps=60), every=every)
    async with opened(recording) as pilot:
        await press(pilot, "end", "w")
        assert [box.id for box in pilot.app.screen.query(Checkbox)] == boxes
        await press(pilot, "enter")
        assert len(list(tmp_path.iterdir())) == 1 + len(boxes)
        (table,) = tmp_path.glob("*.csv")
        assert len(table.read_text().splitlines()) == 1 + 3 * len(recording.steps)


@pytest.mark.parametrize("name", ["saddle", "regression"])
@pytest.mark.parametrize("turn", range(2))
@in_loop
async def test_a_session_records_itself_and_the_file_verifies(name, turn, tmp_path):
    path = tmp_path / "run.jsonl"
    rolls = random.Random(f"{name}{turn}")
    async with opened(replace(load(name), steps=60), (100, 30), record=RecordTarget(path)) as pilot:
        assert "● rec" in region_lines(pilot, StatusBar)[0]
        for key in rolls.choices(KEYS, k=30):
            await walk(pilot, [key])
        player = pilot.app.screen.player
    race = player.race
    recording = read(path)
    assert recording.complete
    assert list(recording.scenario.lanes) == list(race.runs)
    assert recording.seed == race.seed
    assert recording.steps.tolist() == list(range(race.head + 1))
    np.testing.assert_array_equal(recording.columns["loss"], race.history.loss)
    assert recording.ends == race.ends
    assert verify(path).same
    async with opened(recording) as pilot:
        await press(pilot, "end")
        await settled(pilot)
        assert race_of(pilot).doubt is None
        assert race_of(pilot).step == race.head


@in_loop
async def test_a_session_can_be_read_at_any_moment(tmp_path):
    path = tmp_path / "run.jsonl"
    async with opened(scenario(3, steps=60), record=RecordTarget(path)) as pilot:
        assert read(path).steps.tolist() == [0]
        await press(pilot, "shift+right", "plus", "right")
        recording = read(path)
        assert not recording.complete
        assert recording.steps.tolist() == list(range(12))
        assert len(recording.commands) == 1
        await press(pilot, "space")
        await ticks(pilot, 8)
        assert read(path).steps[-1] == race_of(pilot).step > 12
        # the app is told to end, as by a signal
        pilot.app.exit()
    assert read(path).complete
    assert pilot.app.recorded == f"recorded up to step {read(path).steps[-1]} in {path}"


@in_loop
async def test_opening_another_scenario_ends_the_recording_and_says_so(tmp_path):
    path = tmp_path / "run.jsonl"
    async with opened(scenario(3, steps=60), record=RecordTarget(path)) as pilot:
        await press(pilot, "shift+right")
        pilot.app.screen.post_message(Picked(example("saddle")))
        await press(pilot)
        assert f"The race before is recorded up to step 10 in {path}; this one is not recorded." in notices(pilot)[-1]
        assert "rec" not in region_lines(pilot, StatusBar)[0]
        await press(pilot, "shift+right")
        recording = read(path)
        assert recording.complete
        assert list(recording.scenario.lanes) == ["lane 1", "lane 2", "lane 3"]
    assert pilot.app.recorded == ""


@in_loop
async def test_a_file_that_is_there_is_not_touched_and_the_race_goes_on(tmp_path):
    path = tmp_path / "run.jsonl"
    path.write_text("mine")
    async with opened(scenario(3, steps=60), record=RecordTarget(path)) as pilot:
        assert "run.jsonl is there already. The race goes on and is not recorded any more." in notices(pilot)[-1]
        await press(pilot, "right")
        assert race_of(pilot).step == 1
    assert path.read_text() == "mine"


@in_loop
async def test_over_a_file_that_is_there_where_that_is_wished(tmp_path):
    path = tmp_path / "run.jsonl"
    path.write_text("mine")
    async with opened(scenario(3, steps=60), record=RecordTarget(path, overwrite=True)) as pilot:
        await press(pilot, "right")
    assert read(path).steps.tolist() == [0, 1]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@in_loop
async def test_a_full_disk_is_told_once_and_the_race_goes_on():
    async with opened(scenario(3, steps=60), record=RecordTarget(Path("/dev/full"), overwrite=True)) as pilot:
        await press(pilot, "right", "plus", "right")
        told = [told for told in notices(pilot) if "not recorded any more" in told]
        assert len(told) == 1
        assert "No space left on device" in told[0]
        assert race_of(pilot).step == 2
        assert "rec" not in region_lines(pilot, StatusBar)[0]
    assert pilot.app.recorded == ""
