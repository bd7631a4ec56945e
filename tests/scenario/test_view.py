"""The section [view]: what it may say, what is told where it cannot be, and what the player and the app open with."""

from typing import get_args

import pytest

import optsim
from optsim.playback.edits import deleted, renamed
from optsim.playback.motion import SPEEDS
from optsim.playback.player import Player
from optsim.scenario import Scenario, ScenarioError
from optsim.scenario.dump import scenario_files
from optsim.scenario.view import Speed, View
from optsim.tui.view_state import first_look

TABLE = {
    "objective": {"kind": "quadratic", "eigenvalues": [1.0, 0.1], "start": [1.0, 1.0]},
    "budget": {"steps": 20},
    "lanes": {name: {"optimizer": "gd", "learning_rate": 0.1} for name in ("slow", "fast", "other")},
}


def scenario(**view):
    return Scenario.from_dict(TABLE | {"view": view})


def test_an_app_opens_with_what_it_says():
    player = Player(scenario(panel="map", lane="fast", hide=["other"], speed=500, theory=True, y="grad_norm"))
    look = first_look(player)
    assert (look.panels, look.selected, look.hidden, look.y) == (("map",), 1, {"other"}, "grad_norm")
    assert player.motion.speed == 500
    assert player.overlays.theory is not None
    assert player.overlays.band is None
    assert Player(scenario(band=True)).overlays.band is not None
    assert Player(scenario(speed="max")).motion.speed is None


def test_the_speeds_are_those_of_the_keys():
    speeds = get_args(get_args(Speed)[0])
    assert [None if speed == "max" else speed for speed in speeds] == list(SPEEDS)


@pytest.mark.parametrize(
    ("view", "key", "words"),
    [
        ({"panel": "mpa"}, "view.panel", "did you mean 'map'"),
        ({"panel": ["map", "map"]}, "view.panel", "two different"),
        ({"panel": ["map", "chart", "notes"]}, "view.panel", "two different"),
        ({"lane": "fsat"}, "view.lane", "did you mean 'fast'"),
        ({"hide": ["fsat"]}, "view.hide", "did you mean 'fast'"),
        ({"hide": ["slow", "fast", "other"]}, "view.hide", "hides every lane"),
        ({"hide": ["fast"], "lane": "fast"}, "view.hide", "selected"),
        ({"x_range": [0]}, "view.x_range", "two numbers"),
        ({"x_range": [20, 0]}, "view.x_range", "the lower one first"),
        ({"x_range": [-1, 20]}, "view.x_range", "from 0 on"),
        ({"x_range": [0, float("inf")]}, "view.x_range", "must be"),
        ({"x_range": 20}, "view.x_range", "a list of numbers"),
        ({"speed": 3}, "view.speed", "must be"),
        ({"theory": 1}, "view.theory", "true or false"),
        ({"presenter": 1}, "view.presenter", "true or false"),
        ({"map_range": [0, 1]}, "view.map_range", "a list of lists of numbers"),
        ({"map_range": [[0, 1]]}, "view.map_range", "two ranges"),
        ({"map_range": [[1, 0], [0, 1]]}, "view.map_range", "from low to high"),
        ({"map_range": [[0, 1], [0, float("inf")]]}, "view.map_range", "from low to high"),
    ],
)
def test_what_cannot_be_is_told(view, key, words):
    with pytest.raises(ScenarioError) as caught:
        scenario(**view)
    assert [problem.key for problem in caught.value.problems] == [key]
    assert words in str(caught.value)


def test_a_part_of_a_map_that_there_is_not_is_told():
    line = TABLE | {"objective": TABLE["objective"] | {"eigenvalues": [1.0], "start": [1.0]}}
    with pytest.raises(ScenarioError, match=r"view\.map_range: .*two parameters"):
        Scenario.from_dict(line | {"view": {"map_range": [[0, 1], [0, 1]]}})


def test_lanes_keep_their_part_when_others_come_go_or_are_renamed():
    first = scenario(lane="fast", hide=["other"])
    assert renamed(first, "fast", "quick").view == View(lane="quick", hide=("other",))
    assert renamed(first, "other", "rest").view.hide == ("rest",)
    assert deleted(first, "other").view == View(lane="fast")
    assert deleted(first, "fast").view == View(hide=("other",))
    # what would hide all that is left hides nothing
    assert deleted(deleted(first, "fast"), "slow").view == View()


def test_a_saved_scenario_opens_the_same_way(tmp_path):
    first = scenario(
        panel=["map", "chart"],
        lane="fast",
        hide=["other"],
        speed=5,
        theory=True,
        band=True,
        x_range=[0, 9],
        map_range=[[-1, 2], [0, 1.5]],
    )
    for name, text in scenario_files(first, "again").items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert optsim.load(str(tmp_path / "again.toml")).view == first.view
