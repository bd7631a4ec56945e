"""The screen of a lesson: the race screen with a card.

    the race screen's panels, timeline and lanes
    the card: question, explanation or task
    key bar

While it asks, and where the card has much to say in a low window, the lanes are not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from optsim.lesson.measurements import Measurements
from optsim.playback.condition_context import Facts
from optsim.playback.player import Player
from optsim.scenario.demo.conditions import read_condition
from optsim.tui.command import APP, RACE, TIME, Command
from optsim.tui.controller import RaceController
from optsim.tui.frame_clock import FrameClock
from optsim.tui.learn.card import LessonCard
from optsim.tui.learn.card_text import CardState
from optsim.tui.learn.entries import entry_for
from optsim.tui.learn.kept_race import keep_race, take_up
from optsim.tui.learn.messages import LessonTurned
from optsim.tui.learn.visit import Visit
from optsim.tui.messages import Sought, StartMoved
from optsim.tui.panel import Panel
from optsim.tui.panels.explain import ExplainPanel
from optsim.tui.panels.notes import NotesPanel
from optsim.tui.screens.panel_area import PanelArea
from optsim.tui.screens.race import RaceScreen
from optsim.tui.screens.window_sizes import HIGH, too_small
from optsim.tui.snapshot import RaceSnapshot
from optsim.tui.widgets.key_bar import KeyBar
from optsim.tui.widgets.lane_table import LaneTable
from optsim.tui.widgets.status_bar import StatusBar
from optsim.tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from optsim.lesson.course import Course

#: below, the lanes have no rows beside a card
_LOW = 20
#: keys as a lesson's file names them, where Textual has another name
_NAMES = {"+": "plus", "-": "minus"}


def _next_of_lesson(controller: RaceController) -> None:
    if isinstance(controller, LessonScreen):
        controller.go_on()


_LESSON = Command("lesson", "L,shift+l", "L", _next_of_lesson, APP, 2)


class LessonScreen(RaceScreen):
    """A question of a lesson, or its task, on a race; what is done is written down."""

    CSS_PATH = "../screens/race.tcss"
    DEFAULT_CSS = """
    LessonScreen.reading LaneTable { display: none; }
    LessonScreen.full LessonCard, LessonScreen.presenter LessonCard { max-height: 30%; }
    """

    def __init__(
        self,
        player: Player,
        pace: FrameClock,
        panels: Sequence[type[Panel]],
        division: tuple[int | None, int | None],
        visit: Visit,
        course: Course,
    ) -> None:
        super().__init__(player, pace, panels, division)
        self.visit, self.course = visit, course
        self._state = CardState(entry_for(visit))
        #: where the race stood when the goal was looked for last
        self._judged: tuple[int, int, int] | None = None
        self._problem = course.problem

    def _bind(self) -> None:
        """Have the lesson's own key, too."""
        super()._bind()
        self.commands = (*self.commands, _LESSON)
        self.bind_commands((_LESSON,))

    def compose(self) -> ComposeResult:
        """Return the panels of a race, and the card."""
        yield StatusBar()
        yield PanelArea(self.arrangement.panels.values())
        yield Timeline()
        yield LaneTable()
        yield LessonCard(self.visit)
        yield KeyBar()
        yield Static(too_small(self.language), id="tiny", markup=False)

    def on_mount(self) -> None:
        """Ask, or go on where it was left."""
        if self.visit.stage == "explain" or self.visit.needs_race:
            self._state = self._state._replace(answer=self.visit.answer())
        if self.visit.stage == "explain":
            self._run_to_answer()
        if self.visit.stage in ("watch", "task"):
            note = take_up(self.course, self.visit, self.player, self.language)
            if note:
                self.tell(note)
            if self.visit.step:
                self.player.go_to(self.visit.step)
        self._turn()
        self.call_after_refresh(self._turn)

    @property
    def kept_player(self) -> Player | None:
        """Return none: the course keeps where a lesson is."""
        return None

    @property
    def card(self) -> LessonCard:
        """The card."""
        return self.query_one(LessonCard)

    def _turn(self) -> None:
        """Show the stage; keys are the card's where there is something to answer or to read."""
        for card in self.query(LessonCard):
            card.show(self.visit, self._state)
            self.set_focus(card if self.visit.stage in ("ask", "explain", "done") else None)
        self._make_room()

    def _make_room(self) -> None:
        # what is measured at step 0 may be the answer
        asks, explains = (self.visit.stage == stage for stage in ("ask", "explain"))
        # the card says what the notes would say
        self.arrangement.reserved = frozenset({NotesPanel.name, *([ExplainPanel.name] if asks else [])})
        low = self.size.height < HIGH if explains else self.size.height < _LOW
        self.set_class(asks or low, "reading")

    def snapshot(self) -> RaceSnapshot:
        """Return what the panels show; before the answer no sentence gives it away."""
        view = super().snapshot()
        return view._replace(sentence="") if self.visit.stage == "ask" else view

    def show(self) -> None:
        """Show the race; where it has answered say so, where a goal is reached as well."""
        super().show()
        self._make_room()
        if self.visit.stage == "watch" and (self.race.finished or self._awaited_is_there):
            self.reveal()
        elif self.visit.stage == "task":
            self._judge()

    @property
    def _awaited_is_there(self) -> bool:
        awaited = [read_condition(act.value) for act in self.visit.question.then if act.verb == "until"]
        facts = Facts(self.player, self.lane_name)
        return bool(awaited) and all(each.holds(facts.value(each)) for each in awaited if self._has(each.lane))

    def _has(self, lane: str) -> bool:
        return not lane or lane in self.race.runs

    def _judge(self) -> None:
        """Say it where the goal is reached, and where the race has ended short of it."""
        missed = self.race.finished
        if self._goal_is_reached():
            self._finish("task")
        elif missed != self._state.missed:
            self._state = self._state._replace(missed=missed)
            self.card.show(self.visit, self._state)

    def _goal_is_reached(self) -> bool:
        task, race = self.visit.task, self.race
        stands = (id(race), race.step, race.head)
        if task is None or stands == self._judged:
            return False
        self._judged = stands
        return Measurements(race).holds(task.goal)

    # what a person does

    @on(LessonCard.Given)
    def _take(self, message: LessonCard.Given) -> None:
        """Take an answer that is whole: from here on the race is the person's."""
        if self.visit.stage != "ask":
            return
        if not message.answer:
            self.tell(self.language.text(f"lesson.missing.{self.visit.question.kind}"), wrong=True)
            return
        self.visit = self.visit.at("watch", given=message.answer)
        self._note("at", stage="watch")
        self._turn()
        for act in self.visit.question.then:
            for key in act.value if act.verb == "press" else ():
                self._press(key)
        self.show()

    def _press(self, key: str) -> None:
        """Do what a key of the race does."""
        name = _NAMES.get(key, key)
        for command in self.commands:
            if name in command.keys.split(","):
                self.action_command(command.name)
                return

    def _run_to_answer(self) -> None:
        """Take the race to where it answers, at once: what is explained is to be seen."""
        self.player.pause()
        if not any(act.verb == "until" for act in self.visit.question.then):
            self.race.seek(self.race.budget)
        while not (self.race.finished or self._awaited_is_there or self.race.step == self.race.budget):
            self.player.step()

    def reveal(self) -> None:
        """Say which answer holds, with what was measured: on this race where it is still that of the question."""
        is_whole = self.race.over and self.race.step == self.race.head and not self.player.edits
        answer = self._state.answer or self.visit.answer(Measurements(self.race) if is_whole else None)
        self.player.pause()
        self.visit = self.visit.at("explain")
        self._state = self._state._replace(answer=answer)
        self._note("answered", right=self._is_right, again=self.visit.again)
        self._note("at", stage="explain")
        self._turn()

    @on(LessonCard.Accepted)
    def go_on(self) -> None:
        """Go on from where the lesson is: to the answers, the verdict, what comes next, the hint."""
        match self.visit.stage:
            case "ask":
                self.set_focus(self.card)
            case "watch":
                self._run_to_answer()
                self.reveal()
            case "task" if not self._state.hint:
                self._state = self._state._replace(hint=True)
                self._turn()
            case "task":
                self._finish("skipped")
                self._leave()
            case _:
                self._leave()

    def _finish(self, act: str) -> None:
        """Write down that the task is done, or left out."""
        self.player.pause()
        self.visit = self.visit.at("done")
        self._note(act)
        self._turn()

    def _leave(self) -> None:
        self.post_message(LessonTurned(self.visit, right=self._is_right))

    @property
    def _is_right(self) -> bool:
        return self._state.answer is not None and self._state.answer.accepts(self.visit.given)

    def open_picker(self) -> None:
        """Show the map of the course in place of the scenarios."""
        self.keep_place()
        self.player.pause()
        self.post_message(LessonTurned(self.visit, to_map=True))

    def keep_place(self) -> None:
        """Write down where the race stands and what was changed of it, to go on from there."""
        problem = keep_race(self.course, self.visit, self.player, self.language)
        if problem:
            self.tell(problem, wrong=True)
        if self.visit.stage in ("watch", "task") and self.race.step != self.visit.step:
            self._note("at", stage=self.visit.stage, step=self.race.step)
            self.visit = replace(self.visit, step=self.race.step)

    def _note(self, act: str, **values: int | str | bool) -> None:
        """Write down what was done; say it once where that cannot be. A mixed round has no place to go on from."""
        if act == "at" and self.visit.again:
            return
        self.course.add(self.visit.lesson.name, act, question=self.visit.number, **self.visit.kept_answer, **values)
        if self.course.problem is not None and self.course.problem != self._problem:
            self.tell(self.language.sentence(self.course.problem), wrong=True)
        self._problem = self.course.problem

    # what is locked

    def action_command(self, name: str) -> None:
        """Do what a key says, unless an answer comes first, or the task has locked it."""
        command = next(each for each in self.commands if each.name == name)
        if self.visit.stage == "ask" and command.group in (TIME, RACE):
            self.tell(self.language.text("lesson.answer_first"), wrong=True)
        elif self._locks(command):
            self.tell(self.language.text("lesson.locked", key=command.shown), wrong=True)
        else:
            super().action_command(name)

    def _locks(self, command: Command) -> bool:
        locked = () if self.visit.task is None else self.visit.task.locked
        return any(_NAMES.get(key, key) in command.keys.split(",") for key in locked)

    @on(Sought)
    @on(StartMoved)
    def _hold(self, message: Sought | StartMoved) -> None:
        """Let the mouse do nothing to the race before it is answered."""
        if self.visit.stage == "ask":
            message.prevent_default()
            if isinstance(message, Sought) and self.card.mark(message.step):
                return
            self.tell(self.language.text("lesson.answer_first"), wrong=True)
