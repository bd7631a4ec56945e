"""Answers: the race of a question run to its end, and what its answer is on it.

An answer is given as a text: the letter of an option, the letters of lanes in their order, a step, a number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from optsim.lesson.lesson import LETTERS, Question, Ranking
from optsim.lesson.measurements import Measurements
from optsim.lesson.placeholders import filled
from optsim.scenario import Scenario
from optsim.system.limits import LARGEST_SEED

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
#: digits of a number as an answer is told
_DIGITS = 3
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Answered:
    """A question whose race has run: what was measured, and the answers that are right, as they are given.

    Where not exactly one is, the question is wrong; where there is none, `right` is empty.
    """

    question: Question
    measurements: Measurements
    right: tuple[str, ...]

    def filled(self, text: str) -> str:
        """Return a text of the question with the measured values in their places."""
        return filled(text, self.question.lanes, self.measurements)

    def accepts(self, given: str) -> bool:
        """Tell if an answer is right."""
        number = read_number(given)
        if given in self.right or self.near is None or number is None:
            return given in self.right
        value, room = self.near
        return abs(number - value) <= room

    @property
    def near(self) -> tuple[float, float] | None:
        """The step or the number that is asked for, and how far from it an answer may be; None of any other question."""
        amount = self.question.amount
        if amount is None or not self.right:
            return None
        value = float(self.measurements.value(amount.value))
        # rounding makes no answer wrong
        return value, amount.room(value) + _ROUNDING * abs(value)


def answered(question: Question, scenario: Scenario, numerics: Literal["fast", "strict"] | None = None) -> Answered:
    """Run the race of a question, and see what its answer is.

    Args:
        question: The question.
        scenario: Its scenario, as drawn.
        numerics: Other numerics than the scenario's.
    """
    raced = scenario if numerics is None else replace(scenario, numerics=numerics)
    measurements = _measured(raced, raced.seed)
    return Answered(question, measurements, right_answers(question, measurements))


def right_answers(question: Question, measurements: Measurements) -> tuple[str, ...]:
    """Return the answers that are right, as they are given; of yes and no the first one is yes."""
    match question.kind:
        case "yesno":
            return (LETTERS[0 if measurements.holds(question.holds[0]) else 1],)
        case "step" | "value" if question.amount is not None:
            value = float(measurements.value(question.amount.value))
            if question.kind == "value":
                return (f"{value:.{_DIGITS}g}",) if math.isfinite(value) else ()
            # of what never was the last step is -1
            return (f"{value:.0f}",) if value >= 0 and math.isfinite(value) else ()
        case "order" if question.ranking is not None:
            return _orders(question.ranking, measurements)
        case _:
            return tuple(LETTERS[place] for place, each in enumerate(question.holds) if measurements.holds(each))


def _orders(ranking: Ranking, measurements: Measurements) -> tuple[str, ...]:
    """Return the order of lanes; two of them where two lanes are equal. What never comes is last."""
    sign = -1 if ranking.largest_first else 1
    values = [sign * float(measurements.value(each)) for each in ranking.values]
    keys = [math.inf if math.isnan(value) else value for value in values]
    places = sorted(range(len(keys)), key=keys.__getitem__)
    equal = (at for at in range(len(places) - 1) if keys[places[at]] == keys[places[at + 1]])
    orders = [places, *([*places[:at], places[at + 1], places[at], *places[at + 2 :]] for at in equal)]
    return tuple("".join(LETTERS[place] for place in order) for order in orders)


def read_number(text: str) -> float | None:
    """Return the number that was given; None where it is none."""
    plain = text.strip().replace("−", "-")
    number = float(plain) if _NUMBER.fullmatch(plain) else math.inf
    return number if math.isfinite(number) else None


def fits(question: Question, given: str, steps: int) -> bool:
    """Tell if an answer is one that can be given to a question, of a race of so many steps."""
    match question.kind:
        case "step":
            return given.isascii() and given.isdecimal() and int(given[:20]) <= steps
        case "value":
            return read_number(given) is not None
        case "order":
            return sorted(given) == list(LETTERS[: len(question.lanes)])
        case _:
            return len(given) == 1 and given in LETTERS[: max(len(question.holds), 2)]


def _measured(scenario: Scenario, seed: int) -> Measurements:
    """Return the measurements of a race at its end."""

    def others(count: int) -> Sequence[Measurements]:
        seeds = [each for each in range(seed, seed + count) if each <= LARGEST_SEED]
        return [_measured(scenario, each) for each in seeds]

    race = scenario.race(seed=seed)
    race.seek(race.budget)
    return Measurements(race, others)
