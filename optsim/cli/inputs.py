"""Inputs of the command line: scenarios and recordings, or a message on why it is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from optsim.cli.failure import Failure
from optsim.cli.language import language, refusal

if TYPE_CHECKING:
    from optsim.engine.race import Race
    from optsim.recording.recording import Recording
    from optsim.scenario import Scenario
    from optsim.tui.colours.terminal import Depth


def is_recording(name: str) -> bool:
    """Return whether a name is that of a recording's file, or of what a killed run has left of one."""
    return name.lower().endswith((".jsonl", ".jsonl.part"))


def is_lesson(name: str) -> bool:
    """Return whether a name is that of a lesson, or of the file of one; a scenario of the same name goes first."""
    from optsim.lesson.bundled import LESSONS  # noqa: PLC0415 as all of this, not before the app is seen
    from optsim.scenario.bundled import SCENARIOS  # noqa: PLC0415
    from optsim.system.limits import LARGEST_SCENARIO  # noqa: PLC0415
    from optsim.system.toml_file import toml_tables  # noqa: PLC0415

    if not name.endswith(".toml"):
        if name in SCENARIOS.own() or name in LESSONS.own():
            return name not in SCENARIOS.own()
        # of other packages
        return name not in SCENARIOS and name in LESSONS
    try:
        return "predict" in toml_tables(Path(name), LARGEST_SCENARIO)
    except (OSError, ValueError, RecursionError):
        return False


def load_scenario(name_or_path: str) -> Scenario:
    """The scenario of a name or a file; data from outside its folder is told on standard error. Raises Failure."""
    from optsim.scenario import ScenarioError, load  # noqa: PLC0415

    try:
        scenario = load(name_or_path)
    except ScenarioError as error:
        raise Failure(error.told_in(language())) from error
    if scenario.reading is not None:
        _tell_outside(name_or_path, scenario)
    return scenario


def _tell_outside(name: str, scenario: Scenario) -> None:
    """Tell of data that is read from outside the scenario's folder."""
    from optsim.console.messages import tell  # noqa: PLC0415 most scenarios read no file
    from optsim.scenario.data.findings import outside_of_folder  # noqa: PLC0415

    if (outside := outside_of_folder(scenario)) is not None:
        tell(f"optsim: {name}: {language().sentence(outside)}")


def files_of(name_or_path: str) -> list[Path]:
    """The files that a scenario is read from: its own, and its data."""
    import tomllib  # noqa: PLC0415 as all of this, not before the app is seen

    from optsim.scenario import ScenarioError  # noqa: PLC0415
    from optsim.scenario.find import is_table, path_of  # noqa: PLC0415

    if is_table(name_or_path):
        return [Path(name_or_path)]
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
        raise impossible(name, error) from error


def impossible(name: object, error: Exception) -> Failure:
    """Return the failure of what cannot be made or read: the error's own words, or a lack of memory, which has none."""
    reason = str(error) or language().text("failure.not_enough_memory")
    return refusal("failure.no_memory", name=name, reason=reason)


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
        raise impossible(path, error) from error
    return recording


def check_theme(name: str, depth: Depth | None = None) -> None:
    """Raise Failure where the app offers no theme of this name, by default on a terminal with all colours."""
    from textual.theme import BUILTIN_THEMES  # noqa: PLC0415

    fault = theme_fault(name, depth)
    if fault:
        from optsim.words.suggestions import meant  # noqa: PLC0415

        known, text = _offered(depth), language().text
        close = "" if name in BUILTIN_THEMES else meant(language(), name, known)
        listed = text("suggest.after", suggestion=text("suggest.known", words=", ".join(sorted(known))))
        raise Failure(fault + (close or listed))


def theme_fault(name: str, depth: Depth | None) -> str:
    """Return why the app does not offer a theme, empty where it does."""
    from textual.theme import BUILTIN_THEMES  # noqa: PLC0415

    if name in _offered(depth):
        return ""
    if name not in BUILTIN_THEMES:
        return language().text("failure.no_theme", name=name)
    if BUILTIN_THEMES[name].ansi:
        return language().text("failure.theme_of_terminal", name=name)
    return language().text("failure.theme_too_light", name=name)


def _offered(depth: Depth | None) -> list[str]:
    from optsim.tui.colours.terminal import Depth  # noqa: PLC0415
    from optsim.tui.colours.themes import offered  # noqa: PLC0415

    return offered(depth or Depth.ALL)
