"""The part of the app that goes through the course, and shows races run many times."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from optsim.system.printable import printable
from optsim.tui.start.starting_app import StartingApp

if TYPE_CHECKING:
    from optsim.lesson.course import Course
    from optsim.tui.learn.messages import LessonPicked, LessonTurned, RoundPicked
    from optsim.tui.learn.visit import Round, Visit
    from optsim.tui.messages import SweepAsked
    from optsim.tui.panel import Panel


class LearningApp(StartingApp):
    """Base of the app: lessons one after another, and the map of the course between them."""

    #: what was done, or what reads it when it is asked for; without one it is kept as long as the app runs
    course: Course | Callable[[], Course] | None = None
    #: False where no file is written, nor offered to be opened
    keeps = True
    #: the lesson to open with, empty for the map, None for neither
    opens_with: str | None = None
    _panels: Sequence[type[Panel]]

    @property
    @abstractmethod
    def division(self) -> tuple[int | None, int | None]:
        """Return where the dividers of the race screen are."""

    @property
    def known_course(self) -> Course | None:
        """Return the course; None where the app was given none."""
        if callable(self.course):
            self.course = self.course()
        return self.course

    def the_course(self) -> Course:
        """Return the course; one that is kept nowhere where there is none."""
        from optsim.lesson.course import Course  # noqa: PLC0415 not before it is asked for

        if self.course is None:
            self.course = Course(None, lambda: datetime.now(UTC).date())
        return self.known_course or self.the_course()

    async def open_learning(self) -> None:
        """Open what the course is to be opened with."""
        if not self.opens_with or not await self._open_lesson(self.opens_with):
            await self.open_map()

    async def open_map(self) -> None:
        """Show the map of the course, over a race that is open."""
        from optsim.tui.learn.course_screen import CourseScreen  # noqa: PLC0415 not before it is asked for

        await self.push_screen(CourseScreen(self.the_course()))

    async def on_map_asked(self) -> None:
        """Show the map of the course."""
        await self.open_map()

    async def on_scenarios_asked(self) -> None:
        """Show the picker, over what is open, or go back to it."""
        names = [type(screen).__name__ for screen in self.screen_stack]
        if "PickerScreen" not in names:
            await self.push_screen("picker")
            return
        for _ in names[names.index("PickerScreen") + 1 :]:
            await self.pop_screen()

    async def on_lesson_picked(self, message: LessonPicked) -> None:
        """Open a lesson where it was left."""
        await self._open_lesson(message.name)

    async def on_round_picked(self, message: RoundPicked) -> None:
        """Begin a mixed round."""
        from optsim.tui.learn.visit import Round  # noqa: PLC0415 as above

        await self._open_due(Round(tuple(message.due), len(message.due)))

    async def on_lesson_turned(self, message: LessonTurned) -> None:
        """Show what comes after a visit: more of the lesson, the next question of the round, or the map."""
        visit = message.visit
        if message.to_map:
            await self.open_map()
            return
        if visit.round is not None:
            await self._open_due(replace(visit.round, right=visit.round.right + message.right))
            return
        following = visit.following()
        if following is None:
            await self._close_all()
            await self.open_map()
        else:
            await self._show(following)

    async def _open_lesson(self, name: str) -> bool:
        """Open a lesson; returns whether it could be, and tells why not."""
        from optsim.lesson.course import Standing  # noqa: PLC0415 as above
        from optsim.lesson.find import lesson_path, load_lesson  # noqa: PLC0415
        from optsim.lesson.lesson import LETTERS  # noqa: PLC0415
        from optsim.lesson.outline import lesson_outline  # noqa: PLC0415
        from optsim.scenario import ScenarioError  # noqa: PLC0415
        from optsim.tui.learn.visit import STAGES, Visit  # noqa: PLC0415

        try:
            lesson = load_lesson(name)
            progress = self.the_course().progress(lesson_outline(lesson.name, lesson_path(name)))
            place = progress.place if progress.standing is Standing.BEGUN else None
            visit = Visit(lesson)
            stages = {stage: stage for stage in STAGES if stage != "task" or lesson.task is not None}
            if place is not None and place.stage in stages and place.question < len(lesson.questions):
                given = place.given or (LETTERS[place.chosen] if 0 <= place.chosen < len(LETTERS) else "")
                visit = Visit(lesson, place.question, stages[place.stage], given, place.step)
                visit = visit if visit.fits else Visit(lesson)
            await self._show(visit)
        except (ScenarioError, ValueError, OverflowError, MemoryError) as error:
            self._refuse(error)
            return False
        return True

    async def _open_due(self, mixed: Round) -> None:
        """Open the next question of a round; after the last one tell how many were right, on the map."""
        from optsim.lesson.find import load_lesson  # noqa: PLC0415 as above
        from optsim.scenario import ScenarioError  # noqa: PLC0415
        from optsim.tui.language import language_of  # noqa: PLC0415
        from optsim.tui.learn.visit import Visit  # noqa: PLC0415

        while mixed.to_come:
            due, mixed = mixed.to_come[0], replace(mixed, to_come=mixed.to_come[1:])
            try:
                await self._show(Visit(load_lesson(due.lesson), due.question, again=due.again, round=mixed))
            except (ScenarioError, ValueError, OverflowError, MemoryError, IndexError) as error:
                self._refuse(error)
            else:
                return
        await self._close_all()
        await self.open_map()
        text = language_of(self).text("course.round_over", right=mixed.right, total=mixed.total)
        self.notify(text, markup=False)

    async def _show(self, visit: Visit) -> None:
        """Put a visit in place of what is shown."""
        from optsim.lesson.placeholders import without_places  # noqa: PLC0415 as above
        from optsim.playback.player import Player  # noqa: PLC0415
        from optsim.tui.language import language_of  # noqa: PLC0415
        from optsim.tui.learn.lesson_screen import LessonScreen  # noqa: PLC0415

        title, texts = visit.lesson.told_in(language_of(self).name).title, visit.texts(language_of(self))
        player = Player(replace(visit.scenario, title=title, description=without_places(texts.question)))
        screen = LessonScreen(player, self.clock, self._panels, self.division, visit, self.the_course())
        await self._close_all()
        await self.push_screen(screen)

    async def _close_all(self) -> None:
        """Take all screens away."""
        self.keep_place()
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    def on_sweep_asked(self, message: SweepAsked) -> None:
        """Show a race run many times, or tell why that cannot be."""
        from optsim.tui.sweep.opening import open_sweep  # noqa: PLC0415 as above

        open_sweep(self, message.player, message.lane)

    def keep_place(self) -> None:
        """Have lessons that are open write down where they are."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_place", None)
            if keep is not None:
                keep()

    def _refuse(self, error: Exception) -> None:
        from optsim.scenario import ScenarioError  # noqa: PLC0415 as above
        from optsim.tui.language import language_of  # noqa: PLC0415 as above

        title = language_of(self).text("open.refused")
        fault = error.told_in(language_of(self)) if isinstance(error, ScenarioError) else str(error)
        self.notify(printable(fault), title=title, severity="error", markup=False)
