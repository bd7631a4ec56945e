"""The course: what a person has done of each lesson, what is due today, and where each was left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from optsim.facts import Fact
from optsim.lesson.outline import LessonOutline
from optsim.lesson.progress import Record, add_progress, read_progress


class Standing(Enum):
    """Standings of a lesson: not begun, begun, done, due again, and done for good."""

    NEW = "new"
    BEGUN = "begun"
    DONE = "done"
    DUE = "due"
    FINISHED = "finished"


class LessonProgress(NamedTuple):
    """What was done of a lesson: its standing, the day on which it comes again, how often it came, and where it was left."""

    standing: Standing = Standing.NEW
    due: date | None = None
    returns: int = 0
    place: Record | None = None
    task_done: bool = False


class Due(NamedTuple):
    """A question that comes again: its lesson, its place there, and the number of the return."""

    lesson: str
    question: int
    again: int


class Course:
    """What is done, kept in a file, or for as long as the program runs where there is none."""

    def __init__(self, file: Path | None, today: Callable[[], date]) -> None:
        """Make a course.

        Args:
            file: The file; it need not be there.
            today: Returns the present day.
        """
        self.file, self.today = file, today
        self._records: list[Record] = []
        #: what is wrong with the file, as last read or written
        self.problem: Fact | None = None
        self.read()

    def read(self) -> None:
        """Read what was done, by another program as well."""
        if self.file is not None:
            records, self.problem = read_progress(self.file)
            self._records = records or self._records

    def add(self, lesson: str, act: str, **values: int | str | bool) -> None:
        """Write down what was done."""
        record = Record(lesson, act, self.today().isoformat(), **values)  # type: ignore[arg-type]  # as the caller says
        self._records.append(record)
        if self.file is not None:
            self.problem = add_progress(self.file, [record])

    @property
    def is_new(self) -> bool:
        """True where nothing was done yet."""
        return not self._records

    def progress(self, lesson: LessonOutline) -> LessonProgress:
        """Return what was done of a lesson."""
        own = [record for record in self._records if record.lesson == lesson.name]
        answered = {record.question for record in own if record.act == "answered" and not record.again}
        task_done = any(record.act == "task" for record in own)
        place = next((record for record in reversed(own) if not record.again), None)
        place = place if place is not None and place.act == "at" and place.stage else None
        through = bool(lesson.question_count) and answered >= set(range(lesson.question_count))
        if not through or (lesson.has_task and not any(record.act in ("task", "skipped") for record in own)):
            return LessonProgress(Standing.BEGUN if own else Standing.NEW, place=place, task_done=task_done)
        returns, due = _returns(own, lesson.again)
        if due is None:
            return LessonProgress(Standing.FINISHED, None, returns, place, task_done)
        standing = Standing.DUE if due <= self.today() else Standing.DONE
        return LessonProgress(standing, due, returns, place, task_done)

    def due(self, lessons: Iterable[LessonOutline]) -> list[Due]:
        """Return the questions that are due, mixed: in the same order for the whole day."""
        from optsim.lesson.drawing import shuffled  # noqa: PLC0415 the map is painted without NumPy

        waiting = [
            Due(lesson.name, progress.returns % lesson.question_count, progress.returns + 1)
            for lesson in lessons
            if (progress := self.progress(lesson)).standing is Standing.DUE
        ]
        return shuffled(waiting, self.today().isoformat())


def _returns(records: Sequence[Record], gaps: Sequence[int]) -> tuple[int, date | None]:
    """Return how often a lesson came again, and the day of the next time; None after the last one.

    A right answer goes on to the next gap, after a wrong one the first gap is waited for again.
    """
    known = [record for record in records if record.act == "answered" and _day(record) is not None]
    last = max((_day(record) or date.min for record in known if not record.again), default=date.min)
    gap, returns = 0, 0
    for record in (each for each in known if each.again):
        returns += 1
        gap = gap + 1 if record.right else 0
        last = max(last, _day(record) or last)
    try:
        return returns, None if gap >= len(gaps) else last + timedelta(days=gaps[gap])
    except OverflowError:
        return returns, None


def _day(record: Record) -> date | None:
    try:
        return date.fromisoformat(record.day)
    except ValueError:
        return None
