"""The map, the fitted curves and the plane: what stands where, and what the mouse does."""

import itertools
import math
import re

import numpy as np
import pytest

from optsim.engine.trace.keys import FIRST_BEFORE, GRADIENT, PARAMS, STEP
from optsim.plot.frame import frame
from optsim.plot.labels.end_names import names_room
from optsim.plot.numbers import compact
from optsim.plot.width import cell_width
from optsim.scenario import Scenario, load
from optsim.tui.panels.map.map_view import MapView
from tests.tui.support import (
    example,
    in_loop,
    lines,
    opened,
    panel,
    press,
    region_lines,
    scenario,
    settle,
    text,
    to_end,
)

WIDE = (160, 45)
#: a bowl without noise
CALM = {"objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.25], "start": [2.0, -2.0]}}


def racing(objective=CALM["objective"], steps=400, **lanes):
    """Lanes of one's own: name = (optimizer, learning rate, other settings)."""
    table = {
        name: {"optimizer": kind, "learning_rate": rate, **dict(*more)} for name, (kind, rate, *more) in lanes.items()
    }
    return Scenario.from_dict({"objective": objective, "budget": {"steps": steps}, "lanes": table})


#: four lanes whose paths lie apart
APART = {"a": ("gd", 0.05), "b": ("adam", 0.05), "c": ("momentum", 0.1), "d": ("adagrad", 0.2)}


def race_of(pilot):
    return pilot.app.screen.player.race


def shown(pilot):
    return panel(pilot, MapView)


def window_of(pilot):
    return shown(pilot)._picture(shown(pilot).view).window


def map_rows(pilot):
    """The map without its title and the line below it."""
    return region_lines(pilot, MapView)[1:-1]


def cell_of(pilot, point):
    """Where a point stands, as (column, row) of the panel, worked out here: the cell of its dot."""
    window, size = window_of(pilot), shown(pilot).size
    x = (point[0] - window.left) / (window.right - window.left) * (2 * size.width - 1)
    y = (window.top - point[1]) / (window.top - window.bottom) * (4 * (size.height - 2) - 1)
    return math.floor(x + 0.5) // 2, 1 + math.floor(y + 0.5) // 4


def point_of(pilot, column, row):
    """The point in the middle of a cell."""
    window, size = window_of(pilot), shown(pilot).size
    x, y = (2 * column + 0.5) / (2 * size.width - 1), (4 * (row - 1) + 1.5) / (4 * (size.height - 2) - 1)
    return window.left + x * (window.right - window.left), window.top - y * (window.top - window.bottom)


async def hover(pilot, column, row):
    await pilot.hover(MapView, offset=(column, row))
    await settle(pilot)


async def wheel(pilot, kind, column, row, *, up):
    """Turn the wheel over a cell of a panel."""
    from textual import events  # noqa: PLC0415

    region = panel(pilot, kind).region
    turned = events.MouseScrollUp if up else events.MouseScrollDown
    x, y = region.x + column, region.y + row
    event = turned(
        pilot.app.screen, x, y, 0, -1 if up else 1, 0, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y
    )
    pilot.app.screen._forward_event(event)
    await settle(pilot)


async def drag(pilot, kind, start, end):
    await pilot.mouse_down(kind, offset=start)
    middle = (start[0] + end[0]) // 2, (start[1] + end[1]) // 2
    for at in (middle, end):
        await pilot.hover(kind, offset=at)
        await settle(pilot)
    await pilot.mouse_up(kind, offset=end)
    await settle(pilot)


@in_loop
async def test_heads_stand_where_the_parameters_are():
    async with opened(racing(**APART), WIDE) as pilot:
        await press(pilot, *["shift+right"] * 2, "3")
        race, rows = race_of(pilot), region_lines(pilot, MapView)
        for place, sign in enumerate("●■▲▼"):
            column, row = cell_of(pilot, race.history.params[20, place])
            assert rows[row][column] == sign
        column, row = cell_of(pilot, (0.0, 0.0))
        assert rows[row][column] in "⊕●■▲▼"
        column, row = cell_of(pilot, (2.0, -2.0))
        assert rows[row][column] == "⌂"


@in_loop
async def test_going_back_moves_the_heads_back():
    async with opened(scenario(4, **CALM), WIDE) as pilot:
        await press(pilot, "3", "shift+right")
        await press(pilot, "shift+right", "shift+right")
        later = map_rows(pilot)
        await press(pilot, "shift+left", "shift+left")
        for place in range(4):
            column, row = cell_of(pilot, race_of(pilot).history.params[10, place])
            assert region_lines(pilot, MapView)[row][column] in "●■▲▼"
        await press(pilot, "shift+right", "shift+right")
        assert map_rows(pilot) == later


@in_loop
async def test_a_head_outside_is_an_arrow_at_the_edge():
    async with opened(scenario(1, **CALM), WIDE) as pilot:
        await press(pilot, "3", *["ctrl+right"] * 12)
        assert window_of(pilot).left > 2.0
        rows = map_rows(pilot)
        assert any(row[0] in "←↖↙" for row in rows)
        # beside the arrow it is told whose it is
        assert sum(row.count("●") for row in rows) == sum(row.count("● lane 1") for row in rows) == 1
        await press(pilot, "0", *["ctrl+down"] * 12)
        assert set(map_rows(pilot)[0]) & set("↑↖↗")


@in_loop
async def test_where_the_lanes_were_at_the_cross_hair_there_is_a_plus():
    async with opened(scenario(2, **CALM), WIDE) as pilot:
        await press(pilot, *["shift+right"] * 4, "3", "F", "c", *["comma"] * 8)
        hair = pilot.app.screen.look.hair
        assert 0 < hair < 40
        rows = region_lines(pilot, MapView)
        for place in range(2):
            column, row = cell_of(pilot, race_of(pilot).history.params[hair, place])
            assert rows[row][column] == "+"
        await press(pilot, "c")
        assert not any("+" in row for row in map_rows(pilot))


@in_loop
async def test_without_colour_the_paths_are_told_apart_by_signs(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(racing(**APART), WIDE) as pilot:
        await press(pilot, *["shift+right"] * 6, "3")
        picture = "".join(map_rows(pilot))
        for sign in "●■▲▼":
            assert picture.count(sign) >= 2


def told_scale(line):
    found = re.search(r"×([\d.e+]+)", line)
    return float(found[1]) if found else 1.0


@pytest.mark.parametrize("kind", ["momentum", "nag"])
@in_loop
async def test_three_arrows_of_momentum_of_which_two_make_the_third(kind):
    async with opened(racing(one=(kind, 0.1, {"momentum": 0.8})), WIDE) as pilot:
        await press(pilot, *["right"] * 5, "3", "F")
        terms = {term.key: term.value for term in race_of(pilot).explain("one")}
        by_gradient, carried = -0.1 * terms[GRADIENT], -0.8 * terms[FIRST_BEFORE]
        np.testing.assert_allclose(by_gradient + carried, terms[STEP], atol=1e-12)
        head, rows = terms[PARAMS], region_lines(pilot, MapView)
        scale = told_scale(rows[-1])
        assert "−αg, v −γv of ● one" in rows[-1]
        for vector, tips in ((by_gradient, "g"), (carried, "v"), (terms[STEP], "→↗↑↖←↙↓↘")):
            column, row = cell_of(pilot, head + scale * vector)
            # where an arrow is too short to be seen, the lane's mark stands, which tells whose it is
            assert rows[row][column] in ("●" if (column, row) == cell_of(pilot, head) else tips)
        assert cell_of(pilot, head + scale * terms[STEP]) != cell_of(pilot, head)


@in_loop
async def test_an_optimizer_without_velocity_has_no_arrow_for_it():
    async with opened(scenario(1, **CALM), WIDE) as pilot:
        await press(pilot, *["right"] * 5, "3", "F")
        assert "→ step, g −αg of ●" in region_lines(pilot, MapView)[-1]
        assert not any("v" in row for row in map_rows(pilot))


@in_loop
async def test_a_click_moves_the_start_there_and_all_lanes_start_again():
    async with opened(scenario(4, **CALM), WIDE) as pilot:
        await press(pilot, *["shift+right"] * 3, "3")
        column, row = 15, 6
        wanted, window, size = point_of(pilot, column, row), window_of(pilot), shown(pilot).size
        await pilot.click(MapView, offset=(column, row))
        await settle(pilot)
        race = race_of(pilot)
        assert (race.step, race.head) == (0, 0)
        for place in range(4):
            got = race.history.params[0, place]
            assert abs(got[0] - wanted[0]) <= (window.right - window.left) / size.width
            assert abs(got[1] - wanted[1]) <= (window.top - window.bottom) / (size.height - 2)
        await press(pilot, "u")
        assert race_of(pilot).history.params[0, 0].tolist() == [2.0, -2.0]


@in_loop
async def test_a_click_beside_the_map_moves_nothing():
    async with opened(scenario(2, **CALM), WIDE) as pilot:
        await press(pilot, "3", "shift+right")
        race, height = race_of(pilot), shown(pilot).size.height
        for row in (0, height - 1):
            await pilot.click(MapView, offset=(5, row))
            await settle(pilot)
            assert race_of(pilot) is race


@in_loop
async def test_a_drag_pans_and_does_not_move_the_start():
    async with opened(scenario(2, **CALM), WIDE) as pilot:
        await press(pilot, "3", "shift+right")
        race, held, before = race_of(pilot), point_of(pilot, 12, 5), window_of(pilot)
        await drag(pilot, MapView, (12, 5), (22, 9))
        assert race_of(pilot) is race
        after, size = window_of(pilot), shown(pilot).size
        now = point_of(pilot, 22, 9)
        assert abs(now[0] - held[0]) <= (after.right - after.left) / size.width
        assert abs(now[1] - held[1]) <= (after.top - after.bottom) / (size.height - 2)
        assert after.right - after.left == pytest.approx(before.right - before.left)
        await press(pilot, "0")
        assert window_of(pilot) == before
        assert pilot.app.screen.look.chosen == "map"


@in_loop
async def test_the_wheel_zooms_about_the_pointer():
    async with opened(scenario(2, **CALM), WIDE) as pilot:
        await press(pilot, "3", "shift+right")
        before, held = window_of(pilot), point_of(pilot, 9, 7)
        await wheel(pilot, MapView, 9, 7, up=True)
        after = window_of(pilot)
        assert after.right - after.left == pytest.approx((before.right - before.left) / 1.25)
        assert point_of(pilot, 9, 7) == pytest.approx(held)
        await wheel(pilot, MapView, 9, 7, up=False)
        assert window_of(pilot) == pytest.approx(before)


@in_loop
async def test_under_the_mouse_are_coordinates_and_loss():
    async with opened(scenario(1, **CALM), WIDE) as pilot:
        await press(pilot, "3")
        limits = region_lines(pilot, MapView)[-1]
        await hover(pilot, 20, 8)
        x, y = point_of(pilot, 20, 8)
        told = region_lines(pilot, MapView)[-1]
        assert f"({compact(x, 4)}, {compact(y, 4)})" in told
        assert f"loss {compact(0.5 * (x * x + 0.25 * y * y), 4)}" in told
        await pilot.hover("StatusBar")
        await settle(pilot)
        assert region_lines(pilot, MapView)[-1] == limits


@in_loop
async def test_a_part_of_the_map_stays_when_the_race_is_changed():
    async with opened(scenario(2, **CALM), WIDE) as pilot:
        await press(pilot, "3", "shift+right", "z")
        window = window_of(pilot)
        await press(pilot, "plus")
        assert window_of(pilot) == window


def network(params, inputs):
    """The output of the network of "regression" by plain arithmetic: 1 → 32 → 32 → 1, tanh."""
    at, layer, sizes = 0, inputs, (1, 32, 32, 1)
    for number, (before, after) in enumerate(itertools.pairwise(sizes)):
        weights = params[at : at + before * after].reshape(before, after)
        bias = params[at + before * after : at + before * after + after]
        at += before * after + after
        layer = layer @ weights + bias
        layer = np.tanh(layer) if number < 2 else layer
    assert at == len(params)
    return layer[:, 0]


@in_loop
async def test_the_fitted_curve_passes_through_what_is_predicted():
    async with opened(example("regression"), WIDE) as pilot:
        await press(pilot, *["shift+right"] * 3, "3")
        look, params = pilot.app.screen.look, race_of(pilot).params_at(30)
        look.hidden = {lane.name for lane in race_of(pilot).lanes[1:]}
        pilot.app.screen.show()
        await settle(pilot)
        x, y = shown(pilot)._picture(shown(pilot).view).axes
        width, rows = shown(pilot).size.width, region_lines(pilot, MapView)
        box = frame(width - names_room([("●", "gd")], width), shown(pilot).size.height - 1, x, y)
        assert sum("● gd" in row for row in rows) == 1
        seen = 0
        for column in range(box.columns):
            # a cell holds the curve between its left and its right border
            inputs = x.low + (np.arange(column, column + 1.01, 0.1) / box.columns) * (x.high - x.low)
            shares = (y.high - network(params[0], inputs[:, None])) / (y.high - y.low)
            cells = {
                row for row in range(box.rows) if "\u2801" <= rows[box.top + 1 + row][box.left + column] <= "\u28ff"
            }
            if cells and shares.min() > 0 and shares.max() < 1:
                seen += 1
                assert min(cells) >= np.floor(shares.min() * box.rows - 0.3)
                assert max(cells) <= np.floor(shares.max() * box.rows + 0.3)
        assert seen > box.columns // 2


@pytest.mark.thorough
@in_loop
async def test_a_curve_that_shoots_past_the_examples_is_seen():
    async with opened(example("regression"), WIDE) as pilot:
        await press(pilot, "3")
        low = shown(pilot)._picture(shown(pilot).view).axes[1].low
        await to_end(pilot)
        y = shown(pilot)._picture(shown(pilot).view).axes[1]
        least = network(race_of(pilot).params_at(1600)[0], np.linspace(-1, 1, 200)[:, None]).min()
        assert y.low < least < low
        # back at the start nothing is left of it
        await press(pilot, "home")
        assert shown(pilot)._picture(shown(pilot).view).axes[1].low == low


@in_loop
async def test_examples_for_training_are_told_from_those_held_out():
    async with opened(example("regression"), WIDE) as pilot:
        await press(pilot, "3")
        rows = region_lines(pilot, MapView)
        assert "• training  ∘ held out" in rows[0]
        picture = "".join(rows[1:])
        assert 8 <= picture.count("•") <= 16
        assert 16 < picture.count("∘") <= 64


@in_loop
async def test_m_goes_from_the_fit_to_the_plane_with_its_share_and_back():
    async with opened(example("regression"), WIDE) as pilot:
        await press(pilot, *["shift+right"] * 4, "3")
        assert "Fit" in region_lines(pilot, MapView)[0]
        await press(pilot, "m")
        assert re.search(r"Main plane, \d+ % of the variance", region_lines(pilot, MapView)[0])
        assert any("●" in row for row in map_rows(pilot))
        await press(pilot, "m")
        assert "Fit" in region_lines(pilot, MapView)[0]


@in_loop
async def test_a_click_on_fit_or_plane_changes_no_start():
    async with opened(example("regression"), WIDE) as pilot:
        await press(pilot, "shift+right", "3")
        race = race_of(pilot)
        for key in ("m", "m"):
            await pilot.click(MapView, offset=(10, 5))
            await press(pilot, key)
            assert race_of(pilot) is race


@pytest.mark.thorough
@in_loop
async def test_the_plane_is_the_same_after_going_back_and_forth():
    async with opened(example("regression"), WIDE) as pilot:
        await press(pilot, "3", "m")
        for _ in range(37):
            await press(pilot, "shift+right")
        there = map_rows(pilot)
        await press(pilot, *["shift+left"] * 9, *["shift+right"] * 9)
        assert map_rows(pilot) == there
        await press(pilot, "home", *["right"] * 7)
        near = map_rows(pilot)
        await press(pilot, *["shift+right"] * 4, *["shift+left"] * 4)
        assert map_rows(pilot) == near


@in_loop
async def test_of_one_parameter_there_is_nothing_to_draw():
    table = {"objective": {"kind": "quadratic", "eigenvalues": [1.0], "start": [2.0]}}
    async with opened(scenario(2, **table), WIDE) as pilot:
        await press(pilot, "3", "right", "m", "z", "0", "ctrl+left")
        assert "There is nothing to draw of one parameter." in text(pilot)
        await pilot.click(MapView, offset=(5, 5))
        await hover(pilot, 6, 6)
        assert race_of(pilot).step == 1


@in_loop
async def test_the_plane_of_one_lane_that_has_not_begun():
    table = {"objective": {"kind": "quadratic", "spectrum": "inverse", "dim": 20}}
    async with opened(scenario(1, **table), WIDE) as pilot:
        await press(pilot, "3")
        assert "Main plane" in region_lines(pilot, MapView)[0]
        await press(pilot, "right", "shift+right")
        assert any("●" in row for row in map_rows(pilot))


@in_loop
async def test_a_lane_that_diverges_in_the_plane_leaves_the_others_in_sight():
    bowl = {"kind": "quadratic", "spectrum": "inverse", "dim": 20}
    async with opened(racing(bowl, 3000, a=("gd", 0.1), b=("gd", 3.5)), WIDE) as pilot:
        await press(pilot, "3")
        screen = pilot.app.screen
        await press(pilot, "end")
        while screen.player.busy:
            screen.tick()
        await settle(pilot)
        assert race_of(pilot).runs["b"].end.step < 3000
        assert any("●" in row for row in map_rows(pilot))
        window = window_of(pilot)
        assert max(window.right - window.left, window.top - window.bottom) < 100


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24)])
@pytest.mark.parametrize("name", ["regression", "saddle", "noisy-quadratic"])
@in_loop
async def test_every_line_is_as_wide_as_the_window(size, name):
    async with opened(load(name), size) as pilot:
        for keys in (("3",), ("shift+right", "shift+right"), ("m",), ("c", "z"), ("tab", "z", "ctrl+up"), ("0", "m")):
            await press(pilot, *keys)
            assert {cell_width(line) for line in lines(pilot)} == {size[0]}
            assert len(lines(pilot)) == size[1]


@in_loop
async def test_no_example_breaks_up_a_fitted_curve():
    async with opened(example("regression"), (120, 36)) as pilot:
        await press(pilot, "3", "3", *["shift+right"] * 3)
        fit = panel(pilot, MapView)
        picture = fit._picture(fit.view)
        grid = picture.draw(fit.view, fit.size.width, fit.size.height)
        picture._put_examples = lambda *_: None
        alone = picture.draw(fit.view, fit.size.width, fit.size.height)
        drawn = alone.chars != " "
        assert (grid.chars[drawn] == alone.chars[drawn]).all()
        examples = np.isin(grid.chars, ["•", "∘"]) & ~drawn
        assert examples.sum() > 16
        assert set(grid.fg[examples].tolist()) == {fit.view.palette.muted}
