"""Axes of the chart: scales by key, what lies outside told at the edge, and the steps around the cursor."""

from dataclasses import replace

import numpy as np
import pytest

from optsim.plot.numbers import compact
from optsim.scenario import Scenario, load
from optsim.tui.panels.chart.chart_view import ChartView
from tests.tui.support import (
    example,
    in_loop,
    opened,
    panel,
    press,
    region_lines,
    scenario,
    settle,
    text,
    ticks,
    to_end,
)

SIZES = [(160, 45), (120, 36), (80, 24)]


def axes(pilot):
    return panel(pilot, ChartView)._axes


def told(pilot):
    return [each.message for each in pilot.app._notifications]


@in_loop
async def test_the_key_goes_through_the_scales_that_make_sense():
    async with opened(example("saddle")) as pilot:
        await to_end(pilot)
        seen = []
        for _ in range(3):
            seen.append(panel(pilot, ChartView).view.scale.kind)
            await press(pilot, "l")
        assert seen == ["linear", "gap", "linear"]
        assert "log of the gap to the minimum −0.781" in text(pilot)
        # the lowest lanes come so near to the minimum that a linear scale shows no difference
        assert axes(pilot)[1].low <= -6


@in_loop
async def test_where_no_other_scale_makes_sense_the_key_says_why():
    async with opened(scenario()) as pilot:
        pilot.app.screen.look.y = "cosine"
        await press(pilot, "l")
        (message,) = told(pilot)
        assert "below 0" in message
        assert panel(pilot, ChartView).view.scale.kind == "linear"


@pytest.mark.parametrize("key", ["x", "T"])
@in_loop
async def test_a_key_that_can_do_nothing_says_why(key):
    shown = Scenario.from_dict(
        {
            "objective": {"kind": "quadratic", "eigenvalues": [1.0], "start": [2.0]},
            "budget": {"steps": 5},
            "lanes": {"gd": {"optimizer": "gd", "learning_rate": 0.1}},
        }
    )
    async with opened(shown) as pilot:
        before = pilot.app.screen.look.x, pilot.app.screen.look.y
        await press(pilot, key)
        looks = pilot.app.screen.look.x, pilot.app.screen.look.y
        assert looks != before or told(pilot)


