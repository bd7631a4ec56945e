"""Runs the app in a terminal until it is left."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from optsim.console.messages import tell
from optsim.system import garbage
from optsim.system.preferences import Preferences, remember
from optsim.tui.app import OptsimApp
from optsim.tui.colours.terminal import Depth
from optsim.tui.screens.last_session import LastSession
from optsim.tui.terminal.octant_support import certain_glyphs

if TYPE_CHECKING:
    from optsim.engine.capabilities.curves import Curves
    from optsim.languages import Language
    from optsim.lesson.course import Course
    from optsim.recording.recording import Recording
    from optsim.scenario import Scenario
    from optsim.scenario.demo.demo import Demo
    from optsim.tui.session_recorder import RecordTarget


def run_app(  # noqa: PLR0913 each says another thing about the app
    opened: Scenario | Recording | Curves | str | None,
    preferences: Preferences,
    file: Path,
    warnings: Iterable[str],
    *,
    record: RecordTarget | None = None,
    demo: Demo | None = None,
    language: Language | None = None,
    course: Callable[[], Course] | None = None,
    learn: str | None = None,
    width: str | None = None,
    keeps: bool = True,
) -> int:
    """Run the app until it is left, a demo first, and return its exit code.

    What is chosen in it is remembered in the file, `preferences` are not. Where it keeps nothing, no file is written, nor offered to be
    opened.
    """
    garbage.pause()
    app = OptsimApp(
        opened,
        record=record,
        preferences=preferences,
        remember=partial(remember, file) if keeps else None,
        session=LastSession(file.with_name("session.toml")) if keeps else None,
        warnings=warnings,
        demo=demo,
        depth=Depth.of_terminal(),
        certain_glyphs=certain_glyphs(os.environ),
        language=language,
        imports_in_thread=True,
        course=course if keeps else None,
        learn=learn,
        width=width,
    )
    app.keeps = keeps
    try:
        _run(app)
    finally:
        for note in (app.recorded or app.end_recording(), app.kept_session):
            if note:
                tell(f"optsim: {note}")
    return app.return_code or 0


def _run(app: OptsimApp) -> None:
    if sys.platform == "win32":
        app.run()
        return
    from optsim.tui.terminal.app_terminal import run_in_terminal  # noqa: PLC0415 it is not for Windows

    run_in_terminal(app)
