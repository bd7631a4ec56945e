"""The map as a picture: equal axes, what widens it and what does not, its first part, paths, signs and names."""

import numpy as np
import pytest

from optsim.engine.trace.keys import FIRST_BEFORE, PARAMS
from optsim.scenario import Scenario
from optsim.tui.panels.map.map_view import MapView
from tests.tui.support import example, in_loop, opened, panel, press, region_lines, resize, settle, to_end

WIDE, NARROW = (160, 45), (80, 24)
BOWL = {"kind": "quadratic", "eigenvalues": [1.0, 0.1], "start": [1.0, 1.0]}


def racing(lanes, objective=BOWL, **more):
    table = {name: {"optimizer": kind, "learning_rate": rate} for name, (kind, rate) in lanes.items()}
    return Scenario.from_dict({"objective": objective, "budget": {"steps": 60}, "lanes": table, **more})


def picture(pilot):
    shown = panel(pilot, MapView)
    return shown._picture(shown.view)


def dots(pilot):
    """Size of the window in units, and of the map in dots."""
    window, size = picture(pilot).window, panel(pilot, MapView).size
    return (window.right - window.left, window.top - window.bottom), (2 * size.width - 1, 4 * (size.height - 2) - 1)


@pytest.mark.parametrize("size", [WIDE, NARROW])
@in_loop
async def test_a_length_is_as_long_in_both_directions_until_the_axes_are_stretched(size):
    async with opened(racing({"a": ("gd", 0.1)}), size) as pilot:
        await press(pilot, "3")
        (width, height), (across, down) = dots(pilot)
        assert width / across == pytest.approx(height / down)
        assert "equal axes" in region_lines(pilot, MapView)[0]
        await press(pilot, "equals_sign")
        (width, height), (across, down) = dots(pilot)
        assert width / across != pytest.approx(height / down, rel=0.1)
        assert "stretched axes" in region_lines(pilot, MapView)[0]
        await press(pilot, "equals_sign")
        (width, height), (across, down) = dots(pilot)
        assert width / across == pytest.approx(height / down)


@in_loop
async def test_axes_are_stretched_by_themselves_where_else_little_would_be_seen_and_that_is_told():
    async with opened(example("saddle"), NARROW) as pilot:
        await press(pilot, "3")
        (width, height), (across, down) = dots(pilot)
        assert width / across < 0.5 * height / down
        assert "stretched axes" in region_lines(pilot, MapView)[0]
        await press(pilot, "equals_sign")
        (width, height), (across, down) = dots(pilot)
        assert width / across == pytest.approx(height / down)
        assert "equal axes" in region_lines(pilot, MapView)[0]


@in_loop
async def test_axes_stay_equal_where_a_part_is_shown_and_the_window_changes():
    async with opened(racing({"a": ("gd", 0.1)}), WIDE) as pilot:
        await press(pilot, "3", "z", "ctrl+left")
        before = picture(pilot).chosen
        await resize(pilot, 120, 40)
        (width, height), (across, down) = dots(pilot)
        assert width / across == pytest.approx(height / down)
        assert picture(pilot).chosen == before


@in_loop
async def test_a_lane_that_diverges_does_not_widen_the_map():
    windows = []
    for more in ({}, {"wild": ("gd", 2.5)}):
        async with opened(racing({"calm": ("gd", 0.1), **more}), WIDE) as pilot:
            await press(pilot, "3", *["shift+right"] * 5)
            windows.append(picture(pilot)._wanted)
            assert bool(more) == any(
                row[-1:] in tuple("→↗↘") or row[:1] in tuple("←↖↙") for row in region_lines(pilot, MapView)[1:-1]
            )
    assert windows[0] == windows[1]


@in_loop
async def test_the_map_opens_with_the_part_that_the_scenario_asks_for_and_0_shows_all():
    scenario = racing({"a": ("gd", 0.1)}, view={"map_range": [[0.5, 1.5], [0.0, 4.0]], "panel": "map"})
    async with opened(scenario, WIDE) as pilot:
        window = picture(pilot).window
        assert (window.bottom, window.top) == pytest.approx((0.0, 4.0))
        assert (window.left + window.right) / 2 == pytest.approx(1.0)
        assert window.right - window.left >= 1.0
        await press(pilot, "0")
        assert picture(pilot).chosen is None
        # an edit does not bring it back
        await press(pilot, "plus", "right")
        assert picture(pilot).chosen is None


