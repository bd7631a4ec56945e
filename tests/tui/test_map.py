"""The landscape: heads, arrows, the start by a click, zoom and pan by mouse, the fit, the plane, no colour."""

import numpy as np
import pytest
from textual.events import MouseMove

from optsim.engine.trace.keys import GRADIENT, STEP
from optsim.tui.panels.map.contour import MapPicture
from optsim.tui.panels.map.map_view import MapView
from tests.tui.support import example, in_loop, lines, opened, panel, press, region_lines, scenario, settle, text

SIZES = [(160, 45), (120, 36), (80, 24)]


def picture(pilot) -> MapPicture:
    landscape = panel(pilot, MapView)
    return landscape._picture(landscape.view)


def cell_of(pilot, point):
    """The cell of the panel in which a point of the map lies."""
    landscape = panel(pilot, MapView)
    x, y = picture(pilot).window.shares(np.array(point))
    return dot(x, 2 * landscape.size.width) // 2, 1 + dot(y, 4 * (landscape.size.height - 2)) // 4


def dot(share, dots):
    return int(np.floor(share * (dots - 1) + 0.5))


def share(cell, cells, dots):
    """The middle of a cell of so many dots."""
    return (dots * cell + (dots - 1) / 2) / (dots * cells - 1)


@pytest.mark.parametrize("size", SIZES)
@in_loop
async def test_heads_stand_where_the_parameters_are(size):
    async with opened(example("ravine"), size) as pilot:
        await press(pilot, "3", *["shift+right"] * 3)
        race, grid = pilot.app.screen.player.race, panel(pilot, MapView)._grid
        for run in race.runs.values():
            x, y = cell_of(pilot, run.params)
            around = grid.chars[y, max(x - 1, 0) : x + 2]
            hidden = any(cell_of(pilot, other.params) == (x, y) for other in race.runs.values() if other is not run)
            assert hidden or pilot.app.screen.query_one(MapView).view.sign(run.place) in around


@in_loop
async def test_a_click_moves_the_start_there_and_u_brings_it_back():
    async with opened(example("saddle"), (120, 36)) as pilot:
        await press(pilot, "3", *["shift+right"] * 3)
        landscape = panel(pilot, MapView)
        window, at = picture(pilot).window, (30, 4)
        rows = landscape.size.height - 2
        expected = window.point(share(at[0], landscape.size.width, 2), share(at[1] - 1, rows, 4))
        await pilot.click(MapView, offset=at)
        await settle(pilot)
        race = pilot.app.screen.player.race
        assert (race.step, race.head) == (0, 0)
        for place in range(len(race.lanes)):
            assert race.history.params[0, place] == pytest.approx(expected)
        await press(pilot, "u")
        assert pilot.app.screen.player.race.history.params[0, 0].tolist() == [2.0, 1e-3]


@in_loop
async def test_a_drag_pans_and_moves_no_start():
    async with opened(example("saddle"), (120, 36)) as pilot:
        await press(pilot, "3", "right")
        race, before = pilot.app.screen.player.race, picture(pilot).window
        await pilot.mouse_down(MapView, offset=(10, 5))
        landscape = panel(pilot, MapView)
        landscape.post_message(MouseMove(landscape, 15, 5, 5, 0, 1, False, False, False))
        await settle(pilot)
        await pilot.mouse_up(MapView, offset=(15, 5))
        await settle(pilot)
        after = picture(pilot).window
        assert after.left == pytest.approx(before.left - 5 / landscape.size.width * (before.right - before.left))
        assert pilot.app.screen.player.race is race
        assert pilot.app.mouse_captured is None
        assert pilot.app.screen.look.chosen == "map"
        await press(pilot, "0")
        assert picture(pilot).window == before


@in_loop
async def test_another_button_moves_no_start():
    async with opened(example("saddle"), (120, 36)) as pilot:
        await press(pilot, "3", "shift+right")
        race = pilot.app.screen.player.race
        await pilot.click(MapView, offset=(30, 4), button=3)
        await settle(pilot)
        assert pilot.app.screen.player.race is race
        assert pilot.app.mouse_captured is None


