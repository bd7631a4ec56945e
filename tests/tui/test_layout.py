"""Every size, any number of lanes, any names: nothing cut off, nothing overlapping, every line as wide as the screen."""

import itertools

import pytest

from optsim.plot.numbers import compact
from optsim.plot.width import cell_width
from optsim.tui.panels.chart.chart_view import ChartView
from optsim.tui.panels.explain.explain_view import ExplainView
from optsim.tui.panels.notes.about import About
from optsim.tui.panels.notes.event_log import Events
from optsim.tui.screens.panel_area import PanelArea
from optsim.tui.screens.panel_layout import GAP
from optsim.tui.screens.window_sizes import SENTENCE_ROWS, folds
from optsim.tui.widgets.cell_view import CellView
from optsim.tui.widgets.key_bar import KeyBar, _placed
from optsim.tui.widgets.lane_sentence import LaneSentence
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.status_bar import StatusBar
from tests.tui.support import (
    in_loop,
    lines,
    opened,
    panel,
    play_to,
    press,
    region_lines,
    resize,
    scenario,
    strips,
    text,
    ticks,
    to_end,
)

SIZES = [(200, 60), (160, 45), (120, 36), (100, 30), (80, 24), (60, 18)]
HEADS = {"rank", "step", "lane", "α", "loss", "best", "★", "at", "‖∇L‖", "‖Δθ‖", "status"}
NAMES = {
    "short": [f"lane{number}" for number in range(1, 13)],
    "long": [f"a-lane-with-a-name-{number:02}"[-20:] for number in range(1, 13)],
    "many": [f"lane{number}" for number in range(1, 41)],
    "full-width": [f"確率的勾配降下法の{number}" for number in "１２３４５６７８９甲乙丙"],
}


def check(pilot, width, height, names):
    shown = lines(pilot)
    assert len(shown) == height
    assert [cell_width(line) for line in shown] == [width] * height
    assert [strip.cell_length for strip in strips(pilot)] == [width] * height
    check_regions(pilot, width, height)
    check_status_bar(pilot)
    check_lanes(pilot, names)
    check_key_bar(pilot)


def check_regions(pilot, width, height):
    regions = [view.region for view in pilot.app.screen.query(CellView) if view.region.area]
    assert all(
        region.x >= 0 and region.y >= 0 and region.right <= width and region.bottom <= height for region in regions
    )
    for one, other in itertools.combinations(regions, 2):
        assert not one.overlaps(other)
    check_panels(pilot.app.screen)


def check_panels(screen):
    """No room is empty: the panels take all that there is, and none has blank rows beside one that has to be scrolled."""
    area = screen.query_one(PanelArea)
    boxes = [box for box in area.boxes.values() if box.display]
    # what stands beside the large one has a blank row between
    blank = GAP * max(len(boxes) - 2, 0) * min(box.region.width for box in boxes)
    taken = sum(box.region.area for box in boxes) + area.divider.region.area * (len(boxes) > 1)
    assert taken + blank == area.region.area
    assert len(boxes) == 1 if screen.look.narrow else len(boxes) > 1
    assert screen.look.chosen in area.plan.shown
    about, explain = screen.query_one(About), screen.query_one(ExplainView)
    if about.region.area and about.virtual_size.height > about.size.height:
        events = screen.query_one(Events)
        assert events._grid.chars[-1].any()
        assert events.size.height <= about.size.height + 1
        assert not explain.region.area or explain.rows(explain.view, explain.size.width) >= explain.size.height


def check_status_bar(pilot):
    (line,) = region_lines(pilot, StatusBar)
    race = pilot.app.screen.player.race
    assert line.startswith(" optsim ")
    assert f"   step {race.step}/{race.budget}" in line
    assert any(f" {state} " in line for state in ("▮▮ paused", "▶ playing", "⊣ ended", "» computing"))


def check_lanes(pilot, names):
    rows = region_lines(pilot, LaneTable)
    view = panel(pilot, LaneTable).view
    check_sentence(rows, view)
    if folds(len(names), *pilot.app.size):
        check_folded(rows, view, names)
        return
    sentence = max(SENTENCE_ROWS, LaneSentence(view, pilot.app.size.width).rows)
    head, *rows = rows[:-sentence]
    window = len(rows) < len(names)
    ranked = head.removesuffix(" ").rstrip().removesuffix(view.ranked_by)
    assert set(ranked.split()) <= HEADS | ({ranked.split()[-3], "of", str(len(names))} if window else set())
    assert "loss" in head
    chosen = [row for row in rows if row.startswith("▸")]
    assert len(chosen) == 1
    assert names[view.look.selected] in chosen[0]
    by_name = {lane.name: lane for lane in view.lanes}
    seen = []
    for row in rows:
        words = row.removeprefix("▸").split()
        lane = by_name[words[2]]
        seen.append(lane.name)
        assert words[0] == str(lane.rank)
        assert compact(lane.loss) in words[3:]
        assert view.status_word(lane.status) in row
        # numbers end where their heads end
        end = cells_before(row, f" {compact(lane.loss)} ") + 1 + len(compact(lane.loss))
        assert cells_before(head, "loss") + 4 == end or compact(lane.values["learning_rate"]) == compact(lane.loss)
    first = names.index(seen[0])
    assert seen == names[first : first + len(seen)]
    assert len(seen) == len(names) or len(seen) >= 3


def check_sentence(rows, view):
    """The sentence of the selected lane is there to its last word, whatever it takes."""
    shown = " ".join(" ".join(rows).split()).replace(" ", "")
    lane = view.selected
    assert f"{view.sign(lane.place)}{lane.name}" in shown
    assert view.sentence.replace(" ", "") in shown


