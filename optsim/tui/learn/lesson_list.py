"""Lessons as the map lists them: by group, each with the sign of its standing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from optsim.languages import Language, english
from optsim.lesson.course import LessonProgress, Standing
from optsim.lesson.outline import LessonOutline
from optsim.plot.width import shorten, wrap
from optsim.scenario.listing import GROUPS, MORE
from optsim.suggest import folded
from optsim.tui.language import worded_bindings

if TYPE_CHECKING:
    from optsim.lesson.course import Course

_SIGNS: Mapping[Standing, str] = MappingProxyType(
    {
        Standing.NEW: "○",
        Standing.BEGUN: "◐",
        Standing.DONE: "●",
        Standing.DUE: "▲",
        Standing.FINISHED: "★",
    }
)
_PLACE = re.compile(r"\{[^{}]*\}")
#: cells before a title
_INDENT = 3


class LessonList(OptionList):
    """The list of the map."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "key.lesson")]

    def on_mount(self) -> None:
        """Have the words for the keys."""
        worded_bindings(self)


def matching(lessons: Iterable[LessonOutline], query: str, language: Language) -> list[LessonOutline]:
    """Return the lessons that have each word of a query, in a language or in English."""
    words = folded(query).split()
    return [each for each in lessons if all(word in folded(_words(each, language)) for word in words)]


def _words(lesson: LessonOutline, language: Language) -> str:
    topics = (each.text(f"listing.{lesson.topic}") for each in (language, english()))
    questions = (question for name in ("en", language.name) for question in lesson.questions.get(name, ()))
    return " ".join((lesson.name, lesson.title("en"), lesson.title(language.name), *topics, *questions))


def options(lessons: Iterable[LessonOutline], course: Course, language: Language, cells: int) -> Iterator[Option]:
    """Yield the lines of the list: a heading for each group, and its lessons."""
    listed = list(lessons)
    for group in (*GROUPS, MORE):
        members = [lesson for lesson in listed if lesson.topic == group]
        if members:
            yield Option(Content.styled(language.text(f"listing.{group}"), "bold $accent"), disabled=True)
        for lesson in members:
            sign = _SIGNS[course.progress(lesson).standing]
            title = shorten(lesson.title(language.name), max(cells - _INDENT, 8))
            yield Option(Content(f" {sign} {title}"), id=lesson.name)


def standing_text(progress: LessonProgress, language: Language) -> str:
    """Return the standing of a lesson in words."""
    due = "" if progress.due is None else progress.due.isoformat()
    return language.text(f"course.standing.{progress.standing.value}", day=due)


def described(lesson: LessonOutline, progress: LessonProgress, language: Language, cells: int) -> Content:
    """Return what the map says of a lesson in lines of so many cells: its title, its standing, and what it asks."""
    text = language.text
    if not lesson.readable:
        return Content.styled(text("course.unreadable", lesson=lesson.name), "$warning")
    questions = lesson.questions.get(language.name) or lesson.questions.get("en", ())
    teasers = [_PLACE.sub("…", question) for question in questions]
    lines = [
        Content.styled(lesson.title(language.name), "bold"),
        Content.styled(_sized(lesson, language), "$text-muted"),
        Content(""),
        *map(Content, wrap(standing_text(progress, language), cells)),
        *(Content(line) for question in teasers for line in ("", *wrap(question, cells))),
    ]
    return Content("\n").join(lines)


def _sized(lesson: LessonOutline, language: Language) -> str:
    count = lesson.question_count
    questions = language.text("course.question" if count == 1 else "course.questions", count=count)
    return language.text("course.with_task", questions=questions) if lesson.has_task else questions
