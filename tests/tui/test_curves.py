"""Curves from elsewhere in the app: two arrays, and nothing else is known."""

import numpy as np
import pytest

from optsim.engine.stopping.patience import Patience
from optsim.playback.sources.array_curves import ArrayCurves
from optsim.tui.commands import COMMANDS
from tests.tui.support import in_loop, opened, press, text

STEPS = np.arange(201)
FALLS, RISES = np.exp(-STEPS / 40), np.exp(-STEPS / 20) + 0.002 * np.maximum(0, STEPS - 60)


def curves(**options):
    return ArrayCurves({"falls": FALLS, "rises": RISES}, title="train.csv", **options)


@in_loop
async def test_two_arrays_open_with_chart_and_table():
    async with opened(curves()) as pilot:
        await press(pilot, "end")
        shown = text(pilot)
        assert "train.csv" in shown.splitlines()[0]
        assert "step 200/200" in shown
        for name, losses in (("falls", FALLS), ("rises", RISES)):
            assert any(name in line and f"{losses[-1]:.3g}" in line for line in shown.splitlines())
        assert "seed" not in shown.splitlines()[0]
        assert "α" not in shown


@in_loop
async def test_smoothing_and_the_cross_hair_work():
    async with opened(curves()) as pilot:
        await press(pilot, "end", "s", "c")
        shown = text(pilot)
        assert "smoothed over" in shown
        assert "step 200" in shown


@in_loop
async def test_a_rule_marks_its_curve():
    rules = [Patience(patience=10, monitor="loss"), Patience(patience=30, monitor="loss")]
    async with opened(curves(rules=rules), (160, 45)) as pilot:
        stop = pilot.app.screen.player.race.events[0]
        assert stop.lane == "rises"
        assert int(np.argmin(RISES)) + 10 == stop.step
        await press(pilot, "end", "down")
        shown = text(pilot)
        assert "patience 10 used up" in shown
        assert "Early stopping of rises" in shown
        await press(pilot, "home", ")")
        assert pilot.app.screen.player.race.step == stop.step


@in_loop
async def test_what_is_not_known_is_not_offered_and_says_why():
    async with opened(curves()) as pilot:
        await press(pilot, "e")
        told = [each.message for each in pilot.app._notifications]
        assert told == ["Edit the lane: only curves are known here, and not what made them."]
        before = text(pilot)
        await press(pilot, "question_mark")
        assert "Fork the lane" not in text(pilot)
        assert "Explain" not in before.splitlines()[-1]


@pytest.mark.parametrize("size", [(160, 45), (120, 36), (80, 24)])
@in_loop
async def test_no_key_breaks_curves(size):
    async with opened(curves(), size) as pilot:
        stack = len(pilot.app.screen_stack)
        for command in COMMANDS:
            if command.name not in ("quit", "suspend", "open", "palette", "save", "help"):
                await press(pilot, command.keys.split(",")[0])
            if len(pilot.app.screen_stack) > stack:
                await press(pilot, "escape")
        await press(pilot, "escape")
        assert "falls" in text(pilot)
