"""The app on a random scenario, under random keys: it never fails, hangs, or writes what it should not."""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path

import tomli_w

from optsim.scenario import Scenario, ScenarioError, load
from optsim.tui.commands import COMMANDS
from tests.fuzz.harness import PATIENCE, Fuzz, Hang, check_text
from tests.fuzz.scenarios import mutated
from tests.hostile import HARMFUL
from tests.tui.support import in_loop, lines, opened, press, ticks

_KEYS, _LARGEST = 40, 3000
_SIZES = ((120, 36), (80, 24), (160, 45), (60, 18), (59, 17), (20, 5), (300, 100))
#: what leaves the app or stops the process is for other tests
_LEAVE = {"q", "ctrl+c", "ctrl+q", "ctrl+z"}
_TYPED = ("1", "0", ".", "-", "e", "9", "x", "勾", "[", "/", " ")


def _command_keys() -> list[str]:
    known = [key.strip() for command in COMMANDS for key in command.keys.split(",") if key.strip()]
    return [key for key in known if key not in _LEAVE]


def _raceable(dice: random.Random) -> dict:
    """Tables of a scenario; of one in ten the file cannot be used."""
    for _ in range(30 if dice.random() < 0.9 else 1):
        table = mutated(dice)
        try:
            scenario = Scenario.from_dict(table)
        except ScenarioError:
            continue
        if (
            len(scenario.lanes) * scenario.objective.dim < _LARGEST
            and scenario.steps <= _LARGEST
            and len(scenario.lanes) < 15
        ):
            break
    return table


def made(dice: random.Random) -> bytes:
    """A scenario that can be loaded in nearly all cases, texts that would do something, a size, and keys."""
    table = _raceable(dice)
    if dice.random() < 0.4:
        table["title"] = table["description"] = "[/b]" + dice.choice(HARMFUL).encode("utf-8", "ignore").decode()
    keys = []
    for _ in range(_KEYS):
        kind = dice.random()
        if kind < 0.75:
            keys.append(dice.choice(_command_keys()))
        elif kind < 0.9:
            keys.append(
                dice.choice(
                    ["up", "down", "left", "right", "enter", "escape", "tab", "pageup", "pagedown", "backspace"]
                )
            )
        else:
            keys.append(dice.choice(_TYPED))
    try:
        text = tomli_w.dumps(table)
    except (ValueError, TypeError, RecursionError):
        text = ""
    return json.dumps({"text": text, "size": dice.choice(_SIZES), "keys": keys}).encode()


def tried(made: bytes, folder: Path) -> str:
    """Open it, or the picker where it cannot be loaded, and press the keys."""
    asked = json.loads(made)
    file = folder / "scenario.toml"
    file.write_text(asked["text"], encoding="utf-8", newline="")
    before = Path.cwd()
    os.chdir(folder)
    try:
        scenario = load(file)
    except ScenarioError:
        scenario = None
    try:
        _pressed(scenario, tuple(asked["size"]), asked["keys"])
    finally:
        os.chdir(before)
        for each in folder.iterdir():
            each.unlink()
    return "the picker" if scenario is None else "a race"


@in_loop
async def _pressed(scenario, size, keys):
    async with opened(scenario, size, times=20) as pilot:
        for key in keys:
            began = time.process_time()
            await press(pilot, key)
            if time.process_time() - began > PATIENCE:
                raise Hang
            if pilot.app._exit:
                return
            if hasattr(pilot.app.screen, "tick"):
                await ticks(pilot)
            check_text("".join(lines(pilot)))


APP = Fuzz(made, tried, ".json", patience=30 * PATIENCE)
