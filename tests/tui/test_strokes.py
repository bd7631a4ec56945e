"""Curves of the chart: one line a lane, the selected one in front, and nobody else's colour changes with it."""

import numpy as np
import pytest

from optsim.plot.chart import draw
from optsim.scenario import Scenario
from optsim.tui.panels.chart.chart_curves import ChartCurves
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.panels.chart.strokes import lane_lines, lane_span
from tests.tui.support import in_loop, opened, panel, press, region_lines, scenario, to_end

SIZES = [(160, 45), (120, 36), (80, 24)]
#: two lanes that never meet
APART = {
    "slow": {"optimizer": "gd", "learning_rate": 0.01},
    "fast": {"optimizer": "gd", "learning_rate": 0.1},
}
FALLING = Scenario.from_dict(
    {
        "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.25], "start": [2.0, -2.0]},
        "budget": {"steps": 400},
        "lanes": APART,
    }
)


def of_chart(pilot):
    """The chart as it is drawn, and its cells without the cursor."""
    view = panel(pilot, ChartView)
    chart, _ = view._chart(view.view, view.size.width)
    return chart, draw(chart._replace(cursor=None, marks=()), view.size.width, view.size.height)


@pytest.mark.parametrize("lanes", [2, 4, 7])
@in_loop
async def test_selecting_a_lane_recolours_no_cell_of_another(lanes):
    async with opened(scenario(lanes)) as pilot:
        await to_end(pilot)
        owners = []
        for _ in range(lanes):
            view = panel(pilot, ChartView).view
            _, grid = of_chart(pilot)
            of_colour = {view.colour(place): place for place in range(lanes)}
            of_colour |= {view.dim(place): place for place in range(lanes)}
            owners.append(np.vectorize(lambda colour, of=of_colour: of.get(colour, -1))(grid.fg))
            await press(pilot, "down")
        for selected, owner in enumerate(owners):
            for other, before in enumerate(owners):
                changed = owner != before
                # what changes hands goes to the lane that is selected, or comes back from it
                assert (owner[changed] == selected)[before[changed] != other].all()


@in_loop
async def test_of_many_curves_all_but_the_selected_one_stand_back_and_their_names_do_not():
    async with opened(scenario(7)) as pilot:
        await to_end(pilot)
        await press(pilot, "down")
        view = panel(pilot, ChartView).view
        for place, line in enumerate(of_chart(pilot)[0].lines):
            assert line.front == (place == 1)
            assert line.colour == (view.colour(place) if place == 1 else view.dim(place))
            assert (line.strong, line.name) == (view.colour(place), view.lanes[place].name)


@pytest.mark.parametrize(("shown", "crosses"), [(FALLING, False), (scenario(2), True)])
@in_loop
async def test_two_curves_stand_back_only_where_they_cross(shown, crosses):
    async with opened(shown) as pilot:
        await to_end(pilot)
        view = panel(pilot, ChartView).view
        assert (of_chart(pilot)[0].lines[1].colour == view.dim(1)) == crosses


@in_loop
async def test_where_the_selected_lane_is_hidden_nobody_stands_back():
    async with opened(scenario(7)) as pilot:
        await to_end(pilot)
        await press(pilot, "v")
        chart, _ = of_chart(pilot)
        assert len(chart.lines) == 6
        assert all(line.colour == line.strong for line in chart.lines)
        assert not chart.spans


@pytest.mark.parametrize("size", SIZES)
@in_loop
async def test_each_curve_has_its_name_at_its_end(size):
    async with opened(scenario(7), size) as pilot:
        await to_end(pilot)
        rows = region_lines(pilot, ChartView)
        for lane in panel(pilot, ChartView).view.lanes:
            assert any(lane.name in row for row in rows), (lane.name, rows)


@in_loop
async def test_the_ground_is_the_selected_lane_s_span_and_where_a_curve_only_falls_there_is_none():
    for shown, noisy in ((scenario(2), True), (FALLING, False)):
        async with opened(shown) as pilot:
            await to_end(pilot)
            await press(pilot, "down")
            view = panel(pilot, ChartView).view
            (span,) = lane_span(view, ChartCurves(view.race).drawn(view, 200, (0, 400)))
            assert span.colour == view.tint(1)
            assert bool(np.isfinite(span.low).sum() > 100) == noisy


@in_loop
async def test_a_line_goes_through_the_means_of_a_long_race():
    async with opened(scenario(2, steps=20_000)) as pilot:
        await to_end(pilot)
        # without the average over steps
        await press(pilot, "s", "s")
        view = panel(pilot, ChartView).view
        line = lane_lines(view, ChartCurves(view.race).drawn(view, 40, (0, 20_000)))[0]
        losses = view.race.history.loss[256:512, 0]
        assert line.y[1] == pytest.approx(np.exp(np.log(losses).mean()))
