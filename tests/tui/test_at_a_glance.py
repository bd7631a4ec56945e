"""What stands on the screen is understood there: heads, signs, cuts, rates, ranks; at rest nothing is painted."""

import re
import unicodedata
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from optsim.analysis import events
from optsim.analysis.chart_marks import BEST
from optsim.analysis.events import Kind
from optsim.plot.glyphs import in_ascii
from optsim.plot.numbers import compact
from optsim.scenario import load
from optsim.scenario.bundled import names as shipped
from optsim.scenario.view import View
from optsim.tui.colours.palette import MARKS
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.panels.map.arrows import AHEAD
from optsim.tui.panels.map.boundary import SIGNS as CLASSES
from optsim.tui.panels.map.heads import MINIMUM, SADDLE, START
from optsim.tui.panels.map.map_view import MapView
from optsim.tui.screens.picker.thumbnail import Thumbnail
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.timeline import Timeline
from tests.tui.support import in_loop, lines, opened, panel, press, region_lines, scenario, settle, text, to_end

RULE_SIGNS = (*events._RULE_SIGNS,)
SIGNS = {"lanes": MARKS, "events": "".join(kind.sign for kind in Kind), "rules": "".join(RULE_SIGNS[1:]), "best": BEST}
SIGNS |= {"map": MINIMUM + SADDLE + START + AHEAD, "classes": CLASSES}


@pytest.mark.parametrize("written", [str, in_ascii], ids=["unicode", "ascii"])
def test_no_sign_stands_for_two_things(written):
    assert len({written(sign) for signs in SIGNS.values() for sign in signs}) == sum(map(len, SIGNS.values()))
    # x and X are the same at a glance
    for one, other in combinations(SIGNS, 2):
        assert not set(written(SIGNS[one]).lower()) & set(written(SIGNS[other]).lower()), (one, other)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("name", shipped())
@in_loop
async def test_nothing_that_says_why_is_cut_in_a_small_window(name):
    shown = load(name)
    async with opened(replace(shown, view=replace(shown.view, sweep=False)), (80, 24)) as pilot:
        await to_end(pilot)
        view = panel(pilot, LaneTable).view
        for _ in view.lanes:
            table = region_lines(pilot, LaneTable)
            sentence = "".join("".join(line.split()) for line in table)
            assert not any("…" in line for line in table), "\n".join(table)
            assert "".join(panel(pilot, LaneTable).view.sentence.split()) in sentence
            await press(pilot, "down")


