"""Texts to copy: the selected lane's numbers, its sentence, and the command line that reproduces what is seen."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Iterator

from optsim.engine.capabilities.states import States
from optsim.playback.player import Player
from optsim.playback.sources.replay import Replay
from optsim.report.csv.table import as_csv
from optsim.scenario import load
from optsim.scenario.bundled import SCENARIOS
from optsim.scenario.dump import scenario_files

#: characters that most terminals pass on: xterm takes 100,000 bytes in base64
LONGEST = 74_000


def copies(player: Player, lane: str, sentence: str) -> dict[str, str]:
    """Return what can be copied, by its kind: "csv", "tsv", "sentence" and "command"; without what there is not."""
    rows = [row for number, row in enumerate(_rows(player)) if number == 0 or row[1] == lane]
    texts = {"csv": _table(rows, ","), "tsv": _table(rows, "\t"), "sentence": f"{lane}: {sentence}" if sentence else ""}
    return {kind: text for kind, text in {**texts, "command": command_line(player)}.items() if text}


def command_line(player: Player) -> str:
    """Return the command that reports the race up to the step that is shown; empty for one that no name or file stands for.

    A scenario that was edited is none that comes with optsim.
    """
    race = player.race
    if isinstance(race, Replay):
        # what begins with a minus would be an option
        path = f"./{race.path}" if str(race.path).startswith("-") else str(race.path)
        return shlex.join(["optsim", "replay", path])
    if not isinstance(race, States) or not _is_bundled(player):
        return ""
    return shlex.join(["optsim", "replay", player.scenario.name, "--seed", str(race.seed), "--steps", str(race.step)])


def _is_bundled(player: Player) -> bool:
    """Tell if the scenario is, setting for setting, the one of its name that comes with optsim."""
    scenario, name = player.scenario, player.scenario.name
    if name not in SCENARIOS.own():
        return False
    try:
        return scenario_files(scenario, name) == scenario_files(load(name), name)
    except ValueError:
        return False


def _rows(player: Player) -> Iterator[list[str]]:
    return csv.reader(io.StringIO("".join(as_csv(player.race))))


def _table(rows: list[list[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()
