"""Answers: the race of a question run to its end, and which of the answers hold on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from optsim.lesson.lesson import Question
from optsim.lesson.measurements import Measurements
from optsim.lesson.placeholders import filled
from optsim.scenario import Scenario
from optsim.system.limits import LARGEST_SEED


@dataclass(frozen=True)
class Answered:
    """A question whose race has run: what was measured, and which answers hold, by their place."""

    question: Question
    measurements: Measurements
    holding: tuple[int, ...]

    def filled(self, text: str) -> str:
        """Return a text of the question with the measured values in their places."""
        return filled(text, self.question.lanes, self.measurements)


def answered(question: Question, scenario: Scenario, numerics: Literal["fast", "strict"] | None = None) -> Answered:
    """Run the race of a question, and see which answers hold.

    Args:
        question: The question.
        scenario: Its scenario, as drawn.
        numerics: Other numerics than the scenario's.
    """
    raced = scenario if numerics is None else replace(scenario, numerics=numerics)
    measurements = _measured(raced, raced.seed)
    return Answered(question, measurements, holding(question, measurements))


def holding(question: Question, measurements: Measurements) -> tuple[int, ...]:
    """Return the places of the answers that hold; of yes and no the first one is yes."""
    if question.kind == "yesno":
        return (0 if measurements.holds(question.holds[0]) else 1,)
    return tuple(place for place, each in enumerate(question.holds) if measurements.holds(each))


def _measured(scenario: Scenario, seed: int) -> Measurements:
    """Return the measurements of a race at its end."""

    def others(count: int) -> Sequence[Measurements]:
        seeds = [each for each in range(seed, seed + count) if each <= LARGEST_SEED]
        return [_measured(scenario, each) for each in seeds]

    race = scenario.race(seed=seed)
    race.seek(race.budget)
    return Measurements(race, others)
