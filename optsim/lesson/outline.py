"""Outline of a lesson: what its file says without being checked, for the map of the course, which waits for no engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from optsim.lesson.bundled import LESSONS
from optsim.scenario.listing import GROUPS, MORE
from optsim.system.limits import LARGEST_SCENARIO
from optsim.system.printable import printable_line
from optsim.system.toml_file import toml_tables

_AGAIN = (1, 7, 30)


class LessonOutline(NamedTuple):
    """What the map shows of a lesson: its name, group, place in it, titles and questions by language, and when it comes again; `scenario` is that which it is about, where that has a name."""

    name: str
    topic: str = MORE
    order: int = 0
    titles: Mapping[str, str] = {}
    questions: Mapping[str, tuple[str, ...]] = {}
    again: tuple[int, ...] = _AGAIN
    has_task: bool = False
    readable: bool = True
    scenario: str = ""

    @property
    def question_count(self) -> int:
        """The number of its questions."""
        return len(self.questions.get("en", ()))

    def title(self, language: str) -> str:
        """Return its title in a language."""
        return self.titles.get(language) or self.titles.get("en") or self.name

    @property
    def rank(self) -> tuple[int, int, str]:
        """Key to sort by: as one learns."""
        place = GROUPS.index(self.topic) if self.topic in GROUPS else len(GROUPS)
        return place, self.order, self.name


def outlines(names: Iterable[str] | None = None) -> list[LessonOutline]:
    """Return the outlines of lessons, by default of all, in the order in which one learns."""
    listed = [lesson_outline(name, LESSONS[name]) for name in (LESSONS if names is None else names)]
    return sorted(listed, key=lambda each: each.rank)


def lesson_outline(name: str, path: Path) -> LessonOutline:
    """Return the outline of a lesson's file; of one that cannot be read the name, and opening it says why."""
    try:
        table = toml_tables(path, LARGEST_SCENARIO)
        texts = {"en": table, **table.get("text", {})}
        return LessonOutline(
            name,
            table["topic"] if table["topic"] in GROUPS else MORE,
            int(table.get("order", 0)),
            {language: _line(each["title"]) for language, each in texts.items()},
            {language: tuple(_line(one["question"]) for one in each["predict"]) for language, each in texts.items()},
            tuple(map(int, table.get("again", _AGAIN))),
            has_task="task" in table,
            scenario=table["scenario"] if isinstance(table.get("scenario"), str) else "",
        )
    except (OSError, ValueError, RecursionError, LookupError, AttributeError, TypeError):
        return LessonOutline(name, readable=False)


def _line(text: Any) -> str:
    return printable_line(" ".join(str(text).split()))
