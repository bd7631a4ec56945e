"""The outline of a scenario says what the whole of it says."""

import pytest

from optsim.scenario import load, names
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.outline import Outline, outline


@pytest.mark.parametrize("name", names())
def test_it_says_what_the_scenario_says(name):
    scenario = load(name)
    optimizers = dict.fromkeys(lane.optimizer.name for lane in scenario.lanes.values())
    assert outline(SCENARIOS[name]) == Outline(
        scenario.title, tuple(scenario.lanes), tuple(optimizers), scenario.listing
    )


@pytest.mark.parametrize(
    "text", ["", "[", "title = 3\n[lanes]", "title = 't'", "title = 't'\nlanes = 3", "\udcff", "a." * 200 + "a = 1"]
)
def test_a_file_that_has_none(tmp_path, text):
    file = tmp_path / "spoilt.toml"
    file.write_bytes(text.encode(errors="surrogateescape"))
    assert outline(file) is None
    assert outline(tmp_path) is outline(tmp_path / "nowhere.toml") is None