def check_folded(rows, view, names):
    """Every lane that is seen has its mark, name and loss; the selected one is among them, and so are all where they fit."""
    assert sum("▸" in row for row in rows) == 1
    seen = [
        lane
        for lane in view.lanes
        if any(f"{view.sign(lane.place)} {lane.name} " in row and compact(lane.loss) in row for row in rows[1:])
    ]
    assert view.selected in seen
    assert len(seen) == len(names) or f"of {len(names)}" in rows[0]
    assert len(seen) >= 3


def cells_before(line, part):
    assert part in line, (part, line)
    return cell_width(line[: line.index(part)])


def check_key_bar(pilot):
    (line,) = region_lines(pilot, KeyBar)
    view = panel(pilot, KeyBar).view
    placed = [hint for hint, _ in _placed(view.keys, panel(pilot, KeyBar).size.width)]
    assert line.split() == [word for hint in placed for word in (hint.key, *hint.word.split())]
    commands = {hint.command for hint in placed}
    assert {"step", "back"} <= commands
    # there is nothing to play at the end
    assert ("play" in commands) != view.race.finished


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("lanes", "kind"),
    [
        (1, "full-width"),
        (4, "short"),
        (4, "full-width"),
        (7, "full-width"),
        (12, "long"),
        (12, "full-width"),
        (40, "many"),
    ],
)
@in_loop
async def test_every_size_shows_everything(lanes, kind):
    names = NAMES[kind][:lanes]
    async with opened(scenario(lanes, names=names), SIZES[0]) as pilot:
        for width, height in SIZES:
            await resize(pilot, width, height)
            check(pilot, width, height, names)
        await to_end(pilot)
        await press(pilot, "up")
        for width, height in reversed(SIZES):
            await resize(pilot, width, height)
            check(pilot, width, height, names)
        await press(pilot, "2")
        for width, height in SIZES[-2:]:
            await resize(pilot, width, height)
            check(pilot, width, height, names)


@pytest.mark.thorough
@in_loop
async def test_long_races_and_data_leave_room_for_the_step():
    tables = {
        "objective": {
            "kind": "mlp",
            "hidden": [4],
            "batch_size": 4,
            "data": {"kind": "sine", "examples": 16, "validation": 0.5},
        },
        "early_stopping": {"rule": "patience", "monitor": "validation_loss", "patience": 3, "halt": False},
        "title": "A title that is longer than the window has room for, whatever is left out",
    }
    names = NAMES["full-width"][:3]
    async with opened(scenario(3, names=names, steps=1_000_000, **tables), SIZES[0]) as pilot:
        await play_to(pilot, 150)
        for width, height in SIZES:
            await resize(pilot, width, height)
            check_status_bar(pilot)
            check_key_bar(pilot)
            assert [cell_width(line) for line in lines(pilot)] == [width] * height


@pytest.mark.parametrize(("width", "height"), [(59, 18), (60, 17), (40, 10), (20, 5), (10, 3), (200, 8)])
@in_loop
async def test_below_the_smallest_size_there_is_a_sentence(width, height):
    async with opened(scenario(), (width, height)) as pilot:
        shown = " ".join(text(pilot).split())
        assert shown
        assert "optsim needs a window of at least 60×18".startswith(shown)
        assert shown.endswith("60×18") or width * height < 40
        assert len(shown) >= 10
        assert "loss" not in shown


@pytest.mark.thorough
@in_loop
async def test_resizing_while_it_plays_loses_nothing():
    names = NAMES["short"][:4]
    async with opened(scenario(4, names=names), (120, 36)) as pilot:
        await press(pilot, "space")
        for number, (width, height) in enumerate(
            [(80, 24), (20, 5), (160, 45), (1, 1), (60, 18), (20, 5), (120, 36)], 1
        ):
            await resize(pilot, width, height)
            await ticks(pilot, 16)
            assert pilot.app.screen.player.race.step == 20 * number
            if width >= 60:
                check(pilot, width, height, names)
        after = text(pilot)
    async with opened(scenario(4, names=names), (120, 36)) as pilot:
        await play_to(pilot, 140)
        assert text(pilot) == after


@pytest.mark.parametrize("key", ["o", "question_mark"])
@in_loop
async def test_resizing_under_another_page_is_seen_when_it_closes(key):
    names = NAMES["short"][:4]
    async with opened(scenario(4, names=names), (120, 36)) as pilot:
        await press(pilot, key)
        await resize(pilot, 80, 24)
        await resize(pilot, 20, 5)
        await resize(pilot, 80, 24)
        await press(pilot, "escape")
        check(pilot, 80, 24, names)
        assert "2 Notes" in text(pilot)


@in_loop
async def test_two_columns_from_120_by_36_and_one_below():
    async with opened(scenario(), (120, 36)) as pilot:
        assert "What to look at" in text(pilot)
        for size in ((119, 36), (120, 35)):
            await resize(pilot, *size)
            assert "What to look at" not in text(pilot)
            assert panel(pilot, ChartView).region.width == size[0]


@in_loop
async def test_the_events_are_those_up_to_the_cursor_with_whole_sentences():
    rules = {"early_stopping": {"rule": "patience", "monitor": "loss", "patience": 20}}
    async with opened(scenario(7, **rules), (120, 36)) as pilot:
        assert "press space" in text(pilot)
        await to_end(pilot)
        shown = text(pilot)
        assert "patience 20 used up" in shown
        await press(pilot, "home")
        assert "used up" not in text(pilot)
