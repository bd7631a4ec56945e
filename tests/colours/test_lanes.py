"""The palettes of lanes: told apart by all eyes, read on all grounds."""

import itertools

import numpy as np
import pytest

from optsim.plot.grid import DEFAULT
from optsim.tui.colours import lanes
from optsim.tui.colours.palette import MARKS, mark
from tests.colours.difference import VISIONS, ciede2000, contrast, luminance, seen

PALETTES = {
    "dark": lanes.ON_DARK,
    "light": lanes.ON_LIGHT,
    "256 dark": lanes.ON_DARK_256,
    "256 light": lanes.ON_LIGHT_256,
}


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("name", PALETTES)
def test_any_two_of_eight_lanes_differ_for_all_eyes(name, vision):
    colours = PALETTES[name].lanes
    assert len(colours) == 8
    each = seen(colours, vision)
    for one, other in itertools.combinations(range(8), 2):
        assert ciede2000(each[one], each[other]) >= 10, (f"{colours[one]:06x}", f"{colours[other]:06x}")


@pytest.mark.parametrize("name", PALETTES)
def test_lanes_are_seen_on_all_of_the_map_which_rises_without_a_turn(name):
    colours = PALETTES[name]
    for lane, ground in itertools.product(colours.lanes, colours.heights):
        assert contrast(lane, ground) >= 3, (f"{lane:06x}", f"{ground:06x}")
    rise = np.diff(luminance(colours.heights))
    assert (rise > 0).all() if "dark" in name else (rise < 0).all()


def test_a_terminal_of_256_colours_has_at_least_twelve_grounds_on_the_map():
    assert len(set(lanes.ON_DARK_256.heights)) >= 12
    assert len(set(lanes.ON_LIGHT_256.heights)) >= 12


def test_twelve_lanes_have_twelve_marks_and_the_same_pair_of_mark_and_colour_comes_late():
    assert len({mark(place) for place in range(12)}) == 12
    assert mark(12) == mark(0)
    assert DEFAULT not in lanes.ON_DARK.lanes
    pairs = {(mark(place), lanes.ON_DARK.lanes[place % 8]) for place in range(24)}
    assert len(pairs) == 24
    assert len(MARKS) == 12
