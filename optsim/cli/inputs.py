"""Inputs of the command line: scenarios and recordings, or a message on why it is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from optsim.cli.failure import Failure
from optsim.cli.language import language
from optsim.console.messages import tell
from optsim.suggest import meant

if TYPE_CHECKING:
    from optsim.engine.race import Race
    from optsim.recording.recording import Recording
    from optsim.scenario import Scenario


def is_recording(name: str) -> bool:
    """Return whether a name is that of a recording's file, or of what a killed run has left of one."""
    return name.lower().endswith((".jsonl", ".jsonl.part"))


def load_scenario(name_or_path: str) -> Scenario:
    """The scenario of a name or a file; data from outside its folder is told on standard error. Raises Failure."""
    from optsim.scenario import ScenarioError, load  # noqa: PLC0415
    from optsim.scenario.data.findings import outside_of_folder  # noqa: PLC0415

    try:
        scenario = load(name_or_path)
    except ScenarioError as error:
        raise Failure(str(error)) from error
    if (outside := outside_of_folder(scenario)) is not None:
        tell(f"optsim: {name_or_path}: {language().sentence(outside)}")
    return scenario


def files_of(name_or_path: str) -> list[Path]:
    """The files that a scenario is read from: its own, and its data."""
    import tomllib  # noqa: PLC0415 as all of this, not before the app is seen

    from optsim.scenario import ScenarioError  # noqa: PLC0415
    from optsim.scenario.find import path_of  # noqa: PLC0415

    try:
        path = path_of(name_or_path)
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))["objective"]["data"]["path"]
        return [path, path.parent / data]
    except (ScenarioError, OSError, ValueError):
        return []
    except (KeyError, TypeError):
        return [path]


def race_of(
    name: str,
    scenario: Scenario,
    steps: int | None = None,
    seed: int | None = None,
    *,
    keep_params: bool | None = None,
    keep_rows: int | None = None,
    also: tuple[str, ...] = (),
) -> Race:
    """The race of a scenario that has a name. Raises Failure where it cannot be."""
    try:
        return scenario.race(steps=steps, seed=seed, keep_params=keep_params, keep_rows=keep_rows, also=also)
    except (ValueError, OverflowError, MemoryError) as error:
        raise Failure(f"{name}: {str(error) or 'not enough memory'}") from error


def read_recording(path: str) -> Recording:
    """A recording that can be played. Raises Failure; with exit code 3 for one of a newer format."""
    from optsim.playback.sources.replay import Replay  # noqa: PLC0415
    from optsim.recording.problems import RecordingError  # noqa: PLC0415
    from optsim.recording.reader import read  # noqa: PLC0415

    try:
        recording = read(path)
        Replay(recording)
    except RecordingError as error:
        raise Failure(str(error), error.kind.value) from error
    except (ValueError, OverflowError, MemoryError) as error:
        raise Failure(f"{path}: {str(error) or 'not enough memory'}") from error
    return recording


def check_theme(name: str) -> None:
    """Raise Failure where the app has no theme of this name."""
    from textual.theme import BUILTIN_THEMES  # noqa: PLC0415

    if name not in BUILTIN_THEMES:
        known = ", ".join(sorted(BUILTIN_THEMES))
        raise Failure(f"no theme is named {name!r}{meant(name, BUILTIN_THEMES) or f'; there are: {known}'}")
