"""The mouse on the chart, its cross-hair, and curves of forks."""

import numpy as np
import pytest

from optsim.tui.panels.chart.chart_curves import ChartCurves
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.panels.chart.strokes import lane_lines
from tests.tui.support import in_loop, opened, panel, press, region_lines, scenario, settle, text, to_end
from tests.tui.test_map_places import drag, wheel


def chart(pilot):
    return panel(pilot, ChartView)


def race_of(pilot):
    return pilot.app.screen.player.race


def box_of(pilot):
    return chart(pilot)._box


def under(pilot, column, row):
    """What lies in a cell of the chart, in the units of its axes."""
    box, (x, y) = box_of(pilot), chart(pilot)._axes
    right = (column - box.left) / (box.columns - 1)
    up = 1 - (row - 1 - box.top) / (box.rows - 1)
    return x.low + right * (x.high - x.low), y.low + up * (y.high - y.low)


def a_cell(pilot):
    box, (x, y) = box_of(pilot), chart(pilot)._axes
    return (x.high - x.low) / box.columns, (y.high - y.low) / box.rows


@in_loop
async def test_a_click_seeks_and_pans_nothing():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        axes, column = chart(pilot)._axes, box_of(pilot).left + 20
        wanted = under(pilot, column, 5)[0]
        await pilot.click(ChartView, offset=(column, 5))
        await settle(pilot)
        assert race_of(pilot).step == round(wanted)
        assert chart(pilot)._axes == axes


@in_loop
async def test_a_click_in_a_part_that_is_zoomed_seeks_to_what_is_shown_there():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        await press(pilot, *["left"] * 3, "z", "z")
        assert chart(pilot)._axes[0].low > 100
        column = box_of(pilot).left + 9
        wanted = under(pilot, column, 5)[0]
        await pilot.click(ChartView, offset=(column, 5))
        await settle(pilot)
        assert race_of(pilot).step == round(wanted)


@in_loop
async def test_a_drag_pans_and_does_not_seek():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        before, held = chart(pilot)._axes, under(pilot, 30, 6)
        await drag(pilot, ChartView, (30, 6), (42, 9))
        assert race_of(pilot).step == 400
        for old, new in zip(before, chart(pilot)._axes, strict=True):
            assert new.high - new.low == pytest.approx(old.high - old.low)
        for was, now, cell in zip(held, under(pilot, 42, 9), a_cell(pilot), strict=True):
            assert abs(was - now) <= cell
        assert "zoomed: 0 shows all" in text(pilot)
        await press(pilot, "0")
        assert chart(pilot)._axes == before


@in_loop
async def test_a_drag_that_ends_where_it_began_is_no_click():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        before = chart(pilot)._axes
        await drag(pilot, ChartView, (30, 6), (50, 6))
        await drag(pilot, ChartView, (50, 6), (30, 6))
        assert race_of(pilot).step == 400
        assert chart(pilot)._axes[0][:2] == pytest.approx(before[0][:2])


@in_loop
async def test_the_wheel_zooms_about_the_pointer():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        before, held = chart(pilot)._axes, under(pilot, 30, 6)
        await wheel(pilot, ChartView, 30, 6, up=True)
        for old, new in zip(before, chart(pilot)._axes, strict=True):
            assert new.high - new.low == pytest.approx((old.high - old.low) / 1.25)
        for was, now, cell in zip(held, under(pilot, 30, 6), a_cell(pilot), strict=True):
            assert abs(was - now) <= cell
        await wheel(pilot, ChartView, 30, 6, up=False)
        for old, new in zip(before, chart(pilot)._axes, strict=True):
            assert abs(old.low - new.low) <= 0.05 * (old.high - old.low)


@in_loop
async def test_turning_the_wheel_without_end_leaves_a_chart():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        for up in (True, False):
            for _ in range(60):
                await wheel(pilot, ChartView, 30, 6, up=up)
                x, y = chart(pilot)._axes
                assert x.high - x.low >= 4
                assert x.high - x.low <= 2000
                assert y.high > y.low
        assert "└" in text(pilot)


@in_loop
async def test_the_cross_hair_follows_the_mouse_only_while_it_is_on():
    async with opened(scenario()) as pilot:
        await to_end(pilot)
        look, left = pilot.app.screen.look, box_of(pilot).left
        await pilot.hover(ChartView, offset=(left + 10, 6))
        await settle(pilot)
        assert look.hair is None
        await press(pilot, "c")
        for column in (left + 10, left + 25, left):
            await pilot.hover(ChartView, offset=(column, 6))
            await settle(pilot)
            assert look.hair == round(under(pilot, column, 6)[0])
            rows = region_lines(pilot, ChartView)
            assert sum(row[column] == "┆" for row in rows[2:-2]) > len(rows) // 2
            assert f"step {look.hair} " in text(pilot)
        assert race_of(pilot).step == 400
        await press(pilot, "c")
        assert look.hair is None


@in_loop
async def test_a_fork_s_curve_begins_where_it_was_forked_on_the_curve_it_comes_from():
    async with opened(scenario(2)) as pilot:
        await press(pilot, *["shift+right"] * 3, "f", "plus", *["shift+right"] * 2)
        view, race = chart(pilot).view, race_of(pilot)
        place = len(race.lanes) - 1
        fork = race.lanes[place].fork
        assert fork.step == 30
        source = race.runs[fork.lane].place
        found = {line.name: line for line in lane_lines(view, ChartCurves(race).drawn(view, 200, (0, 50)))}
        own, other = (found[race.lanes[each].name] for each in (place, source))
        drawn = np.isfinite(own.y)
        assert own.x[drawn].min() == 30
        assert own.x[drawn].max() == 50
        assert own.y[own.x == 30] == other.y[other.x == 30]
        assert np.isfinite(other.y).all()
        np.testing.assert_array_equal(own.y[drawn], race.history.loss[30:51, place])


@pytest.mark.parametrize("quantity", ["distance", "effective_rate", "update_norm"])
@in_loop
async def test_the_cross_hair_tells_the_exact_value_of_any_quantity(quantity):
    from optsim.analysis.quantities import series  # noqa: PLC0415
    from optsim.plot.numbers import compact  # noqa: PLC0415

    async with opened(scenario(4)) as pilot:
        await press(pilot, *["shift+right"] * 3, "left", "c")
        pilot.app.screen.look.y = quantity
        pilot.app.screen.show()
        await settle(pilot)
        for value in series(race_of(pilot), quantity).values[29]:
            assert compact(value, 4) in text(pilot)
