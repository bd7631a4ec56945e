"""The screens of lanes with batches and starts of their own: each where it counts, and all that is said of it is its own."""

from dataclasses import replace

import numpy as np
import pytest

from optsim.analysis.quantities import Measured
from optsim.analysis.scales import LOG
from optsim.scenario import Scenario
from optsim.tui.messages import StartMoved
from optsim.tui.panels.chart.chart_curves import ChartCurves
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.panels.map.map_view import MapView
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.status_bar import StatusBar
from tests.playback.test_own_lanes import SADDLE
from tests.recording.support import BATCHES, scenario_of
from tests.tui.support import in_loop, opened, panel, play_to, press, region_lines, settle, text, to_end

SIZES = [(120, 36), (80, 24)]
SHOWN = replace(scenario_of("batches"), early_stopping=())


def drawn(pilot):
    """The curves of the chart as it is: the validation loss, then the training loss, each by place."""
    chart = panel(pilot, ChartView)
    found, _ = chart._chart(chart.view, 100)
    two_each = [found.lines[at : at + 2] for at in range(0, len(found.lines), 2)]
    return found, {lane.place: two for lane, two in zip(chart.view.lanes, two_each, strict=True)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("count", "furthest"),
    [
        ("step", {0: 55, 1: 15, 2: 15, 3: 5}),
        ("epoch", dict.fromkeys(range(4), 5)),
        ("evaluations", {0: 55, 1: 15, 2: 15, 3: 5}),
        ("examples", dict.fromkeys(range(4), 55)),
    ],
)
@in_loop
async def test_curves_lie_where_each_lane_counts(size, count, furthest):
    shown = replace(SHOWN, view=replace(SHOWN.view, x=count))
    async with opened(shown, size) as pilot:
        await to_end(pilot)
        # both losses of every lane, and as they are measured
        await press(pilot, "T", "s", "s")
        race = pilot.app.screen.player.race
        chart, curves = drawn(pilot)
        for place, (validation, training) in curves.items():
            last, steps = race.setup.last_steps[place], race.setup.steps_per_epoch[place]
            assert training.x[~np.isnan(training.y)].max() == pytest.approx(furthest[place])
            assert validation.x[~np.isnan(validation.y)] == pytest.approx(np.linspace(0, furthest[place], 6))
            np.testing.assert_array_equal(training.y[~np.isnan(training.y)], race.history.loss[: last + 1, place])
            rows = race.history.validation_loss[: last // steps + 1, place]
            np.testing.assert_array_equal(validation.y[~np.isnan(validation.y)], rows)
        assert chart.x.high >= max(furthest.values())
        assert chart.x.high <= 1.3 * max(furthest.values())
        assert chart.cursor == pytest.approx(furthest[0])
        await press(pilot, "down", "down", "down")
        assert drawn(pilot)[0].cursor == pytest.approx(furthest[3])


@in_loop
async def test_the_epoch_at_the_top_is_that_of_the_selected_lane():
    async with opened(SHOWN) as pilot:
        await play_to(pilot, 4)
        assert "epoch 0 of one" in region_lines(pilot, StatusBar)[0]
        await press(pilot, "down")
        assert "epoch 1 of four" in region_lines(pilot, StatusBar)[0]
        await press(pilot, "space", "c")
        assert "step 5 · epoch 1 of four" in text(pilot)
    async with opened(scenario_of("epochs")) as pilot:
        await play_to(pilot, 4)
        assert "epoch 1 " in region_lines(pilot, StatusBar)[0]


@in_loop
async def test_the_title_of_a_lane_stands_by_its_name_where_there_is_room():
    async with opened(SHOWN) as pilot:
        assert " one · one example a step  " in region_lines(pilot, LaneTable)[-2]
        await press(pilot, "down")
        assert " four  " in region_lines(pilot, LaneTable)[-2]


@in_loop
async def test_the_form_of_a_lane_tells_what_it_has_of_its_own():
    async with opened(scenario_of("starts")) as pilot:
        await press(pilot, "e")
        assert "Batch size 100, start (0.1, -0.2): that stays" in " ".join(text(pilot).split())
        await press(pilot, "escape", "down", "down", "e")
        assert "that stays" not in text(pilot)


@in_loop
async def test_an_edit_and_a_fork_in_the_app_keep_what_the_lane_has_of_its_own():
    async with opened(scenario_of("starts")) as pilot:
        await play_to(pilot, 9)
        await press(pilot, "space", "plus", "f")
        own = [(lane.batch_size, lane.start) for lane in pilot.app.screen.player.race.lanes]
        assert own == [(100, (0.1, -0.2)), (4, (-4.0, 0.5)), (None, None), (100, (0.1, -0.2))]
        assert pilot.app.screen.player.race.lanes[0].edits


@pytest.mark.parametrize("size", SIZES)
@in_loop
async def test_a_map_has_a_sign_for_each_start_and_a_click_moves_all_of_them(size):
    async with opened(Scenario.from_dict(SADDLE), size) as pilot:
        await press(pilot, "3")
        await to_end(pilot)
        shown = "\n".join(region_lines(pilot, MapView))
        assert "⌂ starts" in shown
        # two of the four lie in one cell, under the head of the lane that stands on the saddle: they are moved as far as there is room
        assert 2 <= shown.count("⌂") - 1 <= 4
        pilot.app.screen.post_message(StartMoved(1.0, -1.0))
        await settle(pilot)
        race = pilot.app.screen.player.race
        assert race.setup.starts.tolist() == [[1.0, -1.0]] * 4
        told = [note.message for note in pilot.app._notifications]
        assert any("All lanes start at (1, -1) now, also the 3 that had their own." in message for message in told)
        assert "⌂ start " in "\n".join(region_lines(pilot, MapView))
        await press(pilot, "u")
        starts = pilot.app.screen.player.race.setup.starts.tolist()
        assert starts == [[2.0, 0.001], [0.001, 0.01], [-2.0, 0.5], [0.0, 0.0]]


def test_a_slow_lane_s_curve_is_whole_however_far_the_fast_ones_have_come():
    """Extremes of blocks of epochs are kept: those of a lane must not be closed by another one's epochs."""
    lanes = {
        name: {"optimizer": "sgd", "learning_rate": 0.01, "batch_size": size}
        for name, size in {"one": 1, "all": 11}.items()
    }
    race = Scenario.from_dict({"objective": BATCHES["objective"], "budget": {"steps": 6000}, "lanes": lanes}).race()
    kept, fresh = ChartCurves(race), ChartCurves(race)
    for head in (500, 2000, 4100, 6000):
        race.seek(head)
        shown = Measured(race).series("validation_loss")
        points = kept.points(shown, 20, (0, head), LOG)
    wanted = fresh.points(shown, 20, (0, 6000), LOG)
    for place, run in enumerate(race.runs.values()):
        drawn, again = points[place].blocks, wanted[place].blocks
        for one, other in zip(drawn, again, strict=True):
            np.testing.assert_array_equal(
                one if one.ndim == 1 else one[:, place], other if other.ndim == 1 else other[:, place]
            )
        own = race.history.validation_loss[: 6000 // run.steps_per_epoch + 1, place]
        assert np.nanmin(drawn.low[:, place]) == own.min()
        assert not np.isnan(drawn.mean[:, place]).any()
    assert len(points[1].blocks.rows) < 6000
