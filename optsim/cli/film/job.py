"""Makes the film that was ordered, writes it in all its formats, and tells what came of it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from optsim.cli.failure import Failure
from optsim.cli.film.request import Request
from optsim.cli.film.subject import Subject, film_questions, subject_of
from optsim.cli.inputs import check_theme
from optsim.cli.language import named
from optsim.cli.outputs import put_lines
from optsim.console.messages import tell
from optsim.console.progress import Progress
from optsim.console.standard_output import is_terminal
from optsim.languages import Language
from optsim.playback.tour import TourError
from optsim.registry.own_modules import OWN_MODULES, OwnModule
from optsim.scenario import Scenario
from optsim.scenario.translation import in_language
from optsim.screencast.capture.capture_session import CaptureSession, shoot
from optsim.screencast.capture.virtual_clock import Clock
from optsim.screencast.dry_run import timetable
from optsim.screencast.faults import FilmError
from optsim.screencast.film import Film
from optsim.screencast.write_all import OutputOptions, lacking, summary, texts_of, write
from optsim.system.glyph_names import NOTATIONS
from optsim.system.preferences import Preferences
from optsim.system.signals import deferred


class DemoFailure(Failure):
    """The demo itself says that something is not as it should be; `screen` is what was to be seen."""

    def __init__(self, message: str, screen: str, language: Language) -> None:
        super().__init__(message, code=1)
        self._screen = language.text("failure.screen_was", screen=screen)

    def show(self, file: Any = None) -> None:
        """The message, and the screen as it stands."""
        super().show(file)
        tell(self._screen, file)


def work(request: Request, clock: Clock) -> None:
    """Make a film. Raises Failure."""
    for module in request.imported:
        OWN_MODULES.load_from(OwnModule(*module))
    subject = subject_of(request)
    if request.theme is not None:
        check_theme(request.theme)
    messages, demo = named(request.messages), subject.demo
    outputs = tuple((output, Path(output).absolute()) for output in request.outputs)
    options = OutputOptions(
        outputs, request.cast_version, None if request.font is None else Path(request.font).absolute()
    )
    missing = _tell_of_missing(subject, options, messages)
    progress = Progress(sys.stderr if is_terminal(sys.stderr) else None, clock.real, messages)
    began = clock.real()
    session = CaptureSession(lambda time, act: progress.show("act", act, len(demo.do), seconds=time // 1000))
    try:
        with _nowhere():
            film = _shot(subject, request, clock, session)
    except TourError as error:
        progress.clear()
        raise DemoFailure(f"{request.scenario}: {error}", error.screen, messages) from error
    except FilmError as error:
        raise Failure(f"{request.scenario}: {error}") from error
    finally:
        progress.clear()
    took = clock.real() - began
    if request.dry_run:
        put_lines(timetable(film, demo, session.acts, messages))
        return
    also = lacking(texts_of(film), options, messages)
    if also and also != missing:
        tell(f"optsim: {also}")
    written = write(film, options, progress, messages)
    tell("\n".join(f"optsim: {line}" for line in (*written.lines, summary(film, messages, took))))
    if written.faults:
        raise Failure("\n".join(written.faults))


def _shot(subject: Subject, request: Request, clock: Clock, session: CaptureSession) -> Film:
    """Film a subject. Raises TourError and FilmError."""
    film = shoot(
        subject.opened,
        subject.demo,
        clock,
        session,
        size=request.size or subject.demo.size,
        looks=Preferences(theme=request.theme, notation=request.notation or NOTATIONS[0]),
        language=subject.language,
        learn=subject.lesson,
    )
    return replace(film, questions=film_questions(subject, session.acts))


def _names(subject: Subject) -> list[str]:
    """Return the title and the names of lanes that are seen."""
    if not isinstance(subject.opened, Scenario):
        return [subject.opened.title, *(lane.name for lane in subject.opened.lanes)]
    scenario = in_language(subject.opened, subject.language)
    return [scenario.title, *scenario.lanes, *(lane.title for lane in scenario.lanes.values())]


def _tell_of_missing(subject: Subject, options: OutputOptions, messages: Language) -> str:
    """Before anything is filmed: what of captions and names no font here can draw; what was told. Raises Failure."""
    captions = [act.value for act in subject.demo.do if act.verb == "say"]
    try:
        missing = lacking([*captions, *_names(subject)], options, messages)
    except FilmError as error:
        raise Failure(str(error)) from error
    if missing:
        tell(f"optsim: {missing}")
    return missing


@contextmanager
def _nowhere() -> Iterator[None]:
    """Stand in an empty folder: the app lists and looks at what is in the present one."""
    before = Path.cwd()
    with ExitStack() as stack:
        with deferred():
            # a signal between the making of the folder and its entry here would leave it behind
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="optsim-film-"))
        os.chdir(folder)
        try:
            yield
        finally:
            with deferred():
                os.chdir(before)
                stack.close()
