"""Verification of a lesson: exactly one answer holds, with every seed, both numerics and whatever is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

import numpy as np

from optsim.faults import AllOf, Fault
from optsim.lesson.answers import Answered, answered
from optsim.lesson.drawing import drawn, drawn_seed
from optsim.lesson.lesson import Lesson, Question
from optsim.scenario import ScenarioError
from optsim.scenario.problems import Problem

SEEDS, DRAWS = 20, 100
_NUMERICS: tuple[Literal["fast", "strict"], ...] = ("fast", "strict")


class Effort(NamedTuple):
    """The seeds and draws that are tried of each question."""

    seeds: int = SEEDS
    draws: int = DRAWS


def answer_problems(lesson: Lesson, effort: Effort | None = None) -> list[Problem]:
    """Return what is wrong with the answers of a lesson, of each question the first thing.

    Args:
        lesson: The lesson.
        effort: The seeds and draws that are tried, by default 20 and 100.
    """
    checks = (_question_problems(lesson, number, effort or Effort()) for number in range(len(lesson.questions)))
    return [problem for problems in checks for problem in _first(problems)]


def _first(problems: Iterator[Problem]) -> list[Problem]:
    problem = next(problems, None)
    return [] if problem is None else [problem]


def _question_problems(lesson: Lesson, number: int, effort: Effort) -> Iterator[Problem]:
    question, at = lesson.questions[number], f"predict[{number + 1}]"
    expected: Answered | None = None
    for seed, numerics in _runs(question, effort.seeds):
        scenario = question.scenario(seed=seed)
        outcome = answered(question, scenario, numerics)
        when = Fault("with seed {seed} and {numerics} numerics", seed=scenario.seed, numerics=numerics)
        yield from _not_one(outcome, at, when)
        expected = expected or outcome
        if not _same(outcome, expected) and not question.depends_on_seed:
            message = (
                "{when} the answer is {answer}, and with the first seed {first}; choose other settings, or say "
                "depends_on_seed = true"
            )
            yield Problem(at, Fault(message, when=when, answer=AllOf(outcome.right), first=AllOf(expected.right)))
        if numerics == "fast" and seed is None:
            yield from _unfilled(lesson, number, outcome)
    for count in range(effort.draws if question.draws else 0):
        yield from _draw_problems(lesson, number, count)


def _runs(question: Question, seeds: int) -> Iterator[tuple[int | None, Literal["fast", "strict"]]]:
    """Yield the seeds and numerics to be tried: of a race without chance one seed."""
    first = question.scenario()
    chance = first.objective.has_data or _depends_on_seed(question, first.seed)
    for numerics in _NUMERICS:
        yield None, numerics
        for seed in range(first.seed + 1, first.seed + seeds) if chance else ():
            yield seed, numerics


def _depends_on_seed(question: Question, seed: int) -> bool:
    """Tell if another seed gives another race."""
    races = (answered(question, question.scenario(seed=each)).measurements.race for each in (seed, seed + 1))
    one, other = (race.figures("loss", np.arange(race.step + 1)) for race in races)
    return not np.array_equal(one, other, equal_nan=True)


def _same(outcome: Answered, expected: Answered) -> bool:
    """Tell if the answer is the one that is expected; of a step or a value, as near to it as an answer has to be."""
    return all(expected.accepts(each) for each in outcome.right)


def _not_one(outcome: Answered, at: str, when: Fault) -> Iterator[Problem]:
    """Yield a problem where not exactly one answer holds."""
    is_choice = outcome.question.amount is None and outcome.question.ranking is None
    match outcome.right:
        case (_,):
            if outcome.question.kind == "step" and _accepts_all(outcome):
                yield Problem(f"{at}.within", Fault("is so wide that every step is right; make it smaller"))
        case ():
            message = "no answer holds {when}; one has to" if is_choice else "there is no answer {when}"
            yield Problem(at, Fault(message, when=when))
        case _:
            equal = "{answers} are right, since lanes are equal, {when}; one has to"
            message = "{answers} hold {when}; one has to" if is_choice else equal
            yield Problem(at, Fault(message, answers=AllOf(outcome.right), when=when))


def _accepts_all(outcome: Answered) -> bool:
    """Tell if the first step is right, and the last one as well."""
    return outcome.accepts("0") and outcome.accepts(str(outcome.measurements.race.budget))


def _draw_problems(lesson: Lesson, number: int, count: int) -> Iterator[Problem]:
    """Yield what is wrong with a question as it comes again."""
    question, at = lesson.questions[number], f"predict[{number + 1}]"
    values, seed = drawn(question.draws, "check", count), drawn_seed("check", count)
    settings = _settings(values)
    try:
        outcome = answered(question, question.scenario(values, seed=seed))
    except (ScenarioError, ValueError) as error:
        fault = error.problems[0].fault if isinstance(error, ScenarioError) else error
        message = "with {settings} there is no race: {error}"
        yield Problem(f"{at}.draw", Fault(message, settings=settings, error=error, fault=fault))
        return
    when = Fault("with {settings} and seed {seed}", settings=settings, seed=seed)
    yield from _not_one(outcome, f"{at}.draw", when)


def _settings(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in values.items())


def _unfilled(lesson: Lesson, number: int, outcome: Answered) -> Iterator[Problem]:
    """Yield the texts that have a value that was not measured."""
    for language, texts in lesson.texts.items():
        shown = texts.questions[number]
        for text in (shown.question, shown.explain, *(text for option in shown.options for text in option)):
            if "nan" in outcome.filled(text) and "nan" not in text:
                at = f"predict[{number + 1}]" if language == "en" else f"text.{language}.predict[{number + 1}]"
                yield Problem(at, Fault("a value in {text!r} is not measured on its race", text=text))
