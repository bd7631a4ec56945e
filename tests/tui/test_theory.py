"""Theory on the screen: t draws what is expected beside what is measured, and says both."""

from dataclasses import replace

import numpy as np
import pytest

from optsim.scenario import load
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.screens.race import RaceScreen
from optsim.tui.widgets.lane_table import LaneTable
from tests.tui.support import example, in_loop, opened, panel, press, region_lines, scenario, text

WIDE = (160, 45)


async def to_the_end(pilot):
    await press(pilot, "end")
    while pilot.app.screen.player.busy:
        pilot.app.screen.tick()
    await press(pilot, "0")


def drawn(pilot):
    """The chart as it is drawn."""
    chart = panel(pilot, ChartView)
    return chart._chart(chart.view, chart.size.width)[0]


@pytest.mark.thorough
@in_loop
async def test_expected_losses_are_drawn_dashed_and_the_selected_lane_has_spread_and_floor():
    async with opened(scenario(4), WIDE) as pilot:
        await to_the_end(pilot)
        plain = len(drawn(pilot).lines)
        await press(pilot, "down", "t")
        while pilot.app.screen.player.busy:
            pilot.app.screen.tick()
        await press(pilot, "0")
        chart = drawn(pilot)
        # gd, sgd, momentum and nag are linear; and the floor
        assert len(chart.lines) == plain + 5
        assert all(line.dashed for line in chart.lines[plain:])
        (spread,) = chart.shades
        forecast = pilot.app.screen.player.overlays.theory.forecast
        expected = forecast.expected()[:, 1]
        (own,) = [line for line in chart.lines[plain:] if line.front]
        np.testing.assert_array_equal(own.y, expected[own.x.astype(int)])
        assert (spread.low <= own.y).all()
        assert (spread.high >= own.y).all()
        assert "theory: dashed expected loss, ground ± s.d., level: its floor" in text(pilot)
        assert "predicted floor" in region_lines(pilot, LaneTable)[-2]
        await press(pilot, "t")
        assert len(drawn(pilot).lines) == plain
        assert "predicted" not in text(pilot)


@in_loop
async def test_of_gd_the_dashes_lie_on_the_curve():
    async with opened(scenario(1), WIDE) as pilot:
        await to_the_end(pilot)
        await press(pilot, "t", "0")
        while pilot.app.screen.player.busy:
            pilot.app.screen.tick()
        await press(pilot, "0")
        assert not drawn(pilot).shades
        player = pilot.app.screen.player
        np.testing.assert_allclose(player.overlays.theory.forecast.expected(), player.race.history.loss, rtol=1e-9)
        assert "predicted rate 0.975 in the long run, measured 0.975; α·λmax = 0.1, limit 2" in text(pilot)


@in_loop
async def test_a_race_that_stands_still_is_paused_while_theory_is_computed():
    async with opened(scenario(2), WIDE, times=1) as pilot:
        await press(pilot, *["right"] * 5, "t")
        assert "theory: computing" in text(pilot)
        assert "▮▮ paused" in text(pilot)
        assert "space Play" in text(pilot)


@pytest.mark.thorough
@in_loop
async def test_it_follows_while_the_race_plays_and_is_changed():
    async with opened(scenario(2), WIDE) as pilot:
        await press(pilot, "t", "space")
        screen = pilot.app.screen
        for _ in range(20):
            screen.tick()
        assert len(screen.player.overlays.theory.forecast.expected()) == screen.player.race.head + 1
        await press(pilot, "down", "+")
        for _ in range(20):
            screen.tick()
        assert screen.player.overlays.theory.forecast.race is screen.player.race
        assert len(screen.player.overlays.theory.forecast.expected()) == screen.player.race.head + 1


@in_loop
async def test_where_theory_is_silent_it_says_so():
    async with opened(example("regression"), WIDE) as pilot:
        await press(pilot, "t", "right")
        assert "theory: no curve for any lane here" in text(pilot)
        assert "no curve: not a quadratic" in region_lines(pilot, LaneTable)[-2]


@in_loop
async def test_a_saddle_is_left_where_the_arrow_points():
    async with opened(example("saddle"), WIDE) as pilot:
        await to_the_end(pilot)
        await press(pilot, "t")
        chart = drawn(pilot)
        (arrow,) = (mark for mark in chart.marks if mark.sign == "⇣")
        said = region_lines(pilot, LaneTable)[-2]
        assert f"predicted to leave the saddle at step {arrow.x:.0f}, it left at" in said
        assert "⇣ predicted to leave the saddle" in text(pilot)


def short():
    """The network, its lanes stopped early within 120 steps: the band over seeds of all 1600 takes half a minute."""
    made = example("regression")
    return replace(made, steps=120, early_stopping=tuple(replace(rule, patience=3) for rule in made.early_stopping))


@pytest.mark.parametrize("size", [(160, 45), (80, 24), (60, 18)])
@pytest.mark.parametrize("name", ["saddle", "learning-rates", "noisy-quadratic", "regression"])
@in_loop
async def test_with_theory_every_panel_and_quantity_is_drawn(name, size):
    async with opened(short() if name == "regression" else load(name), size) as pilot:
        await press(pilot, "t", "shift+right", *["y", "x", "l"] * 6, "b", "down", "v", "c", "home", "end")
        while pilot.app.screen.player.busy:
            pilot.app.screen.tick()
        await press(pilot, "1", "z", "0")
        assert isinstance(pilot.app.screen, RaceScreen)
