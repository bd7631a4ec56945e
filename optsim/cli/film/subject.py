"""Subjects of films: a scenario with its demo, or a lesson with the one that is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from optsim.cli.failure import Failure
from optsim.cli.film.request import Request
from optsim.cli.inputs import is_lesson
from optsim.cli.language import language_of_files, named
from optsim.cli.logs.inputs import is_log, open_logs
from optsim.languages import Language
from optsim.lesson.demo import Asked, LessonDemo, lesson_demo
from optsim.lesson.find import lesson_path, load_lesson
from optsim.lesson.lesson import Lesson
from optsim.playback.default_demo import default_demo
from optsim.scenario import Scenario, ScenarioError, load
from optsim.scenario.demo.demo import Demo
from optsim.scenario.translation import in_language
from optsim.screencast.capture.capture_session import with_fps
from optsim.screencast.film import FilmQuestion

if TYPE_CHECKING:
    from optsim.playback.logs.revealed_log import RevealedLog


class Subject(NamedTuple):
    """What is filmed, a scenario or a log, in which language; of a lesson its file, and the questions of its demo."""

    opened: Scenario | RevealedLog
    language: Language
    demo: Demo
    lesson: str | None = None
    questions: tuple[Asked, ...] = ()


def subject_of(request: Request) -> Subject:
    """Return what a request is about. Raises Failure."""
    if is_log(request.scenario):
        return _log_subject(request)
    if is_lesson(request.scenario):
        return _lesson_subject(request)
    scenario = _scenario(request)
    language = _language(request, scenario)
    translated = in_language(scenario, language)
    demo = translated.demo or default_demo(translated, language)
    return Subject(scenario, language, with_fps(demo, request.fps))


def _log_subject(request: Request) -> Subject:
    """Return a log as a subject: it is read to its end here. Raises Failure."""
    from optsim.playback.logs.log_demo import log_demo  # noqa: PLC0415 most films are of scenarios
    from optsim.playback.logs.revealed_log import RevealedLog  # noqa: PLC0415

    language = named(request.language) if request.language else language_of_files()
    whole = open_logs([request.scenario], live=False, columns=request.take, rules=request.rules)
    return Subject(RevealedLog(whole.logs, whole.rules), language, with_fps(log_demo(whole, language), request.fps))


def film_questions(subject: Subject, acts: Mapping[int, int]) -> tuple[FilmQuestion, ...]:
    """Return the questions at their times in the film, each a picture before the one that has the answer."""
    before = 1500 // subject.demo.fps
    return tuple(
        FilmQuestion(
            max(0, acts[each.answered_by] - before),
            acts[each.explained_by],
            each.question,
            each.options,
            each.right,
            each.near,
        )
        for each in subject.questions
    )


def _lesson_subject(request: Request) -> Subject:
    """Return a lesson as a subject. Raises Failure for one that cannot be used, and for options that it has not."""
    if request.seed is not None or request.presenter:
        option = "--seed" if request.seed is not None else "--presenter"
        raise Failure(named(request.messages).text("failure.for_scenario", option=option))
    try:
        # the film is made in another folder
        lesson = load_lesson(lesson_path(request.scenario).absolute())
    except ScenarioError as error:
        raise Failure(error.told_in(named(request.messages))) from error
    language = language_of_files(request.language)
    scenario = lesson.questions[0].scenario(title=lesson.told_in(language.name).title)
    demo, questions = _lesson_demo(lesson, language)
    return Subject(scenario, language, with_fps(demo, request.fps), lesson.source, questions)


def _lesson_demo(lesson: Lesson, language: Language) -> LessonDemo:
    """Return the demo of a lesson in a language."""
    from optsim.tui.learn.answer_lines import options_of  # noqa: PLC0415 most films are of scenarios
    from optsim.tui.learn.visit import Visit  # noqa: PLC0415

    def options(number: int) -> tuple[str, ...]:
        return tuple(option.text for option in options_of(Visit(lesson, number), language))

    return lesson_demo(lesson, language, options)


def _language(request: Request, scenario: Scenario) -> Language:
    """Return the language of the film."""
    own = None if scenario.demo is None else scenario.demo.lang
    return named(request.language) if request.language else language_of_files(own)


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
        raise Failure(error.told_in(named(request.messages))) from error
    except (ValueError, OverflowError, MemoryError) as error:
        reason = str(error) or named(request.messages).text("failure.not_enough_memory")
        raise Failure(f"{request.scenario}: {reason}") from error
    return scenario