@pytest.mark.parametrize("size", SIZES)
@in_loop
async def test_what_lies_outside_is_told_at_the_edge_where_it_leaves(size):
    async with opened(example("learning-rates"), size) as pilot:
        await to_end(pilot)
        if size == (80, 24):
            await press(pilot, "1")
        rows = region_lines(pilot, ChartView)
        box = panel(pilot, ChartView)._box
        first, last = rows[1 + box.top], rows[box.top + box.rows]
        assert "diverging ↑" in first
        assert any("↑ 1 lane above 10³" in row for row in rows[1 + box.top : 3 + box.top])
        assert "right ↓" in last
        assert any("↓ 1 lane below 10⁻¹²" in row for row in rows[box.top + box.rows - 1 :])
        # ✗ stands where the curve leaves, and not at the step at which it was given up
        assert "✗" in first[: box.left + box.columns // 4]


@in_loop
async def test_by_hand_ten_steps_are_many_columns_and_play_shows_all_again():
    async with opened(scenario(steps=400), (160, 45)) as pilot:
        await to_end(pilot)
        whole = axes(pilot)[0]
        await press(pilot, *["left"] * 3)
        x = axes(pilot)[0]
        box = panel(pilot, ChartView)._box
        assert 10 * box.columns / (x.high - x.low) >= 15
        assert x.low <= 397 <= x.high
        assert "0 shows all" in text(pilot)
        await press(pilot, "0")
        assert axes(pilot)[0] == whole
        await press(pilot, "left")
        assert axes(pilot)[0] != whole
        await press(pilot, "end")
        assert axes(pilot)[0] == whole


@pytest.mark.parametrize("kind", ["saddle", "regression", "noisy-quadratic"])
@in_loop
async def test_steps_by_hand_say_what_part_is_shown_and_keep_the_scale_until_the_part_moves_on(kind):
    whole = load(kind)
    async with opened(replace(whole, view=replace(whole.view, x_range=None, panel=("chart",))), (160, 45)) as pilot:
        await to_end(pilot)
        await press(pilot, "left")
        x, y = axes(pilot)
        assert f"only {compact(x.low, 4)} … {compact(x.high, 4)}: 0 shows all" in text(pilot)
        assert [each[:35] for each in told(pilot)] == ["Step by step the chart shows 40 ste"]
        await press(pilot, *["left"] * 4)
        assert axes(pilot) == (x, y)
        assert len(told(pilot)) == 1


def opening_at(x_range, **view):
    whole = scenario(steps=400)
    return replace(whole, view=replace(whole.view, x_range=x_range, **view))


@in_loop
async def test_it_opens_with_the_part_that_the_scenario_says_and_0_shows_all():
    async with opened(opening_at((0, 30)), (120, 36)) as pilot:
        assert axes(pilot)[0][:2] == (0, 30)
        await press(pilot, "right", "right")
        assert axes(pilot)[0][:2] == (0, 30)
        await to_end(pilot)
        assert axes(pilot)[0][:2] == (0, 30)
        assert "0 shows all" in text(pilot)
        await press(pilot, "0")
        assert axes(pilot)[0].high >= 400
        assert "0 shows all" not in text(pilot)


@in_loop
async def test_the_part_it_opens_with_gives_way_where_the_cursor_is_elsewhere_by_hand_or_something_else_is_counted():
    async with opened(opening_at((0, 30)), (120, 36)) as pilot:
        await to_end(pilot)
        await press(pilot, "left")
        assert axes(pilot)[0].low <= 399 <= axes(pilot)[0].high
        await press(pilot, "home", "right")
        assert axes(pilot)[0][:2] == (0, 30)
        await press(pilot, "end", "x")
        assert axes(pilot)[0].high >= 400


@in_loop
async def test_by_hand_the_cursor_is_always_in_sight():
    async with opened(scenario(steps=120), (120, 36)) as pilot:
        await to_end(pilot)
        for key in ["shift+left"] * 13 + ["right"] * 25 + ["shift+right"] * 10:
            await press(pilot, key)
            x, step = axes(pilot)[0], pilot.app.screen.player.race.step
            assert x.low <= step <= x.high
            assert (x.low, x.high - x.low) >= (0, 20)
            assert x.high <= 120


@in_loop
async def test_the_first_steps_by_hand_are_seen_as_when_they_are_played():
    async with opened(scenario(steps=400), (120, 36)) as pilot:
        await press(pilot, *["right"] * 12)
        assert axes(pilot)[0].high == 20


@in_loop
async def test_noise_is_averaged_by_itself_and_the_key_goes_on_from_there():
    async with opened(scenario(steps=400)) as pilot:
        await to_end(pilot)
        assert "smoothed over 10 steps, ground raw" in text(pilot)
        await press(pilot, "s")
        assert "smoothed over 50 steps" in text(pilot)
        await press(pilot, "s")
        assert "smoothed" not in text(pilot)


@in_loop
async def test_what_is_exact_is_not_averaged_by_itself():
    async with opened(example("saddle")) as pilot:
        await to_end(pilot)
        assert "smoothed" not in text(pilot)
        await press(pilot, "s")
        assert "smoothed over 10 steps" in text(pilot)


@in_loop
async def test_with_data_the_validation_of_all_and_the_training_of_the_selected_lane_are_drawn():
    async with opened(example("regression")) as pilot:
        await press(pilot, *["right"] * 30, "0")
        await ticks(pilot)
        view = panel(pilot, ChartView)
        seen = []
        for _ in range(4):
            chart, drawn = view._chart(view.view, 100)
            seen.append(
                (
                    chart.title.removesuffix(" ◂"),
                    tuple(drawn),
                    sum(line.dashed for line in chart.lines),
                    len(chart.lines),
                )
            )
            await press(pilot, "T")
        assert seen == [
            ("validation loss", ("validation_loss", "loss"), 1, 8),
            ("validation loss", ("validation_loss", "loss"), 7, 14),
            ("loss", ("loss", "validation_loss"), 1, 8),
            ("validation loss", ("validation_loss", "loss"), 1, 8),
        ]


@in_loop
async def test_averages_of_both_losses_go_over_the_same_stretch():
    async with opened(example("regression")) as pilot:
        await press(pilot, *["shift+right"] * 20, "0")
        await settle(pilot)
        view = panel(pilot, ChartView)
        curves = view._curves_of(view.view.race)
        assert "smoothed: 10 epochs" in text(pilot)
        assert {span for _, _, span, _ in curves._smoothed} == {10, 40}
        # an epoch is four steps
        assert {(name, span) for name, _, span, _ in curves._smoothed} == {("validation_loss", 10), ("loss", 40)}


@in_loop
async def test_marks_stand_on_the_curve_as_it_is_drawn():
    async with opened(example("noisy-quadratic"), (160, 45)) as pilot:
        await to_end(pilot)
        view = panel(pilot, ChartView)
        chart, _ = view._chart(view.view, 100)
        marks = [mark for mark in chart.marks if mark.curve is not None]
        assert len(marks) > 6
        assert all(chart.lines[mark.curve].name for mark in marks)
        assert np.isfinite([mark.x for mark in marks]).all()


@pytest.mark.parametrize(
    ("smoothing", "told"), [("auto", "over 10"), ("off", ""), ("short", "over 10"), ("long", "over 50")]
)
@in_loop
async def test_the_scenario_says_over_how_much_is_averaged(smoothing, told):
    async with opened(scenario(view={"smoothing": smoothing})) as pilot:
        await to_end(pilot)
        shown = text(pilot)
        assert ("smoothed" in shown) == bool(told)
        assert told in shown


@pytest.mark.parametrize(
    ("losses", "title", "dashed"),
    [("validation", "validation loss", 1), ("both", "validation loss", 7), ("training", "loss", 1)],
)
@in_loop
async def test_the_scenario_says_which_losses_are_drawn(losses, title, dashed):
    shown = example("regression")
    async with opened(replace(shown, view=replace(shown.view, losses=losses))) as pilot:
        await press(pilot, "shift+right")
        view = panel(pilot, ChartView)
        chart, _ = view._chart(view.view, 100)
        assert chart.title.removesuffix(" ◂") == title
        assert sum(line.dashed for line in chart.lines) == dashed
