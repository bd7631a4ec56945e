"""A visit of a lesson: at which question a person is, how far, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from optsim.languages import Language
from optsim.lesson.answers import Answered, answered, fits, right_answers
from optsim.lesson.course import Due
from optsim.lesson.drawing import drawn, drawn_seed
from optsim.lesson.lesson import LETTERS, Lesson, Question, QuestionTexts, Task
from optsim.lesson.measurements import Measurements
from optsim.lesson.placeholders import place_texts
from optsim.scenario import Scenario
from optsim.scenario.expressions.nodes import Call, parts

Stage = Literal["ask", "watch", "explain", "task", "done"]
STAGES: tuple[Stage, ...] = ("ask", "watch", "explain", "task", "done")


@dataclass(frozen=True)
class Round:
    """A mixed round: the questions that are still to come, how many there are in all, and how many were right so far."""

    to_come: tuple[Due, ...]
    total: int
    right: int = 0

    @property
    def number(self) -> int:
        """The number of the present question, from 1."""
        return self.total - len(self.to_come)


@dataclass(frozen=True)
class Visit:
    """A question of a lesson and the stage that a person is at; `again` is the number of its return, 0 for the first time.

    `given` is the answer (empty: none), `step` the step to go on from. A question in a mixed round has that.
    """

    lesson: Lesson
    number: int = 0
    stage: Stage = "ask"
    given: str = ""
    step: int = 0
    again: int = 0
    round: Round | None = None
    scenario: Scenario = field(init=False)

    def __post_init__(self) -> None:
        """Draw what is drawn."""
        values: Mapping[str, float] | None = None
        seed = None
        if self.again:
            of = (self.lesson.name, self.number, self.again)
            values, seed = drawn(self.question.draws, *of), drawn_seed(*of)
        object.__setattr__(self, "scenario", self.question.scenario(values, seed=seed))

    @property
    def question(self) -> Question:
        """The question."""
        return self.lesson.questions[self.number]

    @property
    def task(self) -> Task | None:
        """The task, at the stage at which it is done."""
        return self.lesson.task if self.stage == "task" else None

    def texts(self, language: Language) -> QuestionTexts:
        """Return the question's texts in a language."""
        return self.lesson.told_in(language.name).questions[self.number]

    def at(self, stage: Stage, *, given: str | None = None) -> Visit:
        """Return the visit at another stage."""
        return replace(self, stage=stage, given=self.given if given is None else given, step=0)

    def following(self) -> Visit | None:
        """Return what comes after an explanation or a task within the lesson; None where it ends."""
        if self.stage == "explain" and self.number + 1 < len(self.lesson.questions):
            return Visit(self.lesson, self.number + 1)
        if self.stage == "explain" and self.lesson.task is not None:
            return Visit(self.lesson, self.number, "task")
        return None

    @property
    def fits(self) -> bool:
        """True if there is the answer that is chosen: the file may be another than when it was left."""
        return self.stage not in ("watch", "explain") or fits(self.question, self.given, self.steps)

    @property
    def kept_answer(self) -> dict[str, int | str | bool]:
        """The answer as it is written down: the place of an option, anything else as it was given."""
        return {"chosen": LETTERS.find(self.given or "-")} if self.question.holds else {"given": self.given}

    @property
    def steps(self) -> int:
        """The steps of its race."""
        return self.scenario.race().budget

    @property
    def needs_race(self) -> bool:
        """True if question or answers have values in them, so that the race has to be run before it is asked."""
        texts = (each.questions[self.number] for each in self.lesson.texts.values())
        return any(place_texts(text) for each in texts for text in (each.question, *(one.text for one in each.options)))

    def answer(self, measurements: Measurements | None = None) -> Answered:
        """Return which answers hold: on a race that was run to its end, or on one that is run for it."""
        if measurements is None or self._asks_other_seeds:
            return answered(self.question, self.scenario)
        return Answered(self.question, measurements, right_answers(self.question, measurements))

    @property
    def _asks_other_seeds(self) -> bool:
        nodes = (node for each in self.question.expressions() for node in parts(each.root))
        return any(isinstance(node, Call) and node.function == "over" for node in nodes)
