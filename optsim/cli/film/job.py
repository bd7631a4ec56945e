"""Makes the film that was ordered, writes it in all its formats, and tells what came of it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from optsim.cli.failure import Failure
from optsim.cli.film.request import Request
from optsim.cli.inputs import check_theme, is_lesson
from optsim.cli.language import language_of_files, named
from optsim.cli.outputs import put_lines
from optsim.console.messages import tell
from optsim.console.progress import Progress
from optsim.console.standard_output import is_terminal
from optsim.languages import Language
from optsim.lesson.demo import Asked, LessonDemo, lesson_demo
from optsim.lesson.find import lesson_path, load_lesson
from optsim.lesson.lesson import Lesson
from optsim.playback.default_demo import default_demo
from optsim.playback.tour import TourError
from optsim.scenario import Scenario, ScenarioError, load
from optsim.scenario.demo.demo import Demo
from optsim.scenario.translation import in_language
from optsim.screencast.capture.capture_session import CaptureSession, shoot, with_fps
from optsim.screencast.capture.virtual_clock import Clock
from optsim.screencast.dry_run import timetable
from optsim.screencast.faults import FilmError
from optsim.screencast.film import FilmQuestion
from optsim.screencast.write_all import OutputOptions, lacking, summary, texts_of, write
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
    lesson = load_lesson(lesson_path(request.scenario)) if is_lesson(request.scenario) else None
    scenario = _scenario(request) if lesson is None else _first_scenario(lesson, request)
    if request.theme is not None:
        check_theme(request.theme)
    messages, shown = named(request.messages), _language(request, scenario)
    translated = in_language(scenario, shown)
    asked: tuple[Asked, ...] = ()
    if lesson is None:
        demo = translated.demo or default_demo(translated, shown)
    else:
        demo, asked = _lesson_demo(lesson, shown)
    demo = with_fps(demo, request.fps)
    outputs = tuple((output, Path(output).absolute()) for output in request.outputs)
    options = OutputOptions(
        outputs, request.cast_version, None if request.font is None else Path(request.font).absolute()
    )
    missing = _tell_of_missing(translated, demo, options, messages)
    progress = Progress(sys.stderr if is_terminal(sys.stderr) else None, clock.real, messages)
    began = clock.real()
    session = CaptureSession(lambda time, act: progress.show("act", act, len(demo.do), seconds=time // 1000))
    try:
        with _nowhere():
            film = shoot(
                scenario,
                demo,
                clock,
                session,
                size=request.size or demo.size,
                theme=request.theme,
                language=shown,
                learn=None if lesson is None else lesson.source,
            )
            film = replace(film, questions=tuple(_film_question(each, session.acts, demo.fps) for each in asked))
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


def _first_scenario(lesson: Lesson, request: Request) -> Scenario:
    """Return the scenario of a lesson's first question, with the lesson's title. Raises Failure for options that it has not."""
    if request.seed is not None or request.presenter:
        option = "--seed" if request.seed is not None else "--presenter"
        raise Failure(named(request.messages).text("failure.for_scenario", option=option))
    return lesson.questions[0].scenario(title=lesson.told_in(request.language or "en").title)


def _lesson_demo(lesson: Lesson, language: Language) -> LessonDemo:
    """Return the demo of a lesson in a language."""
    from optsim.tui.learn.card_text import options_of  # noqa: PLC0415 most films are of scenarios
    from optsim.tui.learn.visit import Visit  # noqa: PLC0415

    def options(number: int) -> tuple[str, ...]:
        return tuple(option.text for option in options_of(Visit(lesson, number), language))

    return lesson_demo(lesson, language, options)


def _film_question(asked: Asked, acts: Mapping[int, int], fps: int) -> FilmQuestion:
    """Return a question at its time in the film: a picture before the one that has the answer."""
    time = max(0, acts[asked.answered_by] - 1500 // fps)
    return FilmQuestion(time, acts[asked.explained_by], asked.question, asked.options, asked.right)


def _language(request: Request, scenario: Scenario) -> Language:
    """Return the language of the film."""
    own = None if scenario.demo is None else scenario.demo.lang
    return named(request.language) if request.language else language_of_files(own)


def _tell_of_missing(scenario: Scenario, demo: Demo, options: OutputOptions, messages: Language) -> str:
    """Before anything is filmed: what of captions and names no font here can draw; what was told. Raises Failure."""
    captions = [act.value for act in demo.do if act.verb == "say"]
    try:
        missing = lacking(
            [*captions, scenario.title, *scenario.lanes, *(lane.title for lane in scenario.lanes.values())],
            options,
            messages,
        )
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


def _scenario(request: Request) -> Scenario:
    """The scenario, with the seed that was asked for; it has been tried out."""
    try:
        scenario = load(request.scenario)
        if request.seed is not None:
            scenario = replace(scenario, seed=request.seed)
        if request.presenter:
            scenario = replace(scenario, view=replace(scenario.view, presenter=True))
        scenario.race()
    except ScenarioError as error:
        raise Failure(str(error)) from error
    except (ValueError, OverflowError, MemoryError) as error:
        reason = str(error) or named(request.messages).text("failure.not_enough_memory")
        raise Failure(f"{request.scenario}: {reason}") from error
    return scenario
