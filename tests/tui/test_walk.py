"""A walk through every key and every panel, at every size, with few and many lanes: nothing breaks, overlaps or is lost."""

import itertools
import random

import pytest

from optsim.plot.width import cell_width
from optsim.scenario import load
from optsim.tui.commands import COMMANDS
from optsim.tui.panels import PANELS
from optsim.tui.screens.race import RaceScreen
from optsim.tui.widgets.cell_view import CellView
from optsim.tui.widgets.lane_table import LaneTable
from tests.tui.support import in_loop, lines, opened, press, region_lines, resize, scenario, strips

NAMES = [f"確率的勾配降下法の{number}" for number in "１２３４５６７８９甲乙丙"]
#: for these the app leaves the race, or goes to a screen of its own that is tested elsewhere
AWAY = ("quit", "palette")
KEYS = [command.keys.split(",")[0] for command in COMMANDS if command.name not in AWAY]


def check(pilot):
    """Every line is as wide as the window, no panel lies over another one, the selected lane can be read."""
    width, height = pilot.app.size
    assert [cell_width(line) for line in lines(pilot)] == [width] * height
    assert [strip.cell_length for strip in strips(pilot)] == [width] * height
    screen = pilot.app.screen
    if not isinstance(screen, RaceScreen):
        return
    shown = [view for view in screen.query(CellView) if view.region.area]
    for one, other in itertools.combinations(shown, 2):
        assert not one.region.overlaps(other.region), (one, other)
    rows = region_lines(pilot, LaneTable)
    if screen.look.full or screen.look.presenter:
        assert not rows
        return
    assert sum(f"{screen.lane_name}" in row and "▸" in row for row in rows) == 1
    assert any(screen.lane_name in row and "▸" not in row for row in rows)


async def walk(pilot, keys):
    """Press the keys one after the other; whatever opens is looked at and closed."""
    for key in keys:
        await press(pilot, key)
        check(pilot)
        while not isinstance(pilot.app.screen, RaceScreen):
            await press(pilot, "escape")
        pilot.app.screen.tick()


@pytest.mark.parametrize(
    ("size", "lanes"), [((160, 45), 4), ((120, 36), 12), ((100, 30), 1), ((80, 24), 4), ((80, 24), 12)]
)
@in_loop
async def test_every_key_in_every_panel(size, lanes):
    async with opened(scenario(lanes, names=NAMES[:lanes], steps=60), size) as pilot:
        for panel in PANELS:
            pilot.app.screen.open_panel(panel)
            await walk(pilot, KEYS)


@pytest.mark.parametrize("name", ["saddle", "regression", "learning-rates", "noisy-quadratic"])
@in_loop
async def test_any_keys_in_any_order_in_any_window(name):
    rolls = random.Random(name)
    async with opened(load(name), (120, 36)) as pilot:
        for _ in range(4):
            await resize(pilot, rolls.randint(60, 170), rolls.randint(18, 50))
            await walk(pilot, rolls.choices(KEYS, k=12))
        while pilot.app.screen.player.undo():
            pilot.app.screen.show()
        await press(pilot, "end")
        while pilot.app.screen.player.busy:
            pilot.app.screen.tick()
        race, fresh = pilot.app.screen.player.race, load(name).race(seed=pilot.app.screen.player.race.seed)
        fresh.seek(fresh.budget)
        assert race.history.loss.tobytes() == fresh.history.loss.tobytes()
