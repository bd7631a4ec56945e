"""Room: which panels are seen and how they share it, by keys, by [view] and by the size of the window."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optsim.playback.player import Player
from optsim.plot.cell import Attr
from optsim.plot.numbers import compact
from optsim.scenario import load
from optsim.scenario.view import View
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.panels.explain.explain_view import ExplainView
from optsim.tui.panels.map.map_view import MapView
from optsim.tui.screens.arrangement import Arrangement
from optsim.tui.screens.panel_area import PanelBox
from optsim.tui.screens.panel_layout import GAP, LEAST_BESIDE, LEAST_LARGE, Demand, fair_rows, places
from optsim.tui.view_state import first_look
from optsim.tui.widgets.key_bar import KeyBar
from optsim.tui.widgets.lane_table import LaneTable
from tests.tui.support import (
    example,
    in_loop,
    lines,
    opened,
    panel,
    press,
    region_lines,
    resize,
    scenario,
    text,
    to_end,
)

DEMANDS = st.lists(
    st.builds(Demand, st.none() | st.integers(1, 60), st.integers(1, 12), st.booleans()), min_size=1, max_size=4
)


@given(demands=DEMANDS, height=st.integers(0, 80))
def test_all_rows_are_given_and_nobody_who_needs_more_has_less(demands, height):
    rows = fair_rows(demands, height)
    assert sum(rows) == height
    assert min(rows) >= 0
    if any(demand.first for demand in demands):
        return
    # but for the last one, to whom goes what nobody needs
    for one, its in zip(demands[:-1], rows, strict=False):
        assert one.rows is None or its <= one.rows
        for other, others in zip(demands, rows, strict=True):
            if one.rows is None or its < one.rows:
                assert its >= others - 1 or other is demands[-1]


def test_the_modest_have_what_they_need_and_the_rest_is_shared():
    assert fair_rows([Demand(None), Demand(7), Demand(30)], 33) == [13, 7, 13]
    assert fair_rows([Demand(None), Demand(7), Demand(5)], 33) == [21, 7, 5]
    assert fair_rows([Demand(4), Demand(5)], 20) == [4, 16]
    # the chosen one has what it needs as far as the others keep their least
    assert fair_rows([Demand(None, 11), Demand(30, 8, first=True)], 33) == [11, 22]
    assert fair_rows([Demand(None, 11), Demand(15, 8, first=True)], 33) == [18, 15]


@given(
    width=st.integers(LEAST_LARGE + LEAST_BESIDE + 1, 300),
    height=st.integers(1, 80),
    share=st.integers(1, 99),
    demands=DEMANDS,
)
def test_the_places_take_all_of_the_area(width, height, share, demands):
    regions = places(width, height, share, demands)
    _, first, *others, _ = regions
    assert all(other.y == one.y + one.height + GAP for one, other in pairwise([first, *others]))
    blank = GAP * len(others)
    assert sum(place.width * place.height for place in regions) + first.width * min(blank, height) == width * height
    assert all(place.x + place.width <= width and place.y + place.height <= max(height, blank) for place in regions)
    assert regions[0].width >= LEAST_LARGE


def shown(pilot):
    screen = pilot.app.screen
    return screen.arrangement.shown(screen.player.race)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("size", "count"), [((200, 60), 4), ((160, 45), 4), ((120, 36), 3), ((119, 36), 1), ((80, 24), 1)]
)
@in_loop
async def test_as_many_panels_as_the_window_has_room_for(size, count):
    async with opened(scenario(7), size) as pilot:
        assert len(shown(pilot)) == count
        assert shown(pilot)[0] == "chart"


@in_loop
async def test_a_key_shows_its_panel_beside_the_others_and_again_makes_it_the_large_one():
    async with opened(scenario(7), (120, 36)) as pilot:
        assert shown(pilot) == ("chart", "explain", "notes")
        await press(pilot, "3")
        assert shown(pilot) == ("chart", "map", "notes")
        await press(pilot, "4")
        assert shown(pilot) == ("chart", "map", "explain")
        await press(pilot, "2")
        assert shown(pilot) == ("chart", "explain", "notes")
        assert "What to look at ◂" in text(pilot)
        await press(pilot, "1")
        assert "loss ◂" in text(pilot)
        await press(pilot, "4", "4")
        assert shown(pilot)[0] == "explain"
        assert panel(pilot, ExplainView).size.width > 60
        await resize(pilot, 80, 24)
        assert shown(pilot) == ("explain",)
        await press(pilot, "1")
        assert shown(pilot) == ("chart",)
        await resize(pilot, 120, 36)
        assert shown(pilot)[0] == "explain"
        assert "chart" in shown(pilot)


@pytest.mark.parametrize(
    ("view", "wide", "narrow"),
    [
        ({"panel": "map"}, ("map", "explain", "notes"), ("map",)),
        ({"panel": ("map", "chart")}, ("map", "chart", "notes"), ("map",)),
        ({"panel": ("explain", "notes")}, ("explain", "notes"), ("explain",)),
        ({"panel": ("map", "chart"), "presenter": True}, ("map", "chart"), ("map",)),
        ({"presenter": True}, ("chart",), ("chart",)),
    ],
)
@in_loop
async def test_a_scenario_opens_with_its_panels_and_the_rest_of_the_room_is_filled(view, wide, narrow):
    made = replace(example("saddle"), view=View(**view))
    async with opened(made, (120, 36)) as pilot:
        assert shown(pilot)[: len(wide)] == wide
        assert bool(panel(pilot, LaneTable).region.area) != made.view.presenter
        assert bool(panel(pilot, KeyBar).region.area) != made.view.presenter
        await resize(pilot, 80, 24)
        assert shown(pilot) == narrow


def test_what_cannot_be_shown_of_a_source_is_passed_over():
    player = Player(replace(example("saddle"), view=View(panel=("map", "explain"))))
    arrangement = Arrangement(first_look(player))
    assert arrangement.shown(player.race)[:1] == ("map",)
    line = Player(scenario(2, objective={"kind": "quadratic", "eigenvalues": [1.0], "start": [2.0]}))
    arrangement = Arrangement(first_look(line))
    arrangement.room = arrangement.room._replace(width=160, height=40)
    # of one parameter there is no map: it does not fill room
    assert "map" not in arrangement.shown(line.race)


@in_loop
async def test_the_chart_opens_with_a_part_of_its_x_axis_until_all_is_asked_for():
    made = replace(example("saddle"), view=View(x_range=(20.0, 60.0)))
    async with opened(made, (80, 24)) as pilot:
        assert panel(pilot, ChartView)._axes[0][:2] == (20.0, 60.0)
        assert "zoomed: 0 shows all" in text(pilot)
        await press(pilot, "z", "0")
        assert panel(pilot, ChartView)._axes[0].low == 0
        assert "zoomed" not in text(pilot)


@pytest.mark.parametrize("lanes", [1, 4, 7, 12])
@in_loop
async def test_the_chart_has_twelve_rows_in_a_small_window(lanes):
    async with opened(scenario(lanes, names=[f"確率的勾配{each}" for each in range(lanes)]), (80, 24)) as pilot:
        assert panel(pilot, ChartView).size.height >= 12
        table = "".join(region_lines(pilot, LaneTable))
        assert all(f"確率的勾配{each} " in table for each in range(lanes))


@pytest.mark.parametrize("key", ["F", "P"])
@in_loop
async def test_escape_leaves_full_screen_and_presenter(key):
    async with opened(scenario(4), (120, 36)) as pilot:
        before = text(pilot)
        await press(pilot, key)
        assert not panel(pilot, LaneTable).region.area
        await press(pilot, "escape")
        # nothing is left of what was told of the way back, either
        assert text(pilot) == before
        assert not pilot.app._notifications
        await press(pilot, "escape")
        assert panel(pilot, LaneTable).region.area
        assert any("o goes to the list of scenarios" in each.message for each in pilot.app._notifications)


@pytest.mark.parametrize("kind", ["saddle", "regression", "noisy-quadratic"])
@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 36), (160, 45)])
@in_loop
async def test_the_keys_say_how_to_go_back_to_the_list_and_where_there_is_room_how_to_fill_the_screen(kind, size):
    async with opened(load(kind), size) as pilot:
        for at_end in (False, True):
            if at_end:
                await to_end(pilot)
            keys = lines(pilot)[-1]
            assert " o List " in keys
            assert size[0] < 120 or (" F Full screen " in keys and " P Presenter " in keys)


@in_loop
async def test_the_sentence_of_the_selected_lane_is_said_once():
    async with opened(scenario(4), (160, 45)) as pilot:
        await press(pilot, "right", "right", "4")
        for keys in ((), ("F",), ("escape", "P"), ("escape",)):
            await press(pilot, *keys)
            view = panel(pilot, ExplainView).view
            words = "".join(view.sentence.split())
            seen = [kind for kind in (ExplainView, LaneTable) if panel(pilot, kind).region.area]
            shown = "".join("".join(row.split()) for kind in seen for row in region_lines(pilot, kind))
            assert words
            assert shown.count(words) == 1, (keys, text(pilot))


@in_loop
async def test_panels_beside_the_large_one_have_a_blank_row_between():
    async with opened(scenario(4), (160, 45)) as pilot:
        boxes = [box.region for box in pilot.app.screen.query(PanelBox) if box.region.area][1:]
        assert len(boxes) == 3
        boxes.sort(key=lambda region: region.y)
        for upper, lower in pairwise(boxes):
            assert lower.y == upper.bottom + 1
            assert not lines(pilot)[upper.bottom][upper.x :].strip()


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
@in_loop
async def test_the_presenter_has_thick_strokes_bold_names_and_a_legend_in_place_of_the_table(size):
    async with opened(replace(scenario(3), view=View(panel=("chart", "map"))), size) as pilot:
        await to_end(pilot)
        for key in ("1", "3"):
            await press(pilot, key)
            view = panel(pilot, ChartView if key == "1" else MapView)
            thin = dots(view)
            await press(pilot, "P")
            assert dots(view) > 1.3 * thin
            bold = "".join(view._grid.chars[(view._grid.attrs & Attr.BOLD) > 0])
            assert all(f"lane{number}" in bold.replace(" ", "") for number in (1, 2, 3))
            if key == "1":
                losses = [compact(lane.loss) for lane in view.view.lanes]
                assert all(loss in "\n".join(region_lines(pilot, ChartView)) for loss in losses), text(pilot)
            await press(pilot, "escape")


def dots(view):
    """The dots of braille that a picture has a cell of its size."""
    chars = [ord(char) - 0x2800 for char in view._grid.chars.flat if char and 0x2800 <= ord(char) < 0x2900]
    return sum(each.bit_count() for each in chars) / view._grid.chars.size
