"""The app, opened on a scenario, a recording or the picker."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from optsim.cli.failure import Failure
from optsim.cli.inputs import (
    check_theme,
    files_of,
    impossible,
    is_recording,
    load_scenario,
    read_recording,
    theme_fault,
)
from optsim.cli.language import language, refusal
from optsim.cli.options import chooses_looks, imports_own
from optsim.cli.outputs import check_output
from optsim.cli.usage import chooses_language
from optsim.console.standard_output import can_show_app

if TYPE_CHECKING:
    from optsim.lesson.course import Course
    from optsim.recording.recording import Recording
    from optsim.scenario import Scenario
    from optsim.scenario.demo.demo import Demo
    from optsim.system.preferences import Preferences
    from optsim.tui.session_recorder import RecordTarget


@click.command(add_help_option=False)
@click.argument("scenario", required=False)
@imports_own
@chooses_language
@chooses_looks
@click.pass_context
def open_app(ctx: click.Context, /, scenario: str | None = None, **looks: Any) -> None:
    """Open the app, on a scenario, a recording or the picker."""
    chosen_here = {key: looks.get(key) or ctx.obj[key] for key in ctx.obj}
    record = _record_target(scenario, chosen_here)
    tour = chosen_here["tour"]
    if tour and (scenario is None or is_recording(scenario)):
        raise refusal("failure.demo_of_none")
    from optsim.scenario.bundled import SCENARIOS  # noqa: PLC0415 a command does not wait for it

    # one of our own needs no check, and is loaded when the window is there; any other is checked before it opens
    opened: Scenario | Recording | str | None = scenario
    if scenario is not None and is_recording(scenario):
        opened = read_recording(scenario)
    elif scenario is not None and (tour or scenario not in SCENARIOS.own()):
        try:
            opened = load_scenario(scenario)
        except Failure as failure:
            from optsim.words.suggestions import meant  # noqa: PLC0415 nearly nobody needs it

            raise Failure(failure.message + meant(language(), scenario, _commands(ctx))) from failure
    if not can_show_app():
        raise refusal("failure.app_needs_terminal", scenario=scenario or "saddle")
    from optsim.system.allocator import keep_pages  # noqa: PLC0415
    from optsim.tui.start.run import run_app  # noqa: PLC0415

    keep_pages()
    code = run_app(
        opened,
        *looks_of(chosen_here),
        record=record,
        demo=_demo(scenario, opened) if tour else None,
        language=language(),
        course=the_course,
        width=chosen_here["width"],
        keeps=not chosen_here["read_only"],
    )
    sys.exit(code)


def the_course() -> Course:
    """Return the course with what the person has done of it."""
    from datetime import datetime  # noqa: PLC0415 not before it is asked for

    from optsim.lesson.course import Course  # noqa: PLC0415
    from optsim.lesson.progress import progress_file  # noqa: PLC0415

    return Course(progress_file(), lambda: datetime.now().astimezone().date())


def _commands(ctx: click.Context) -> list[str]:
    """The names of the commands, one of which was perhaps meant."""
    group = ctx.parent.command if ctx.parent is not None else None
    return group.list_commands(ctx) if isinstance(group, click.Group) else []


def _record_target(scenario: str | None, options: Mapping[str, Any]) -> RecordTarget | None:
    """Return the file of a recording, which can be written; it is made when the race begins. Raises Failure."""
    path, overwrite = options["record"], options["overwrite"]
    if path is not None and options["read_only"]:
        raise refusal("failure.record_read_only")
    if path is None:
        if overwrite:
            raise refusal("failure.overwrite_without_record")
        return None
    if scenario is not None and is_recording(scenario):
        raise refusal("failure.record_of_recording", name=scenario)
    if os.path.isdir(path):  # noqa: PTH112 Path's own raises for a name that is too long
        raise refusal("failure.is_folder", file=path, example=path / "run.jsonl")
    if not overwrite and os.path.isfile(path):  # noqa: PTH113
        raise refusal("failure.record_exists", what=language().text("failure.is_there", file=path))
    if scenario is not None:
        check_output(path, files_of(scenario))
    if not os.path.isdir(path.parent):  # noqa: PTH112
        raise refusal("failure.no_folder", file=path, folder=path.parent)
    if not os.access(path if os.path.exists(path) else path.parent, os.W_OK):  # noqa: PTH110
        raise refusal("failure.unwritable", file=path, reason=language().text("failure.no_permission"))
    _check_free(path, overwrite=overwrite)
    from optsim.tui.session_recorder import RecordTarget  # noqa: PLC0415

    return RecordTarget(path, overwrite)


def _check_free(path: Path, *, overwrite: bool) -> None:
    """Raise Failure where something is in a recording's way."""
    from optsim.system.atomic_write import check_destination  # noqa: PLC0415

    try:
        check_destination(path, overwrite=overwrite)
    except FileExistsError as error:
        raise refusal("failure.record_exists", what=error.strerror) from error
    except OSError as error:
        raise refusal("failure.unwritable", file=path, reason=error.strerror or error) from error


def _demo(name: str | None, scenario: Any) -> Demo:
    """The scenario's own demo, or one of what happens in it."""
    from optsim.playback.default_demo import default_demo  # noqa: PLC0415
    from optsim.scenario.translation import in_language  # noqa: PLC0415

    try:
        shown = in_language(scenario, language())
        return shown.demo or default_demo(shown, language())
    except (ValueError, OverflowError, MemoryError) as error:
        raise impossible(name, error) from error


def looks_of(options: Mapping[str, Any]) -> tuple[Preferences, Path, list[str]]:
    """Return what holds for this run, the file of what is remembered, and what went wrong with it; options are not remembered."""
    from optsim.system import preferences  # noqa: PLC0415
    from optsim.tui.colours.terminal import Depth  # noqa: PLC0415

    theme, file, depth = options["theme"], preferences.preferences_file(), Depth.of_terminal()
    remembered, warnings = preferences.read(file)
    if theme is not None:
        check_theme(theme, depth)
    elif remembered.theme is not None:
        fault = theme_fault(remembered.theme, depth)
        warnings += [language().text("failure.default_theme", file=file, fault=fault)] if fault else []
        remembered = remembered._replace(theme=None) if fault else remembered
    given = {key: options[key] for key in ("theme", "glyphs", "notation") if options[key]}
    return remembered._replace(**given), file, warnings