@in_loop
async def test_heads_and_hidden_lanes_are_told_in_words_where_there_is_room():
    async with opened(load("saddle"), (120, 36)) as pilot:
        head = region_lines(pilot, LaneTable)[0]
        assert all(f" {word} " in head for word in ("rank", "best loss ★", "at step"))
        assert "hidden, v shows it" in text(pilot)
    async with opened(load("saddle"), (80, 24)) as pilot:
        await press(pilot, "down")
        assert "■ sgd · hidden, v shows it" in text(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@in_loop
async def test_the_signs_that_are_seen_have_a_legend(size):
    async with opened(load("regression"), size) as pilot:
        assert "early stop" not in "".join(region_lines(pilot, LaneTable))
        await to_end(pilot)
        table = "".join(region_lines(pilot, LaneTable))
        assert "◆ early stop  ★ best" in table
    async with opened(load("noisy-quadratic"), size) as pilot:
        await to_end(pilot)
        timeline, table = region_lines(pilot, Timeline)[0], "".join(region_lines(pilot, LaneTable))
        for sign, word in (("⇅", "new leader"), ("◆", "early stop")):
            assert (sign in timeline) == (f"{sign} {word}" in table)


@in_loop
async def test_before_the_first_step_no_cursor_stands_in_the_chart_and_it_says_how_to_begin():
    async with opened(load("learning-rates"), (120, 36)) as pilot:
        assert panel(pilot, ChartView)._chart(panel(pilot, ChartView).view, 80)[0].cursor is None
        assert "space plays" in text(pilot)
        await press(pilot, "right")
        assert panel(pilot, ChartView)._chart(panel(pilot, ChartView).view, 80)[0].cursor == 1
        assert "space plays" not in text(pilot)


def test_captions_of_shipped_tours_are_in_english():
    said = [act.value for name in shipped() if load(name).demo for act in load(name).demo.do if act.verb == "say"]
    assert len(said) > 100
    assert not [each for each in said if any(unicodedata.east_asian_width(char) in "WF" for char in each)]


@in_loop
async def test_schedules_and_edits_of_a_rate_are_seen_in_the_table():
    async with opened(load("schedules"), (120, 36)) as pilot:
        table = "\n".join(region_lines(pilot, LaneTable))
        assert "α over all steps" in table or "α by step" in table
        for course in ("████████▇▃", "██▇▆▅▄▃▂▁▁", "██████████"):
            assert course in table
    async with opened(load("learning-rates"), (120, 36)) as pilot:
        assert "▁" not in "".join(region_lines(pilot, LaneTable))
        await to_end(pilot)
        await press(pilot, "home", *["shift+right"] * 10, "minus", "minus", "minus")
        assert "█████▅▅▅▅▅" in "".join(region_lines(pilot, LaneTable))
        assert "✎ edit" in text(pilot)


@pytest.mark.parametrize("name", ["regression", "noisy-quadratic", "adagrad-in-noise"])
@in_loop
async def test_ranks_are_those_of_the_chart(name):
    whole = load(name)
    async with opened(
        replace(whole, view=replace(whole.view, hide=(), panel=("chart",), y="loss")), (160, 45)
    ) as pilot:
        await to_end(pilot)
        chart, _ = panel(pilot, ChartView)._chart(panel(pilot, ChartView).view, 100)
        view = panel(pilot, LaneTable).view
        ends = {line.name: line.y[np.isfinite(line.y)][-1] for line in chart.lines if line.mark}
        assert (("smoothed" in chart.note) or ("validation" in chart.title)) == bool(view.ranked_by)
        assert view.ranked_by in region_lines(pilot, LaneTable)[0]
        by_end = sorted(view.lanes, key=lambda lane: ends[lane.name])
        ranks = [lane.rank for lane in by_end if lane.status.value not in ("diverged", "target reached")]
        assert ranks == sorted(ranks)
        assert len({compact(ends[lane.name]) for lane in by_end}) == len(set(ranks)) or "diverged" in text(pilot)


@in_loop
async def test_the_map_says_what_arrows_are_drawn_longer_and_whose_paths_are_cut():
    async with opened(load("learning-rates"), (160, 45)) as pilot:
        await press(pilot, "3", *["right"] * 3)
        assert re.search(r"arrows drawn ×\d+", region_lines(pilot, MapView)[-1])
        await to_end(pilot)
        title = region_lines(pilot, MapView)[0]
        assert "▼ last 8 steps alone" in title
        assert "●" not in title


@in_loop
async def test_in_the_presenter_marks_are_larger():
    async with opened(replace(scenario(3), view=View(panel=("chart",))), (120, 36)) as pilot:
        await to_end(pilot)
        assert not any("▐●▌" in line for line in region_lines(pilot, ChartView))
        await press(pilot, "P")
        assert any("▐●▌" in line for line in region_lines(pilot, ChartView))


@in_loop
async def test_the_picker_at_rest_has_no_timer_and_paints_nothing(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    async with opened(None, (160, 45)) as pilot:
        thumbnail = pilot.app.screen.query_one(Thumbnail)
        while thumbnail.playing:
            thumbnail.tick()
        await settle(pilot)
        for keys in ((), ("/",)):
            await press(pilot, *keys)
            painted, shown = [], lines(pilot)
            monkeypatch.setattr(pilot.app, "_display", lambda *_, painted=painted: painted.append(1))
            for _ in range(50):
                await settle(pilot)
            assert not painted
            assert not [timer for node in pilot.app.screen.walk_children(with_self=True) for timer in live(node)]
            monkeypatch.undo()
            monkeypatch.chdir(tmp_path)
            assert lines(pilot) == shown


def live(node):
    """Timers of a node that fire."""
    return [timer for timer in node._timers if timer._active.is_set() and not timer._task.done()]
