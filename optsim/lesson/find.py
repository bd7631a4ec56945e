"""Finds lessons by name, reads lesson files with all their faults."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from optsim.engine.settings import Declared, Setting
from optsim.faults import Fault
from optsim.lesson.bundled import LESSONS
from optsim.lesson.lesson import AGAIN, Lesson, LessonTexts, Question
from optsim.lesson.sections.questions import check_all_places, questions_of
from optsim.lesson.sections.task import task_of
from optsim.lesson.sections.texts import lesson_texts, translations
from optsim.scenario.find import tables_of
from optsim.scenario.listing import GROUPS
from optsim.scenario.problems import Problem, ScenarioError
from optsim.scenario.tables import Faults, TooManyFaultsError, shown_value
from optsim.system.limits import shape_faults

KEYS = ("order", "topic", "title", "scenario", "again", "predict", "task", "text")
_ORDER = Declared("order", int, False, None, Setting(help="place in the course"))
_MOST_RETURNS, _LONGEST_GAP = 10, 3650


class LessonError(ScenarioError):
    """A lesson that cannot be used; `problems` holds every fault that was found, `source` where it came from."""


def lesson_path(name_or_path: str | Path) -> Path:
    """Return the file of a lesson, by its name or path. Raises LessonError where there is none."""
    text = str(name_or_path)
    if isinstance(name_or_path, Path) or text.endswith(".toml") or "/" in text or "\\" in text:
        return Path(text)
    if text in LESSONS:
        return LESSONS[text]
    raise LessonError(
        text, [Problem("", Fault("no lesson has this name; {suggestion}", suggestion=LESSONS.suggest(text)))]
    )


def load_lesson(name_or_path: str | Path) -> Lesson:
    """Return the lesson of a name or a file. Raises LessonError with every problem of it."""
    path = lesson_path(name_or_path)
    table = tables_of(path, LessonError)
    return lesson_of(table, name=path.stem, source=str(path), folder=path.parent)


def lesson_of(table: Mapping[str, Any], *, name: str, source: str = "lesson", folder: Path | None = None) -> Lesson:
    """Return the lesson of a file's tables.

    Args:
        table: Sections as in a file.
        name: The lesson's name.
        source: What problems are told of.
        folder: The folder in which scenario files and data are looked for.

    Raises:
        LessonError: With all problems.
    """
    faults = Faults()
    lesson = None
    with suppress(TooManyFaultsError):
        for key, fault in shape_faults(table):
            faults.add(key, fault)
        lesson = None if faults.problems else _lesson(table, name, source, folder, faults)
    if lesson is None:
        raise LessonError(source, faults.problems)
    return lesson


def _lesson(table: Mapping[str, Any], name: str, source: str, folder: Path | None, faults: Faults) -> Lesson | None:
    faults.unknown_keys(table, KEYS, "")
    topic = table.get("topic")
    if topic not in GROUPS:
        faults.add(
            "topic",
            "must be a group of the course, not {value}; there are: {known}",
            value=shown_value(topic),
            known=", ".join(GROUPS),
        )
    order = faults.value(_ORDER, table.get("order", 0), "order")
    questions = questions_of(table, folder, faults)
    own = lesson_texts(table, "", faults, has_task="task" in table)
    task = task_of(table, questions if len(questions) == len(own.questions) else (), faults)
    texts = {"en": own, **translations(table, faults, own)}
    if len(questions) == len(own.questions):
        for language, each in texts.items():
            _check_values(each, "" if language == "en" else f"text.{language}.", questions, faults)
    again = _again(table.get("again", list(AGAIN)), faults)
    if faults.problems:
        return None
    return Lesson(
        name=name,
        topic=str(topic),
        order=order,
        questions=questions,
        texts=texts,
        task=task,
        again=again,
        source=source,
    )


def _again(value: object, faults: Faults) -> tuple[int, ...]:
    """Return the days after which it comes again."""
    fits = isinstance(value, list) and 1 <= len(value) <= _MOST_RETURNS
    days = value if isinstance(value, list) and fits else []
    if not fits or not all(type(day) is int and 1 <= day <= _LONGEST_GAP for day in days):
        faults.add(
            "again",
            "must be 1 to {most} numbers of days, for instance [1, 7, 30], not {value}",
            most=_MOST_RETURNS,
            value=shown_value(value),
        )
        return AGAIN
    return tuple(days)


def _check_values(texts: LessonTexts, at: str, questions: tuple[Question, ...], faults: Faults) -> None:
    """Note values in texts that are no expressions."""
    for number, (own, question) in enumerate(zip(texts.questions, questions, strict=False), start=1):
        check_all_places(own, f"{at}predict[{number}]", faults, question.lanes)