@in_loop
async def test_the_point_where_nesterov_takes_its_gradient_is_marked():
    async with opened(racing({"nag": ("nag", 0.1), "gd": ("gd", 0.1)}), WIDE) as pilot:
        await press(pilot, "3", *["right"] * 3)
        terms = {term.key: term.value for term in panel(pilot, MapView).view.terms}
        ahead = terms[PARAMS] - 0.9 * terms[FIRST_BEFORE]
        x, y = picture(pilot).window.shares(np.array(ahead)).tolist()
        size, rows = panel(pilot, MapView).size, region_lines(pilot, MapView)
        row, column = int(y * (4 * (size.height - 2) - 1) + 0.5) // 4, int(x * (2 * size.width - 1) + 0.5) // 2
        assert rows[1 + row][column] == "¤"
        assert "¤ look-ahead" in rows[0]
        await press(pilot, "down")
        assert "¤" not in "".join(region_lines(pilot, MapView))


@in_loop
async def test_saddle_and_minima_are_marked_and_said_in_the_title():
    async with opened(example("saddle"), WIDE) as pilot:
        await press(pilot, "3")
        rows = region_lines(pilot, MapView)
        assert "⌂ start  ⊕ minimum  ✛ saddle" in rows[0]
        assert sum(row.count("⊕") for row in rows[1:-1]) == 2
        assert sum(row.count("✛") for row in rows[1:-1]) == 1


@in_loop
async def test_names_stand_beside_the_heads_and_not_those_of_hidden_lanes():
    async with opened(racing({"steady": ("gd", 0.05), "adaptive": ("adam", 0.1)}), WIDE) as pilot:
        await press(pilot, "3", *["shift+right"] * 2)
        shown = "\n".join(region_lines(pilot, MapView)[1:-1])
        assert "steady" in shown
        assert "adaptive" in shown
        await press(pilot, "down", "v")
        shown = "\n".join(region_lines(pilot, MapView)[1:-1])
        assert "steady" in shown
        assert "adaptive" not in shown


@in_loop
async def test_the_selected_path_is_at_full_strength_and_all_others_are_dim():
    async with opened(example("scale-blind"), WIDE) as pilot:
        await press(pilot, "3", *["shift+right"] * 4)
        for key in ("down", "down"):
            grid, view = panel(pilot, MapView)._grid, panel(pilot, MapView).view
            paths = set(grid.fg[1:-1][(grid.chars[1:-1] > "\u2800") & (grid.chars[1:-1] <= "\u28ff")].tolist())
            assert view.colour(view.look.selected) in paths
            others = [lane.place for lane in view.lanes if lane.place != view.look.selected]
            assert not paths & {view.colour(place) for place in others} - {view.map_dim(place) for place in others}
            await press(pilot, key)


@in_loop
async def test_in_sixteen_colours_and_without_colour_contours_stay(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(example("saddle"), WIDE) as pilot:
        await press(pilot, "3")
        await settle(pilot)
        drawn = "".join(region_lines(pilot, MapView)[1:-1])
        assert sum("\u2800" < char <= "\u28ff" for char in drawn) > 100
        # and some of their levels
        assert any(char.isdigit() for char in drawn)


@in_loop
async def test_of_a_path_that_covers_the_map_the_last_steps_are_drawn_and_that_is_told():
    objective = {**BOWL, "eigenvalues": [10.0, 0.2]}
    both = racing({"crawling": ("gd", 0.005), "oscillating": ("gd", 0.199)}, objective)
    async with opened(both, WIDE) as pilot:
        await press(pilot, "3", "3", "F", "shift+right")
        shown = picture(pilot)
        assert "last 8 steps" not in region_lines(pilot, MapView)[0]
        assert shown._paths[1].trail.bits.any()
        await to_end(pilot)
        view, size = panel(pilot, MapView).view, panel(pilot, MapView).size
        strokes = [shown._stroke(view, shown.window, place, size.width, size.height - 2) for place in (0, 1)]
        assert (strokes[0].bits == shown._paths[0].trail.bits).all()
        assert (shown._paths[1].trail.bits > 0).mean() > 0.25
        assert 0 < (strokes[1].bits > 0).mean() < 0.25
        assert "■ last 8 steps alone" in region_lines(pilot, MapView)[0]
