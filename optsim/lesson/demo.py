"""A demo of a lesson, for a film: it asks and waits, lets the race answer, explains, and does the task on the way that the lesson gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from optsim.languages import Language
from optsim.lesson.answers import Answered, answered
from optsim.lesson.lesson import Lesson, Question, Start
from optsim.scenario.demo.conditions import read_condition
from optsim.scenario.demo.demo import Act, Demo, reading_time

#: seconds that a chosen answer, and a task that is done, are seen
_SEEN = 1.5
#: seconds of a question at least: it is for people to think
_THINKING = 4.0


class Asked(NamedTuple):
    """A question of the demo: the acts with which it is answered and explained, by their numbers, its texts, and its answer.

    `right` is the answer as it is given; `near` are the step or the number that is asked for, and how far from it one may be.
    """

    answered_by: int
    explained_by: int
    question: str
    options: tuple[str, ...]
    right: str
    near: tuple[float, float] | None = None


class LessonDemo(NamedTuple):
    """A demo, and the questions in it."""

    demo: Demo
    questions: tuple[Asked, ...]


def lesson_demo(lesson: Lesson, language: Language, options: Callable[[int], tuple[str, ...]]) -> LessonDemo:
    """Return the demo of a lesson.

    Args:
        lesson: The lesson.
        language: The language of the film.
        options: Returns the texts of the answers to a question.
    """
    acts: list[Act] = []
    questions = []
    texts = lesson.told_in(language.name)
    for number, question in enumerate(lesson.questions):
        outcome = answered(question, question.scenario())
        own = texts.questions[number]
        shown = outcome.filled(own.question), tuple(map(outcome.filled, options(number)))
        total = len(lesson.questions)
        acts += [
            Act("mark", language.text("lesson.in_question", number=number + 1, total=total)),
            Act("wait", max(_THINKING, reading_time(" ".join((shown[0], *shown[1]))))),
        ]
        answers = len(acts) + 1
        acts += [
            Act("press", _keys(question, outcome.right[0])),
            Act("wait", _SEEN),
            Act("press", ("space",)),
            Act("until", _revealed(outcome)),
        ]
        explains = len(acts) + 1
        acts += [Act("wait", reading_time(outcome.filled(own.explain))), Act("press", ("enter",))]
        questions.append(Asked(answers, explains, *shown, outcome.right[0], outcome.near))
    return LessonDemo(Demo(keys=True, do=(*acts, *_task(lesson, language))), tuple(questions))


def _keys(question: Question, given: str) -> tuple[str, ...]:
    """Return the keys that give an answer: an option is answered by its letter, anything else is entered."""
    return (given,) if question.holds else (*given, "enter")


def _revealed(outcome: Answered) -> str:
    """Return the condition at which the race has answered: what the lesson waits for, else its end."""
    waits = [act.value for act in outcome.question.then if act.verb == "until"]
    return str(waits[-1]) if waits and read_condition(waits[-1]) else f"step >= {outcome.measurements.race.step}"


def _task(lesson: Lesson, language: Language) -> tuple[Act, ...]:
    """Return the acts of the task; one that takes a click is only read."""
    if lesson.task is None:
        return ()
    read = Act("wait", reading_time(lesson.told_in(language.name).task))
    mark = Act("mark", language.text("lesson.in_task"))
    if any(isinstance(act, Start) for act in lesson.task.solve):
        return mark, read
    return mark, read, *(act for act in lesson.task.solve if isinstance(act, Act)), Act("wait", 2 * _SEEN)
