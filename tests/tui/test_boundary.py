"""The classes on the map panel: each has a sign of its own, and the selected lane's boundary lies between what it predicts."""

from __future__ import annotations

import numpy as np
import pytest

from optsim import Scenario
from optsim.tui.panels.map.boundary import SIGNS
from optsim.tui.panels.map.map_view import MapView
from tests.tui.support import in_loop, opened, panel, press, region_lines, settle, to_end

TABLE = {
    "objective": {
        "kind": "classifier",
        "hidden": [6],
        "data": {"kind": "blobs", "classes": 3, "examples": 60, "noise": 0.3},
    },
    "budget": {"steps": 60, "seed": 1},
    "lanes": {name: {"optimizer": name, "learning_rate": 0.1} for name in ("gd", "adam")},
    "view": {"panel": "map"},
}


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45)])
@in_loop
async def test_classes_have_signs_and_a_boundary(size):
    async with opened(Scenario.from_dict(TABLE), size) as pilot:
        await to_end(pilot)
        await settle(pilot)
        shown = region_lines(pilot, MapView)
        assert "Classes" in shown[0]
        body = "".join(shown[1:])
        for sign in SIGNS[:3]:
            assert body.count(sign) > 3
        # dots of the line between regions
        assert sum(0x2800 < ord(char) <= 0x28FF for char in body) > 10
        before = "\n".join(shown)
        await press(pilot, "down")
        await settle(pilot)
        assert "boundary of ■ adam" in region_lines(pilot, MapView)[0] or "■ adam" in before
        view = panel(pilot, MapView)
        picture = view._pictures["boundary"]
        race = view.view.points
        bands = picture._known[1]
        params = race.params_at(race.head)[view.view.selected.place]
        x, y = picture.axes
        corner = np.array([[x.low, y.high]])
        assert bands[0, 0] == race.objective.predict(params, corner)[0]
