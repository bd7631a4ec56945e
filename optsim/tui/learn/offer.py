"""Offer of the course in the picker: to who is new there, and to who has something due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optsim.languages import Language

if TYPE_CHECKING:
    from optsim.lesson.course import Course


def course_offer(course: Course | None, language: Language) -> str:
    """Return the line that offers the course; empty where it need not be offered."""
    if course is None:
        return ""
    from optsim.lesson.course import Standing  # noqa: PLC0415 an app without a course does without
    from optsim.lesson.outline import outlines  # noqa: PLC0415

    lessons = outlines()
    if course.is_new:
        return language.text("course.offer", count=len(lessons))
    due = sum(course.progress(lesson).standing is Standing.DUE for lesson in lessons)
    return language.text("course.offer_due", due=due) if due else ""
