"""A lesson: questions whose answers races give, a task, and its texts in other languages. It holds no answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from optsim.lesson.tables import changed
from optsim.scenario import Scenario
from optsim.scenario.demo.demo import Act
from optsim.scenario.expressions.nodes import Expression

#: days after which a lesson comes again, where it does not say
AGAIN = (1, 7, 30)
QuestionKind = Literal["choice", "yesno", "step", "value", "order"]
#: letters of answers, and of lanes that are to be ordered
LETTERS = "abcdef"


class Option(NamedTuple):
    """An answer that can be chosen: its text, when it holds, and what would have to be for it to hold where it does not."""

    text: str
    holds: Expression
    why: str = ""


class Amount(NamedTuple):
    """A step or a number that is asked for: what it is on the race, and how far off an answer may be.

    `within` is in the unit of the number, or a share of it where `relative`.
    """

    value: Expression
    within: float
    relative: bool = False

    def room(self, value: float) -> float:
        """Return how far from a value an answer may be."""
        return self.within * abs(value) if self.relative else self.within


class Ranking(NamedTuple):
    """The numbers by which lanes are to be ordered, one a lane in the order of the lanes: from the smallest on, or from the largest."""

    values: tuple[Expression, ...]
    largest_first: bool = False


class Draw(NamedTuple):
    """A number that is drawn when a question comes again: from a range or among some, and the keys that it sets, times a factor."""

    name: str
    low: float
    high: float
    among: tuple[float, ...]
    whole: bool
    sets: Mapping[str, float]


class Start(NamedTuple):
    """An act of a solution that no key does: a click on the map at a point."""

    point: tuple[float, ...]


class OptionTexts(NamedTuple):
    """The texts of an answer in a language."""

    text: str
    why: str = ""


class QuestionTexts(NamedTuple):
    """The texts of a question in a language."""

    question: str
    options: tuple[OptionTexts, ...] = ()
    explain: str = ""


class LessonTexts(NamedTuple):
    """The texts of a lesson in a language; `task` and `hint` are empty where it has no task."""

    title: str
    questions: tuple[QuestionTexts, ...]
    task: str = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question, and the tables of the scenario whose race answers it.

    One of a choice has conditions in `holds`, one of yes or no that of yes; one of a step or a value has an `amount`, one of an
    order a `ranking`.
    """

    kind: QuestionKind
    holds: tuple[Expression, ...]
    tables: Mapping[str, Any]
    folder: Path | None
    draws: tuple[Draw, ...] = ()
    then: tuple[Act, ...] = ()
    depends_on_seed: bool = False
    lanes: tuple[str, ...] = ()
    amount: Amount | None = None
    ranking: Ranking | None = None

    def expressions(self) -> tuple[Expression, ...]:
        """Return all that its answer is worked out of."""
        amounts = () if self.amount is None else (self.amount.value,)
        return (*self.holds, *amounts, *(() if self.ranking is None else self.ranking.values))

    def scenario(
        self, drawn: Mapping[str, float] | None = None, *, seed: int | None = None, title: str = ""
    ) -> Scenario:
        """Return the scenario that answers it.

        Args:
            drawn: What was drawn, by the name of the draw; nothing where it is asked for the first time.
            seed: Another seed than the file's.
            title: The title that it is shown with.

        Raises:
            ScenarioError: For settings that cannot be.
        """
        tables = dict(self.tables)
        for draw in self.draws:
            for path, factor in draw.sets.items() if drawn and draw.name in drawn else ():
                value = drawn[draw.name] * factor  # type: ignore[index]  # as asked before
                tables = changed(tables, path, round(value) if draw.whole else float(f"{value:.12g}"))
        if seed is not None:
            tables = changed(tables, "budget.seed", seed)
        scenario = Scenario.from_dict(tables, files=self.folder)
        return replace(scenario, title=title or scenario.title)


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something to do with the race of the last question: a goal that is looked for on its state, keys that are locked, a way to the goal."""

    goal: Expression
    solve: tuple[Act | Start, ...]
    locked: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson; `texts` are those of its own file, by language, "en" what it says itself."""

    name: str
    topic: str
    order: int
    questions: tuple[Question, ...]
    texts: Mapping[str, LessonTexts]
    task: Task | None = None
    again: tuple[int, ...] = AGAIN
    source: str = ""

    def told_in(self, language: str) -> LessonTexts:
        """Return its texts in a language, in English where it has none in it."""
        return self.texts.get(language, self.texts["en"])

    def expressions(self) -> Iterator[Expression]:
        """Yield all conditions and numbers that its answers are worked out of, and its goal."""
        for question in self.questions:
            yield from question.expressions()
        if self.task is not None:
            yield self.task.goal
