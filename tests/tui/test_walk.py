"""A walk through every key and every panel, at every size, with few and many lanes: nothing breaks, overlaps or is lost."""

import itertools
import random
from dataclasses import replace
from typing import NamedTuple

import pytest

from optsim.languages import english
from optsim.plot.width import cell_width
from optsim.scenario import load
from optsim.tui.commands import COMMANDS
from optsim.tui.panels import PANELS
from optsim.tui.screens.race import RaceScreen
from optsim.tui.widgets.cell_view import CellView
from optsim.tui.widgets.lane_table import LaneTable
from tests.tui.support import in_loop, lines, opened, press, region_lines, resize, scenario, strips
from tests.words.pseudo import ACCENTED, FULL_WIDTH, Pseudo

#: as many as there are lanes at most
NAMES = {
    "short": [f"lane{number}" for number in range(1, 41)],
    "long": [f"a-lane-with-a-name-{number:02}"[-20:] for number in range(1, 41)],
    "full-width": [
        f"確率的勾配降下法{one}{other}" for one, other in itertools.product("甲乙丙丁戊己", "１２３４５６７")
    ],
}


class Setting(NamedTuple):
    """All that a screen may depend on, beside what it is of."""

    size: tuple[int, int]
    lanes: int
    names: str
    glyphs: str
    colours: str
    letters: str


SETTINGS = Setting(
    size=((60, 18), (80, 24), (100, 30), (120, 36), (160, 45), (200, 60)),
    lanes=(1, 4, 12, 40),
    names=tuple(NAMES),
    glyphs=("braille", "block", "ascii"),
    colours=("textual-dark", "textual-light", "none"),
    letters=("english", "longer", "full-width"),
)
LANGUAGES = {"english": english, "longer": lambda: Pseudo(ACCENTED), "full-width": lambda: Pseudo(FULL_WIDTH)}


def pairwise(settings):
    """Return few settings in which any two values of two of them are together at least once."""
    places = range(len(settings))
    pairs = {
        ((one, first), (other, second))
        for one, other in itertools.combinations(places, 2)
        for first in settings[one]
        for second in settings[other]
    }
    rolls = random.Random(0)
    while pairs:
        (one, first), (other, second) = min(pairs, key=str)
        drawn = [[rolls.choice(values) for values in settings] for _ in range(50)]
        for each in drawn:
            each[one], each[other] = first, second
        best = max(drawn, key=lambda each: len(pairs & set(itertools.combinations(enumerate(each), 2))))
        pairs -= set(itertools.combinations(enumerate(best), 2))
        yield Setting(*best)


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
    drawn = pilot.app.glyphs.text if pilot.app.glyphs else str
    chosen = drawn("▸")
    marked = [row.partition(chosen)[2] for row in rows if chosen in row and "⟦" not in row.partition(chosen)[0]]
    name, sentence = drawn(screen.lane_name), "".join(drawn(screen.query_one(LaneTable).view.sentence).split())
    assert sum(name in row for row in marked) == 1, rows
    # why it goes as it does is told to the last word, or there is no room for a row of lanes more
    told = "".join("".join(rows).split())
    assert sentence in told or (len(marked) == 1 and height == 18 and rows[-1].rstrip().endswith(drawn("…"))), rows


async def walk(pilot, keys):
    """Press the keys one after the other; whatever opens is looked at and closed."""
    for key in keys:
        await press(pilot, key)
        check(pilot)
        while not isinstance(pilot.app.screen, RaceScreen):
            await press(pilot, "escape")
        pilot.app.screen.tick()


#: a third of the keys for each, so that all of them are pressed at each size
WALKS = [(setting, KEYS[number % 3 :: 3]) for number, setting in enumerate(pairwise(SETTINGS))]


def test_every_key_is_pressed_at_every_size():
    assert all(
        {key for setting, keys in WALKS if setting.size == size for key in keys} == set(KEYS) for size in SETTINGS.size
    )


@pytest.mark.sampled(4)
@pytest.mark.thorough
@pytest.mark.parametrize(
    ("setting", "keys"), WALKS, ids=["-".join(map(str, each)).replace(" ", "") for each, _ in WALKS]
)
@in_loop
async def test_every_key_in_every_panel_whatever_the_screen_depends_on(setting, keys, monkeypatch):
    if setting.colours == "none":
        monkeypatch.setenv("NO_COLOR", "1")
    raced = scenario(setting.lanes, names=NAMES[setting.names][: setting.lanes], steps=60)
    look = {"glyphs": setting.glyphs, "language": LANGUAGES[setting.letters]()}
    if setting.colours != "none":
        look["theme"] = setting.colours
    async with opened(raced, setting.size, **look) as pilot:
        for panel in PANELS:
            pilot.app.screen.open_panel(panel)
            check(pilot)
        for panel, key in zip(itertools.cycle(PANELS), keys, strict=False):
            pilot.app.screen.open_panel(panel)
            await walk(pilot, [key])


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["saddle", "regression"])
@in_loop
async def test_any_keys_in_any_order_in_any_window(name):
    rolls = random.Random(name)
    # a band of seeds over the whole race would be most of the work
    raced = replace(load(name), steps=min(load(name).steps, 200), epochs=None)
    async with opened(raced, (120, 36)) as pilot:
        for _ in range(4):
            await resize(pilot, rolls.randint(60, 170), rolls.randint(18, 50))
            await walk(pilot, rolls.choices(KEYS, k=12))
        while pilot.app.screen.player.undo():
            pilot.app.screen.show()
        await press(pilot, "end")
        while pilot.app.screen.player.busy:
            pilot.app.screen.tick()
        race, fresh = pilot.app.screen.player.race, raced.race(seed=pilot.app.screen.player.race.seed)
        fresh.seek(fresh.budget)
        assert race.history.loss.tobytes() == fresh.history.loss.tobytes()
