"""Checks of a lesson."""

from __future__ import annotations

from pathlib import Path

from optsim.lesson.find import load_lesson
from optsim.lesson.verification import Effort, answer_problems
from optsim.scenario import ScenarioError
from optsim.system.printable import printable_line
from optsim.testing.assertions import demand


def check_lesson(lesson: str | Path, *, seeds: int = 20, draws: int = 100) -> None:
    """Check a lesson, by its name or its file.

    It loads, with all its texts in each language that it has; of the answers to each question exactly one holds on the race, the
    same one with each seed and both numerics unless it says that the seed decides, and one with whatever settings are drawn
    when it comes again.

    Args:
        lesson: The name of a lesson, or the path of a file.
        seeds: The seeds that are tried of each question.
        draws: The settings that are drawn of each question.

    Raises:
        AssertionError: With what is wrong; of the file every problem.
    """
    try:
        loaded = load_lesson(lesson)
        problems = answer_problems(loaded, Effort(seeds, draws))
    except ScenarioError as error:
        raise AssertionError(str(error)) from error
    demand(not problems, "\n".join(f"{loaded.source}: {problem}" for problem in problems))
    for texts in loaded.texts.values():
        demand(
            texts.title == printable_line(texts.title), f"its title {texts.title!r} has a character that is not shown"
        )
