"""Checks of a lesson."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.keys import _character_to_key

from optsim.lesson.course import Course
from optsim.lesson.find import load_lesson
from optsim.lesson.lesson import Lesson, Start
from optsim.lesson.verification import DRAWS, SEEDS, Effort, answer_problems
from optsim.playback.player import Player
from optsim.scenario import ScenarioError
from optsim.scenario.demo.demo import Act
from optsim.system.printable import printable_line
from optsim.testing.assertions import demand
from optsim.tui.learn.lesson_screen import LessonScreen
from optsim.tui.learn.visit import Visit
from optsim.tui.messages import StartMoved

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from optsim.playback.motion import Allowance

_SIZE = (120, 36)


def check_lesson(lesson: str | Path, *, seeds: int = SEEDS, draws: int = DRAWS) -> None:
    """Check a lesson, by its name or its file.

    It loads, with all its texts in each language that it has; of the answers to each question exactly one holds on the race, the
    same one with each seed and both numerics unless it says that the seed decides, and one with whatever settings are drawn
    when it comes again; the goal of its task is not reached by itself, and is reached on the way that it gives, with keys that
    it leaves free.

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
    if loaded.task is not None:
        asyncio.run(_check_task(loaded))


class _Stopped:
    """A clock that stands still: the check lets time pass."""

    interval: ClassVar[float] = 1e6
    frame: ClassVar[float] = 0.0
    beside: ClassVar[bool] = False

    def allowance(self) -> Allowance:
        """Let every step be."""
        return lambda: True


async def _check_task(lesson: Lesson) -> None:
    """Demand that the goal is reached on the way that the lesson gives, and not without it."""
    at_rest = await _played(lesson, ())
    demand(at_rest != "done", "task.goal: it is reached at the start, with nothing done")
    solution = () if lesson.task is None else lesson.task.solve
    demand(await _played(lesson, solution) == "done", "task.solve: it does not reach the goal")


async def _played(lesson: Lesson, solution: Iterable[object]) -> str:
    """Return the stage of the lesson after some acts at its task."""
    visit = Visit(lesson, len(lesson.questions) - 1, "task")
    course = Course(None, lambda: date.min)
    screen = LessonScreen(Player(visit.scenario), _Stopped(), (), (None, None), visit, course)
    app: App[None] = App()
    async with app.run_test(size=_SIZE) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        for act in solution:
            await _do(act, screen, pilot)
            while screen.player.busy and screen.visit.stage != "done":
                screen.player.tick(1.0, lambda: True)
                screen.show()
        await pilot.pause()
    return screen.visit.stage


async def _do(act: object, screen: LessonScreen, pilot: Pilot[None]) -> None:
    """Do one act: press keys, type, or move the start; what is waited for comes by itself."""
    match act:
        case Start(point):
            screen.post_message(StartMoved(*point))
            await pilot.pause()
        case Act(verb="press" | "type", value=keys):
            await pilot.press(*(_character_to_key(key) if len(key) == 1 else key for key in keys))
