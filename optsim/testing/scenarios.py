"""Checks of a scenario."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from optsim.engine.race import Race
from optsim.scenario import Scenario, ScenarioError, load
from optsim.scenario.find import path_of
from optsim.system.printable import printable, printable_line
from optsim.testing.assertions import demand, same

#: steps that are run, of a shorter race all
_STEPS = 200


def check_scenario(scenario: str | Path) -> None:
    """Check a scenario, by its name or its file.

    It loads; its texts can be shown; every lane starts at a finite loss, and moves, with either numerics; the same steps give
    the same bits, also after stepping back; its demo, or the one made of it where it has none, can be played to its end:
    all that it waits for comes true, and all that it expects is seen. The demo is played in a process of its own.

    Args:
        scenario: The name of a scenario, or the path of a file.

    Raises:
        AssertionError: with what is wrong; of the file every problem.
    """
    try:
        loaded = load(scenario)
    except ScenarioError as error:
        raise AssertionError(str(error)) from error
    _texts_can_be_shown(loaded)
    for numerics in ("strict", "fast"):
        _it_runs(loaded, numerics)
    _its_demo_can_be_played(path_of(scenario))


def _texts_can_be_shown(scenario: Scenario) -> None:
    demand(bool(scenario.title), "a scenario needs a title")
    demand(bool(scenario.description), "a scenario needs a description: what to look at, and why")
    demand(scenario.description == printable(scenario.description), "its description has a character that is not shown")
    for language, texts in scenario.texts.items():
        shown = texts.description == printable(texts.description)
        demand(shown, f"its description in {language!r} has a character that is not shown")
    for text in _lines(scenario):
        demand(text == printable_line(text), f"{text!r} has a character that is not shown")


def _lines(scenario: Scenario) -> Iterator[str]:
    """Texts of one line."""
    yield scenario.title
    yield from scenario.lanes
    yield from (lane.title for lane in scenario.lanes.values())
    for texts in scenario.texts.values():
        yield from (texts.title, texts.summary, *texts.lanes.values())


def _it_runs(scenario: Scenario, numerics: Literal["strict", "fast"]) -> None:
    try:
        straight, wandering = (replace(scenario, numerics=numerics).race(keep_params=True) for _ in range(2))
    except (ValueError, OverflowError, MemoryError) as error:
        raise AssertionError(f"with {numerics} numerics it cannot be run: {error}") from error
    straight.seek(min(_STEPS, straight.budget))
    for name, run in straight.runs.items():
        _lane_moves(straight, name, run.place)
    for step in (straight.head, straight.head // 3, straight.head):
        wandering.seek(step)
    demand(straight.ends == wandering.ends, f"with {numerics} numerics stepping back gave other ends")
    one, other = straight.params_at(straight.head), wandering.params_at(wandering.head)
    demand(same(one, other), f"with {numerics} numerics stepping back gave other parameters")


def _lane_moves(race: Race, name: str, place: int) -> None:
    """Demand that a lane starts somewhere and takes a step."""
    first = float(race.history.loss[0, place])
    demand(bool(np.isfinite(first)), f"lane {name!r} starts at a loss of {first}")
    moves = race.head == 0 or not same(race.params_at(0)[place], race.params_at(1)[place])
    stopped = place in race.ends and race.ends[place].step == 0
    demand(moves or stopped, f"lane {name!r} does not move in its first step")


def _its_demo_can_be_played(path: Path) -> None:
    command = [sys.executable, "-m", "optsim", "record", str(path), "--dry-run", "--fps", "4"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603
    demand(done.returncode == 0, f"its demo cannot be played: {done.stderr.strip()}")
