"""Files that the app saves: their texts, and where they go."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from optsim.engine.capabilities.curves import Curves
from optsim.engine.capabilities.states import Resumable, States
from optsim.playback.player import Player
from optsim.recording import recorder
from optsim.report.csv.table import as_csv
from optsim.scenario import Scenario
from optsim.scenario.dump import scenario_files
from optsim.system.atomic_write import write_new_file

#: what can be saved, and the ending of its file
_ENDINGS = {"recording": ".jsonl", "table": ".csv", "scenario": ".toml", "picture": ".svg"}
#: what a kind needs to be known, where that is more than curves: what was not computed here is not recorded again
_NEEDS: Mapping[str, type] = {"recording": Resumable, "scenario": States}
_MOST_TRIES = 1000


class ExportRequest(NamedTuple):
    """Request to save: the curves, their set-up (None: unknown), the picture, and a name for the files."""

    scenario: Scenario | None
    race: Curves
    picture: str
    stem: str

    @property
    def kinds(self) -> list[str]:
        """Return what can be saved of it."""
        return [kind for kind in _ENDINGS if isinstance(self.race, _NEEDS.get(kind, Curves))]


def request_of(player: Player, picture: str) -> ExportRequest:
    """Name it after the scenario, the seed and the step: saddle-seed7-step132."""
    race = player.race
    named = re.sub(r"[^\w.-]+", "-", player.presentation.name).strip("-.") or "race"
    seed = "" if race.seed is None else f"-seed{race.seed}"
    scenario = player.scenario if isinstance(race, States) else None
    return ExportRequest(scenario, race, picture, f"{named}{seed}-step{race.step}")


def paths_of(folder: Path, stem: str, kinds: Iterable[str]) -> dict[str, Path]:
    """Return where each kind would go; nowhere without a name."""
    return {kind: folder / f"{stem}{_ENDINGS[kind]}" for kind in kinds} if stem else {}


def free_stem(folder: Path, stem: str) -> str:
    """The name, or with the first number after it under which nothing is there: saddle-2."""
    for number in range(1, _MOST_TRIES):
        candidate = stem if number == 1 else f"{stem}-{number}"
        if not any(map(os.path.lexists, paths_of(folder, candidate, _ENDINGS).values())):
            return candidate
    return stem


class Saved(NamedTuple):
    """Files that were written, and of each kind that could not be: why."""

    written: tuple[Path, ...]
    faults: dict[str, str]


def save(request: ExportRequest, paths: dict[str, Path]) -> Saved:
    """Write the files over nothing; one that fails does not keep the others from it."""
    written: list[Path] = []
    faults = {}
    for kind, path in paths.items():
        try:
            for target, pieces in _texts(request, kind, path):
                write_new_file(pieces, target)
                written.append(target)
        except (OSError, ValueError) as error:
            faults[kind] = f"{path}: {getattr(error, 'strerror', None) or error}"
    return Saved(tuple(written), faults)


def _texts(request: ExportRequest, kind: str, path: Path) -> Iterator[tuple[Path, Iterable[bytes]]]:
    race = request.race
    match kind:
        case "recording" if isinstance(race, Resumable) and request.scenario is not None:
            yield path, recorder.lines(request.scenario, race, with_params=race.history.keeps_params)
        case "table":
            yield path, (piece.encode() for piece in as_csv(race))
        case "scenario" if isinstance(race, States) and request.scenario is not None:
            for name, text in scenario_files(request.scenario, path.stem, seed=race.seed).items():
                yield path.with_name(name), (text.encode(),)
        case _:
            yield path, (request.picture.encode(),)