@in_loop
async def test_the_mouse_tells_what_lies_under_it():
    async with opened(example("saddle"), (120, 36)) as pilot:
        await press(pilot, "3")
        await pilot.hover(MapView, offset=(20, 5))
        await settle(pilot)
        last = region_lines(pilot, MapView)[-1]
        assert "loss" in last
        size = panel(pilot, MapView).size
        x, y = picture(pilot).window.point(share(20, size.width, 2), share(4, size.height - 2, 4))
        assert f"({x:.4g}, {y:.4g})".replace("-", "−") in last


@in_loop
async def test_a_zoomed_map_stays_so_through_an_edit():
    async with opened(example("saddle"), (120, 36)) as pilot:
        await press(pilot, "3", "shift+right", "z", "z")
        window = picture(pilot).window
        await press(pilot, "+", "right")
        assert picture(pilot).window == window


@in_loop
async def test_gradient_and_velocity_add_up_to_the_step():
    async with opened(example("saddle"), (160, 45)) as pilot:
        await press(pilot, "3", "F", "down", "down", *["shift+right"] * 2)
        view = panel(pilot, MapView).view
        terms = {term.key: term.value for term in view.terms}
        pull = -view.selected.values["learning_rate"] * terms[GRADIENT]
        state = view.race.state_at(20)
        carried = -0.9 * next(memory.velocity[0] for memory in state.memory if hasattr(memory, "velocity"))
        np.testing.assert_allclose(pull + carried, terms[STEP], rtol=1e-12)
        shown = text(pilot)
        assert "v −γv of ▲ momentum" in shown
        await press(pilot, "up")
        assert "v −γv" not in text(pilot)


@in_loop
async def test_without_colour_paths_carry_marks(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(example("saddle"), (120, 36)) as pilot:
        await press(pilot, "3", *["shift+right"] * 8)
        drawn = panel(pilot, MapView)._grid.chars
        for mark in "□△":
            assert (drawn[1:-1] == mark).sum() >= 2


@in_loop
async def test_the_cross_hair_shows_where_lanes_were():
    async with opened(example("saddle"), (120, 36)) as pilot:
        await press(pilot, "3", *["shift+right"] * 6)
        assert (panel(pilot, MapView)._grid.chars == "+").sum() == 0
        await press(pilot, "c", *["comma"] * 30)
        # lanes that coincide there have one
        assert (panel(pilot, MapView)._grid.chars == "+").sum() >= 1


@pytest.mark.parametrize("size", SIZES)
@in_loop
async def test_fit_and_plane_take_turns(size):
    async with opened(example("regression"), size) as pilot:
        await press(pilot, *["shift+right"] * 4, "3")
        landscape = panel(pilot, MapView)
        shown = "\n".join(region_lines(pilot, MapView))
        assert shown.startswith(" Fit")
        assert {"•", "∘"} <= set("".join(lines(pilot)))
        race = pilot.app.screen.player.race
        curve = landscape._picture(landscape.view)._curves(landscape.view, landscape._picture(landscape.view).axes[0])[
            -1
        ]
        own = race.objective.predict(race.params_at(race.step)[:1], curve.x[:, None])[0]
        np.testing.assert_array_equal(curve.y, own)
        await press(pilot, "m")
        assert "Main plane" in "\n".join(region_lines(pilot, MapView))
        await press(pilot, "m")
        assert "\n".join(region_lines(pilot, MapView)).startswith(" Fit")


@in_loop
async def test_a_single_parameter_says_so():
    made = scenario(2, objective={"kind": "quadratic", "eigenvalues": [1.0], "start": [2.0]})
    async with opened(made, (120, 36)) as pilot:
        await press(pilot, "3", "right", "z", "m")
        assert "nothing to draw of one parameter" in text(pilot)
